//! A fault in `smsdoc.yaml` or `people.yaml`. Most are found while reading; names and parameters of rules are known here.

use super::near::nearest;
use super::{RULES, Rule, Sink, named, rule};
use crate::evaluate::Sms;
use crate::model::finding::{Finding, Severity};
use crate::model::node::{Node, NodeKind};
use crate::model::rule_setting::Setting;
use crate::model::source::SourceFile;
use crate::model::span::Spanned;
use crate::read::settings;

pub(super) static RULE: Rule = Rule {
    id: "settings-invalid",
    code: None,
    severity: Severity::Error,
    summary: "`smsdoc.yaml` or `people.yaml` has a fault",
    basis: "practice: who may approve what must be beyond doubt",
    explain: "\
Checks both files as front matter is checked: YAML, known keys, values of the right kind. Checks that there is such a
`framework`, and that the documents of `site.tasks` are there. Under `rules`, checks that there is such a rule, that it
has such a parameter, and that the parameter takes such a value. A file that is no YAML at all is told of alone: what
else would be found rests on defaults that are not meant.

Why: a key that is misspelt silently leaves its default in place.

Wrong: `contol: {branch: main}`; `rules: {reveiw-overdue: {level: warning}}`.
Right: `control: {branch: main}`. `smsdoc schema smsdoc` and `smsdoc schema people` print all keys, `smsdoc explain
RULE` the parameters of a rule.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    let Some(file) = &sms.inputs.config_file else { return };
    let root = settings::node(file);
    if let Some(finding) = root.get("framework").and_then(|at| framework(sms, file, at)) {
        findings.add(finding);
    }
    let tasks = root.get("site").and_then(|site| site.get("tasks")).map(Node::items).unwrap_or_default();
    for at in tasks.iter().filter_map(|task| task.get("document")) {
        if let Some(finding) = task(sms, file, at) {
            findings.add(finding);
        }
    }
    for (name, setting) in root.get("rules").map(Node::entries).unwrap_or_default() {
        let slug = name.value.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        match rule(&name.value) {
            Some(rule) => check_parameters(file, rule, setting, findings),
            // Anything else is no name at all, which the schema says.
            None if slug => findings.add(unknown_rule(file, name)),
            None => {}
        }
    }
}

/// The framework that clauses without one belong to has to be there, else nothing is counted.
fn framework(sms: &Sms, file: &SourceFile, at: &Node) -> Option<Finding> {
    let (id, inputs) = (at.text()?, &sms.inputs);
    // Where the value is no id at all, the default stands in its place, and the schema says so.
    if id != inputs.config.framework || inputs.framework().is_some() {
        return None;
    }
    let known = || inputs.frameworks.keys().map(String::as_str);
    let help = match (inputs.refused_frameworks.get(id), nearest(id, known())) {
        (Some(why), _) => format!("mend its file: {why}"),
        (None, Some(near)) => format!("did you mean `{near}`?"),
        (None, None) => {
            let known: Vec<_> = known().map(|id| format!("`{id}`")).collect();
            format!("known are {}; others are added as a file in `schema/frameworks/`", known.join(", "))
        }
    };
    let message = "the framework of the configuration does not exist, so no clause of it is counted";
    Some(Finding::new(RULE.id, file.place(at.span), message).help(help))
}

/// What the first page leads to has to be there.
fn task(sms: &Sms, file: &SourceFile, at: &Node) -> Option<Finding> {
    let id = at.text()?.split('#').next().unwrap_or_default();
    if sms.corpus.get(id).is_some() {
        return None;
    }
    let known = sms.corpus.entries.iter().map(|entry| entry.id.as_str());
    let help = match nearest(id, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "name a document by its id".to_owned(),
    };
    Some(Finding::new(RULE.id, file.place(at.span), format!("there is no document `{id}`")).help(help))
}

fn unknown_rule(file: &SourceFile, name: &Spanned<String>) -> Finding {
    let coded: Vec<_> = named(&name.value).iter().map(|rule| format!("`{}`", rule.id)).collect();
    let help = match nearest(&name.value, RULES.iter().map(|rule| rule.id)) {
        _ if !coded.is_empty() => format!("here a rule is named by its slug: {}", coded.join(", ")),
        Some(near) => format!("did you mean `{near}`?"),
        None => "`smsdoc explain` lists all rules".to_owned(),
    };
    Finding::new(RULE.id, file.place(name.span), format!("there is no rule `{}`", name.value)).help(help)
}

fn check_parameters(file: &SourceFile, rule: &Rule, settings: &Node, findings: &mut Sink<'_>) {
    for (name, value) in settings.entries().iter().filter(|(name, _)| name.value != "level") {
        let typed = &name.value;
        let Some(parameter) = rule.parameters.iter().find(|parameter| parameter.name == typed) else {
            let names = || std::iter::once("level").chain(rule.parameters.iter().map(|parameter| parameter.name));
            let all: Vec<_> = names().map(|name| format!("`{name}`")).collect();
            let help = match nearest(typed, names()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("what can be set for this rule: {}", all.join(", ")),
            };
            let message = format!("the rule `{}` has no parameter `{typed}`", rule.id);
            findings.add(Finding::new(RULE.id, file.place(name.span), message).help(help));
            continue;
        };
        if !parameter.kind.takes(&setting(value)) {
            let found = match &value.kind {
                NodeKind::Scalar { text, .. } if !value.is_null() => format!("`{text}`"),
                NodeKind::Scalar { .. } => "empty".to_owned(),
                NodeKind::Sequence(_) => "a list".to_owned(),
                NodeKind::Mapping(_) => "a group of fields".to_owned(),
            };
            let message =
                format!("`{typed}` of the rule `{}` is {found}, expected {}", rule.id, parameter.kind.expected());
            let help = format!("its default is `{}`: {}", parameter.default, parameter.meaning);
            findings.add(Finding::new(RULE.id, file.place(value.span), message).help(help));
        }
    }
}

/// A value as the configuration reads it.
fn setting(value: &Node) -> Setting {
    match &value.kind {
        NodeKind::Sequence(items) => {
            let texts: Option<Vec<_>> = items.iter().map(|item| item.text().map(str::to_owned)).collect();
            texts.map_or(Setting::Unreadable, Setting::Many)
        }
        _ => value.text().map_or(Setting::Unreadable, |text| Setting::One(text.to_owned())),
    }
}
