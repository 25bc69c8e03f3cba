//! What is there already: types, people, ids that were used, places.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use jiff::civil::Date;

use super::draft::Draft;
use super::yaml::Yaml;
use super::{Error, disk, number, place};
use crate::git;
use crate::model::doc_type::DocType;
use crate::model::finding::{Finding, Severity};
use crate::model::history::Signature;
use crate::model::inputs::Inputs;
use crate::model::people::{People, Person};
use crate::read::schema::SchemaSet;
use crate::read::{Request, Workspace, document};
use crate::rules;

/// Owner where neither people nor approvers are known.
const LAST_RESORT: &str = "sms-manager";

/// An SMS as it lies on disk, for those who add to it.
pub struct Library {
    /// Schemas of the program and the repository.
    pub schemas: Arc<SchemaSet>,
    /// Everything that was read.
    pub inputs: Inputs,
    /// Whoever git says works here.
    pub user: Option<Signature>,
    /// Every id that was ever used, in capitals.
    used: BTreeSet<String>,
    top: Utf8PathBuf,
}

/// What is asked of a new document.
#[derive(Clone, Debug, Default)]
pub struct Wanted<'a> {
    /// Title for readers.
    pub title: &'a str,
    /// Area of the id, in capitals; `None` for types without.
    pub area: Option<String>,
    /// Owner, where it is not the usual one.
    pub owner: Option<String>,
    /// Id, where it is not the next free one.
    pub id: Option<String>,
    /// Fields whose values are known besides.
    pub fields: Vec<(String, Yaml)>,
}

/// A document that was made up and is not written yet.
#[derive(Clone, Debug)]
pub struct Made {
    /// Path from the top.
    pub path: Utf8PathBuf,
    /// Its id.
    pub id: String,
    /// Role that owns it.
    pub owner: String,
    /// The whole file.
    pub text: String,
}

impl Library {
    /// Reads what is there.
    ///
    /// # Errors
    ///
    /// Where the repository cannot be read; in a shallow clone unless that is allowed.
    pub fn open(workspace: &Workspace, request: &Request) -> Result<Self, Error> {
        let schemas = workspace.schemas()?;
        let inputs = workspace.read(request)?.inputs;
        let git = git::Repository::discover(workspace.top())?;
        if let Some(git) = &git
            && !request.allow_shallow
            && git.condition()?.shallow
        {
            return Err(Error::Shallow);
        }
        let user = match &git {
            Some(git) => git.user()?,
            None => git::user_of_computer()?,
        };
        let mut used = git.as_ref().map(git::Repository::ids_ever).transpose()?.unwrap_or_default();
        used.extend(inputs.documents.iter().filter_map(|document| {
            let stated = document.front.get("id").and_then(|id| id.text());
            stated.map(str::to_ascii_uppercase)
        }));
        Ok(Self { schemas, inputs, user, used, top: workspace.top().to_owned() })
    }

    /// The types by name.
    #[must_use]
    pub fn types(&self) -> &BTreeMap<String, DocType> {
        self.schemas.types()
    }

    /// The areas that documents of a type have; where there are none of it, those of all documents.
    #[must_use]
    pub fn areas(&self, doc_type: &DocType) -> BTreeSet<String> {
        let of = |doc_type: &DocType| {
            let ids = self.used.iter().filter_map(|id| number::area_of(id, doc_type));
            ids.map(str::to_owned).collect::<BTreeSet<_>>()
        };
        let own = of(doc_type);
        if own.is_empty() { self.types().values().flat_map(of).collect() } else { own }
    }

    /// Whether an id was ever used.
    #[must_use]
    pub fn is_used(&self, id: &str) -> bool {
        self.used.contains(&id.to_ascii_uppercase())
    }

    /// Keeps ids from being given out.
    pub fn use_up(&mut self, ids: impl IntoIterator<Item = String>) {
        self.used.extend(ids.into_iter().map(|id| id.to_ascii_uppercase()));
    }

    /// Whoever works here, as people.yaml knows them.
    #[must_use]
    pub fn person(&self) -> Option<&Person> {
        self.inputs.people.of(self.user.as_ref()?)
    }

    /// The role that owns new documents of a type: the only one that whoever works here holds, else the first that may
    /// approve them, else the first of all.
    #[must_use]
    pub fn owner(&self, doc_type: &str) -> String {
        let People { roles, .. } = &self.inputs.people;
        let today: Date = self.inputs.today;
        let held: BTreeSet<&str> = self.person().map_or_else(BTreeSet::new, |person| {
            person.roles.iter().filter(|held| held.covers(today)).map(|held| held.role.as_str()).collect()
        });
        let known = |role: &&str| self.inputs.people.role(role).is_some();
        let approvers = self.inputs.config.control.approver_roles(doc_type);
        let only = held.iter().copied().find(|role| held.len() == 1 && known(role));
        let first = || roles.first().map(|role| role.id.as_str());
        let owner = only.or_else(|| approvers.into_iter().find(known)).or_else(first);
        owner.unwrap_or(LAST_RESORT).to_owned()
    }

    /// The next free id of a type.
    #[must_use]
    pub fn next_id(&self, doc_type: &DocType, area: Option<&str>) -> String {
        number::next(&self.used, doc_type, area)
    }

    /// Makes up a document. Its id counts as used from now on.
    pub fn make(&mut self, doc_type: &DocType, wanted: Wanted<'_>) -> Made {
        let id = wanted.id.unwrap_or_else(|| self.next_id(doc_type, wanted.area.as_deref()));
        let owner = wanted.owner.unwrap_or_else(|| self.owner(&doc_type.name));
        let text = self.draft(&id, wanted.title, &doc_type.name, &owner, wanted.fields).text(&self.schemas);
        let area = number::area_of(&id, doc_type).map(str::to_owned);
        let path = self.folder(doc_type, area.as_deref()).join(place::file_name(&id, wanted.title, doc_type));
        self.use_up([id.clone()]);
        Made { path, id, owner, text }
    }

    /// The fields of a document that lies somewhere else already.
    #[must_use]
    pub fn front(
        &self,
        id: &str,
        title: &str,
        doc_type: &str,
        owner: &str,
        fields: Vec<(String, Yaml)>,
    ) -> Vec<(String, Yaml)> {
        self.draft(id, title, doc_type, owner, fields).front(&self.schemas)
    }

    fn draft<'a>(
        &'a self,
        id: &'a str,
        title: &'a str,
        doc_type: &'a str,
        owner: &'a str,
        fields: Vec<(String, Yaml)>,
    ) -> Draft<'a> {
        let people = &self.inputs.people;
        let today = self.inputs.today;
        let holder = || people.holders(owner, today).next().or(people.people.first());
        let person = self.person().or_else(holder).map_or("todo", |person| person.id.as_str());
        let classification = "internal";
        Draft { doc_type, id, title, owner, person, classification, today, fields, documents: self.documents() }
    }

    /// A document of each type that has one, by the code in its id: the first by path.
    fn documents(&self) -> BTreeMap<String, String> {
        let mut found = BTreeMap::new();
        for document in &self.inputs.documents {
            if let (Some(id), Some(doc_type)) = (&document.id, self.inputs.type_of(document)) {
                found.entry(doc_type.id_code()).or_insert_with(|| id.value.to_string());
            }
        }
        found
    }

    /// Writes a document that was made up.
    ///
    /// # Errors
    ///
    /// Where there is a file already, a folder on the way leads out of the repository, or the system refuses.
    pub fn write(&self, made: &Made) -> Result<(), Error> {
        disk::create(&self.top, &made.path, made.text.as_bytes(), false)
    }

    /// What `check` would call an error in a document of this text.
    #[must_use]
    pub fn errors(&self, path: &Utf8Path, text: &str) -> Vec<Finding> {
        let file = crate::model::source::SourceFile::new(path, text);
        let (_, findings) = document::read(file, &self.schemas);
        let is_error =
            |finding: &Finding| rules::rule(finding.rule).is_none_or(|rule| rule.severity == Severity::Error);
        findings.into_iter().filter(is_error).collect()
    }

    fn folder(&self, doc_type: &DocType, area: Option<&str>) -> Utf8PathBuf {
        let documents = self.inputs.documents.iter().filter_map(|document| {
            let id = document.id.as_ref()?.value.as_str();
            let same_type = document.doc_type.as_ref().is_some_and(|at| at.value == doc_type.name);
            let like_it = match area {
                Some(area) => id.split('-').next() == Some(area),
                None => same_type,
            };
            like_it.then(|| document.file.path())
        });
        place::folder(documents, &self.inputs.content_folder, doc_type, area)
    }
}
