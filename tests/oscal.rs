//! The OSCAL exports: valid against the published schemas, every reference leads somewhere, the same input gives the same
//! bytes. `tests/schemas/OSCAL.md` says where the schemas are from.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "tests make files and fail loudly"
)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Command;

use camino::{Utf8Path, Utf8PathBuf};
use jsonschema::Validator;
use serde_json::{Value, json};
use smsdoc::evaluate::{Sms, evaluate};
use smsdoc::model::clause::ClauseId;
use smsdoc::model::crosswalk::{Confidence, Crosswalk, Pair, Relation};
use smsdoc::model::inputs::Inputs;
use smsdoc::read::{Request, Workspace};
use smsdoc::site::exports::oscal::{catalog, component_definition};
use smsdoc::site::{Site, audience};
use support::{Folder, Run, request};

/// A published schema, ready for use. `$id` within a definition only repeats its own place, in a form that later drafts of
/// JSON Schema refuse, so these are left out.
fn schema(name: &str) -> Validator {
    let path = Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/schemas").join(name);
    let mut schema: Value = serde_json::from_slice(&fs::read(path).expect("the schema")).expect("JSON");
    for definition in schema["definitions"].as_object_mut().expect("definitions").values_mut() {
        let id = definition.as_object_mut().expect("a definition").remove("$id");
        assert!(id.is_none_or(|id| id.as_str().is_some_and(|id| id.starts_with("#/definitions/"))));
    }
    jsonschema::draft7::options().should_validate_formats(true).build(&schema).expect("a schema")
}

fn faults(schema: &Validator, file: &Value) -> Vec<String> {
    schema.iter_errors(file).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

/// The evaluated system of a folder, as an audience may see it, with the pages of its site.
fn evaluated(folder: &Utf8Path, request: &Request, asked: Option<&str>) -> (Sms, BTreeSet<Utf8PathBuf>) {
    let mut read = Workspace::open(Some(folder), folder).expect("it opens").read(request).expect("it is read");
    if folder.join("odd").is_dir() {
        odd_frameworks(&mut read.inputs, folder);
    }
    let audience = audience::audience(&read.inputs, asked).expect("an audience");
    let sms = audience::filter(evaluate(read.inputs, &read.texts), &audience).sms;
    let site = Site::new(sms.clone(), &read.theme, read.attachments, &audience, false).expect("a theme");
    let pages = site.paths().map(Utf8Path::to_owned).collect();
    (sms, pages)
}

/// Adds frameworks that no file of a repository may hold: what writes them has to stand them all the same.
fn odd_frameworks(inputs: &mut Inputs, folder: &Utf8Path) {
    for name in ["odd", "void"] {
        let text = fs::read_to_string(folder.join(format!("odd/{name}.yaml"))).expect("a framework");
        inputs.frameworks.insert(name.to_owned(), serde_yaml::from_str(&text).expect("a framework"));
    }
    let pair = Pair {
        from: ClauseId::new("§ 2_a"),
        to: ClauseId::new("8.6.1"),
        relation: Relation::Partial,
        confidence: Confidence::Low,
    };
    let (from, to) = ("odd".to_owned(), "iso20000-1-2018".to_owned());
    inputs.crosswalks.push(Crosswalk { from, to, note: String::new(), pairs: vec![pair] });
}

fn parsed(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).expect("JSON")
}

fn catalog_of(sms: &Sms, framework: &str) -> Value {
    parsed(&catalog(&sms.inputs, &sms.inputs.frameworks[framework]))
}

fn definition_of(sms: &Sms, framework: &str) -> Value {
    parsed(&component_definition(sms, &sms.inputs.frameworks[framework]))
}

/// Every value under a name, wherever it stands.
fn all<'a>(value: &'a Value, name: &str, found: &mut Vec<&'a Value>) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                if key == name {
                    found.push(value);
                }
                all(value, name, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| all(item, name, found)),
        _ => {}
    }
}

fn texts(value: &Value, name: &str) -> Vec<String> {
    let mut found = Vec::new();
    all(value, name, &mut found);
    found.iter().filter_map(|value| value.as_str().map(str::to_owned)).collect()
}

/// Ids of the controls of a catalog, in their order.
fn controls(catalog: &Value) -> Vec<String> {
    let mut lists = Vec::new();
    all(catalog, "controls", &mut lists);
    let controls = lists.iter().flat_map(|list| list.as_array().expect("a list"));
    controls.map(|control| control["id"].as_str().expect("an id").to_owned()).collect()
}

const PEOPLE: &str = "\
people:
  - {id: rowan-hale, name: Rowan Hale, emails: [rowan@example.org], roles: [{role: sms-manager}]}
  - {id: ines-carrow, name: Ines Carrow, emails: [ines@example.org], roles: [{role: managing-director}]}
roles:
  - {id: sms-manager, title: SMS Manager}
  - {id: managing-director, title: Managing Director}
";

fn policy(id: &str, title: &str, clauses: &str, status: &str, more: &str) -> String {
    format!(
        "---\nid: {id}\ntitle: {title}\ntype: policy\nversion: \"1.10\"\nstatus: {status}\nowner: sms-manager\nclassification: internal\nclauses: [{clauses}]\napprover: ines-carrow\napproved_on: 2026-03-01\neffective_on: 2026-03-01\npurpose: p\ncommitments: [c]\napplies_to: [all]\ncommunicated_to: [all]\n{more}---\n\n## Steps {{#steps clauses=8.6.2}}\n\nText.\n"
    )
}

/// Documents of every state, with text that would break out of JSON, Markdown or an address.
fn folder() -> Folder {
    let folder = Folder::new();
    folder.write("sms-docs/smsdoc.yaml", "site: {title: \"SMS \\\"one\\\"\", organization: Kestrelmoor IT Services}\n");
    folder.write("sms-docs/people.yaml", PEOPLE);
    let odd = "\"Desk \\\"A\\\" \\\\ <b>&amp;</b> [x](y) \\t\\n tab\"";
    let next = "next_review: 2027-03-01\n";
    folder.write("sms-docs/a.md", &policy("SMS-POL-001", odd, "\"8.6.1\", \"itil4:service-desk\"", "approved", next));
    folder.write("sms-docs/b.md", &policy("SMS-POL-002", "Draft", "\"8.6.3\"", "draft", next));
    let overdue = "next_review: 2026-04-01\nsummary: \"  \"\n";
    folder.write("sms-docs/c.md", &policy("SMS-POL-003", "Old", "\"8.5.3\"", "approved", overdue));
    folder.write(
        "sms-docs/d.md",
        &policy("SMS-POL-004", "Secret", "\"8.7.1\"", "approved", next).replace("internal", "restricted"),
    );
    folder.write(
        "odd/odd.yaml",
        "id: odd\ntitle: \" \"\nclauses:\n- {id: \"1\", title: One, leaf: false}\n- {id: \"1.1\", title: \"\", parent: \"1\", leaf: true}\n- {id: \"§ 2 a/b\", title: Two, parent: \"1\", leaf: false, summary: \"a\\nb\"}\n- {id: \"§ 2_a\", title: Three, parent: \"§ 2 a/b\", leaf: true}\n- {id: x, title: Circle, parent: y, leaf: false}\n- {id: y, title: Circle, parent: x, leaf: false}\n- {id: z, title: Lost, parent: y, leaf: true}\n- {id: z, title: Twice, leaf: true}\n",
    );
    folder.write("odd/void.yaml", "id: void\ntitle: Void\nclauses: []\n");
    folder
}

/// A copy of the example SMS, as its files lie on disk.
fn example() -> Folder {
    let folder = Folder::new();
    let root = Utf8Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![root.join("sms-docs")];
    while let Some(from) = folders.pop() {
        for entry in from.read_dir_utf8().expect("a folder").map(|entry| entry.expect("an entry")) {
            if entry.file_type().expect("a kind").is_dir() {
                folders.push(entry.into_path());
            } else if let Ok(text) = fs::read_to_string(entry.path()) {
                folder.write(entry.path().strip_prefix(root).expect("below the root").as_str(), &text);
            }
        }
    }
    folder
}

/// The example SMS and the one above.
fn systems() -> Vec<(Sms, BTreeSet<Utf8PathBuf>)> {
    vec![evaluated(example().path(), &request(), Some("auditor")), evaluated(folder().path(), &request(), None)]
}

#[test]
fn both_files_are_valid_for_every_framework() {
    let (catalogs, definitions) = (schema("oscal_catalog_schema.json"), schema("oscal_component_schema.json"));
    for (sms, _) in systems() {
        for id in sms.inputs.frameworks.keys() {
            let found = faults(&catalogs, &catalog_of(&sms, id));
            assert!(found.is_empty(), "catalog of {id}: {found:#?}");
            let found = faults(&definitions, &definition_of(&sms, id));
            assert!(found.is_empty(), "component definition of {id}: {found:#?}");
        }
    }
}

/// A check that cannot fail proves nothing: each of these faults is seen.
#[test]
fn the_schemas_see_what_is_broken() {
    let (sms, _) = evaluated(folder().path(), &request(), None);
    let check = |schema: &str, file: Value, pointer: &str, value: Value| {
        let schema = self::schema(schema);
        assert!(faults(&schema, &file).is_empty());
        let mut broken = file;
        *broken.pointer_mut(pointer).unwrap_or_else(|| panic!("no {pointer}")) = value;
        assert!(!faults(&schema, &broken).is_empty(), "{pointer} may be anything");
    };
    for (pointer, value) in [
        ("/catalog/uuid", json!("1")),
        ("/catalog/metadata/last-modified", json!("2026-10-31")),
        ("/catalog/metadata/title", json!(null)),
        ("/catalog/groups/0/id", json!("8.6.1")),
        ("/catalog/groups/0/controls", json!([])),
        ("/catalog/groups/0/controls/0/id", json!("cl 4.1")),
        ("/catalog/groups/0/controls/0/links/0/href", json!("not an address")),
        ("/catalog/groups/0/controls/0/props/0", json!({"name": "label", "value": ""})),
        ("/catalog/groups/0/controls/0", json!({"id": "cl-4.1", "title": "x", "summary": "x"})),
    ] {
        check("oscal_catalog_schema.json", catalog_of(&sms, "iso20000-1-2018"), pointer, value);
    }
    let first = "/component-definition/components/0/control-implementations/0";
    for (pointer, value) in [
        (format!("{first}/uuid"), json!("00000000-0000-1000-8000-000000000000")),
        (format!("{first}/source"), json!("oscal catalog")),
        (format!("{first}/implemented-requirements"), json!([])),
        (format!("{first}/implemented-requirements/0/control-id"), json!("4.1")),
        (format!("{first}/implemented-requirements/0/description"), json!(1)),
    ] {
        check("oscal_component_schema.json", definition_of(&sms, "iso20000-1-2018"), &pointer, value);
    }
}

/// A catalog holds every leaf clause once, in the order of the framework, and groups hold groups or controls, as the
/// model asks for beyond what the schema can say.
#[test]
fn a_catalog_holds_every_leaf_clause_in_its_place() {
    for (sms, _) in systems() {
        for framework in sms.inputs.frameworks.values().filter(|framework| framework.id != "odd") {
            let file = catalog_of(&sms, &framework.id);
            let leaves: Vec<String> = framework.leaves().map(|leaf| format!("cl-{}", leaf.id)).collect();
            assert_eq!(controls(&file), leaves, "{}", framework.id);
            let mut lists = Vec::new();
            all(&file, "groups", &mut lists);
            for group in lists.iter().flat_map(|list| list.as_array().expect("a list")) {
                assert!(group.get("groups").is_none() || group.get("controls").is_none(), "{}", group["id"]);
                assert!(group.get("groups").is_some() || group.get("controls").is_some(), "{}", group["id"]);
            }
            let sorts: Vec<String> = framework.leaves().map(|leaf| sort_id(&file, &leaf.id)).collect();
            let mut sorted = sorts.clone();
            sorted.sort();
            let numbered = framework.leaves().all(|leaf| leaf.id.starts_with(|char: char| char.is_ascii_digit()));
            assert!(!numbered || sorted == sorts, "{}: {sorts:?}", framework.id);
        }
    }
}

/// The sort id of a control, found by its label.
fn sort_id(catalog: &Value, label: &str) -> String {
    let mut lists = Vec::new();
    all(catalog, "props", &mut lists);
    let own = lists.iter().find(|props| props[0] == json!({"name": "label", "value": label})).expect("a label");
    assert_eq!(own[1]["name"], "sort-id");
    own[1]["value"].as_str().expect("a text").to_owned()
}

#[test]
fn a_framework_with_odd_ids_is_written_whole() {
    let (sms, _) = evaluated(folder().path(), &request(), None);
    let file = catalog_of(&sms, "odd");
    assert_eq!(controls(&file), ["cl-z", "cl-1.1", "cl-_a7__20_2_5f_a"]);
    assert_eq!(file["catalog"]["metadata"]["title"], "unknown");
    assert_eq!(file["catalog"]["groups"][0]["groups"][0]["id"], "cl-1.1_group");
    assert_eq!(file["catalog"]["groups"][0]["groups"][1]["parts"][0]["prose"], "a b");
    assert_eq!(definition_of(&sms, "void")["component-definition"]["components"].as_array().map(Vec::len), Some(1));
}

#[test]
fn every_reference_leads_somewhere() {
    for (sms, pages) in systems() {
        let ids: BTreeMap<&str, BTreeSet<String>> = sms
            .inputs
            .frameworks
            .keys()
            .map(|id| (id.as_str(), texts(&catalog_of(&sms, id), "id").into_iter().collect()))
            .collect();
        let mut followed = [0, 0];
        for id in sms.inputs.frameworks.keys() {
            let catalog = catalog_of(&sms, id);
            assert_eq!(ids[id.as_str()].len(), texts(&catalog, "id").len(), "an id is used twice in {id}");
            for href in texts(&catalog, "href") {
                let (path, control) = href.split_once('#').expect("a fragment");
                let to = path
                    .strip_prefix("../")
                    .and_then(|path| path.strip_suffix("/oscal-catalog.json"))
                    .expect("a catalog");
                assert!(ids[to].contains(control), "{href}");
                followed[0] += 1;
            }
            let definition = definition_of(&sms, id);
            for control in texts(&definition, "control-id") {
                assert!(ids[id.as_str()].contains(&control), "{control}");
            }
            assert!(texts(&definition, "source").iter().all(|source| source == "oscal-catalog.json"));
            for href in texts(&definition, "href") {
                let page = href.split('#').next().and_then(|path| path.strip_prefix("../../")).expect("a page");
                assert!(pages.contains(Utf8Path::new(page)), "{href}");
                followed[1] += 1;
            }
            let uuids = texts(&definition, "uuid");
            assert_eq!(uuids.iter().collect::<BTreeSet<_>>().len(), uuids.len(), "a uuid is used twice in {id}");
        }
        assert!(followed[0] >= 2 * 499 && followed[1] > 0, "{followed:?}");
    }
}

#[test]
fn links_state_relation_and_confidence_both_ways() {
    let (sms, _) = evaluated(folder().path(), &request(), None);
    let link = |framework: &str, href: &str| -> Value {
        let file = catalog_of(&sms, framework);
        let mut lists = Vec::new();
        all(&file, "links", &mut lists);
        let mut links = lists.iter().flat_map(|list| list.as_array().expect("a list"));
        links.find(|link| link["href"] == href).expect("a link").clone()
    };
    let there = link("iso20000-1-2018", "../iso27001-2022/oscal-catalog.json#cl-A.5.28");
    assert_eq!(there["rel"], "partial");
    assert_eq!(there["text"], "ISO/IEC 27001:2022 A.5.28 Collection of evidence (partial, confidence medium)");
    let back = link("odd", "../iso20000-1-2018/oscal-catalog.json#cl-8.6.1");
    assert_eq!(back["text"], "ISO/IEC 20000-1:2018 8.6.1 Incident management (partial, confidence low)");
    assert_eq!(link("iso20000-1-2018", "../odd/oscal-catalog.json#cl-_a7__20_2_5f_a")["rel"], "partial");
    let practice = link("iso20000-1-2018", "../itil4/oscal-catalog.json#cl-service-catalogue-management");
    assert_eq!(practice["text"], "ITIL 4 Service catalogue management (equivalent, confidence high)");
}

#[test]
fn the_definition_states_levels_and_documents() {
    let (sms, _) = evaluated(folder().path(), &request(), None);
    let file = definition_of(&sms, "iso20000-1-2018");
    let components = file["component-definition"]["components"].as_array().expect("components");
    let named = |value: &Value, name: &str| -> String {
        let props = value["props"].as_array().into_iter().flatten();
        props.filter(|prop| prop["name"] == name).filter_map(|prop| prop["value"].as_str()).collect()
    };
    let requirements = |component: &Value| -> BTreeMap<String, Value> {
        let list = component["control-implementations"][0]["implemented-requirements"].as_array().expect("a list");
        list.iter().map(|of| (of["control-id"].as_str().expect("an id").to_owned(), of.clone())).collect()
    };
    let system = requirements(&components[0]);
    assert_eq!(system.len(), 63, "the SMS answers for every leaf clause");
    for (control, level, reason) in [
        ("cl-8.6.1", "covered", "Answered by SMS-POL-001. Wanted, too: Incident records (no record);"),
        ("cl-8.6.2", "covered", "Answered by SMS-POL-001, SMS-POL-003."),
        ("cl-8.5.3", "overdue", "Answered only by documents whose review is overdue: SMS-POL-003."),
        ("cl-8.7.2", "gap", "No document claims it."),
    ] {
        let of = &system[control];
        assert_eq!(named(of, "coverage-level"), level, "{control}");
        let told = named(of, "coverage-reason");
        assert!(told.starts_with(reason), "{control}: {told}");
    }
    // A document of a class that the audience may not read is not named.
    assert!(!file.to_string().contains("SMS-POL-004") && !file.to_string().contains("Secret"));
    let documents: Vec<String> = components[1..].iter().map(|component| named(component, "document-id")).collect();
    assert_eq!(documents, ["SMS-POL-001", "SMS-POL-003"], "a draft is no component");
    // A preview knows of drafts; they answer nothing all the same.
    let drafts = Request { drafts: true, ..request() };
    let (preview, _) = evaluated(folder().path(), &drafts, None);
    let preview = definition_of(&preview, "iso20000-1-2018");
    let of = &requirements(&preview["component-definition"]["components"][0])["cl-8.6.3"];
    assert_eq!(of["description"], "8.6.3 Problem management. Claimed only by what is not in force: SMS-POL-002.");
    assert!(of.get("links").is_none());
    assert_eq!(preview["component-definition"]["components"].as_array().map(Vec::len), Some(3));
    let policy = &components[1];
    assert_eq!(policy["title"], "Desk \"A\" \\ <b>&amp;</b> [x](y) tab");
    assert_eq!((policy["type"].as_str(), named(policy, "version").as_str()), (Some("policy"), "1.10"));
    assert_eq!(named(policy, "state"), "in_force");
    assert_eq!(named(&components[2], "state"), "review_overdue");
    assert_eq!(policy["links"][0]["href"], "../../docs/SMS-POL-001/index.html");
    let own = requirements(policy);
    assert_eq!(own.keys().collect::<Vec<_>>(), ["cl-8.6.1", "cl-8.6.2"]);
    assert_eq!(own["cl-8.6.2"]["links"][0]["href"], "../../docs/SMS-POL-001/index.html#steps");
    let practices = definition_of(&sms, "itil4");
    let same = &practices["component-definition"]["components"][1]["uuid"];
    assert_eq!(*same, policy["uuid"], "a document is the same component beside every framework");
    assert!(texts(&practices, "control-id").contains(&"cl-service-desk".to_owned()));
    assert_eq!(practices["component-definition"]["components"].as_array().map(Vec::len), Some(2));
}

#[test]
fn both_files_say_what_they_are_not() {
    let (sms, _) = evaluated(folder().path(), &request(), None);
    let catalog = catalog_of(&sms, "iso20000-1-2018");
    let remarks = catalog["catalog"]["metadata"]["remarks"].as_str().expect("remarks");
    assert!(remarks.contains("not the text of the standard") && remarks.contains("own words"), "{remarks}");
    let definition = definition_of(&sms, "iso20000-1-2018");
    let remarks = definition["component-definition"]["metadata"]["remarks"].as_str().expect("remarks");
    assert!(remarks.contains("not on conformity"), "{remarks}");
    for (file, name) in [(&catalog, "catalog"), (&definition, "component-definition")] {
        assert_eq!(file[name]["metadata"]["oscal-version"], "1.1.3");
        assert_eq!(file[name]["metadata"]["last-modified"], format!("{}T00:00:00Z", sms.inputs.today));
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let bytes = |folder: &Folder| -> Vec<Vec<u8>> {
        let (sms, _) = evaluated(folder.path(), &request(), None);
        let frameworks = sms.inputs.frameworks.values();
        let files =
            frameworks.flat_map(|framework| [catalog(&sms.inputs, framework), component_definition(&sms, framework)]);
        files.collect()
    };
    // Two folders: the path of neither is in the files.
    assert_eq!(bytes(&folder()), bytes(&folder()));
    // Other contents have another identifier.
    let (one, other) = (folder(), folder());
    other.write("sms-docs/b.md", &policy("SMS-POL-002", "Now", "\"8.7.2\"", "approved", "next_review: 2027-03-01\n"));
    let uuid = |folder: &Folder| {
        let (sms, _) = evaluated(folder.path(), &request(), None);
        definition_of(&sms, "iso20000-1-2018")["component-definition"]["uuid"].clone()
    };
    assert_ne!(uuid(&one), uuid(&other));
}

/// What the command prints is what the site holds.
#[test]
fn the_command_prints_the_files_of_the_site() {
    let folder = folder();
    let smsdoc = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_smsdoc"));
        command.args(["--today", "2026-11-22"]).args(arguments).current_dir(folder.path());
        let run = Run::of(command.env("GIT_DIR", "/nowhere"));
        assert_eq!(run.code, 0, "{}", run.err);
        run.out
    };
    smsdoc(&["build", "--deny", "never", "--audience", "auditor", "--out", "out"]);
    for (format, file) in [("oscal", "oscal-component-definition.json"), ("oscal-catalog", "oscal-catalog.json")] {
        for framework in ["iso20000-1-2018", "itil4"] {
            let printed = smsdoc(&["coverage", "--framework", framework, "--format", format]);
            assert_eq!(printed, folder.read(&format!("out/clauses/{framework}/{file}")), "{framework} {format}");
        }
    }
    let mut trend = Command::new(env!("CARGO_BIN_EXE_smsdoc"));
    trend.args(["coverage", "--trend", "--format", "oscal"]).current_dir(folder.path()).env("GIT_DIR", "/nowhere");
    let trend = Run::of(&mut trend);
    assert_eq!(trend.code, 2, "{}", trend.err);
    assert!(trend.err.contains("OSCAL holds one day") && trend.out.is_empty(), "{}", trend.err);
    assert!(folder.read("out/clauses/itil4/index.html").contains("<a href=\"oscal-catalog.json\">"));
}
