//! Frameworks and crosswalks are data: those of the program are whole, and another one is another file.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "tests make files and fail loudly"
)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use smsdoc::evaluate::coverage::groups;
use smsdoc::model::clause::ClauseId;
use smsdoc::model::crosswalk::Relation;
use smsdoc::model::framework::Framework;
use smsdoc::model::inputs::Inputs;
use smsdoc::read::{Workspace, embedded};
use support::{Folder, Run, request};

/// What is read of a folder.
fn inputs(folder: &Folder) -> Inputs {
    let workspace = Workspace::open(Some(folder.path()), folder.path()).expect("the folder opens");
    workspace.read(&request()).expect("the folder is read").inputs
}

/// What the program brings along.
fn own() -> Inputs {
    let folder = Folder::new();
    folder.write("sms-docs/smsdoc.yaml", "site: {title: Frameworks}\n");
    inputs(&folder)
}

/// Leaf clauses below a clause.
fn below(framework: &Framework, clause: &str) -> usize {
    framework.leaves().filter(|leaf| framework.is_within(leaf, clause)).count()
}

#[test]
fn the_lists_are_complete() {
    let inputs = own();
    let leaves: BTreeMap<&str, usize> =
        inputs.frameworks.values().map(|framework| (framework.id.as_str(), framework.leaves().count())).collect();
    let expected = [
        ("cobit2019", 40),
        ("iso20000-1-2011", 39),
        ("iso20000-1-2018", 63),
        ("iso22301-2019", 56),
        ("iso27001-2022", 30 + 93),
        ("iso9001-2015", 65),
        ("itil4", 34),
    ];
    assert_eq!(leaves, BTreeMap::from(expected));
    let counts = |framework: &str, clauses: &[&str]| -> Vec<usize> {
        clauses.iter().map(|clause| below(&inputs.frameworks[framework], clause)).collect()
    };
    assert_eq!(counts("iso27001-2022", &["A.5", "A.6", "A.7", "A.8"]), [37, 8, 14, 34]);
    assert_eq!(counts("cobit2019", &["EDM", "APO", "BAI", "DSS", "MEA"]), [5, 14, 11, 6, 4]);
    let practices = ["general-management-practices", "service-management-practices", "technical-management-practices"];
    assert_eq!(counts("itil4", &practices), [14, 17, 3]);
}

/// Numbers count on without a gap below every clause, so that none was forgotten; leaves are those with nothing below.
#[test]
fn every_list_is_a_tree_without_gaps() {
    for framework in own().frameworks.values() {
        let ids: BTreeSet<&str> = framework.clauses.iter().map(|clause| clause.id.as_str()).collect();
        assert_eq!(ids.len(), framework.clauses.len(), "{}: an id is used twice", framework.id);
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        let mut siblings: BTreeMap<Option<&str>, Vec<u32>> = BTreeMap::new();
        for clause in &framework.clauses {
            let at = format!("{}:{}", framework.id, clause.id);
            assert!(!clause.title.is_empty() && clause.title.trim() == clause.title, "{at}");
            let parent = clause.parent.as_deref();
            assert!(parent.is_none_or(|parent| seen.contains(parent)), "{at} stands before its parent");
            seen.insert(&clause.id);
            let children = framework.clauses.iter().filter(|child| child.parent.as_deref() == Some(&clause.id)).count();
            assert_eq!(clause.leaf, children == 0, "{at}");
            assert_ne!(children, 1, "{at} has one clause below it");
            let digits = clause.id.trim_start_matches(|char: char| !char.is_ascii_digit());
            let number: Option<u32> = clause.id.rsplit('.').next().and_then(|part| part.parse().ok());
            match parent {
                Some(parent) if number.is_some() => {
                    assert_eq!(clause.id.rsplit_once('.').map(|(before, _)| before), Some(parent), "{at}");
                    siblings.entry(Some(parent)).or_default().extend(number);
                }
                Some(parent) if framework.id == "cobit2019" => {
                    assert_eq!(clause.id, format!("{parent}{digits}"), "{at}");
                    siblings.entry(Some(parent)).or_default().extend(digits.parse::<u32>().ok());
                }
                None if number.is_some() && !clause.id.contains('.') => {
                    siblings.entry(None).or_default().extend(number);
                }
                _ => assert!(matches!(framework.id.as_str(), "itil4" | "iso27001-2022" | "cobit2019"), "{at}"),
            }
        }
        for (parent, numbers) in siblings {
            let first = if parent.is_some() { 1 } else { 4 };
            let count = u32::try_from(numbers.len()).expect("few");
            assert_eq!(numbers, (first..first + count).collect::<Vec<_>>(), "{} below {parent:?}", framework.id);
        }
        assert!(framework.note.contains("not the text of the"), "{}: {}", framework.id, framework.note);
    }
}

#[test]
fn practices_are_named_by_the_slug_of_their_name() {
    let inputs = own();
    for clause in &inputs.frameworks["itil4"].clauses {
        assert_eq!(clause.id, clause.title.to_lowercase().replace(' ', "-"));
        assert_eq!((clause.number(), clause.heading().as_str()), ("", clause.title.as_str()));
    }
    let control = inputs.frameworks["iso27001-2022"].clause(&ClauseId::new("A.5.7")).unwrap();
    assert_eq!((control.number(), control.heading().as_str()), ("A.5.7", "A.5.7 Threat intelligence"));
}

/// The list of a matrix is divided where a clause has many clauses below it, never into one list for each.
#[test]
fn no_list_is_divided_into_single_controls() {
    let inputs = own();
    let of = |framework: &str| -> Vec<(String, usize)> {
        let groups = groups(&inputs.frameworks[framework]);
        groups.iter().map(|(clause, leaves)| (clause.id.clone(), leaves.len())).collect()
    };
    let annex: Vec<(String, usize)> = of("iso27001-2022").into_iter().filter(|(id, _)| id.starts_with('A')).collect();
    let expected = [("A.5", 37), ("A.6", 8), ("A.7", 14), ("A.8", 34)];
    assert_eq!(annex, expected.map(|(id, count)| (id.to_owned(), count)));
    assert_eq!(of("itil4").iter().map(|(_, count)| *count).collect::<Vec<_>>(), [14, 17, 3]);
    assert!(of("iso20000-1-2018").contains(&("8.5".to_owned(), 7)), "{:?}", of("iso20000-1-2018"));
}

#[test]
fn every_pair_that_is_written_is_known() {
    let inputs = own();
    let count: BTreeMap<&str, usize> =
        inputs.crosswalks.iter().map(|crosswalk| (crosswalk.to.as_str(), crosswalk.pairs.len())).collect();
    let expected = [
        ("cobit2019", 97),
        ("iso20000-1-2011", 77),
        ("iso22301-2019", 57),
        ("iso27001-2022", 103),
        ("iso9001-2015", 83),
        ("itil4", 82),
    ];
    assert_eq!(count, BTreeMap::from(expected));
    assert_eq!(count.values().sum::<usize>(), 499);
    // A pair that cannot be used is left out, so what is written is counted, too.
    let files = embedded::schema_files();
    let written = files.iter().filter(|(path, _)| path.starts_with("crosswalks/"));
    let lines = written.flat_map(|(_, bytes)| {
        let text = String::from_utf8_lossy(bytes).into_owned();
        text.lines().filter(|line| line.starts_with("- ")).map(str::to_owned).collect::<Vec<_>>()
    });
    assert_eq!(lines.count(), 499);
    for crosswalk in &inputs.crosswalks {
        assert_eq!(crosswalk.from, "iso20000-1-2018");
        assert!(!crosswalk.note.is_empty());
        for pair in &crosswalk.pairs {
            let (from, to) = (&inputs.frameworks[&crosswalk.from], &inputs.frameworks[&crosswalk.to]);
            assert!(from.clause(&pair.from).is_some_and(|clause| clause.leaf), "{pair:?}");
            assert!(to.clause(&pair.to).is_some(), "{pair:?}");
        }
    }
}

#[test]
fn a_crosswalk_leads_both_ways() {
    let inputs = own();
    let mut ways = 0;
    for crosswalk in &inputs.crosswalks {
        for pair in &crosswalk.pairs {
            for (near, at, far, other) in [
                (&crosswalk.from, &pair.from, &crosswalk.to, &pair.to),
                (&crosswalk.to, &pair.to, &crosswalk.from, &pair.from),
            ] {
                let mapped = inputs.mapped(near, at.as_str());
                let hits = mapped.iter().filter(|to| to.framework.id == *far && to.clause.id == other.as_str());
                let hits: Vec<_> = hits.map(|to| (to.relation, to.confidence)).collect();
                assert_eq!(hits, [(pair.relation, pair.confidence)], "{near}:{at} to {far}:{other}");
                ways += 1;
            }
        }
    }
    assert_eq!(ways, 2 * 499);
}

#[test]
fn mapped_clauses_are_exact_and_in_order() {
    let inputs = own();
    let of = |framework: &str, clause: &str| -> Vec<String> {
        let mapped = inputs.mapped(framework, clause);
        mapped.iter().map(|to| format!("{}:{}", to.framework.id, to.clause.id)).collect()
    };
    assert_eq!(
        of("iso20000-1-2018", "8.6.1"),
        [
            "cobit2019:DSS02",
            "iso20000-1-2011:8.1",
            "iso22301-2019:8.4.2",
            "iso22301-2019:8.4.3",
            "iso27001-2022:A.5.24",
            "iso27001-2022:A.5.25",
            "iso27001-2022:A.5.26",
            "iso27001-2022:A.6.8",
            "iso9001-2015:8.5.5",
            "iso9001-2015:8.7",
            "itil4:incident-management",
            "itil4:monitoring-and-event-management",
            "itil4:service-desk",
        ]
    );
    // A.8.1 is not A.8.13, and a clause of one framework is not that of another.
    assert!(of("iso27001-2022", "A.8.1").is_empty());
    assert!(!of("iso27001-2022", "A.8.13").is_empty());
    assert!(of("iso27001-2022", "8.6.1").is_empty());
    assert_eq!(of("iso20000-1-2011", "8.1"), ["iso20000-1-2018:8.6.1", "iso20000-1-2018:8.6.2"]);
}

const HOUSE: &str = "\
id: house-2026
title: House rules
edition: \"2026\"
note: Rules of our own, in our own words.
clauses:
- {id: \"H\", title: Running the desk, parent: null, leaf: false}
- {id: \"H.1\", title: Answering calls, parent: \"H\", leaf: true}
- {id: \"H.10\", title: Locking up, parent: \"H\", leaf: true}
";

const PAIRS: &str = "\
from: house-2026
to: iso20000-1-2018
note: Agreed with the auditor.
pairs:
- {from: \"H.1\", to: \"8.6.2\", relation: partial, confidence: medium}
- {from: \"H.1\", to: \"8.6.1\", relation: equivalent, confidence: high}
";

const POLICY: &str = "\
---
id: OPS-POL-001
title: Desk policy
type: policy
version: \"1.0\"
status: approved
owner: sms-manager
classification: internal
clauses: [\"house-2026:H.1\", \"iso27001-2022:A.5.24\"]
approver: ines-carrow
approved_on: 2026-03-01
effective_on: 2026-03-01
next_review: 2027-03-01
purpose: Says how calls are answered.
commitments: [Every call is answered.]
applies_to: [all staff]
communicated_to: [all staff]
---

Calls are answered.
";

const PEOPLE: &str = "\
people:
  - {id: rowan-hale, name: Rowan Hale, emails: [rowan@example.org], roles: [{role: sms-manager}]}
  - {id: ines-carrow, name: Ines Carrow, emails: [ines@example.org], roles: [{role: managing-director}]}
roles:
  - {id: sms-manager, title: SMS Manager}
  - {id: managing-director, title: Managing Director}
";

/// A repository with a framework and a crosswalk of its own.
fn repository() -> Folder {
    let folder = Folder::new();
    folder.write("sms-docs/smsdoc.yaml", "site: {title: Desk}\nrules: {clause-uncovered: {level: off}}\n");
    folder.write("sms-docs/people.yaml", PEOPLE);
    folder.write("sms-docs/policy.md", POLICY);
    folder.write("schema/frameworks/house-2026.yaml", HOUSE);
    folder.write("schema/crosswalks/house-2026.iso20000-1-2018.yaml", PAIRS);
    folder
}

fn smsdoc(folder: &Folder, arguments: &[&str]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_smsdoc"));
    command.args(["--today", "2026-11-22", "--color", "never"]).args(arguments);
    Run::of(command.current_dir(folder.path()).env("COLUMNS", "80").env("GIT_DIR", "/nowhere"))
}

#[test]
fn another_framework_is_another_file() {
    let folder = repository();
    let check = smsdoc(&folder, &["check"]);
    assert!(!check.out.contains("clause-") && !check.out.contains("crosswalk-"), "{}{}", check.out, check.err);
    let build = smsdoc(&folder, &["build", "--deny", "never", "--out", "out"]);
    assert_eq!(build.code, 0, "{}", build.err);
    let page = |path: &str| folder.read(&format!("out/clauses/{path}/index.html"));
    assert!(folder.read("out/clauses/index.html").contains("House rules"));
    assert!(page("house-2026").contains("1 of 2 clauses of House rules"), "{}", page("house-2026"));
    let own = page("house-2026/H.1");
    assert!(own.contains("docs/OPS-POL-001/index.html\">Desk policy</a>"), "{own}");
    assert!(!page("house-2026/H.10").contains("OPS-POL-001"), "H.10 is not H.1");
    // Where a list does not record what is asked for in writing, nothing is said of it.
    assert!(!page("iso27001-2022/6.1.2").contains("asks for nothing in writing"));
    assert!(page("iso20000-1-2018/4.1").contains("asks for nothing in writing"));
    // How to claim it: with the framework, unless it is that of the configuration.
    assert!(page("house-2026/H.10").contains("<code>clauses: [\"house-2026:H.10\"]</code>"));
    assert!(page("iso20000-1-2018/8.6.1").contains("<code>clauses: [\"8.6.1\"]</code>"));
    // Both ways, with relation, confidence and the note of the crosswalk, in the order of the clauses.
    let mapped = own.split("id=\"mapped\"").nth(1).expect("mapped clauses");
    let (incident, request) = (mapped.find("8.6.1/index.html").unwrap(), mapped.find("8.6.2/index.html").unwrap());
    assert!(incident < request, "{mapped}");
    assert!(mapped.contains("<td>Equivalent</td><td class=\"p2\">High</td>"), "{mapped}");
    assert!(mapped.contains("<td>Partial</td><td class=\"p2\">Medium</td>"), "{mapped}");
    assert!(mapped.contains("Agreed with the auditor."), "{mapped}");
    let back = page("iso20000-1-2018/8.6.1");
    let back = back.split("id=\"mapped\"").nth(1).expect("mapped clauses");
    assert!(back.contains("href=\"../../../clauses/house-2026/H.1/index.html\">Answering calls</a>"), "{back}");
    assert!(back.contains("clauses/iso27001-2022/A.5.24/index.html"), "{back}");
    // A claim of a control that the program knows counts there, too.
    assert!(page("iso27001-2022/A.5.24").contains("docs/OPS-POL-001/index.html"));
    assert!(page("iso27001-2022").contains("1 of 123 clauses of ISO/IEC 27001:2022"));
}

/// What is said of a clause holds for what lies below it: the pairs are written for whole clauses.
#[test]
fn a_clause_shows_the_pairs_of_the_clause_above() {
    let folder = repository();
    assert_eq!(smsdoc(&folder, &["build", "--deny", "never", "--out", "out"]).code, 0);
    let page = folder.read("out/clauses/iso9001-2015/10.2.1/index.html");
    let mapped = page.split("id=\"mapped\"").nth(1).expect("mapped clauses");
    assert!(mapped.contains("clauses/iso20000-1-2018/10.1.1/index.html"), "{mapped}");
    assert!(mapped.contains("ISO/IEC 20000-1:2018, stated for 10.2</span>"), "{mapped}");
    let stated = folder.read("out/clauses/iso9001-2015/10.2/index.html");
    assert!(stated.contains("id=\"mapped\"") && !stated.contains("stated for"), "{stated}");
}

#[test]
fn what_is_stated_twice_counts_once_as_the_closest() {
    let folder = repository();
    let back = PAIRS.replace("from: house-2026\nto: iso20000-1-2018", "from: iso20000-1-2018\nto: house-2026");
    let back = back.lines().filter(|line| !line.starts_with("- ")).collect::<Vec<_>>().join("\n");
    let pair = "\n- {from: \"8.6.2\", to: \"H.1\", relation: equivalent, confidence: low}\n";
    folder.write("schema/crosswalks/back.yaml", &(back + pair));
    let inputs = inputs(&folder);
    assert_eq!(inputs.crosswalks.len(), 8);
    let mapped = inputs.mapped("house-2026", "H.1");
    let mapped: Vec<_> = mapped.iter().map(|to| (to.clause.id.as_str(), to.relation)).collect();
    assert_eq!(mapped, [("8.6.1", Relation::Equivalent), ("8.6.2", Relation::Equivalent)]);
}

/// A repository may shorten a framework. The pairs that the program brings along for the rest are left out.
#[test]
fn pairs_of_clauses_that_a_repository_took_out_are_left_out() {
    let folder = repository();
    folder.write(
        "schema/frameworks/itil4.yaml",
        "id: itil4\ntitle: ITIL 4\nclauses:\n- {id: service-desk, title: Service desk, leaf: true}\n",
    );
    let inputs = inputs(&folder);
    let faults: Vec<_> = inputs.findings.iter().filter(|finding| finding.rule == "crosswalk-invalid").collect();
    assert!(faults.is_empty(), "{faults:?}");
    let itil = inputs.crosswalks.iter().find(|crosswalk| crosswalk.to == "itil4").expect("the crosswalk");
    assert!(!itil.pairs.is_empty() && itil.pairs.iter().all(|pair| pair.to.as_str() == "service-desk"));
}

/// A file of the same name stands in for that of the program.
#[test]
fn a_repository_replaces_a_crosswalk_by_its_name() {
    let folder = repository();
    let pairs = "from: iso20000-1-2018\nto: itil4\npairs:\n- {from: \"8.6.3\", to: problem-management, relation: related, confidence: low}\n";
    folder.write("schema/crosswalks/iso20000-1-2018.itil4.yaml", pairs);
    let inputs = inputs(&folder);
    assert!(inputs.mapped("iso20000-1-2018", "8.6.1").iter().all(|to| to.framework.id != "itil4"));
    let mapped = inputs.mapped("itil4", "problem-management");
    assert_eq!(mapped.iter().map(|to| to.relation).collect::<Vec<_>>(), [Relation::Related]);
}

/// The files of the program as a repository's own: they are judged like any other, and yield nothing.
#[test]
fn the_lists_of_the_program_have_no_fault() {
    let folder = Folder::new();
    folder.write("sms-docs/smsdoc.yaml", "site: {title: Frameworks}\n");
    let mut written = 0;
    for (path, bytes) in embedded::schema_files().iter().filter(|(path, _)| path.starts_with("frameworks/")) {
        folder.write(&format!("schema/{path}"), std::str::from_utf8(bytes).expect("text"));
        written += 1;
    }
    assert_eq!(written, 8);
    let (copied, own) = (inputs(&folder), own());
    let faults: Vec<_> = copied.findings.iter().map(|finding| &finding.message).collect();
    assert!(faults.is_empty(), "{faults:?}");
    assert_eq!(copied.frameworks, own.frameworks);
    // Nothing is lost on the way: what is written is what is used.
    for (id, framework) in &own.frameworks {
        let file = |name: &str| embedded::schema_files().remove(&format!("frameworks/{id}{name}.yaml"));
        let mut written: Framework = serde_yaml::from_slice(&file("").expect("the file")).expect("a framework");
        if let Some(bytes) = file(".documented-information") {
            written.documented = serde_yaml::from_slice(&bytes).expect("documented information");
        }
        assert_eq!(*framework, written, "{id}");
    }
}

/// The faults of the framework files of a repository.
fn invalid(inputs: &Inputs) -> Vec<&str> {
    let found = inputs.findings.iter().filter(|finding| finding.rule == "framework-invalid");
    found.map(|finding| finding.message.as_str()).collect()
}

/// A repository with these files in `schema/frameworks/`.
fn with(files: &[(&str, &str)]) -> Folder {
    let folder = Folder::new();
    folder.write("sms-docs/smsdoc.yaml", "site: {title: Frameworks}\n");
    for (name, text) in files {
        folder.write(&format!("schema/frameworks/{name}.yaml"), text);
    }
    folder
}

#[test]
fn a_file_never_stands_in_for_a_framework_of_another_name() {
    let text = "id: iso20000-1-2018\ntitle: Short\nclauses:\n- {id: \"1\", title: One, leaf: true}\n";
    // Before and after the file of the standard in the order of names.
    for name in ["a-first", "z-last"] {
        let inputs = inputs(&with(&[(name, text)]));
        let expected = format!("`id` is `iso20000-1-2018`, and the file is `{name}.yaml`; the file is not used");
        assert_eq!(invalid(&inputs), [expected]);
        assert_eq!(inputs.frameworks, own().frameworks);
        assert!(inputs.refused_frameworks[name].starts_with("`schema/frameworks/"), "{:?}", inputs.refused_frameworks);
    }
}

#[test]
fn the_order_of_files_does_not_matter() {
    let house = |id: &str| HOUSE.replace("house-2026", id);
    let wanted = |id: &str| {
        format!(
            "framework: {id}\ndocumented_information:\n- {{id: A, name: Log, clauses: [\"H.1\"], kind: record, typical_document_type: record, required: explicit}}\n"
        )
    };
    for id in ["a", "house", "zz-9"] {
        let documented = format!("{id}.documented-information");
        let inputs = inputs(&with(&[(id, &house(id)), (&documented, &wanted(id))]));
        assert!(invalid(&inputs).is_empty(), "{:?}", invalid(&inputs));
        assert_eq!(inputs.frameworks[id].documented.items.len(), 1, "{id}");
        assert_eq!(inputs.frameworks.len(), 8);
    }
}

#[test]
fn what_is_faulty_is_left_out_and_the_rest_is_used() {
    let text = "\
id: house
title: House
clauses:
- {id: A, title: A, parent: nowhere, leaf: false}
- {id: A.1, title: A.1, parent: A, leaf: true}
- {id: A.1, title: Twice, leaf: true}
- {id: B, title: B, parent: C, leaf: false}
- {id: C, title: C, parent: B, leaf: false}
- {id: D, title: D, leaf: true}
- {id: D.1, title: D.1, parent: D, leaf: true}
- {id: E, title: E, leaf: false}
";
    let inputs = inputs(&with(&[("house", text)]));
    let clauses = &inputs.frameworks["house"].clauses;
    let kept: Vec<_> =
        clauses.iter().map(|clause| (clause.id.as_str(), clause.parent.as_deref(), clause.leaf)).collect();
    let expected = [
        ("A", None, false),
        ("A.1", Some("A"), true),
        ("B", None, false),
        ("C", Some("B"), true),
        ("D", None, false),
        ("D.1", Some("D"), true),
        ("E", None, true),
    ];
    assert_eq!(kept, expected);
    assert_eq!(invalid(&inputs).len(), 5, "{:?}", invalid(&inputs));
}

/// Circles of any length end, and no clause lies too deep for the pages.
#[test]
fn circles_and_chains_are_cut() {
    let chain = |count: usize, first: &str| {
        let clauses =
            (1..count).map(|at| format!("- {{id: C{at}, title: T, parent: C{}, leaf: {}}}\n", at - 1, at + 1 == count));
        format!(
            "id: chain\ntitle: Chain\nclauses:\n- {{id: C0, title: T, parent: {first}, leaf: false}}\n{}",
            clauses.collect::<String>()
        )
    };
    let depth = |inputs: &Inputs| {
        let framework = &inputs.frameworks["chain"];
        let depth = |clause| framework.clauses.iter().filter(|other| framework.is_within(clause, &other.id)).count();
        framework.clauses.iter().map(depth).max()
    };
    for count in [2, 3, 12] {
        let circle = inputs(&with(&[(
            "chain",
            &chain(count, &format!("C{}", count - 1))
                .replace("leaf: true", "leaf: false")
                .replace(": false}\n- {id: C1,", ": true}\n- {id: C1,"),
        )]));
        assert!(
            invalid(&circle).contains(&"the clause `C0` stands below itself; it stands at the top"),
            "{:?}",
            invalid(&circle)
        );
        assert_eq!(depth(&circle), Some(count));
    }
    assert!(invalid(&inputs(&with(&[("chain", &chain(12, "null"))]))).is_empty());
    let deep = inputs(&with(&[("chain", &chain(500, "null"))]));
    assert_eq!(invalid(&deep).first(), Some(&"the clause `C12` stands more than 12 levels deep; it stands at the top"));
    assert_eq!(depth(&deep), Some(12));
    let long =
        inputs(&with(&[("chain", &chain(500, "C499").replace("leaf: false}\n- {id: C1,", "leaf: true}\n- {id: C1,"))]));
    assert_eq!(invalid(&long).first(), Some(&"the clause `C0` stands below itself; it stands at the top"));
    assert_eq!(depth(&long), Some(12));
}

#[test]
fn a_list_that_counts_nothing_opens_no_gate() {
    let empty = |id: &str| format!("id: {id}\ntitle: T\nclauses:\n- {{id: \"1\", title: One, leaf: false}}\n");
    let folder =
        with(&[("mine", &empty("mine")), ("itil4", &empty("itil4")), ("none", "id: none\ntitle: T\nclauses: []\n")]);
    for id in ["mine", "none"] {
        let gate = smsdoc(&folder, &["coverage", "--framework", id, "--min-level", "covered"]);
        assert_eq!((gate.code, gate.out.as_str()), (2, ""), "{}", gate.err);
        assert!(gate.err.contains("there is no leaf clause, so coverage would count nothing"), "{}", gate.err);
        assert!(gate.err.contains("`smsdoc check` shows the place"), "{}", gate.err);
    }
    // The list of the program stays in use for pages, and the gate says that it is another one.
    let gate = smsdoc(&folder, &["coverage", "--framework", "itil4", "--min-level", "covered"]);
    assert_eq!(gate.code, 1, "{}", gate.err);
    let told = gate.err.replace('\n', " ");
    assert!(told.contains("`schema/frameworks/itil4.yaml` is not used: there is no leaf clause"), "{told}");
    let open = smsdoc(&folder, &["coverage", "--framework", "itil4"]);
    assert!(open.code == 0 && open.err.contains("is not used") && open.out.contains("of 34 clauses"), "{}", open.err);
    let check = smsdoc(&folder, &["check"]);
    assert_eq!(check.out.matches("error[framework-invalid]").count(), 3, "{}", check.out);
    assert!(check.out.lines().all(|line| line.chars().count() <= 80), "{}", check.out);
}

#[test]
fn a_framework_of_the_configuration_that_does_not_exist_is_told() {
    let folder = with(&[("mine", "id: other\ntitle: T\nclauses: []\n")]);
    folder.write("sms-docs/smsdoc.yaml", "framework: mine\n");
    let check = smsdoc(&folder, &["check", "--format", "short"]);
    assert_eq!(check.code, 1, "{}", check.err);
    assert!(check.out.contains("the framework of the configuration does not exist"), "{}", check.out);
    assert_eq!(smsdoc(&folder, &["coverage", "--min-level", "covered"]).code, 2);
    folder.write("sms-docs/smsdoc.yaml", "framework: iso9001-2015\nrules: {clause-uncovered: {level: off}}\n");
    folder.write("schema/frameworks/mine.yaml", &HOUSE.replace("house-2026", "mine"));
    assert!(!smsdoc(&folder, &["check", "--format", "short"]).out.contains("error"));
}

/// Pages are named by clauses: what no folder can be called, on any system, is no clause.
#[test]
fn no_clause_breaks_the_site() {
    let long = "a".repeat(5_000);
    let ids = [
        "../../x",
        "/etc/x",
        "CON",
        "nul.1",
        "a b",
        "A/B",
        "..",
        "\\u001b[31m",
        "é",
        "index.html",
        "OSCAL-catalog.json",
    ];
    let clauses: String = ids
        .iter()
        .copied()
        .chain([long.as_str()])
        .map(|id| format!("- {{id: \"{id}\", title: T, leaf: true}}\n"))
        .collect();
    let folder =
        with(&[("mine", &format!("id: mine\ntitle: T\nclauses:\n- {{id: ok, title: T, leaf: true}}\n{clauses}"))]);
    assert_eq!(invalid(&inputs(&folder)).len(), ids.len() + 1);
    assert!(invalid(&inputs(&folder)).iter().all(|message| message.len() < 160 && !message.contains('\u{1b}')));
    let build = smsdoc(&folder, &["build", "--deny", "never", "--out", "out"]);
    assert_eq!(build.code, 0, "{}", build.err);
    let names: BTreeSet<String> = folder
        .path()
        .join("out/clauses/mine")
        .read_dir_utf8()
        .expect("pages")
        .map(|entry| entry.expect("an entry").file_name().to_owned())
        .collect();
    // Every file beside the pages of clauses has a name that no clause can have.
    let clauses: String = names.iter().map(|name| format!("- {{id: {name}, title: T, leaf: true}}\n")).collect();
    let again = inputs(&with(&[("mine", &format!("id: mine\ntitle: T\nclauses:\n{clauses}"))]));
    let kept: Vec<_> = again.frameworks["mine"].clauses.iter().map(|clause| clause.id.as_str()).collect();
    assert_eq!(kept, ["ok"]);
    assert!(names.len() > 5, "{names:?}");
}

#[test]
fn a_list_that_is_too_long_is_refused() {
    let list = |count: usize| {
        let clauses = (0..count).map(|at| format!("- {{id: C{at}, title: T, leaf: true}}\n"));
        format!("id: iso9001-2015\ntitle: Long\nclauses:\n{}", clauses.collect::<String>())
    };
    let read = |count: usize| inputs(&with(&[("iso9001-2015", &list(count))]));
    assert_eq!(read(2_000).frameworks["iso9001-2015"].clauses.len(), 2_000);
    let refused = read(10_000);
    let expected = "`clauses` holds 10000 clauses, and up to 2000 are read; the file is not used, and that of the program stays in use";
    assert_eq!(invalid(&refused), [expected]);
    assert_eq!(refused.frameworks["iso9001-2015"].leaves().count(), 65);
}
