//! `.mailmap`: which names and addresses belong to one person.
//!
//! Read here and not by git2, which distinguishes capital letters in addresses where git does not.

use std::collections::HashMap;

use crate::model::history::Signature;

/// Names and addresses with what to show in their place.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Mailmap {
    /// By address in lower case.
    entries: HashMap<String, Entry>,
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Entry {
    any_name: Replacement,
    /// By name in lower case: counts more than what holds for any name.
    by_name: HashMap<String, Replacement>,
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Replacement {
    name: Option<String>,
    email: Option<String>,
}

impl Mailmap {
    /// Reads the content of the file. Lines that say nothing are passed over, as git does.
    pub(super) fn parse(content: &str) -> Self {
        let mut mailmap = Self::default();
        for line in content.lines().filter(|line| !line.starts_with('#')) {
            let Some((name, email, rest)) = name_and_email(line) else { continue };
            if email.is_empty() {
                continue;
            }
            // One pair says how to write the name that goes with an address, two which pair stands for which.
            let (old_name, old_email, new_email) = match name_and_email(rest) {
                Some((old_name, old_email, _)) => (old_name, old_email, Some(email)),
                None => (None, email, None),
            };
            let entry = mailmap.entries.entry(old_email.to_ascii_lowercase()).or_default();
            let replacement = match old_name {
                Some(old_name) => entry.by_name.entry(old_name.to_ascii_lowercase()).or_default(),
                None => &mut entry.any_name,
            };
            replacement.name = name.map(str::to_owned).or(replacement.name.take());
            replacement.email = new_email.map(str::to_owned).or(replacement.email.take());
        }
        mailmap
    }

    /// The person as the file has it.
    pub(super) fn map(&self, person: Signature) -> Signature {
        let Some(entry) = self.entries.get(&person.email.to_ascii_lowercase()) else { return person };
        let replacement = entry.by_name.get(&person.name.to_ascii_lowercase()).unwrap_or(&entry.any_name);
        Signature {
            name: replacement.name.clone().unwrap_or(person.name),
            email: replacement.email.clone().unwrap_or(person.email),
        }
    }
}

/// The first `NAME <ADDRESS>` of a line, and what follows it. The name may be missing.
fn name_and_email(line: &str) -> Option<(Option<&str>, &str, &str)> {
    let (name, rest) = line.split_once('<')?;
    let (email, rest) = rest.split_once('>')?;
    let name = name.trim();
    Some(((!name.is_empty()).then_some(name), email, rest))
}

#[cfg(test)]
mod tests {
    use super::Mailmap;
    use crate::model::history::Signature;

    fn mapped(content: &str, name: &str, email: &str) -> String {
        let person = Mailmap::parse(content).map(Signature { name: name.into(), email: email.into() });
        format!("{} <{}>", person.name, person.email)
    }

    #[test]
    fn all_four_forms() {
        assert_eq!(mapped("Rowan Hale <r@x.org>\n", "rh", "r@x.org"), "Rowan Hale <r@x.org>");
        assert_eq!(mapped("<rowan@x.org> <r@x.org>\n", "rh", "r@x.org"), "rh <rowan@x.org>");
        assert_eq!(mapped("Rowan Hale <rowan@x.org> <r@x.org>", "rh", "r@x.org"), "Rowan Hale <rowan@x.org>");
        let by_name = "Rowan Hale <rowan@x.org> root <root@x.org>\n";
        assert_eq!(mapped(by_name, "root", "root@x.org"), "Rowan Hale <rowan@x.org>");
        assert_eq!(mapped(by_name, "toor", "root@x.org"), "toor <root@x.org>");
    }

    #[test]
    fn capitals_comments_and_nonsense() {
        assert_eq!(mapped("# Rowan Hale <r@x.org>\n", "rh", "r@x.org"), "rh <r@x.org>");
        assert_eq!(mapped("Rowan Hale <R@X.org> # first\n", "rh", "r@x.ORG"), "Rowan Hale <r@x.ORG>");
        let by_name = "Rowan Hale <rowan@x.org> ROOT <root@x.org>\nSomeone <root@x.org>\n";
        assert_eq!(mapped(by_name, "Root", "Root@x.org"), "Rowan Hale <rowan@x.org>");
        assert_eq!(mapped(by_name, "toor", "Root@x.org"), "Someone <Root@x.org>");
        for nonsense in ["", "Rowan Hale", "Rowan Hale <", "Rowan Hale <>", "<r@x.org>", ">Rowan Hale<"] {
            assert_eq!(mapped(nonsense, "rh", "r@x.org"), "rh <r@x.org>", "{nonsense:?}");
        }
    }
}
