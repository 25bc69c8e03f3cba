//! `smsdoc explain`.

use std::fmt::Write as _;

use super::arguments::Explain;
use super::context::Context;
use super::{Error, Outcome, output};
use crate::rules::{self, Held, Kind, RULES, Rule};

pub(super) fn run(context: &Context, command: &Explain) -> Result<Outcome, Error> {
    let text = match &command.rule {
        None => list(context.stdout().columns),
        Some(name) => {
            let held = rules::held(name);
            let pages: Vec<_> = rules::named(name).into_iter().map(page).chain(held.map(held_page)).collect();
            if pages.is_empty() {
                return Err(Error::Usage(unknown(name)));
            }
            pages.join("\n")
        }
    };
    output::print(&text)?;
    Ok(Outcome::Clean)
}

fn list(columns: usize) -> String {
    let mut out = String::new();
    for rule in RULES {
        let begin = format!("{:<28} {:<5} {:<8} ", rule.id, rule.code.unwrap_or(""), rule.severity.word());
        output::hanging(&mut out, &begin, rule.summary, columns);
    }
    out
}

fn page(rule: &Rule) -> String {
    let code = rule.code.map_or_else(String::new, |code| format!(" ({code})"));
    let mut out = format!(
        "{}{code}: {}\n\n{}\n\nBasis: {}\nWeight: {}; change it in `sms-docs/smsdoc.yaml` with `rules: {{{}: {{level: warning}}}}`\n",
        rule.id,
        rule.summary,
        rule.explain,
        rule.basis,
        rule.severity.word(),
        rule.id
    );
    for parameter in rule.parameters {
        let _ = writeln!(
            out,
            "Parameter: `{}`, {}\n  {}\n  default: {}",
            parameter.name,
            parameter.kind.expected(),
            parameter.meaning,
            parameter.default
        );
    }
    if let Some(parameter) = rule.parameters.first() {
        let value = if parameter.kind == Kind::Words { "[one, two]" } else { parameter.default };
        let _ = writeln!(out, "Set it with `rules: {{{}: {{{}: {value}}}}}`", rule.id, parameter.name);
    }
    out
}

fn held_page(held: &Held) -> String {
    format!(
        "{}: {}\n\n{}\n\nThis holds by the way the program works; there is no finding for it.\n",
        held.code, held.summary, held.how
    )
}

fn unknown(name: &str) -> String {
    match rules::nearest(name, RULES.iter().map(|rule| rule.id)) {
        Some(id) => format!("there is no rule `{name}`; did you mean `{id}`?"),
        None => format!("there is no rule `{name}`; `smsdoc explain` lists all"),
    }
}
