//! Changes of people, roles and configuration, each in a sentence.

use super::table::Table;
use super::{Review, clip, list, short};
use crate::evaluate::comparison::{Holding, Setting};
use crate::report::markdown::{code, plain};

pub(super) fn settings(review: &Review<'_>) -> Table {
    let items = review.comparison.settings.iter().map(|setting| {
        let sign = if setting.affects_approval() { "**who may approve:** " } else { "" };
        format!("{sign}{}", sentence(setting))
    });
    let mut table = Table::list("People, roles and settings", items.collect());
    if review.comparison.settings.iter().any(Setting::affects_approval) {
        table.intro = "This change decides who may approve, or what proves it. Look at it first.".to_owned();
    }
    table
}

fn name(text: &str) -> String {
    plain(&clip(text, 80))
}

fn value(value: Option<&String>) -> String {
    match value.map(|text| text.trim()) {
        None => "the default".to_owned(),
        Some("") => "nothing".to_owned(),
        Some(text) => code(&clip(text, 160)),
    }
}

fn sentence(setting: &Setting) -> String {
    match setting {
        Setting::Approvers { types, before, after } => {
            let names = |all: &[String]| all.iter().map(|text| name(text)).collect::<Vec<_>>();
            format!(
                "{}: {} instead of {}",
                list(&names(types), "and"),
                list(&names(after), "or"),
                list(&names(before), "or")
            )
        }
        Setting::Holder { role, person, before, after, .. } => holder(&name(role), &name(person), before, after),
        Setting::Person { person, what: "person", before: None, .. } => format!("{} is a new person", name(person)),
        Setting::Person { person, what: "person", .. } => format!("{} is taken out", name(person)),
        Setting::Person { person, what, before, after } => {
            let what = match *what {
                "emails" => "addresses that commits may carry",
                "keys" => "keys that sign",
                other => other,
            };
            format!("{}, {what}: {} → {}", name(person), none(before.as_ref()), none(after.as_ref()))
        }
        Setting::Role { role, what: "role", before: None, .. } => format!("{} is a new role", name(role)),
        Setting::Role { role, what: "role", .. } => format!("the role {} is taken out", name(role)),
        Setting::Role { role, what, before, after } => {
            format!("role {}, {what}: {} → {}", name(role), none(before.as_ref()), none(after.as_ref()))
        }
        Setting::Key { key, before, after } => {
            format!("{}: {} → {}", code(&clip(key, 120)), value(before.as_ref()), value(after.as_ref()))
        }
    }
}

fn none(value: Option<&String>) -> String {
    value.map_or_else(|| "none".to_owned(), |text| short(text))
}

fn holder(role: &str, person: &str, before: &Option<Holding>, after: &Option<Holding>) -> String {
    let times =
        |holding: &Option<Holding>| holding.as_ref().map_or_else(|| "not at all".to_owned(), |held| short(&held.times));
    let today = |holding: &Option<Holding>| holding.as_ref().is_some_and(|held| held.today);
    let verb = match (today(before), today(after)) {
        (false, true) => "gains",
        (true, false) => "loses",
        _ => "holds at other times",
    };
    format!("{person} {verb} the role {role}: {} → {}", times(before), times(after))
}
