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
