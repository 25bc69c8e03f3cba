//! `smsdoc approve`.

use std::sync::Arc;

use super::arguments::Approve;
use super::checkout::{Checkout, NewTag, User, confirm, shown, warn_of_weakness};
use super::compared::{Finder, heading};
use super::context::Context;
use super::refusal::{because, named, refuse};
use super::reviewed::one_line;
use super::{Error, Outcome, output};
use crate::evaluate::approval::{Act, Reason};
use crate::evaluate::corpus::Entry;
use crate::evaluate::editions::decision;
use crate::evaluate::redline::redline;
use crate::model::document::Status;
use crate::model::inputs::Inputs;
use crate::model::line::{DocumentLine, EvidenceTag, Line, TagKind};
use crate::model::signature::{Signing, public_key};
use crate::model::statement::Statement;
use crate::model::version::Version;
use crate::report::redline::{Look, terminal};
use crate::report::text::visible;
use crate::site::pages::shared;

/// What is decided, as it is stated and complete.
struct Decision<'a> {
    entry: &'a Entry,
    statement: Statement,
    version: Version,
    act: Act,
    /// Name of the tag.
    tag: String,
}

pub(super) fn run(context: &Context, command: &Approve) -> Result<Outcome, Error> {
    let checkout = Checkout::open(context)?;
    let entry = checkout.entry(context, &command.id)?;
    if entry.is_record() {
        let what = format!("{} is a record; records are closed, not approved", entry.id);
        return Err(refuse(what, "close it with `status: closed` and `closed_on`"));
    }
    let statement = checkout.statement(entry)?;
    let user = checkout.user();
    let decision = stated(entry, statement, user.as_ref().ok())?;
    let user = user?;
    is_approver(&checkout, &decision, &user)?;
    is_new(&checkout, &decision, &user)?;
    is_next(&decision)?;
    let sign = checkout.signs(&command.writing)?;
    counts(context, &checkout, &decision, &user, sign)?;
    if !(context.quiet && command.writing.yes) {
        output::print(&show(context, &checkout, &decision)?)?;
    }
    if checkout.asks_for_signatures()
        && let Some(doubt) = checkout.doubt(&user, sign)?
    {
        warn_of_weakness(&doubt);
    }
    let verb = if decision.act == Act::Approval { "Approve" } else { "Withdraw" };
    let Decision { statement, version, .. } = &decision;
    confirm(&command.writing, &format!("{verb} version {version} of {} as {}?", statement.id, shown(&user.signature)))?;
    let message = message(&decision);
    checkout.write(context, &user, &NewTag { name: &decision.tag, target: checkout.head, message: &message, sign })?;
    if !entry.standing.landed && !context.quiet {
        let branch = &checkout.sms.inputs.config.control.branch;
        output::print(&visible(&format!(
            "The commit is not on `{branch}` yet; the version comes into force when it is"
        )))?;
        output::print("\n")?;
    }
    Ok(Outcome::Clean)
}

/// What the file says was decided, where it says all that is needed.
fn stated<'a>(entry: &'a Entry, statement: Statement, user: Option<&User<'_>>) -> Result<Decision<'a>, Error> {
    let act = match statement.status {
        Some(Status::Withdrawn) => Act::Withdrawal,
        _ => Act::Approval,
    };
    let mut lines = Vec::new();
    if !statement.is_approved() {
        lines.push("status: approved".to_owned());
    }
    if statement.version.is_none() {
        lines.push("version: \"1.0\"".to_owned());
    }
    if statement.approver.is_none() {
        lines.push(format!("approver: {}", user.map_or("ID-OF-THE-APPROVER", |user| &user.person.id)));
    }
    if statement.approved_on.is_none() {
        lines.push("approved_on: YYYY-MM-DD".to_owned());
    }
    match statement.version.clone().filter(|_| lines.is_empty()) {
        Some(version) => {
            let kind = if act == Act::Approval { TagKind::Approved } else { TagKind::Withdrawn };
            let tag = format!("{}/{}/{version}", kind.word(), entry.id);
            Ok(Decision { entry, statement, version, act, tag })
        }
        None => {
            let path = entry.head.file.path();
            let status = statement.status.map_or("no status that can be read", Status::word);
            let what =
                format!("{} does not say that it was approved, by whom and when (status: {status})", named(&statement));
            Err(refuse(
                what,
                format!(
                    "put these lines into the front matter of {path}, commit, and try again:\n{}",
                    lines.join("\n")
                ),
            ))
        }
    }
}

/// Only whom the file names can give the proof.
fn is_approver(checkout: &Checkout, decision: &Decision<'_>, user: &User<'_>) -> Result<(), Error> {
    let statement = &decision.statement;
    let approver = statement.approver.as_deref().unwrap_or_default();
    if approver == user.person.id {
        return Ok(());
    }
    let people = &checkout.sms.inputs.people;
    if people.person(approver).is_none() {
        return Err(because(&checkout.sms, statement, &Reason::UnknownPerson));
    }
    let what = format!(
        "`approver` of {} is `{approver}` ({}), and you are {}",
        named(statement),
        shared::person_name(&checkout.sms, approver),
        shown(&user.signature)
    );
    let help = format!(
        "let {} run this command; or if it is you who approves, set `approver: {}`, commit, and try again",
        shared::person_name(&checkout.sms, approver),
        user.person.id
    );
    Err(refuse(what, help))
}

/// There must be no such tag yet.
fn is_new(checkout: &Checkout, decision: &Decision<'_>, user: &User<'_>) -> Result<(), Error> {
    let Decision { entry, statement, version, act, .. } = decision;
    let wanted = if *act == Act::Approval { TagKind::Approved } else { TagKind::Withdrawn };
    let mut tags = checkout.sms.inputs.line.tags_of(&entry.id).iter();
    let is_it = |tag: &&EvidenceTag| tag.kind == wanted && tag.of.parse::<Version>().ok().as_ref() == Some(version);
    let Some(tag) = tags.find(is_it) else { return Ok(()) };
    let texts = &checkout.sms.texts;
    let path = entry.head.file.path();
    let held = || texts.document(path, texts.file_at(tag.target, path)?).map(|document| document.hash);
    let fits = tag.hash.or_else(held) == Some(statement.hash);
    let by = match &tag.tagger {
        Some((who, when)) => format!("by {} on {}", shown(who), checkout.sms.inputs.day(*when)),
        None => "without an annotation, so that it is evidence of nothing".to_owned(),
    };
    let text = if fits { "this text" } else { "another text" };
    let what = format!(
        "there is already a tag {}, {by}; it is on commit {}, which holds {text}",
        tag.name,
        tag.target.short()
    );
    let own = tag.tagger.as_ref().and_then(|(who, _)| checkout.sms.inputs.people.of(who));
    let own = own.is_some_and(|person| person.id == user.person.id);
    let signed = tag.signing.proven_key().is_some() || !checkout.asks_for_signatures();
    let help = match () {
        () if !fits && tag.tagger.is_some() && *act == Act::Approval => {
            format!("{version} is taken: raise `version` in {path}, commit, and approve that")
        }
        () if fits && own && signed => format!("nothing is left to do but to push it: git push origin {}", tag.name),
        () => format!(
            "look at it with `git show {0}`; if it is wrong and nobody has it yet, remove it and try again:\ngit tag --delete {0}",
            tag.name
        ),
    };
    Err(refuse(what, help))
}

/// The number must be that of a version to come, or of the newest one with the same text; only what is approved can be
/// withdrawn.
fn is_next(decision: &Decision<'_>) -> Result<(), Error> {
    let Decision { entry, statement, version, act, .. } = decision;
    let path = entry.head.file.path();
    let newest = entry.editions.first();
    if entry.standing.edited {
        let what = format!("{} was approved with another text than this one", named(statement));
        return Err(match act {
            Act::Approval => refuse(
                what,
                format!("it was edited after its approval: raise `version` in {path}, commit, and approve that"),
            ),
            Act::Withdrawal => refuse(
                what,
                format!(
                    "a withdrawal changes no more than `status`, `withdrawn_on` and `withdrawn_reason`; take back the rest:\nsmsdoc diff {} {version} head",
                    entry.id
                ),
            ),
        });
    }
    match newest.and_then(|newest| newest.version.as_ref()) {
        Some(last) if last > version => {
            let what = format!("{} is not greater than {last}, which was approved before", named(statement));
            Err(refuse(what, format!("raise `version` in {path} above {last}, commit, and try again")))
        }
        _ if *act == Act::Withdrawal && entry.standing.edition.is_none() => {
            let what = format!("{} was never approved, so it cannot be withdrawn", named(statement));
            Err(refuse(
                what,
                format!("`smsdoc history {}` lists the versions that were; a draft is simply deleted", entry.id),
            ))
        }
        _ => Ok(()),
    }
}

/// The decision must count with the tag that is to be written. That it would be signed too weakly is only warned of.
fn counts(
    context: &Context,
    checkout: &Checkout,
    decision: &Decision<'_>,
    user: &User<'_>,
    sign: bool,
) -> Result<(), Error> {
    let Decision { entry, statement, version, act, .. } = decision;
    let sms = &checkout.sms;
    let key = user.person.keys.iter().find_map(|line| public_key(line)).filter(|_| sign);
    let tag = EvidenceTag {
        kind: if *act == Act::Approval { TagKind::Approved } else { TagKind::Withdrawn },
        name: decision.tag.clone(),
        of: version.to_string(),
        object: checkout.head,
        target: checkout.head,
        tagger: Some((user.signature.clone(), context.now())),
        message: String::new(),
        hash: Some(statement.hash),
        signing: key.map_or(Signing::None, |key| Signing::Ssh { key, fingerprint: String::new(), valid: true }),
    };
    let mut line = Line::clone(&sms.inputs.line);
    line.tags.entry(entry.id.folded()).or_default().push(tag);
    let inputs = Inputs { line: Arc::new(line), ..sms.inputs.clone() };
    let none = DocumentLine::default();
    let document = inputs.line.documents.get(&entry.id.folded()).unwrap_or(&none);
    let judgement = self::decision(&inputs, document, statement, *act);
    let signature = |reason: &&Reason| checkout.asks_for_signatures() && matches!(reason, Reason::TooWeak { .. });
    match judgement.reasons.iter().find(|reason| !signature(reason)) {
        Some(reason) => Err(because(sms, statement, reason)),
        None => Ok(()),
    }
}

/// What is decided, for the one who decides: the changes since the version in force, the size of a first version, or
/// why it is withdrawn.
fn show(context: &Context, checkout: &Checkout, decision: &Decision<'_>) -> Result<String, Error> {
    let Decision { entry, statement, version, act, .. } = decision;
    let title = entry.head.title_or_label();
    let path = entry.head.file.path();
    if *act == Act::Withdrawal {
        let on = statement.withdrawn_on.map_or_else(|| "the day on which it lands".to_owned(), |day| day.to_string());
        let reason = statement.withdrawn_reason.as_deref().unwrap_or("none given");
        let lines =
            [format!("{} {version}  {title}", entry.id), format!("Withdrawn on: {on}"), format!("Reason: {reason}")];
        return Ok(lines.iter().map(|line| visible(line) + "\n").collect());
    }
    let finder = Finder { sms: &checkout.sms, entry, git: None };
    let before = match (entry.standing.edition, entry.current) {
        // What is in force already, and only gets its proof: that it replaced.
        (Some(index), current) if current.is_none_or(|current| current == index) => {
            Some(index + 1).filter(|index| *index < entry.editions.len())
        }
        (_, current) => current,
    };
    let Some(before) = before else {
        let words = entry.head.file.slice(entry.head.body).split_whitespace().count();
        let sections = entry.head.outline.headings.len();
        let plural = |count: usize, noun: &str| format!("{count} {noun}{}", if count == 1 { "" } else { "s" });
        let lines = [
            format!("{} {version}  {title}", entry.id),
            format!("The first version: {} with {}, {path}", plural(sections, "section"), plural(words, "word")),
        ];
        return Ok(lines.iter().map(|line| visible(line) + "\n").collect());
    };
    let mut new = finder.head();
    new.name = version.to_string();
    let old = finder.version(before)?;
    let style = context.stdout();
    let look = Look { columns: style.columns, color: style.color };
    Ok(terminal(&redline(&old.document, &new.document), &heading(entry, &old, &new), look) + "\n")
}

/// The message of the tag.
fn message(decision: &Decision<'_>) -> String {
    let Decision { entry, statement, version, act, .. } = decision;
    let title = one_line(entry.head.title_or_label());
    let approver = statement.approver.as_deref().map(one_line).unwrap_or_default();
    let day =
        |name: &str, day: Option<jiff::civil::Date>| day.map(|day| format!("{name}: {day}\n")).unwrap_or_default();
    let (verb, days) = match act {
        Act::Approval => ("Approve", day("Approved-on", statement.approved_on)),
        Act::Withdrawal => ("Withdraw", day("Withdrawn-on", statement.withdrawn_on)),
    };
    format!("{verb} {} {version}: {title}\n\nContent: {}\nApprover: {approver}\n{days}", entry.id, statement.hash)
}
