//! A starter SMS: settings, a handful of drafts, pipelines, a hook.

use std::collections::BTreeSet;

use camino::{Utf8Path, Utf8PathBuf};

use super::library::{Library, Wanted};
use super::yaml::{self, Yaml};
use super::{Error, disk, place};
use crate::model::history::Signature;
use crate::read::{Request, Workspace};

/// A part that can be asked for alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Configuration, people and first documents.
    Documents,
    /// What a team needs to know.
    Readme,
    /// GitHub and GitLab.
    Pipelines,
    /// The check before each commit, and what git leaves out.
    Hook,
}

/// What is known of the place.
#[derive(Clone, Debug, Default)]
pub struct Surroundings {
    /// Whoever git says works here.
    pub user: Option<Signature>,
    /// Branch on which work begins. `None` where nobody knows yet.
    pub branch: Option<String>,
    /// Ids that are taken.
    pub used: BTreeSet<String>,
}

/// A file of the starter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Path from the root of the SMS.
    pub path: Utf8PathBuf,
    /// Content.
    pub text: String,
    /// Whether it is a program.
    pub executable: bool,
}

const CONFIG: &str = "sms-docs/smsdoc.yaml";
const PEOPLE: &str = "sms-docs/people.yaml";

/// The first documents: type, area, title, clauses.
const DOCUMENTS: [(&str, Option<&str>, &str, &[&str]); 8] = [
    ("policy", Some("SMS"), "Service management policy", &["5.2.1", "5.2.2"]),
    ("statement", Some("SMS"), "Scope of the service management system", &["4.3"]),
    ("plan", Some("SMS"), "Service management plan", &["6.3"]),
    ("procedure", Some("SMS"), "Control of documented information", &["7.5.1", "7.5.2", "7.5.3.1", "7.5.3.2"]),
    ("role", Some("SMS"), "SMS Manager", &["5.3"]),
    ("service", None, "Service: our first service", &["8.2.4"]),
    ("sla", None, "SLA: our first service", &["8.3.3"]),
    ("process", Some("RES"), "Incident management process", &["8.6.1"]),
];

/// The files of some parts, each path once.
///
/// # Errors
///
/// Where the first documents cannot be made up, for want of a temporary folder.
pub fn files(parts: &BTreeSet<Part>, place: &Surroundings, request: &Request) -> Result<Vec<File>, Error> {
    let mut files = Vec::new();
    let mut add = |path: &str, text: String, executable| {
        files.push(File { path: path.into(), text, executable });
    };
    if parts.contains(&Part::Documents) {
        add(CONFIG, config(place), false);
        add(PEOPLE, people(place.user.as_ref()), false);
    }
    if parts.contains(&Part::Readme) {
        add("README.md", include_str!("README.md").to_owned(), false);
    }
    if parts.contains(&Part::Pipelines) {
        add(".github/workflows/sms.yml", github(place), false);
        add(".gitlab-ci.yml", include_str!("gitlab.yml").to_owned(), false);
    }
    if parts.contains(&Part::Hook) {
        add(".gitignore", include_str!("gitignore").to_owned(), false);
        add(".githooks/pre-commit", include_str!("pre-commit").to_owned(), true);
    }
    if parts.contains(&Part::Documents) {
        files.extend(documents(place, request)?);
    }
    Ok(files)
}

/// The first documents, made up like any new ones: in a folder that holds the settings and nothing else.
fn documents(place: &Surroundings, request: &Request) -> Result<Vec<File>, Error> {
    let folder = tempfile::tempdir().map_err(Error::disk("the temporary folder"))?;
    let top = Utf8Path::from_path(folder.path()).unwrap_or(Utf8Path::new("."));
    disk::create(top, CONFIG.into(), config(place).as_bytes(), false)?;
    disk::create(top, PEOPLE.into(), people(place.user.as_ref()).as_bytes(), false)?;
    let mut library = Library::open(&Workspace::open(Some(top), top)?, request)?;
    library.use_up(place.used.iter().cloned());
    let mut files = Vec::new();
    let mut service = String::new();
    for (name, area, title, clauses) in DOCUMENTS {
        let Some(doc_type) = library.types().get(name).cloned() else { continue };
        let services = || Yaml::words(&[&service]);
        let mut fields = vec![("clauses".to_owned(), Yaml::quoted(clauses))];
        match name {
            "statement" => {
                fields.push(("statement_kind".to_owned(), Yaml::Plain("scope".to_owned())));
            }
            "plan" => fields.push(("plan_kind".to_owned(), Yaml::Plain("service_management".to_owned()))),
            "sla" => fields.push(("services".to_owned(), services())),
            _ => {}
        }
        let owner = Some("sms-manager".to_owned());
        let wanted = Wanted { title, area: area.map(str::to_owned), owner, id: None, fields };
        let made = library.make(&doc_type, wanted);
        if name == "service" {
            service.clone_from(&made.id);
        }
        files.push(File { path: made.path, text: made.text, executable: false });
    }
    Ok(files)
}

fn config(place: &Surroundings) -> String {
    let branch = match place.branch.as_deref() {
        None | Some("main") => {
            "  # branch: main            # its history is what counts; master where there is no main\n".to_owned()
        }
        Some(other) => {
            let line = yaml::fields(&[("branch".to_owned(), Yaml::Text(other.to_owned()))]);
            format!("  {}   # its history is what counts\n", line.trim_end())
        }
    };
    let rules = match place.user {
        Some(_) => "",
        None => {
            "\n  # Commits by people who are not in people.yaml. Switch this on (leave the line out) as soon as the people who
  # write are there with their mail addresses: whether an approver wrote the text can only be told of people who are
  # known.
  author-unknown: {level: off}\n"
        }
    };
    include_str!("smsdoc.yaml").replace("@BRANCH@", &branch).replace("@RULES@\n", rules)
}

/// The people: whoever sits here as the first, else somebody to be replaced.
fn people(user: Option<&Signature>) -> String {
    let name = user.map_or("The SMS manager", |user| user.name.as_str());
    let id: String = place::slug(name).chars().filter(|char| char.is_ascii_alphanumeric() || *char == '-').collect();
    let id: Vec<&str> = id.split('-').filter(|part| !part.is_empty()).collect();
    let id = if id.is_empty() { "first-person".to_owned() } else { id.join("-") };
    let sound = |email: &&str| {
        email.split_once('@').is_some_and(|(who, host)| {
            !who.is_empty() && !host.is_empty() && !host.contains('@') && !email.contains(char::is_whitespace)
        })
    };
    let email = user.map(|user| user.email.as_str()).filter(sound);
    let emails = Yaml::List(email.map(|email| Yaml::Text(email.to_owned())).into_iter().collect());
    let person = Yaml::Fields(vec![
        ("id".to_owned(), Yaml::Text(id)),
        ("name".to_owned(), Yaml::Text(name.to_owned())),
        ("emails".to_owned(), emails),
        (
            "roles".to_owned(),
            Yaml::List(vec![Yaml::Fields(vec![("role".to_owned(), Yaml::Plain("sms-manager".to_owned()))])]),
        ),
    ]);
    let people = yaml::fields(&[("people".to_owned(), Yaml::List(vec![person]))]);
    format!(
        "# People and roles: the only place that says who holds which role. Documents name roles, never persons.
# A role is held `from: 2026-01-31` `until: 2027-01-31`; without these days, always. Whoever leaves stays here.
# `emails` are those with which somebody commits to git, `keys` the public SSH keys with which they sign.

{people}
# Whoever approves policies is still to be named: add the person above, with the role managing-director.
# `deputy: ROLE` names a role that stands in.
roles:
  - {{id: sms-manager, title: SMS Manager}}
  - {{id: managing-director, title: Managing Director}}
"
    )
}

fn github(place: &Surroundings) -> String {
    let branches = match place.branch.as_deref() {
        None => "main, master".to_owned(),
        Some(branch) => {
            let line = yaml::fields(&[("x".to_owned(), Yaml::Text(branch.to_owned()))]);
            line.trim_start_matches("x:").trim().to_owned()
        }
    };
    include_str!("github.yml").replace("@BRANCHES@", &branches)
}
