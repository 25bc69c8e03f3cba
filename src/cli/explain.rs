//! `smsdoc explain`.

use std::fmt::Write as _;

use super::arguments::Explain;
use super::{Error, Outcome, output};
use crate::rules::{self, RULES, Rule};

pub(super) fn run(command: &Explain) -> Result<Outcome, Error> {
    let text = match &command.rule {
        None => list(),
        Some(name) => {
            let found = rules::named(name);
            if found.is_empty() {
                return Err(Error::Usage(unknown(name)));
            }
            found.into_iter().map(page).collect::<Vec<_>>().join("\n")
        }
    };
    output::print(&text)?;
    Ok(Outcome::Clean)
}

fn list() -> String {
    RULES.iter().fold(String::new(), |mut out, rule| {
        let _ = writeln!(
            out,
            "{:<22} {:<5} {:<8} {}",
            rule.id,
            rule.code.unwrap_or(""),
            rule.severity.word(),
            rule.summary
        );
        out
    })
}

fn page(rule: &Rule) -> String {
    let code = rule.code.map_or_else(String::new, |code| format!(" ({code})"));
    format!(
        "{}{code}: {}\n\n{}\n\nBasis: {}\nWeight: {}; change it in `sms-docs/smsdoc.yaml` with `rules: {{{}: {{level: warning}}}}`\n",
        rule.id,
        rule.summary,
        rule.explain,
        rule.basis,
        rule.severity.word(),
        rule.id
    )
}

fn unknown(name: &str) -> String {
    let near =
        RULES.iter().map(|rule| (strsim::jaro_winkler(name, rule.id), rule.id)).max_by(|a, b| a.0.total_cmp(&b.0));
    match near {
        Some((score, id)) if score > 0.8 => format!("there is no rule `{name}`; did you mean `{id}`?"),
        _ => format!("there is no rule `{name}`; `smsdoc explain` lists all"),
    }
}
