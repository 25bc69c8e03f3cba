//! The configuration, `smsdoc.yaml`. Every key has a default.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;

use super::date::{self, Interval};
use super::document::Classification;
use super::rule_setting::RuleSetting;

/// All of it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Config {
    /// What the site calls itself.
    pub site: Site,
    /// Framework whose clauses are meant where a reference names none.
    pub framework: String,
    /// Document control.
    pub control: Control,
    /// Who may read what.
    pub audiences: Audiences,
    /// Weight and parameters of rules, by slug.
    pub rules: BTreeMap<String, RuleSetting>,
    /// Day that every command takes as today, as typed.
    pub as_of: Option<String>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            site: Site::default(),
            framework: "iso20000-1-2018".to_owned(),
            control: Control::default(),
            audiences: Audiences::default(),
            rules: BTreeMap::new(),
            as_of: None,
        }
    }
}

impl Config {
    /// The pinned day. `None` where none is typed, or none that can be read.
    #[must_use]
    pub fn pinned_day(&self) -> Option<Date> {
        self.as_of.as_deref().and_then(date::parse)
    }
}

/// The site.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Site {
    /// Its title.
    pub title: String,
    /// Whose SMS it is.
    pub organization: String,
    /// Where it is published; needed for the site map and absolute links.
    pub url: Option<String>,
    /// Language of the interface and, unless a document says otherwise, of the text.
    pub language: String,
    /// Folder below `themes/`.
    pub theme: String,
    /// Address with which the forge opens a file for editing; `{path}` stands for its path.
    pub edit_url: Option<String>,
    /// What readers come for, in the order of the first page; empty leaves the choice to the program.
    pub tasks: Vec<Task>,
}

/// Something that readers want to do, and the document that says how.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Task {
    /// What it is, as the reader would say it: `Report something broken`.
    pub label: String,
    /// Id of the document, with `#` and the anchor of a heading where that is meant.
    pub document: String,
    /// A few words more; empty for none.
    #[serde(default)]
    pub about: String,
}

impl Default for Site {
    fn default() -> Self {
        Self {
            title: "Service Management System".to_owned(),
            organization: String::new(),
            url: None,
            language: "en".to_owned(),
            theme: "default".to_owned(),
            edit_url: None,
            tasks: Vec::new(),
        }
    }
}

/// Strength of a proof of approval, weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Evidence {
    /// There is no git history to hold any.
    None,
    /// The front matter says so, nothing else does.
    Claimed,
    /// The commit that brought the version names the approver.
    Trailer,
    /// An annotated tag names id and version.
    Tag,
    /// A signature verifies against a key of the approver.
    Signed,
}

impl Evidence {
    /// The word as it is typed in the configuration; "none" is never typed.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Claimed => "claimed",
            Self::Trailer => "trailer",
            Self::Tag => "tag",
            Self::Signed => "signed",
        }
    }
}

/// Document control.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Control {
    /// Branch whose first-parent history is the controlled line.
    pub branch: String,
    /// IANA time zone in which days begin and end.
    pub zone: String,
    /// The least proof that counts.
    pub evidence: Evidence,
    /// Approvals and records before this day may be older than the repository, as typed.
    pub imported_until: Option<String>,
    /// Document type to ids of the roles that may approve it; `default` for all others.
    pub approvers: BTreeMap<String, Vec<String>>,
    /// How long an overdue review is a warning before it is an error, as typed.
    pub review_grace: String,
    /// Pattern of the tags that mark releases.
    pub release_tags: String,
}

impl Default for Control {
    fn default() -> Self {
        Self {
            branch: "main".to_owned(),
            zone: "UTC".to_owned(),
            evidence: Evidence::Claimed,
            imported_until: None,
            approvers: BTreeMap::new(),
            review_grace: "P90D".to_owned(),
            release_tags: "release/*".to_owned(),
        }
    }
}

impl Control {
    /// The grace for overdue reviews; 90 days where the text cannot be read.
    #[must_use]
    pub fn grace(&self) -> Option<Interval> {
        self.review_grace.parse().ok().or_else(|| "P90D".parse().ok())
    }

    /// The day before which approvals and records may be older than the repository. `None` where none is typed, or none
    /// that can be read.
    #[must_use]
    pub fn imported_until(&self) -> Option<Date> {
        self.imported_until.as_deref().and_then(date::parse)
    }

    /// Ids of the roles that may approve documents of a type.
    #[must_use]
    pub fn approver_roles(&self, doc_type: &str) -> Vec<&str> {
        let typed = |of: &str| self.approvers.get(of).map(|roles| roles.iter().map(String::as_str).collect());
        let built_in = if doc_type == "policy" { "managing-director" } else { "sms-manager" };
        let policy = || (doc_type == "policy").then(|| vec![built_in]);
        typed(doc_type).or_else(policy).or_else(|| typed("default")).unwrap_or_else(|| vec![built_in])
    }
}

/// Site audiences with the highest classification that each may read.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Audiences {
    /// Classes from the widest circle to the narrowest.
    pub order: Vec<String>,
    /// Audience that is built where none is asked for.
    pub default: String,
    /// Audience to class, where it differs from the default or the audience is the repository's own.
    #[serde(flatten)]
    pub ceilings: BTreeMap<String, String>,
}

impl Default for Audiences {
    fn default() -> Self {
        Self {
            order: ["public", "internal", "confidential", "restricted"].map(str::to_owned).to_vec(),
            default: "staff".to_owned(),
            ceilings: BTreeMap::new(),
        }
    }
}

/// Audiences that there are unless the configuration gives them another ceiling.
const AUDIENCES: [(&str, &str); 4] =
    [("public", "public"), ("customer", "public"), ("staff", "internal"), ("auditor", "restricted")];

impl Audiences {
    /// The highest class that an audience may read, as typed; `None` where there is no such audience.
    #[must_use]
    pub fn ceiling(&self, audience: &str) -> Option<&str> {
        let built_in = AUDIENCES.iter().find(|(name, _)| *name == audience).map(|(_, class)| *class);
        self.ceilings.get(audience).map(String::as_str).or(built_in)
    }

    /// Every audience, sorted.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        let mut names: Vec<_> =
            self.ceilings.keys().map(String::as_str).chain(AUDIENCES.map(|(name, _)| name)).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Whether an audience may read every class that there is.
    #[must_use]
    pub fn reads_all(&self, audience: &str) -> bool {
        self.order.last().is_some_and(|last| self.ceiling(audience) == Some(last))
    }

    /// Whether an audience may read a class. An audience or class that is not configured may not: it fails closed.
    #[must_use]
    pub fn may_read(&self, audience: &str, class: Option<Classification>) -> bool {
        let rank = |word: &str| self.order.iter().position(|class| class == word);
        let ceiling = self.ceiling(audience).and_then(rank);
        let wanted = class.and_then(|class| rank(class.word()));
        matches!((ceiling, wanted), (Some(ceiling), Some(wanted)) if wanted <= ceiling)
    }
}
