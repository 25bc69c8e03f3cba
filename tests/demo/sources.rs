//! What the example is made of.

use std::collections::BTreeMap;
use std::fs;

use camino::{Utf8Path, Utf8PathBuf};
use jiff::civil::Date;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::support::files;
use crate::text;

/// A version of a document, or a state of a record.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Version {
    pub(crate) version: String,
    pub(crate) drafted_on: Option<Date>,
    pub(crate) approved_on: Date,
    pub(crate) effective_on: Option<Date>,
    pub(crate) authors: Vec<String>,
    #[serde(default)]
    pub(crate) reviewers: Vec<String>,
    pub(crate) approver: String,
    pub(crate) change_summary: String,
    /// From the next newer version.
    #[serde(default)]
    pub(crate) differs: Vec<Passage>,
    /// Another Markdown in place of that of the next newer version.
    pub(crate) body: Option<String>,
    /// Where the file lay.
    pub(crate) path: Option<Utf8PathBuf>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Passage {
    pub(crate) now: String,
    pub(crate) then: String,
}

/// A record as it was before it was closed or corrected.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Earlier {
    pub(crate) on: Date,
    pub(crate) by: String,
    pub(crate) subject: String,
    /// Fields that the next newer state has, and this one has not yet.
    #[serde(default)]
    pub(crate) without: Vec<String>,
    /// Fields that are otherwise in this state.
    #[serde(default)]
    pub(crate) fields: BTreeMap<String, String>,
    /// Another Markdown in place of that of the next newer state.
    pub(crate) body: Option<String>,
}

/// What the documents alone do not tell.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Story {
    /// Day of the first commit.
    pub(crate) begins: Date,
    /// The day of the example.
    pub(crate) ends: Date,
    /// Who begins, and who merges.
    pub(crate) keeper: String,
    /// Documents of sms-docs that are no part of the example.
    pub(crate) left_out: Vec<String>,
    /// Passages of sms-docs/smsdoc.yaml.
    pub(crate) settings: Vec<Passage>,
    /// Passages that are otherwise in the newest version here.
    pub(crate) changes: BTreeMap<String, Vec<Passage>>,
    /// Fields that a document gets from a day on without a new version.
    pub(crate) superseded: Vec<Superseded>,
    pub(crate) releases: Vec<Release>,
    /// Versions after those of sms-docs.
    pub(crate) ahead: Vec<Ahead>,
    /// States of records before the last one, newest first; and days of records that are still open.
    pub(crate) records: BTreeMap<String, Vec<Earlier>>,
    /// Day of the newest state of a record, where it is not that of its closing.
    pub(crate) recorded: BTreeMap<String, Date>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Superseded {
    pub(crate) id: String,
    pub(crate) by: String,
    pub(crate) on: Date,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Release {
    pub(crate) name: String,
    pub(crate) on: Date,
    pub(crate) by: String,
    pub(crate) message: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Ahead {
    pub(crate) id: String,
    /// `draft` or `approved`.
    pub(crate) status: String,
    pub(crate) version: String,
    pub(crate) drafted_on: Date,
    pub(crate) approved_on: Option<Date>,
    pub(crate) effective_on: Option<Date>,
    pub(crate) authors: Vec<String>,
    pub(crate) reviewers: Vec<String>,
    pub(crate) approver: Option<String>,
    pub(crate) change_summary: String,
    /// From the newest version of sms-docs.
    pub(crate) differs: Vec<Passage>,
}

/// A document or record with its newest text.
#[derive(Clone, Debug)]
pub(crate) struct Paper {
    pub(crate) id: String,
    pub(crate) path: Utf8PathBuf,
    pub(crate) text: String,
    /// Before the newest, newest of them first.
    pub(crate) versions: Vec<Version>,
}

impl Paper {
    pub(crate) fn field(&self, key: &str) -> Option<&str> {
        text::field(&self.text, key)
    }

    pub(crate) fn day(&self, key: &str) -> Option<Date> {
        let day = self.field(key)?;
        Some(day.parse().unwrap_or_else(|_| panic!("{}: {key} is no day: {day}", self.id)))
    }

    pub(crate) fn is_record(&self) -> bool {
        self.field("recorded_by").is_some() || self.field("approver").is_none()
    }
}

/// A person as people.yaml has it.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Person {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) emails: Vec<String>,
    pub(crate) roles: Vec<Holding>,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Holding {
    pub(crate) role: String,
    pub(crate) from: Date,
    pub(crate) until: Option<Date>,
}

#[derive(Deserialize)]
struct People {
    people: Vec<Person>,
}

pub(crate) struct Sources {
    pub(crate) story: Story,
    pub(crate) papers: Vec<Paper>,
    /// Other files beside documents: path and content.
    pub(crate) tables: BTreeMap<Utf8PathBuf, Vec<u8>>,
    pub(crate) people: Vec<Person>,
    /// The part of people.yaml from `roles:` on.
    pub(crate) roles: String,
    pub(crate) settings: String,
    pub(crate) readme: String,
}

impl Sources {
    pub(crate) fn read() -> Self {
        let top = Utf8Path::new(env!("CARGO_MANIFEST_DIR"));
        let own = top.join("tests/demo");
        let story: Story = yaml(&own.join("story.yaml"));
        let mut papers = Vec::new();
        let mut tables = BTreeMap::new();
        for path in files(&top.join("sms-docs")) {
            let within = path.strip_prefix(top).unwrap().to_owned();
            match path.extension() {
                Some("md") => papers.push(paper(&path, within)),
                Some("yaml") => {}
                _ => drop(tables.insert(within, fs::read(&path).unwrap())),
            }
        }
        papers.retain(|paper| !story.left_out.contains(&paper.id));
        for path in files(&own.join("documents")) {
            let within = path.strip_prefix(own.join("documents")).unwrap().to_owned();
            papers.push(paper(&path, within));
        }
        for paper in &mut papers {
            let path = own.join("versions").join(&paper.id).with_extension("yaml");
            if path.exists() {
                paper.versions = yaml(&path);
            }
        }
        papers.sort_by(|a, b| a.id.cmp(&b.id));
        let people_file = read(&top.join("sms-docs/people.yaml"));
        let People { people } = serde_yaml::from_str(&people_file).expect("people.yaml");
        let roles = people_file.find("\nroles:\n").expect("roles");
        let settings = passages(&story.settings);
        let settings = text::replaced(&read(&top.join("sms-docs/smsdoc.yaml")), &settings, "smsdoc.yaml");
        Self {
            story,
            papers,
            tables,
            people,
            roles: people_file[roles..].to_owned(),
            settings,
            readme: read(&own.join("README.md")),
        }
    }

    pub(crate) fn person(&self, id: &str) -> &Person {
        self.people.iter().find(|person| person.id == id).unwrap_or_else(|| panic!("nobody has the id {id}"))
    }

    /// Whether somebody holds a role on a day.
    pub(crate) fn works_on(&self, id: &str, day: Date) -> bool {
        let holds = |holding: &Holding| holding.from <= day && holding.until.is_none_or(|until| day <= until);
        self.person(id).roles.iter().any(holds)
    }
}

pub(crate) fn passages(passages: &[Passage]) -> Vec<(String, String)> {
    passages.iter().map(|passage| (passage.now.clone(), passage.then.clone())).collect()
}

fn paper(path: &Utf8Path, within: Utf8PathBuf) -> Paper {
    let text = read(path);
    let id = text::field(&text, "id").unwrap_or_else(|| panic!("{path} has no id")).to_owned();
    Paper { id, path: within, text, versions: Vec::new() }
}

fn read(path: &Utf8Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn yaml<T: DeserializeOwned>(path: &Utf8Path) -> T {
    serde_yaml::from_str(&read(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}
