//! `smsdoc schema`.

use std::fmt::Write as _;

use camino::Utf8Path;

use super::arguments::Schema;
use super::context::Context;
use super::{Error, Outcome, output};
use crate::read::schema::SchemaSet;
use crate::scaffold::disk;

pub(super) fn run(context: &Context, command: &Schema) -> Result<Outcome, Error> {
    let schemas = context.schemas()?;
    if let Some(folder) = &command.out {
        return write(&schemas, &context.current.join(folder), folder);
    }
    let Some(name) = &command.name else {
        let list = schemas.types().values().fold(String::new(), |mut out, doc_type| {
            let _ = writeln!(out, "{:<18} {}", doc_type.name, doc_type.title);
            out
        });
        output::print(&list)?;
        return Ok(Outcome::Clean);
    };
    // What all types share is no schema of its own, but worth reading for who writes one.
    let shared = || schemas.source(name).cloned();
    let schema = schemas.bundle(name).or_else(shared);
    let schema = schema.ok_or_else(|| Error::Usage(format!("there is no type `{name}`; `smsdoc schema` lists all")))?;
    output::print(&crate::model::json(&schema))?;
    Ok(Outcome::Clean)
}

/// Writes every schema into a folder, for editors.
fn write(schemas: &SchemaSet, folder: &Utf8Path, shown: &Utf8Path) -> Result<Outcome, Error> {
    let names = schemas.names();
    for name in &names {
        let schema = schemas.bundle(name).unwrap_or_default();
        disk::refresh(&folder.join(format!("{name}.schema.json")), crate::model::json(&schema).as_bytes())?;
    }
    output::say(&format!("Wrote {} schemas to {shown}\n", names.len()));
    Ok(Outcome::Clean)
}
