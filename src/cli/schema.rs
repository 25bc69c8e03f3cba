//! `smsdoc schema`.

use std::fmt::Write as _;

use super::arguments::Schema;
use super::context::Context;
use super::{Error, Outcome, output};

pub(super) fn run(context: &Context, command: &Schema) -> Result<Outcome, Error> {
    let schemas = context.schemas()?;
    let Some(name) = &command.name else {
        let list = schemas.types().values().fold(String::new(), |mut out, doc_type| {
            let _ = writeln!(out, "{:<18} {}", doc_type.name, doc_type.title);
            out
        });
        output::print(&list)?;
        return Ok(Outcome::Clean);
    };
    let source = schemas
        .source(name)
        .ok_or_else(|| Error::Usage(format!("there is no type `{name}`; `smsdoc schema` lists all")))?;
    output::print(&crate::model::json(source))?;
    Ok(Outcome::Clean)
}
