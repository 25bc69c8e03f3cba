//! What a document says that an audience may not read is in no byte of its site: not as it is typed, not encoded, not
//! packed, not in a name, not in what the program prints.
//!
//! Every place in which something can be said holds a canary, a word that stands nowhere else. `r.` begins the names of
//! those that stand in restricted documents: the site for `auditor` has them, those for `public` and `staff` do not.
//! `n.` begins the names of those that no site has. Fields are those of `schema/`, so that a new one is looked after
//! from its first day.
//!
//! No secret, and therefore without a canary: people, their addresses and roles (`people.yaml` belongs to the whole
//! organization, whoever reads a document that it names), the settings, names of release tags, the theme, what the
//! author of a public document typed there (the id of a restricted one, say, or of a supplier), and how many documents
//! are left out. Fields that hold a day, a number or one of a few words cannot hold a canary; the second test finds
//! those, too: whatever the restricted documents say, the site for `public` is the same.

#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests make files and fail loudly")]

mod support;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Read as _, Write as _};
use std::process::Command;

use base64::Engine as _;
use camino::Utf8Path;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};
use support::{Folder, Run, files, person};

/// What all canaries share. The search takes the first letter of a word away where the word before begins with it, too.
const MARK: &str = "xzjwkvqh";
/// How many characters follow that are each canary's own.
const OWN: usize = 12;

/// The canary of a place, of the same length for every seed.
fn canary(seed: &str, place: &str) -> String {
    const LETTERS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
    let digest = Sha256::digest(format!("{seed} {place}").as_bytes());
    let own = digest.iter().take(OWN).map(|byte| char::from(LETTERS[usize::from(byte % 32)]));
    format!("q{MARK}{}", own.collect::<String>())
}

/// A repository in which canaries stand.
struct Repository {
    folder: Folder,
    seed: &'static str,
    /// By place.
    canaries: BTreeMap<String, String>,
    day: i64,
}

impl Repository {
    fn new(seed: &'static str) -> Self {
        let folder = Folder::new();
        folder.git(&["init", "--quiet", "--initial-branch=main"]);
        Self { folder, seed, canaries: BTreeMap::new(), day: 0 }
    }

    fn canary(&mut self, place: &str) -> String {
        let word = canary(self.seed, place);
        self.canaries.insert(place.to_owned(), word.clone());
        word
    }

    /// Puts the canaries of their places for `@{place}`, and in capitals for `@{!place}`.
    fn filled(&mut self, text: &str) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, place)) = rest.split_once("@{") {
            let (place, after) = place.split_once('}').expect("a place ends");
            out.push_str(before);
            let word = self.canary(place.trim_start_matches('!'));
            out.push_str(&if place.starts_with('!') { word.to_uppercase() } else { word });
            rest = after;
        }
        out + rest
    }

    fn write(&mut self, path: &str, text: &str) {
        let (path, text) = (self.filled(path), self.filled(text));
        self.folder.write(&path, &text);
    }

    fn remove(&mut self, path: &str) {
        let path = self.filled(path);
        fs::remove_file(self.folder.path().join(path)).expect("a file");
    }

    /// Commits everything on a day of its own.
    fn commit(&mut self, message: &str) {
        self.commit_as(message, person("rowan"));
    }

    fn commit_as(&mut self, message: &str, who: (&str, &str)) {
        let message = self.filled(message);
        self.folder.git(&["add", "--all"]);
        self.git_as(&["commit", "--quiet", "--allow-empty", "--message", &message], who);
    }

    /// Tags the newest commit. A tag is an object of its own, so that its message says what it likes.
    fn tag(&mut self, name: &str, message: &str) {
        let (name, message) = (self.filled(name), self.filled(message));
        self.git_as(&["tag", "--annotate", "--message", &message, &name], person("ines"));
    }

    fn git_as(&mut self, arguments: &[&str], who: (&str, &str)) {
        self.day += 1;
        let day = jiff::civil::date(2026, 4, 1).checked_add(jiff::Span::new().days(self.day)).expect("a day");
        self.folder.git_as(arguments, &format!("{day}T12:00:00Z"), who);
    }

    fn build(&self, out: &Utf8Path, audience: &str) -> Run {
        let mut command = Command::new(env!("CARGO_BIN_EXE_smsdoc"));
        command.args(["build", "--deny", "never", "--today", "2026-11-22", "--audience", audience, "--out"]).arg(out);
        command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
        let run = Run::of(command.current_dir(self.folder.path()));
        assert_eq!(run.code, 0, "{}{}", run.out, run.err);
        run
    }
}

const PEOPLE: &str = "people:
  - {id: rowan-hale, name: Rowan Hale, emails: [rowan@example.org], roles: [{role: sms-manager}]}
  - {id: ines-carrow, name: Ines Carrow, emails: [ines@example.org], roles: [{role: managing-director}]}
roles:
  - {id: sms-manager, title: SMS Manager}
  - {id: managing-director, title: Managing Director}
";

const SETTINGS: &str = "# @{n.settings.comment}
site: {organization: Kestrelmoor, url: \"https://sms.example.org/docs/\"}
control: {approvers: {default: [managing-director]}}
";

/// A document in force, approved by somebody else than its author.
fn document(id: &str, doc_type: &str, class: &str, fields: &str, body: &str) -> String {
    let given = |field: &str| fields.lines().any(|line| line.split(':').next() == Some(field));
    let mut front = String::new();
    for (field, value) in [
        ("id", id),
        ("title", &format!("Title of {id}")),
        ("type", doc_type),
        ("version", "\"1.0\""),
        ("status", "approved"),
        ("owner", "sms-manager"),
        ("classification", class),
        ("clauses", "[\"8.6.1\"]"),
        ("approver", "ines-carrow"),
        ("approved_on", "2026-03-01"),
        ("effective_on", "2026-03-02"),
        ("next_review", "2027-03-01"),
    ] {
        if !given(field) && !value.is_empty() {
            let _ = writeln!(front, "{field}: {value}");
        }
    }
    format!("---\n{front}{fields}---\n\n{body}\n")
}

fn policy(id: &str, class: &str, fields: &str, body: &str) -> String {
    let own = "purpose: p\ncommitments: [c]\napplies_to: [all]\ncommunicated_to: [all]\n";
    document(id, "policy", class, &format!("{own}{fields}"), body)
}

/// Everything that Markdown can say.
const BODY: &str = "<!-- @{r.body.comment} -->

# @{r.body.heading-1}

## @{r.body.heading} {#@{r.body.anchor} clauses=8.7.2}

@{r.body.text}, **@{r.body.strong}**, *@{r.body.emphasis}*, ~~@{r.body.struck}~~, `@{r.body.code}`, <b>@{r.body.html}</b>,
q&#x78;zjwkvqhentity, <https://@{r.body.autolink}.example.org/>, [@{r.body.link-text}](https://example.org/@{r.body.link-address} \"@{r.body.link-title}\"),
[[@{!r.body.unknown-id}-1]], [words][@{!r.body.unknown-reference}-1], [form](p/@{r.attachment.name}.csv),
![@{r.body.alt}](p/@{r.attachment.picture}.png \"@{r.body.picture-title}\"), a note.[^1]

[^1]: @{r.body.footnote}

| @{r.body.table-head} | b |
|---|---|
| @{r.body.table-cell} | b |

- [ ] @{r.body.task}

1. @{r.body.list}

@{r.body.term}
: @{r.body.definition}

> [!NOTE]
> @{r.body.note}

```text
@{r.body.block}
```

```mermaid
---
title: @{r.body.diagram-title}
---
flowchart TD
  accDescr: @{r.body.diagram-description}
  A[@{r.body.diagram-box}] -- @{r.body.diagram-line} --> B
  %% @{r.body.diagram-comment}
```

```mermaid
sequenceDiagram
  participant a as @{r.body.sequence-participant}
  a->>b: @{r.body.sequence-message}
  note over a: @{r.body.sequence-note}
```

[packed](p/packed.xlsx)
";

/// The repository. A step after the other; what a commit says is known of it as well as what it holds.
fn repository(seed: &'static str) -> Repository {
    let mut sms = Repository::new(seed);
    sms.write("sms-docs/people.yaml", PEOPLE);
    sms.write("sms-docs/smsdoc.yaml", SETTINGS);
    public_documents(&mut sms);
    sms.commit("Begin\n\n@{n.commit.body-of-public}\n\nApproved-by: Ines Carrow <ines@example.org>");
    every_type(&mut sms);
    sms.commit("@{r.commit.subject}\n\n@{n.commit.body}\n\nApproved-by: Ines Carrow <ines@example.org>");
    every_place(&mut sms);
    past_and_future(&mut sms);
    agreements(&mut sms);
    tags_and_branches(&mut sms);
    sms
}

fn public_documents(sms: &mut Repository) {
    let body = "## One {clauses=8.6.2}

See [[RES-POL-001]], [the words][RES-POL-001], [here](sec/@{r.path.linked}.md), [there](sec/@{r.path.linked}.md#@{r.body.anchor})
and [[RES-POL-003#two]].
";
    let related = "related: [RES-POL-001, RES-POL-003]\nsupersedes: [RES-POL-006]\n";
    sms.write("sms-docs/a.md", &policy("PUB-POL-001", "public", related, body));
    sms.write("sms-docs/inner.md", &policy("INT-POL-001", "internal", "", "Internal, see [[PUB-POL-001]].\n"));
    let service = "service_kind: customer
service_state: live
description: A portal.
intended_outcomes: [Claims are handled]
depends_on:
  - {target: SVC-900, kind: serial, agreement: CON-900}
  - {target: link-a, kind: serial, agreement: CON-900}
customers: [northgate]
views: [customer, internal]
criticality: low
service_owner: sms-manager
service_hours: 24x7
slas: [SLA-900]
availability_target: see_sla
parties:
  - {party: carrier, role: external, provides: [component]}
";
    sms.write(
        "sms-docs/svc.md",
        &document("SVC-001", "service", "public", service, "## What the service does\n\nIt helps.\n"),
    );
}

/// A document of each type with all of its fields.
fn every_type(sms: &mut Repository) {
    let root = Utf8Path::new(env!("CARGO_MANIFEST_DIR"));
    for path in files(&root.join("schema")) {
        let Some(doc_type) = path.file_name().and_then(|name| name.strip_suffix(".schema.json")) else { continue };
        let schema: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        let Some(kind) = schema["x-smsdoc"]["kind"].as_str() else { continue };
        let common = fs::read_to_string(root.join("schema/common.schema.json")).unwrap();
        let maker = Maker { common: serde_json::from_str(&common).unwrap(), fields: schema.clone() };
        let mut fields = Map::new();
        maker.properties(&schema, &mut fields);
        let mut front = Map::new();
        for (field, shape) in &fields {
            let value = match field.as_str() {
                "id" => json!(format!("RES-@{{!r.{doc_type}.id}}")),
                "version" => json!("1.0"),
                "status" => json!(if kind == "record" { "closed" } else { "approved" }),
                "classification" => json!("restricted"),
                "clauses" => json!(["8.6.1"]),
                "approver" => json!("ines-carrow"),
                "next_review" => json!("2027-03-01"),
                "language" => json!("en"),
                // Each of them makes something else of the document, and has a step of its own.
                "supersedes" | "superseded_by" | "withdrawn_on" | "withdrawn_reason" | "translation_of" | "waivers" => {
                    continue;
                }
                "entries_file" | "metrics_file" => continue,
                "columns" => json!(["id", "name", format!("@{{r.{doc_type}.column}}")]),
                _ => maker.value(&format!("r.{doc_type}.{field}"), shape),
            };
            front.insert(field.clone(), value);
        }
        let mut text = "---\n".to_owned();
        for (field, value) in &front {
            let _ = writeln!(text, "{field}: {value}");
        }
        let headings = schema["x-smsdoc"]["headings"].as_array().cloned().unwrap_or_default();
        text.push_str("---\n\n");
        for heading in headings {
            let _ = writeln!(text, "## {}\n\n@{{r.{doc_type}.text}}\n", heading.as_str().unwrap());
        }
        sms.write(&format!("sms-docs/types/@{{r.{doc_type}.path}}.md"), &text);
    }
}

/// Makes values of the shape that a schema wants.
struct Maker {
    common: Value,
    fields: Value,
}

impl Maker {
    fn resolved<'a>(&'a self, schema: &'a Value) -> Option<(&'a str, &'a Value)> {
        let (file, path) = schema["$ref"].as_str()?.split_once('#')?;
        let whole = if file.is_empty() && self.fields.pointer(path).is_some() { &self.fields } else { &self.common };
        Some((path.rsplit('/').next()?, whole.pointer(path)?))
    }

    /// The properties of a schema and of those that it builds on.
    fn properties(&self, schema: &Value, into: &mut Map<String, Value>) {
        if let Some((_, base)) = self.resolved(schema) {
            self.properties(base, into);
        }
        for part in schema["allOf"].as_array().into_iter().flatten() {
            self.properties(part, into);
        }
        for (name, shape) in schema["properties"].as_object().into_iter().flatten() {
            into.insert(name.clone(), shape.clone());
        }
    }

    fn value(&self, place: &str, schema: &Value) -> Value {
        if let Some(fixed) = schema.get("const") {
            return fixed.clone();
        }
        if let Some(first) = schema["enum"].as_array().and_then(|words| words.first()) {
            return first.clone();
        }
        if schema.get("items").is_some() {
            let mut of = schema["items"].clone();
            if of.get("type") == Some(&json!("object")) && of.get("properties").is_none() {
                of = json!({"type": "object", "properties": {"id": {"type": "string"}, "name": {"type": "string"}}});
                if let Value::Object(entry) = self.value(place, &of) {
                    let mut entry = entry;
                    let column = format!("@{{{}}}", place.replace(".entries", ".column"));
                    entry.insert(column, json!(format!("@{{{place}.own}}")));
                    return json!([entry]);
                }
            }
            return json!([self.value(place, &of)]);
        }
        if let Some((name, base)) = self.resolved(schema) {
            match name {
                "roleId" | "actorId" => return json!("sms-manager"),
                "personId" => return json!("rowan-hale"),
                "clauseRef" => return json!("8.6.1"),
                "docId" | "docRef" => return json!(format!("RES-@{{!{place}}}")),
                _ if schema.get("properties").is_none() => return self.value(place, base),
                _ => {}
            }
        }
        let mut fields = Map::new();
        self.properties(schema, &mut fields);
        if !fields.is_empty() && schema["type"] != json!(["string", "object"]) {
            let value =
                |(name, shape): (&String, &Value)| (name.clone(), self.value(&format!("{place}.{name}"), shape));
            return Value::Object(fields.iter().map(value).collect());
        }
        if schema["type"] == json!("boolean") {
            return json!(false);
        }
        self.text(place, schema)
    }

    /// A text that a pattern takes, with a canary where it may.
    fn text(&self, place: &str, schema: &Value) -> Value {
        let word = canary("", place);
        let shape = json!({"type": "string", "pattern": schema["pattern"].as_str().unwrap_or("")});
        let validator = jsonschema::validator_for(&shape).expect("a pattern");
        let texts = [
            "%",
            "RES-%",
            "https://%.example.org/",
            "2026-03-01",
            "P12M",
            "PT4H",
            "08:30",
            "UTC",
            "2026-03",
            "99.9",
            "24x7",
            "en",
            "1.0",
        ];
        let fitting = texts.iter().find(|text| {
            let word = if text.starts_with("RES") { word.to_uppercase() } else { word.clone() };
            validator.is_valid(&json!(text.replace('%', &word)))
        });
        let text = fitting.unwrap_or_else(|| panic!("{place}: no text for {schema}"));
        let mark = if text.starts_with("RES") { format!("@{{!{place}}}") } else { format!("@{{{place}}}") };
        json!(text.replace('%', &mark))
    }
}

/// Texts, files beside them, registers with files, and what only restricted documents know of others.
fn every_place(sms: &mut Repository) {
    let fields = "title: \"@{r.title}\"
summary: \"@{r.summary}\"
change_summary: \"@{r.change_summary}\"
keywords: [\"@{r.keyword}\"]
clauses: [\"8.7.3.2\"]
# @{n.front.comment}
waivers: [{rule: sentence-long, reason: \"@{r.waiver.reason}\", until: 2026-12-31}]
";
    let body = BODY.replace("q&#x78;zjwkvqhentity, ", "");
    sms.write("sms-docs/sec/@{r.path.linked}.md", &policy("RES-POL-001", "restricted", fields, &body));
    sms.write("sms-docs/sec/p/@{r.attachment.name}.csv", "a,@{r.attachment.text}\n");
    sms.write("sms-docs/sec/p/@{r.attachment.picture}.png", "@{r.attachment.bytes}");
    let packed = sms.filled("@{r.attachment.packed}");
    let path = sms.folder.path().join("sms-docs/sec/p/packed.xlsx");
    fs::write(path, zipped(&[("xl/sheet.xml", packed.as_bytes())])).unwrap();
    sms.commit_as("@{r.commit.second}", person("sam"));
    sms.write("sms-docs/sec/p/@{n.attachment.unlinked}.csv", "@{n.attachment.unlinked-text}\n");
    sms.write(
        "sms-docs/secret.md",
        &policy("BAD-POL-001", "secret", "title: \"@{n.class.unknown}\"\n", "@{n.class.unknown-text}\n"),
    );
    sms.write(
        "sms-docs/none.md",
        &policy("BAD-POL-002", "", "title: \"@{n.class.missing}\"\n", "@{n.class.missing-text}\n"),
    );
    sms.write(
        "sms-docs/broken.md",
        "---\nid: BAD-POL-003\nclassification: [restricted\ntitle: \"@{n.broken.title}\"\n---\n\n@{n.broken.text}\n",
    );
    sms.write("sms-docs/plain.md", "# @{n.plain.title}\n\n@{n.plain.text}\n");
    let register = "title: \"@{r.file.title}\"\nregister_kind: improvements\ncolumns: [id, name]\nentries_file: \"@{r.file.name}.csv\"\n";
    sms.write(
        "sms-docs/sec/r.md",
        &document("RES-REG-001", "register", "restricted", register, "## Purpose\n\nText.\n"),
    );
    sms.write("sms-docs/sec/@{r.file.name}.csv", "id,name\n@{r.file.id},@{r.file.entry}\n");
    let risks = "title: \"@{r.risks.title}\"\nmethod: m\ncriteria: [c]\nentries_file: risks.csv\n";
    sms.write(
        "sms-docs/sec/k.md",
        &document("RES-RSK-001", "risk_register", "restricted", risks, "## Method\n\nText.\n"),
    );
    sms.write("sms-docs/sec/risks.csv", "id,description\nR-1,@{r.risks.entry}\n");
    let gaps = "title: \"@{r.gaps.title}\"\nregister_kind: gaps\ncolumns: [clause, plan, owner, due]\nentries:\n  - {clause: \"9.2\", plan: \"@{r.gaps.plan}\", owner: sms-manager, due: 2026-12-31}\n";
    sms.write("sms-docs/sec/g.md", &document("RES-REG-002", "register", "restricted", gaps, "## Purpose\n\nText.\n"));
    sms.commit("@{n.commit.of-unclassified}");
    let edited = format!("{body}\n@{{r.body.more}}\n");
    sms.write(
        "sms-docs/sec/@{r.path.linked}.md",
        &policy("RES-POL-001", "restricted", &format!("version: \"1.1\"\n{fields}"), &edited),
    );
    let (name, address) = (sms.canary("r.commit.author"), sms.canary("n.commit.address"));
    sms.commit_as("@{r.commit.third}", (&name, &format!("{address}@example.net")));
}

/// Documents whose class changes, versions to come, ends, translations.
fn past_and_future(sms: &mut Repository) {
    // Public today, restricted before, and at another path.
    let old = "title: \"@{r.before.title}\"\nchange_summary: \"@{r.before.change}\"\n";
    sms.write(
        "sms-docs/@{r.before.path}.md",
        &policy("PUB-POL-002", "restricted", old, "@{r.before.text} ![x](p/@{r.before.picture}.png)\n"),
    );
    sms.write("sms-docs/p/@{r.before.picture}.png", "@{r.before.bytes}");
    sms.commit("@{r.before.subject}");
    sms.remove("sms-docs/@{r.before.path}.md");
    sms.write("sms-docs/b.md", &policy("PUB-POL-002", "public", "version: \"2.0\"\n", "For everybody.\n"));
    sms.commit("Publish it");
    // Public before, restricted today.
    sms.write(
        "sms-docs/c.md",
        &policy("RES-POL-003", "public", "title: \"@{r.upward.title}\"\n", "## Two\n\n@{r.upward.text}\n"),
    );
    sms.commit("@{r.upward.subject}");
    sms.write(
        "sms-docs/c.md",
        &policy(
            "RES-POL-003",
            "restricted",
            "version: \"2.0\"\ntitle: \"@{r.upward.new-title}\"\n",
            "## Two\n\n@{r.upward.new-text}\n",
        ),
    );
    sms.commit("@{r.upward.new-subject}");
    // Public, with restricted versions to come: one that is approved, one that is a draft.
    sms.write("sms-docs/d.md", &policy("PUB-POL-004", "public", "", "For everybody.\n"));
    sms.write("sms-docs/e.md", &policy("PUB-POL-005", "public", "", "For everybody.\n"));
    sms.commit("Add two");
    let coming = "version: \"2.0\"\neffective_on: 2027-01-01\napproved_on: 2026-04-20\ntitle: \"@{r.coming.title}\"\nchange_summary: \"@{r.coming.change}\"\n";
    sms.remove("sms-docs/d.md");
    sms.write(
        "sms-docs/@{r.coming.path}.md",
        &policy("PUB-POL-004", "restricted", coming, "## @{r.coming.heading}\n\n@{r.coming.text}\n"),
    );
    sms.commit("@{r.coming.subject}");
    let draft = "version: \"2.0\"\nstatus: draft\ntitle: \"@{n.draft.title}\"\nchange_summary: \"@{n.draft.change}\"\n";
    sms.remove("sms-docs/e.md");
    sms.write(
        "sms-docs/@{n.draft.path}.md",
        &policy("PUB-POL-005", "restricted", draft, "## @{n.draft.heading}\n\n@{n.draft.text}\n"),
    );
    sms.commit("@{n.draft.subject}");
    let draft = "version: \"0.1\"\nstatus: draft\ntitle: \"@{n.new-draft.title}\"\n";
    sms.write("sms-docs/new.md", &policy("RES-@{!r.new-draft.id}", "restricted", draft, "@{n.new-draft.text}\n"));
    sms.commit("@{n.new-draft.subject}");
    // Ends.
    sms.write(
        "sms-docs/f.md",
        &policy("RES-@{!r.withdrawn.id}", "restricted", "title: \"@{r.withdrawn.title}\"\n", "@{r.withdrawn.text}\n"),
    );
    sms.write(
        "sms-docs/g.md",
        &policy("RES-POL-006", "restricted", "title: \"@{r.superseded.title}\"\n", "@{r.superseded.text}\n"),
    );
    sms.commit("@{r.ends.subject}");
    let end = "status: withdrawn\nwithdrawn_on: 2026-04-25\nwithdrawn_reason: \"@{r.withdrawn.reason}\"\nsuperseded_by: RES-POL-001\ntitle: \"@{r.withdrawn.title}\"\n";
    sms.write("sms-docs/f.md", &policy("RES-@{!r.withdrawn.id}", "restricted", end, "@{r.withdrawn.text}\n"));
    sms.write(
        "sms-docs/g.md",
        &policy(
            "RES-POL-006",
            "restricted",
            "superseded_by: PUB-POL-001\ntitle: \"@{r.superseded.title}\"\n",
            "@{r.superseded.text}\n",
        ),
    );
    sms.commit("@{r.ends.second-subject}");
    let translation = "title: \"@{r.translation.title}\"\nlanguage: de\ntranslation_of: PUB-POL-001\n";
    sms.write(
        "sms-docs/t.md",
        &policy("RES-@{!r.translation.id}", "restricted", translation, "@{r.translation.text}\n"),
    );
    sms.commit("@{r.translation.subject}");
    // One commit for a public and a restricted document, in Markdown and in a file beside it.
    sms.write("sms-docs/b.md", &policy("PUB-POL-002", "public", "version: \"3.0\"\n", "For everybody, again.\n"));
    sms.write(
        "sms-docs/t.md",
        &policy(
            "RES-@{!r.translation.id}",
            "restricted",
            &format!("version: \"2.0\"\n{translation}"),
            "@{r.translation.text}\n",
        ),
    );
    sms.commit("@{r.both.subject}");
    sms.write("sms-docs/b.md", &policy("PUB-POL-002", "public", "version: \"4.0\"\n", "For everybody, as before.\n"));
    sms.write("sms-docs/sec/risks.csv", "id,description\nR-1,@{r.risks.entry}\nR-2,@{r.risks.second-entry}\n");
    sms.commit("@{r.beside.subject}");
}

/// What only restricted documents say of services, suppliers and customers that public ones name.
fn agreements(sms: &mut Repository) {
    let service = "title: \"@{r.chain.service}\"
service_kind: supporting
service_state: live
description: \"@{r.chain.description}\"
intended_outcomes: [o]
depends_on: [{target: \"@{r.chain.component}\", kind: serial, agreement: CON-900}]
views: [internal]
criticality: low
service_owner: sms-manager
service_hours: 24x7
availability_target: \"97.531\"
";
    sms.write(
        "sms-docs/svc9.md",
        &document("SVC-900", "service", "restricted", service, "## What the service does\n\nText.\n"),
    );
    let sla = "title: \"@{r.sla.title}\"
services: [SVC-001]
customer: northgate
provider: kestrelmoor
term: {start: 2024-04-01, end: 2028-03-31, notice: P180D}
agreement: {customer_signatory: \"@{r.sla.signatory}\", supplier_signatory: Ines Carrow, role: \"@{r.sla.role}\", date: 2026-02-24, evidence: \"@{r.sla.evidence}\"}
service_hours: 24x7
support_hours: 24x7
availability: {percent: \"98.642\", period: rolling_30d, basis: 24x7, unit_measured: \"@{r.sla.unit}\"}
targets:
  - {metric: \"@{r.sla.metric}\", comparator: at_least, value: \"85\", unit: percent, period: quarter, measured_by: sms-manager, source: \"@{r.sla.source}\"}
workload_limits: {none_agreed: \"@{r.sla.limits}\"}
exceptions: [\"@{r.sla.exception}\"]
reporting: {frequency: P1M, audience: \"@{r.sla.audience}\", report: RES-RPT-001}
underpinned_by: [CON-900]
";
    sms.write("sms-docs/sla.md", &document("SLA-900", "sla", "restricted", sla, "## Parties and services\n\nText.\n"));
    let contract = "title: \"@{r.contract.title}\"
supplier: carrier
supplier_manager: sms-manager
provider: carrier
receiver: kestrelmoor
services_supported: [SVC-001, SVC-900]
scope: {component: [link-a, \"@{r.contract.component}\"]}
requirements: [\"@{r.contract.requirement}\"]
term: {start: 2024-03-01, end: open, notice: P90D}
agreement: {supplier_signatory: A, customer_signatory: B, date: 2024-02-01, evidence: \"@{r.contract.evidence}\"}
availability: {percent: \"91.357\", period: calendar_month, basis: 24x7, unit_measured: u}
targets: [{metric: \"@{r.contract.metric}\", comparator: at_least, value: \"91\", unit: percent, period: quarter, measured_by: sms-manager, source: s}]
authorities: {provider: [p], receiver: [r]}
responsibilities: {provider: [p], receiver: [r]}
contract_ref: \"@{r.contract.ref}\"
subcontractors: [{name: \"@{r.contract.subcontractor}\", provides: p}]
";
    sms.write("sms-docs/con.md", &document("CON-900", "contract", "restricted", contract, "## Parties\n\nText.\n"));
    let customers = "title: \"@{r.customers.title}\"\nregister_kind: customers\ncolumns: [id, name]\nentries:\n  - {id: northgate, name: \"@{r.customers.name}\"}\n  - {id: \"@{r.customers.other-id}\", name: \"@{r.customers.other-name}\"}\n";
    sms.write(
        "sms-docs/cust.md",
        &document("RES-REG-003", "register", "restricted", customers, "## Purpose\n\nText.\n"),
    );
    let parties = "title: \"@{r.parties.title}\"\nregister_kind: other_parties\ncolumns: [id, name, role, operates, agreement, control, measure]\nentries:\n  - {id: carrier, name: \"@{r.parties.name}\", role: external, operates: [link-a, \"8.6.1\", SVC-001], agreement: CON-900, control: \"@{r.parties.control}\", measure: \"@{r.parties.measure}\"}\n  - {id: \"@{r.parties.other-id}\", name: \"@{r.parties.other-name}\", role: external, contributes: [\"8.6.2\"]}\n";
    sms.write("sms-docs/part.md", &document("RES-REG-004", "register", "restricted", parties, "## Purpose\n\nText.\n"));
    sms.commit("@{r.agreements.subject}");
    let report = "title: \"@{r.report.title}\"\nstatus: closed\nperiod: 2026-Q2\nrecorded_by: rowan-hale\nclosed_on: 2026-07-02\nretention: P3Y\nreport_kind: service_level\naudience: [a]\ndata_source: d\ndecisions: []\ntrend: t\nmetrics_file: figures.csv\napprover:\n";
    sms.write(
        "sms-docs/rep.md",
        &document("RES-RPT-001", "report", "restricted", report, "## Summary\n\nText.\n").replace("approver:\n", ""),
    );
    sms.write("sms-docs/figures.csv", "period,agreement,metric,target,actual,unit_measured,reason\n2026-Q2,SLA-900,@{r.sla.metric},85,71.828,@{r.figures.unit},@{r.figures.reason}\n");
    let spec = "title: \"@{r.spec.title}\"\nsubject: SVC-001\nspec_kind: service_requirements\nrequirements: [{id: Q-1, text: \"@{r.spec.requirement}\"}]\n";
    sms.write(
        "sms-docs/spec.md",
        &document("RES-SPC-001", "specification", "restricted", spec, "## Purpose\n\nText.\n"),
    );
    sms.commit("@{r.report.subject}");
}

/// Tags, a branch, a merge, and what was never committed.
fn tags_and_branches(sms: &mut Repository) {
    sms.tag("approved/RES-@{!r.withdrawn.id}/1.0", "@{n.tag.message}");
    sms.tag("approved/PUB-POL-002/1.0", "@{n.tag.before}");
    sms.tag("approved/PUB-POL-004/2.0", "@{n.tag.coming}");
    sms.tag("reviewed/RES-@{!r.translation.id}/2026-06-01", "@{n.tag.review}");
    sms.tag("@{n.tag.name}", "@{n.tag.own}");
    sms.tag("release/2026.1", "@{n.tag.release}");
    sms.folder.git(&["checkout", "--quiet", "-b", "work"]);
    sms.write(
        "sms-docs/w.md",
        &policy("RES-@{!r.merged.id}", "restricted", "title: \"@{r.merged.title}\"\n", "@{r.merged.text}\n"),
    );
    sms.commit("@{r.merged.subject}");
    sms.folder.git(&["checkout", "--quiet", "main"]);
    let merge = sms.filled("@{n.merge.subject}");
    sms.git_as(&["merge", "--quiet", "--no-ff", "--message", &merge, "work"], person("rowan"));
    let branch = sms.filled("@{n.branch.name}");
    sms.folder.git(&["checkout", "--quiet", "-b", &branch]);
    sms.write(
        "sms-docs/@{n.branch.path}.md",
        &policy("PUB-POL-009", "public", "title: \"@{n.branch.title}\"\n", "@{n.branch.text}\n"),
    );
    sms.write(
        "sms-docs/a.md",
        &policy(
            "PUB-POL-001",
            "public",
            "version: \"9.0\"\ntitle: \"@{n.branch.other-title}\"\n",
            "@{n.branch.other-text}\n",
        ),
    );
    sms.commit("@{n.branch.subject}");
    sms.folder.git(&["checkout", "--quiet", "main"]);
    sms.write(
        "sms-docs/@{n.uncommitted.path}.md",
        &policy(
            "RES-@{!n.uncommitted.id}",
            "restricted",
            "title: \"@{n.uncommitted.title}\"\n",
            "@{n.uncommitted.text}\n",
        ),
    );
    sms.write("@{n.uncommitted.other}.txt", "@{n.uncommitted.other-text}\n");
}

/// An archive with files in it, packed.
fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let packed = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    for (name, bytes) in parts {
        archive.start_file(*name, packed).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn gunzipped(bytes: &[u8]) -> Vec<u8> {
    let folder = Folder::new();
    let path = folder.path().join("a.gz");
    fs::write(&path, bytes).unwrap();
    Command::new("gzip").args(["-dc", path.as_str()]).output().expect("this test needs the program gzip").stdout
}

/// What a file says: its name and its bytes, and those of what is packed in it. An unknown way to pack is a fault of this
/// test.
fn unpacked(name: &str, bytes: &[u8], into: &mut Vec<(String, Vec<u8>)>) {
    if bytes.starts_with(b"PK\x03\x04") {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
        for index in 0..archive.len() {
            let mut part = archive.by_index(index).expect("a part");
            let mut content = Vec::new();
            part.read_to_end(&mut content).expect("it can be unpacked");
            let inner = format!("{name}!{}{}", String::from_utf8_lossy(part.name_raw()), part.comment());
            drop(part);
            unpacked(&inner, &content, into);
        }
    } else if bytes.starts_with(&[0x1f, 0x8b]) {
        unpacked(&format!("{name}!gzip"), &gunzipped(bytes), into);
    } else {
        let root = Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/static");
        let is_font = || files(&root).iter().any(|file| fs::read(file).unwrap() == bytes);
        assert!(std::str::from_utf8(bytes).is_ok() || is_font(), "{name}: how is it packed? Teach the test to look in");
    }
    into.push((name.to_owned(), bytes.to_vec()));
}

/// The name of what the program prints.
const LOG: &str = "what is printed";

/// Everything that a build says: names and bytes of its files, packed or not, and what the program prints.
struct Site {
    files: Vec<(String, Vec<u8>)>,
}

impl Site {
    fn of(out: &Utf8Path, run: &Run) -> Self {
        let mut all = Vec::new();
        for path in files(out) {
            let name = path.strip_prefix(out).unwrap();
            unpacked(name.as_str(), &fs::read(&path).unwrap(), &mut all);
        }
        // What is printed belongs to the build, too: the log of a pipeline is often read by more people than the site.
        let printed = format!("{}{}", run.out, run.err).replace(out.as_str(), "OUT");
        all.push((LOG.to_owned(), printed.into_bytes()));
        Self { files: all }
    }

    /// The canaries that stand somewhere as they were typed, in any case.
    fn found<'a>(&self, words: &BTreeMap<&'a str, &'a str>) -> BTreeMap<&'a str, Vec<&str>> {
        let mut found: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (name, bytes) in &self.files {
            let text = format!("{name}\n{}", String::from_utf8_lossy(bytes)).to_lowercase();
            let text = text.replace("\r\n ", ""); // lines of calendars are folded
            for (at, _) in text.match_indices(MARK) {
                let word = format!("q{}", text.get(at..at + MARK.len() + OWN).unwrap_or_default());
                if let Some(place) = words.get(word.as_str()) {
                    let names = found.entry(place).or_default();
                    if names.last() != Some(&name.as_str()) {
                        names.push(name);
                    }
                }
            }
        }
        found
    }

    /// Where the mark of a canary stands, in what notation.
    fn marks(&self) -> Vec<String> {
        let needles = needles();
        let mut found = Vec::new();
        for (name, bytes) in &self.files {
            found
                .extend(mark(&needles, name.as_bytes()).map(|(notation, _)| format!("{name}: {notation} in the name")));
            if let Some((notation, text)) = mark(&needles, bytes) {
                found.push(format!("{name}: {notation}: {text}"));
            }
        }
        found
    }
}

/// The first needle that stands in bytes, with what stands around it.
fn mark(needles: &[(&'static str, String)], bytes: &[u8]) -> Option<(&'static str, String)> {
    // All needles are ASCII, of which a lossy reading loses nothing.
    let text = String::from_utf8_lossy(bytes);
    let plain = text.replace("\r\n ", "").to_lowercase();
    needles.iter().find_map(|(notation, needle)| {
        let within = if *notation == "as typed" { plain.as_str() } else { &text };
        let at = within.find(needle.as_str())?;
        let around = within.char_indices().filter(|(place, _)| *place + 60 > at && *place < at + needle.len() + 60);
        Some((*notation, around.map(|(_, letter)| letter).collect()))
    })
}

/// The mark in every notation in which bytes could hide it. Notations of letters one by one come in both cases of their
/// digits, those of whole words in the three cases that words are written in.
fn needles() -> Vec<(&'static str, String)> {
    let mut needles = vec![("as typed", MARK.to_owned())];
    let title = MARK[..1].to_uppercase() + &MARK[1..];
    for word in [MARK.to_owned(), MARK.to_uppercase(), title] {
        for (notation, encode) in ENCODINGS {
            needles.push((notation, word.bytes().map(encode).collect()));
        }
        needles.push(("UTF-32", word.bytes().flat_map(|byte| [char::from(byte), '\0', '\0', '\0']).take(29).collect()));
        // In three positions; the characters at both ends hold bits of what stands beside the word.
        for skip in 0..3_usize {
            let padded = format!("{}{word}", "\0".repeat(skip));
            let all = base64::engine::general_purpose::STANDARD.encode(&padded);
            let (from, until) = ((skip * 8).div_ceil(6), padded.len() * 8 / 6);
            needles.push(("base64", all[from..until].to_owned()));
        }
    }
    needles
}

type Encode = fn(u8) -> String;

const ENCODINGS: [(&str, Encode); 15] = [
    ("hexadecimal", |byte| format!("{byte:02x}")),
    ("hexadecimal", |byte| format!("{byte:02X}")),
    ("binary", |byte| format!("{byte:08b}")),
    ("percent", |byte| format!("%{byte:02x}")),
    ("percent", |byte| format!("%{byte:02X}")),
    ("quoted-printable", |byte| format!("={byte:02X}")),
    ("entity", |byte| format!("&#{byte};")),
    ("entity", |byte| format!("&#x{byte:x};")),
    ("entity", |byte| format!("&#x{byte:X};")),
    ("JSON", |byte| format!("\\u{byte:04x}")),
    ("JSON", |byte| format!("\\u{byte:04X}")),
    ("JavaScript", |byte| format!("\\x{byte:02x}")),
    ("CSS", |byte| format!("\\{byte:x} ")),
    ("UTF-16", |byte| format!("{}\0", char::from(byte))),
    ("list of numbers", |byte| format!("{byte},")),
];

#[test]
fn the_search_finds_a_canary_in_every_notation() {
    let needles = needles();
    let word = canary("seed", "place");
    let site = |name: &str, bytes: &[u8]| {
        let mut files = Vec::new();
        unpacked(name, bytes, &mut files);
        Site { files }
    };
    let whole = |bytes: &[u8]| site("a.txt", bytes).marks();
    assert!(whole(b"nothing of the kind, not even xzjwkvq or a2h6").is_empty());
    for typed in [word.clone(), word.to_uppercase(), format!("{}{}", word[..1].to_uppercase(), &word[1..])] {
        assert_eq!(whole(format!("<p>a {typed}, b</p>").as_bytes()).len(), 1, "{typed}");
        assert_eq!(site(&format!("docs/{typed}/a"), b"").marks().len(), 1, "in a name");
        for (notation, encode) in ENCODINGS {
            let encoded: String = format!("a{typed}b").bytes().map(encode).collect();
            assert_eq!(whole(encoded.as_bytes()).len(), 1, "{notation}: {encoded}");
        }
        for before in ["", "a", "ab", "abc"] {
            let encoded = base64::engine::general_purpose::STANDARD.encode(format!("{before}{typed}{before}"));
            assert_eq!(whole(encoded.as_bytes()).len(), 1, "{encoded}");
        }
        let zip = zipped(&[("x.xml", typed.as_bytes())]);
        assert!(mark(&needles, &zip).is_none(), "packed words are not seen from outside");
        assert_eq!(site("a.xlsx", &zip).marks().len(), 1, "packed");
        assert_eq!(site("a.zip", &zipped(&[("y.zip", &zip)])).marks().len(), 1, "an archive in an archive");
    }
    for at in 1..word.len() {
        let folded = format!("SUMMARY:{}\r\n {}", &word[..at], &word[at..]);
        assert_eq!(whole(folded.as_bytes()).len(), 1, "{folded}");
    }
    let folder = Folder::new();
    folder.write("a", &word);
    assert!(Command::new("gzip").arg(folder.path().join("a")).status().unwrap().success());
    assert_eq!(site("b", &fs::read(folder.path().join("a.gz")).unwrap()).marks().len(), 1, "gzip");
    let words = BTreeMap::from([(word.as_str(), "place")]);
    assert_eq!(site("a", word.to_uppercase().as_bytes()).found(&words).len(), 1);
}

/// Builds the sites of some audiences one after the other into the same folder, as leftovers would show.
fn sites(sms: &Repository, audiences: &[&'static str]) -> BTreeMap<&'static str, Site> {
    let out = Folder::new();
    let build = |audience: &&'static str| {
        let run = sms.build(&out.path().join("site"), audience);
        (*audience, Site::of(&out.path().join("site"), &run))
    };
    audiences.iter().map(build).collect()
}

#[test]
fn what_an_audience_may_not_read_is_in_no_byte_of_its_site() {
    let sms = repository("one");
    let words: BTreeMap<&str, &str> =
        sms.canaries.iter().map(|(place, word)| (word.as_str(), place.as_str())).collect();
    assert_eq!(words.len(), sms.canaries.len(), "each place has a word of its own");
    let sites = sites(&sms, &["auditor", "staff", "public"]);
    let mut wrong = String::new();
    for audience in ["staff", "public"] {
        for (place, names) in sites[audience].found(&words) {
            let _ = writeln!(wrong, "`{audience}` is told of {place} by {names:?}");
        }
        for leak in sites[audience].marks() {
            let _ = writeln!(wrong, "`{audience}`: {leak}");
        }
    }
    let shown = sites["auditor"].found(&words);
    // Words of the index are written by what differs from the word before.
    let of_search = sites["auditor"].files.iter().filter(|(name, _)| name.starts_with("search/"));
    let index: String = of_search.map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned()).collect();
    let mut unshown = Vec::new();
    for (word, place) in &words {
        let names = shown.get(place).map(|names| names.iter().filter(|name| **name != LOG).collect::<Vec<_>>());
        let names = names.filter(|names| !names.is_empty());
        let indexed = index.contains(&word[word.len() - OWN + 3..word.len() - 2]);
        match names {
            Some(names) if place.starts_with("n.") => {
                let _ = writeln!(wrong, "`auditor` is told of {place} by {names:?}");
            }
            None if place.starts_with("r.") && !indexed => unshown.push(*place),
            _ => {}
        }
    }
    // Of some fields no page tells. They are there all the same, so that a page that begins to is found.
    let texts: Vec<String> = files(&sms.folder.path().join("sms-docs"))
        .iter()
        .map(|path| fs::read_to_string(path).unwrap_or_default())
        .collect();
    for place in &unshown {
        let word = sms.canaries[*place].as_str();
        let stands = texts.iter().any(|text| text.contains(word) || text.contains(&word.to_uppercase()));
        if !stands {
            let _ = writeln!(wrong, "{place} stands nowhere");
        }
    }
    unshown.retain(|place| {
        !UNSHOWN.contains(place) && place.matches('.').count() < 2 + usize::from(place.starts_with("r.body."))
    });
    for place in unshown {
        let _ = writeln!(wrong, "`auditor` is not told of {place}");
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Of these no page tells anybody, beside fields of `schema/`.
const UNSHOWN: [&str; 3] = ["r.body.link-title", "r.body.picture-title", "r.body.unknown-reference"];

/// What a site says once the names of commits and tags, which are made of everything in the repository, are taken away.
fn without_names(sms: &Repository, site: &Site) -> BTreeMap<String, String> {
    let objects = sms.folder.git(&["rev-list", "--all", "--first-parent"]);
    let mut names: Vec<(String, String)> =
        objects.lines().enumerate().map(|(number, id)| (id.to_owned(), format!("COMMIT-{number}"))).collect();
    let tags = sms.folder.git(&["for-each-ref", "--format=%(objectname)", "refs/tags"]);
    names.extend(tags.lines().map(|id| (id.to_owned(), "TAG".to_owned())));
    let mut said = BTreeMap::new();
    for (name, bytes) in &site.files {
        // The list of files has a hash of each of them, which differ by the names of commits.
        if matches!(name.as_str(), "SHA256SUMS" | "manifest.json") || name.ends_with(".xlsx") {
            continue;
        }
        let mut text = String::from_utf8_lossy(bytes).into_owned();
        for (id, stands_for) in &names {
            for length in [40, 12, 10, 9, 8, 7] {
                text = text.replace(&id[..length], stands_for);
            }
        }
        // The hash of a style that names the commit.
        while let Some(at) = text.find("sha256-") {
            let end = text[at..].find('&').map_or(text.len(), |end| at + end);
            text.replace_range(at..end, "HASH");
        }
        said.insert(name.clone(), without_uuids(&text));
    }
    said
}

/// OSCAL wants names of this form, which are made of the commit.
fn without_uuids(text: &str) -> String {
    let is_uuid = |text: &str| {
        let dash = |at: usize| [8, 13, 18, 23].contains(&at);
        text.bytes().enumerate().all(|(at, byte)| if dash(at) { byte == b'-' } else { byte.is_ascii_hexdigit() })
    };
    let line = |line: &str| {
        let found = (0..line.len()).find(|at| line.get(*at..at + 36).is_some_and(is_uuid));
        found.map_or(line.to_owned(), |at| format!("{}UUID{}", &line[..at], &line[at + 36..]))
    };
    match text.contains("oscal-version") {
        true => text.lines().map(line).collect::<Vec<_>>().join("\n"),
        false => text.to_owned(),
    }
}

#[test]
fn whatever_restricted_documents_say_the_sites_of_others_are_the_same() {
    let (one, two) = (repository("one"), repository("two"));
    let audiences = ["staff", "public"];
    let (first, second) = (sites(&one, &audiences), sites(&two, &audiences));
    for audience in audiences {
        let (first, second) = (without_names(&one, &first[audience]), without_names(&two, &second[audience]));
        assert_eq!(first.keys().collect::<Vec<_>>(), second.keys().collect::<Vec<_>>(), "`{audience}`");
        for (name, text) in &first {
            if text != &second[name] {
                let lines = text.lines().zip(second[name].lines()).find(|(one, two)| one != two);
                panic!("`{audience}`: {name} depends on what may not be read: {lines:#?}");
            }
        }
    }
}
