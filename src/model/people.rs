//! People and roles: `people.yaml`, the only source of who holds which role.

use jiff::civil::Date;
use serde::Deserialize;

use super::date;
use super::history::Signature;

/// Who holds what.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct People {
    /// Everybody, also those who left.
    pub people: Vec<Person>,
    /// Every role.
    pub roles: Vec<Role>,
}

/// A person.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Person {
    /// Id, as in `approver`.
    pub id: String,
    /// Name for readers.
    pub name: String,
    /// Addresses that commits may carry.
    #[serde(default)]
    pub emails: Vec<String>,
    /// Public keys that sign for this person, in OpenSSH form.
    #[serde(default)]
    pub keys: Vec<String>,
    /// Roles with the time they were held.
    #[serde(default)]
    pub roles: Vec<RoleHeld>,
    /// Names at the forges.
    #[serde(default)]
    pub forge: ForgeNames,
}

/// Where repositories are kept and changes are discussed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forge {
    /// GitHub.
    Github,
    /// GitLab.
    Gitlab,
}

impl Forge {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Github, Self::Gitlab];

    /// The word as typed.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Github => "github",
            Self::Gitlab => "gitlab",
        }
    }
}

/// What the forges call a person, or the team of a role: `@rowan`, `@kestrelmoor/desk`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct ForgeNames {
    /// At GitHub.
    pub github: Option<String>,
    /// At GitLab.
    pub gitlab: Option<String>,
}

impl ForgeNames {
    /// The name at a forge.
    #[must_use]
    pub fn name(&self, forge: Forge) -> Option<&str> {
        match forge {
            Forge::Github => self.github.as_deref(),
            Forge::Gitlab => self.gitlab.as_deref(),
        }
    }
}

/// A role held for a time.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct RoleHeld {
    /// Role id.
    pub role: String,
    /// First day, as typed; `None`: always.
    #[serde(default)]
    pub from: Option<String>,
    /// Last day, as typed; `None`: still.
    #[serde(default)]
    pub until: Option<String>,
}

impl Person {
    /// Whether an address belongs to the person, whatever its case.
    #[must_use]
    pub fn has_email(&self, email: &str) -> bool {
        self.emails.iter().any(|known| known.eq_ignore_ascii_case(email))
    }

    /// Whether the person holds one of some roles on a day.
    #[must_use]
    pub fn holds(&self, roles: &[&str], day: Date) -> bool {
        self.roles.iter().any(|held| roles.contains(&held.role.as_str()) && held.covers(day))
    }
}

impl RoleHeld {
    /// Whether the role was held on a day; both ends belong to the time. A day that cannot be read never counts.
    #[must_use]
    pub fn covers(&self, day: Date) -> bool {
        let after = self.from.as_deref().is_none_or(|from| date::parse(from).is_some_and(|from| from <= day));
        let before = self.until.as_deref().is_none_or(|until| date::parse(until).is_some_and(|until| day <= until));
        after && before
    }
}

/// A role.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Role {
    /// Id, as in `owner`.
    pub id: String,
    /// Title for readers.
    pub title: String,
    /// Role that stands in.
    #[serde(default)]
    pub deputy: Option<String>,
    /// Names of a team at the forges, which is asked instead of the people.
    #[serde(default)]
    pub forge: ForgeNames,
}

impl People {
    /// The person with this id.
    #[must_use]
    pub fn person(&self, id: &str) -> Option<&Person> {
        self.people.iter().find(|person| person.id == id)
    }

    /// The role with this id.
    #[must_use]
    pub fn role(&self, id: &str) -> Option<&Role> {
        self.roles.iter().find(|role| role.id == id)
    }

    /// The title of a role, else its id.
    #[must_use]
    pub fn role_title<'a>(&'a self, id: &'a str) -> &'a str {
        self.role(id).map_or(id, |role| &role.title)
    }

    /// The person to whom a commit or tag belongs: by address, whatever its case, else by the very name.
    #[must_use]
    pub fn of(&self, signature: &Signature) -> Option<&Person> {
        let by_email = self.people.iter().find(|person| person.has_email(&signature.email));
        by_email.or_else(|| self.people.iter().find(|person| !person.name.is_empty() && person.name == signature.name))
    }

    /// Everybody who holds a role on a day, in the order of the file.
    pub fn holders<'a>(&'a self, role: &'a str, day: Date) -> impl Iterator<Item = &'a Person> {
        self.people.iter().filter(move |person| person.roles.iter().any(|held| held.role == role && held.covers(day)))
    }
}
