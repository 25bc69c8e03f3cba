//! The index of the search: what stands in it, for whom, and how large it is.

#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests make files and fail loudly")]

mod support;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use serde_json::Value;
use smsdoc::evaluate::evaluate;
use smsdoc::read::{Request, Workspace};
use smsdoc::site::{Site, audience};
use support::{Folder, request};

/// The scripts of the search with what each hands over: its stamp and the value.
struct Index(BTreeMap<String, (String, Value, Vec<u8>)>);

impl Index {
    fn of(folder: &Folder, drafts: bool, asked: Option<&str>) -> Self {
        let request = Request { drafts, published: !drafts, uncommitted: drafts, ..request() };
        let folder = folder.path();
        let read = Workspace::open(Some(folder), folder).expect("it opens").read(&request).expect("it is read");
        let audience = audience::audience(&read.inputs, asked).expect("an audience");
        let shown = audience::filter(evaluate(read.inputs, &read.texts), &audience);
        let site = Site::new(shown.sms, &read.theme, read.attachments, &audience, false).expect("a theme");
        let parts = site.paths().filter(|path| path.starts_with("search") && path.extension() == Some("js"));
        let parts = parts.map(|path| {
            let bytes = site.render(path).expect("a part").expect("it is planned");
            let script = String::from_utf8(bytes.clone()).expect("scripts are UTF-8");
            let values =
                script.strip_prefix("smsdocPart(").and_then(|script| script.strip_suffix(");\n")).expect("a call");
            let values: Vec<Value> = serde_json::from_str(&format!("[{values}]")).expect("values");
            let [name, stamp, value] = values.try_into().expect("three values");
            let name = name.as_str().expect("a name").to_owned();
            assert_eq!(path.as_str(), format!("search/{name}.js"), "a part is named by its path");
            (name, (stamp.as_str().expect("a stamp").to_owned(), value, bytes))
        });
        Self(parts.collect())
    }

    fn value(&self, name: &str) -> &Value {
        &self.0.get(name).unwrap_or_else(|| panic!("no part {name}")).1
    }

    fn named<'a>(&'a self, start: &'a str) -> impl Iterator<Item = &'a Value> {
        self.0.iter().filter(move |(name, _)| name.starts_with(start)).map(|(_, (_, value, _))| value)
    }

    /// Every term, as the script takes them apart.
    fn terms(&self) -> Vec<String> {
        let mut all = Vec::new();
        for part in self.named("index-t") {
            let mut before = String::new();
            for entry in entries(part.as_str().expect("terms")) {
                let shared = usize::from(entry.as_bytes()[0] - b'A');
                before = before.chars().take(shared).chain(entry[1..].chars()).collect();
                all.push(before.clone());
            }
        }
        all
    }

    /// What is told of each page: id, title, where it is and what it is about.
    fn told(&self) -> Vec<[&str; 4]> {
        self.named("index-d")
            .flat_map(|part| {
                let [a, b, c, d] = [0, 1, 2, 3].map(|at| part[at].as_str().expect("lines").split('\n'));
                a.zip(b).zip(c).zip(d).map(|(((a, b), c), d)| [a, b, c, d])
            })
            .collect()
    }

    /// Ids of documents.
    fn ids(&self) -> Vec<&str> {
        self.told()
            .into_iter()
            .filter(|[id, _, href, _]| href.is_empty() && !id.is_empty())
            .map(|[id, ..]| id)
            .collect()
    }

    /// Bytes of the parts of a kind when they are packed.
    fn packed(&self, start: &str) -> u64 {
        let parts = self.0.iter().filter(|(name, _)| name.starts_with(start));
        parts.map(|(_, (_, _, bytes))| packed(bytes)).sum()
    }
}

/// Written terms, each from its capital to the next.
fn entries(text: &str) -> Vec<&str> {
    let starts: Vec<usize> = text.match_indices(|char: char| char.is_ascii_uppercase()).map(|(at, _)| at).collect();
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts.iter().zip(ends).map(|(start, end)| &text[*start..end]).collect()
}

/// Bytes after packing with deflate, which is what gzip does.
fn packed(bytes: &[u8]) -> u64 {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    archive.start_file("part", options).expect("a file");
    archive.write_all(bytes).expect("packed");
    let mut archive = zip::ZipArchive::new(archive.finish().expect("an archive")).expect("an archive");
    archive.by_index(0).expect("a file").compressed_size() + 18
}

fn document(id: &str, title: &str, more: &str, body: &str) -> String {
    format!(
        "---\nid: {id}\ntitle: {title}\ntype: policy\nversion: \"1.0\"\nowner: sms-manager\nstatus: approved\napprover: ines-carrow\napproved_on: 2026-03-01\neffective_on: 2026-04-01\nnext_review: 2027-04-01\npurpose: p\ncommitments: [c]\napplies_to: [all]\ncommunicated_to: [all]\n{more}---\n\n{body}"
    )
}

const INTERNAL: &str = "classification: internal\n";
const PEOPLE: &str = "people:\n  - {id: ines-carrow, name: Ines Carrow, roles: [{role: managing-director}]}\nroles:\n  - {id: sms-manager, title: SMS Manager}\n  - {id: managing-director, title: Managing Director}\n";

fn sms() -> Folder {
    let folder = Folder::new();
    folder.write("sms-docs/smsdoc.yaml", "site: {organization: Kestrelmoor}\n");
    folder.write("sms-docs/people.yaml", PEOPLE);
    let more = format!("{INTERNAL}clauses: [\"8.6.1\"]\nkeywords: [outage]\nsummary: What to do when it fails.\n");
    let body = "Before <!-- HIDDEN --> it. As [[SMS-POL-005#how]] and [[SMS-POL-002]] say<br>so.\n\n## Entstörung {#mend clauses=8.7.3}\n\n| Rank | Time |\n|---|---|\n| P1 | 15 min |\n";
    folder.write("sms-docs/a.md", &document("SMS-POL-001", "Incident policy", &more, body));
    let secret = |word: &str| format!("Says {word}. See [[SMS-POL-001]].\n\n## Heading {word}\n\nText.\n");
    let fields =
        "classification: restricted\nkeywords: [canarykeyword]\nsummary: Says canarysummary.\nclauses: [\"9.9.9\"]\n";
    folder.write("sms-docs/b.md", &document("SMS-POL-002", "About canarytitle", fields, &secret("canarytext")));
    folder.write("sms-docs/c.md", &document("SMS-POL-003", "Canaryunclassified", "", &secret("canaryopen")));
    let draft =
        document("SMS-POL-004", "A draft", INTERNAL, &secret("canarydraft")).replace("approved\napp", "draft\napp");
    folder.write("sms-docs/d.md", &draft);
    let withdrawn = format!("{INTERNAL}withdrawn_on: 2026-10-01\nwithdrawn_reason: Not used.\n");
    folder.write(
        "sms-docs/e.md",
        &document("SMS-POL-005", "Fax policy", INTERNAL, "## Send it {#how}\n\nSend a facsimile.\n"),
    );
    folder.git(&["init", "--quiet", "--initial-branch=main"]);
    folder.commit("Write it down", "2026-05-01T10:00:00Z");
    let gone = document("SMS-POL-005", "Fax policy", &withdrawn, "## Send it {#how}\n\nSend a facsimile.\n")
        .replace("approved\napp", "withdrawn\napp");
    folder.write("sms-docs/e.md", &gone);
    folder.commit("Withdraw one", "2026-05-01T11:00:00Z");
    folder
}

#[test]
fn what_a_document_says_can_be_found() {
    let folder = sms();
    let index = Index::of(&folder, false, None);
    let terms = index.terms();
    for term in [
        "incident",
        "sms-pol-001",
        "pol-001",
        "8.6.1",
        "8.7.3",
        "entstorung",
        "entstoerung",
        "outage",
        "fails",
        "p1",
        "policy",
    ] {
        assert!(terms.iter().any(|known| known == term), "{term} in {terms:?}");
    }
    assert!(!terms.iter().any(|term| term == "hidden"), "comments are no text");
    assert!(terms.is_sorted_by(|a, b| a.encode_utf16().lt(b.encode_utf16())), "each once, in the order of the script");
    let text = index.value("text/SMS-POL-001");
    assert_eq!(text[0], "What to do when it fails.");
    assert_eq!(text[1][0], serde_json::json!(["", "", "Before it. As SMS-POL-005, Send it and … say so."]));
    assert_eq!(text[1][1], serde_json::json!(["mend", "Entstörung", "Rank, Time, P1, 15 min"]));
    // What is not in force is there for those who ask, with its state.
    let states = index.value("index")["states"].as_array().expect("states");
    let relied_on = |word: &str| states.iter().find(|state| state[0] == word).map(|state| state[4] == 1);
    assert_eq!((relied_on("in_force"), relied_on("withdrawn")), (Some(true), Some(false)));
    assert!(terms.iter().any(|term| term == "facsimile"));
}

#[test]
fn what_an_audience_may_not_read_leaves_no_trace() {
    let folder = sms();
    let staff = Index::of(&folder, false, None);
    assert!(!staff.ids().contains(&"SMS-POL-002") && !staff.ids().contains(&"SMS-POL-003"));
    let told = |index: &Index, word: &str| -> bool {
        index.terms().iter().any(|term| term.contains(word))
            || index.0.iter().any(|(name, (_, value, _))| {
                name.to_lowercase().contains(word) || value.to_string().to_lowercase().contains(word)
            })
    };
    for word in ["canary", "9.9.9", "pol-002", "pol-003"] {
        assert!(!told(&staff, word), "{word}");
    }
    let auditor = Index::of(&folder, false, Some("auditor"));
    for word in ["canarytitle", "canarykeyword", "canarysummary", "canarytext", "9.9.9", "sms-pol-002"] {
        assert!(told(&auditor, word), "{word}");
    }
    assert!(!told(&auditor, "canaryopen"), "what has no classification is above every ceiling");
    assert!(!told(&auditor, "canarydraft"), "nobody approved it");
    assert!(told(&Index::of(&folder, true, None), "canarydraft"), "a preview shows drafts");
}

#[test]
fn pages_that_are_no_documents_are_found() {
    let folder = sms();
    let index = Index::of(&folder, false, None);
    let told = index.told();
    let clause = told.iter().find(|[id, ..]| *id == "8.6.1").expect("a clause");
    assert_eq!(clause[1..3], ["Incident management", "clauses/iso20000-1-2018/8.6.1/index.html"]);
    assert!(clause[3].starts_with("ISO/IEC 20000-1:2018. "), "{clause:?}");
    let role = told.iter().find(|[_, title, ..]| *title == "Managing Director").expect("a role");
    assert_eq!(role[2..], ["roles/managing-director/index.html", "Held by Ines Carrow."]);
    let terms = index.terms();
    for term in ["managing-director", "ines-carrow", "sms-pol-005"] {
        assert!(terms.iter().any(|known| known == term), "{term}");
    }
    let root = index.value("index");
    let all = root["count"].as_u64().expect("a number");
    assert_eq!(usize::try_from(all).unwrap(), told.len());
    assert_eq!(root["language"], "en");
}

#[test]
fn agreements_and_documents_belong_to_their_service() {
    let folder = sms();
    let approvers = "{default: [managing-director], service: [managing-director], sla: [managing-director]}";
    let config = format!("site: {{organization: Kestrelmoor}}\ncontrol: {{approvers: {approvers}}}\n");
    folder.write("sms-docs/smsdoc.yaml", &config);
    let service = |id: &str, class: &str| {
        document(
            id,
            "\"Service: hosting\"",
            &format!(
                "classification: {class}\nservice_kind: customer\ncustomers: [northgate]\nrelated: [SMS-POL-001]\n"
            ),
            "Text.\n",
        )
        .replace("type: policy", "type: service")
    };
    folder.write("sms-docs/s.md", &service("SVC-001", "internal"));
    folder.write("sms-docs/t.md", &service("SVC-002", "restricted"));
    let agreement = document(
        "SLA-001",
        "Agreement on hosting",
        "classification: restricted\nservices: [SVC-001]\ncustomer: southgate\n",
        "Text.\n",
    );
    folder.write("sms-docs/u.md", &agreement.replace("type: policy", "type: sla"));
    folder.commit("Serve", "2026-05-01T12:00:00Z");
    let services = |index: &Index| index.value("index")["services"].clone();
    let auditor = Index::of(&folder, false, Some("auditor"));
    // Three documents: the agreement, the policy, the service itself.
    let own = services(&auditor)[0].clone();
    assert_eq!(
        (own[0].as_str(), own[1].as_str(), own[2].as_str().map(str::len)),
        (Some("SVC-001"), Some("Hosting"), Some(3))
    );
    let staff = Index::of(&folder, false, None);
    assert_eq!(services(&staff).as_array().map(Vec::len), Some(1), "a service that may not be read is no facet");
    assert_eq!(services(&staff)[0][2].as_str().map(str::len), Some(2), "nor does its agreement count");
    let pages = |index: &Index| {
        let customers = index.told().into_iter().filter(|[_, _, href, _]| href.starts_with("services/customers"));
        customers.map(|[_, title, ..]| title.to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(pages(&auditor), ["Northgate", "Southgate"]);
    assert_eq!(pages(&staff), Vec::<String>::new(), "who is told of no agreement is told of no customer");
}

#[test]
fn the_same_documents_give_the_same_bytes() {
    let folder = sms();
    let bytes = |index: Index| index.0.into_iter().map(|(name, (_, _, bytes))| (name, bytes)).collect::<Vec<_>>();
    let (index, again) = (Index::of(&folder, false, None), Index::of(&folder, false, None));
    let stamp = &index.0["index"].0;
    assert!(!stamp.is_empty());
    for (name, (own, _, _)) in &index.0 {
        assert_eq!(own.as_str(), if name.starts_with("text/") { "" } else { stamp }, "{name}");
    }
    let other = Index::of(&folder, false, Some("auditor"));
    assert_ne!(stamp, &other.0["index"].0, "another index has another stamp");
    assert_eq!(bytes(index), bytes(again));
}

#[test]
fn an_empty_sms_has_an_index() {
    let folder = Folder::new();
    folder.write("sms-docs/smsdoc.yaml", "site: {organization: Kestrelmoor}\n");
    folder.git(&["init", "--quiet", "--initial-branch=main"]);
    folder.commit("Begin", "2026-05-01T10:00:00Z");
    let index = Index::of(&folder, false, None);
    assert_eq!(index.ids(), Vec::<&str>::new());
    assert!(
        index.told().iter().all(|[_, _, href, _]| href.starts_with("clauses/")),
        "nothing but the clauses there are"
    );
}

/// Words as they are spread in texts: few that are everywhere, many that are rare.
fn word(numbers: &mut u64) -> String {
    *numbers ^= *numbers << 13;
    *numbers ^= *numbers >> 7;
    *numbers ^= *numbers << 17;
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share and a rank"
    )]
    let rank = (9_000_f64.powf((*numbers % 1_000_003) as f64 / 1_000_003.0)) as usize;
    let syllables = [
        "ta", "ri", "on", "ke", "mu", "sel", "di", "pa", "ver", "no", "ble", "in", "cho", "re", "ga", "st", "ul", "em",
        "fo", "qua", "li",
    ];
    let mut left = (rank * 2_654_435_761) % (1 << 21);
    let mut word = String::new();
    while left > 0 {
        word.push_str(syllables[left % syllables.len()]);
        left /= syllables.len();
    }
    word
}

#[test]
fn the_index_of_five_hundred_documents_stays_small() {
    let folder = Folder::new();
    folder.write("sms-docs/smsdoc.yaml", "site: {organization: Kestrelmoor}\n");
    folder.write("sms-docs/people.yaml", PEOPLE);
    let mut numbers = 0x5eed_5eed_5eed_5eed;
    for number in 0..500 {
        let mut text = |words: usize| (0..words).map(|_| word(&mut numbers)).collect::<Vec<_>>().join(" ");
        let (title, more) = (text(4), format!("{INTERNAL}summary: {}.\n", text(18)));
        let mut body = String::new();
        for section in 0..7 {
            let _ = writeln!(body, "## {} {section}\n\n{}.\n", text(3), text(110));
        }
        folder
            .write(&format!("sms-docs/{number}.md"), &document(&format!("GEN-POL-{number:04}"), &title, &more, &body));
    }
    folder.git(&["init", "--quiet", "--initial-branch=main"]);
    folder.commit("All of it", "2026-05-01T10:00:00Z");
    let index = Index::of(&folder, false, None);
    assert_eq!(index.ids().len(), 500);
    let all = index.packed("index");
    assert!((100_000..250_000).contains(&all), "{all} bytes");
    // A question of three words needs the root, a part or two of terms and of postings for each, and titles.
    let most = |start: &str| {
        let parts = index.0.iter().filter(|(name, _)| name.starts_with(start));
        parts.map(|(_, (_, _, bytes))| packed(bytes)).max().unwrap()
    };
    let (terms, postings, titles) = (most("index-t"), most("index-p"), most("index-d"));
    assert!(terms < 15_000 && postings < 12_000, "{terms}, {postings} bytes");
    let first = packed(&index.0["index"].2) + 2 * terms + 3 * postings + titles;
    assert!(first < 60_000, "{first} bytes before the first result");
}
