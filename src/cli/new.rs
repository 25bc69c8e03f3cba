//! `smsdoc new`.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::arguments::New;
use super::context::Context;
use super::refusal::{list, refuse};
use super::{Error, Outcome, output};
use crate::model::doc_id::DocId;
use crate::model::doc_type::DocType;
use crate::report::text::visible;
use crate::scaffold::library::{Library, Wanted};
use crate::scaffold::number;

pub(super) fn run(context: &Context, command: &New) -> Result<Outcome, Error> {
    let Some(name) = &command.doc_type else { return types(context) };
    let mut library = library(context)?;
    let doc_type = doc_type(&library, name)?;
    let title = command.title.as_deref().map(str::trim).unwrap_or_default();
    if title.is_empty() || title.chars().any(char::is_control) {
        let what = "a document needs a title on one line";
        return Err(refuse(what, format!("write it after the type:\nsmsdoc new {name} \"{}\"", doc_type.title)));
    }
    let owner = command.owner.as_deref().map(|role| role_id(&library, role)).transpose()?;
    let id = command.id.as_deref().map(|id| free_id(&library, &doc_type, id)).transpose()?;
    let area = match id {
        Some(_) => None,
        None => area(&library, &doc_type, command.area.as_deref(), !command.yes)?,
    };
    let made = library.make(&doc_type, Wanted { title, area, owner, id, fields: Vec::new() });
    library.write(&made)?;
    let mut out = format!("Wrote {}\n", made.path);
    if !context.quiet {
        let _ = writeln!(out, "  {}, {}, owner {}", made.id, doc_type.title.to_lowercase(), made.owner);
        out.push_str("Next: write what is marked TODO, look at it with `smsdoc serve`, and commit it\n");
    }
    output::print(&out)?;
    for finding in library.errors(&made.path, &made.text) {
        output::say(&visible(&format!("warning: {}:{}: {}", made.path, finding.place.start.line, finding.message)));
        output::say("\n");
    }
    Ok(Outcome::Clean)
}

/// What is there already, from the files on disk.
pub(super) fn library(context: &Context) -> Result<Library, Error> {
    if context.as_of.is_some() {
        return Err(refuse("`--as-of` looks at the past, and files are written today", "leave `--as-of` out"));
    }
    let mut request = context.request(false);
    request.history = false;
    Ok(Library::open(&context.workspace()?, &request)?)
}

/// The type of a name.
pub(super) fn doc_type(library: &Library, name: &str) -> Result<DocType, Error> {
    library.types().get(name).cloned().ok_or_else(|| {
        let near = library.types().keys().map(|known| (strsim::jaro_winkler(name, known), known));
        let help = match near.max_by(|a, b| a.0.total_cmp(&b.0)) {
            Some((score, near)) if score > 0.8 => format!("did you mean `{near}`?"),
            _ => "`smsdoc new` lists the types".to_owned(),
        };
        refuse(format!("there is no type `{name}`"), help)
    })
}

/// A role that was named, where people.yaml knows it.
pub(super) fn role_id(library: &Library, role: &str) -> Result<String, Error> {
    let roles = &library.inputs.people.roles;
    if roles.is_empty() || library.inputs.people.role(role).is_some() {
        return Ok(role.to_owned());
    }
    let people = library.inputs.content_folder.join("people.yaml");
    let known = list(roles.iter().map(|role| format!("`{}`", role.id)), "and");
    Err(refuse(format!("`{role}` is no role of {people}"), format!("there are {known}; or add it there first")))
}

/// The area for new ids of a type: the one that was named, else that of the documents that there are, else what the person
/// at the terminal says.
pub(super) fn area(
    library: &Library,
    doc_type: &DocType,
    named: Option<&str>,
    may_ask: bool,
) -> Result<Option<String>, Error> {
    if !doc_type.id_area {
        return match named {
            None => Ok(None),
            Some(_) => {
                let what = format!("ids of the type `{}` have no area: {}-001", doc_type.name, doc_type.id_code());
                Err(refuse(what, "leave `--area` out"))
            }
        };
    }
    let checked = |typed: &str| {
        let refusal =
            || refuse(format!("`{typed}` is no area"), "an area is a short word of letters and digits such as SMS");
        number::area(typed).ok_or_else(refusal)
    };
    if let Some(named) = named {
        return checked(named).map(Some);
    }
    let areas: BTreeSet<String> = library.areas(doc_type);
    let mut several = areas.iter();
    if let (Some(only), None) = (several.next(), several.next()) {
        return Ok(Some(only.clone()));
    }
    let known = if areas.is_empty() { "SMS".to_owned() } else { list(areas.into_iter(), "or") };
    if may_ask && let Some(answer) = output::ask_text(&format!("Area of the id ({known}):"))? {
        return checked(&answer).map(Some);
    }
    let what = format!("the id of a {} begins with an area, and more than one would do", doc_type.title.to_lowercase());
    Err(refuse(what, format!("say which with `--area`: {known}, or a new one")))
}

/// An id that was named, where nothing ever had it.
fn free_id(library: &Library, doc_type: &DocType, id: &str) -> Result<String, Error> {
    if !DocId::new(id).is_some_and(|id| id.is_well_formed()) {
        let like = if doc_type.id_area { "SMS-" } else { "" };
        let help = format!("write it in capitals such as {like}{}-001", doc_type.id_code());
        return Err(refuse(format!("`{id}` is no id"), help));
    }
    let codes = &doc_type.id_codes;
    if !codes.is_empty() && !id.split('-').any(|part| codes.iter().any(|code| code == part)) {
        let what = format!("`{id}` does not hold `{}`, the code of its type `{}`", codes.join("` or `"), doc_type.name);
        return Err(refuse(what, "use the code of the type, or leave `--id` out"));
    }
    if library.is_used(id) {
        let what = format!("`{id}` was used before, and ids are never used again");
        return Err(refuse(what, "leave `--id` out to get the next free one"));
    }
    Ok(id.to_owned())
}

/// Lists the types with an id as they have it.
fn types(context: &Context) -> Result<Outcome, Error> {
    let schemas = context.schemas()?;
    let list = schemas.types().values().fold(String::new(), |mut out, doc_type| {
        let area = if doc_type.id_area { "AREA-" } else { "" };
        let id = format!("{area}{}-001", doc_type.id_code());
        let _ = writeln!(out, "{:<18} {id:<14} {}", doc_type.name, doc_type.title);
        out
    });
    output::print(&list)?;
    output::say("\nBegin one with `smsdoc new TYPE TITLE`\n");
    Ok(Outcome::Clean)
}
