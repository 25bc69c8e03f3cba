//! Templates of a theme. The only place that knows tera.

use serde::Serialize;
use tera::{Context, Kwargs, State, Tera, Value};

use crate::model::language;
use crate::site::error::Error;

/// The templates of a theme, ready for use.
pub struct Templates {
    tera: Tera,
}

impl Templates {
    /// Loads templates by name, with values that every page knows.
    ///
    /// # Errors
    ///
    /// Where one cannot be read, or uses a filter, function or template that does not exist.
    pub fn load<'a>(files: impl Iterator<Item = (&'a str, &'a str)>, globals: &impl Serialize) -> Result<Self, Error> {
        let mut tera = Tera::default();
        tera.autoescape_on(vec![".html", ".xml"]);
        tera.register_filter("say", say);
        tera.add_raw_templates(files).map_err(|error| Error::Theme(error.to_string()))?;
        let global = Context::from_serialize(globals).map_err(|error| Error::Theme(error.to_string()))?;
        *tera.global_context() = global;
        Ok(Self { tera })
    }

    /// Renders a view.
    ///
    /// # Errors
    ///
    /// Where the template names a value that the view does not have.
    pub fn render(&self, template: &str, view: &impl Serialize) -> Result<String, Error> {
        let context = Context::from_serialize(view).map_err(|error| Error::Theme(error.to_string()))?;
        self.tera.render(template, &context).map_err(|error| Error::Theme(error.to_string()))
    }
}

/// `{{ "{count} of {all}" | say(count=1, all=2) }}`: a text in the language of the page, with values at their places.
fn say(text: &str, values: Kwargs, _: &State) -> String {
    let value = |name: &str| values.get::<&Value>(name).ok().flatten().map(Value::to_string);
    language::filled(&language::say(text), value)
}
