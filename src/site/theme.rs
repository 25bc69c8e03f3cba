//! A theme: templates, and static files under names that hold their hash.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use camino::Utf8PathBuf;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::error::Error;
use super::render::templates::Templates;
use super::style;
use crate::model::language::Language;
use crate::read::embedded::Files;
use crate::read::interface;

/// A theme that was loaded.
pub struct Theme {
    templates: Templates,
    /// The theme that each template is of.
    origins: BTreeMap<String, String>,
    /// The language of the interface.
    pub language: Arc<Language>,
    /// Static files by their path in the site.
    pub assets: BTreeMap<Utf8PathBuf, Arc<[u8]>>,
}

impl Theme {
    /// Loads the theme of a name in a language; what it does not have comes from `default`. Values that all pages share
    /// are made once the language is known.
    ///
    /// # Errors
    ///
    /// Where there is no theme of this name, or a template or a file of words is faulty.
    pub fn load<T: Serialize>(
        files: &Files,
        name: &str,
        language: &str,
        globals: impl FnOnce(&Language) -> T,
    ) -> Result<Self, Error> {
        if !files.keys().any(|path| path.starts_with(&format!("{name}/"))) {
            return Err(Error::Theme(format!(
                "there is no folder `themes/{name}`; `site.theme` in smsdoc.yaml names it"
            )));
        }
        let layered = |folder: &str| {
            let mut layer: BTreeMap<String, &[u8]> = BTreeMap::new();
            for theme in ["default", name] {
                let prefix = format!("{theme}/{folder}/");
                layer.extend(
                    files.iter().filter_map(|(path, bytes)| Some((path.strip_prefix(&prefix)?.to_owned(), &**bytes))),
                );
            }
            layer
        };
        let templates = layered("templates");
        let is_own = |path: &str| files.contains_key(&format!("{name}/templates/{path}"));
        let theme_of = |path: &String| if is_own(path) { name.to_owned() } else { "default".to_owned() };
        let origins: BTreeMap<_, _> = templates.keys().map(|path| (path.clone(), theme_of(path))).collect();
        let mut texts = Vec::new();
        for (path, bytes) in &templates {
            let text = std::str::from_utf8(bytes)
                .map_err(|_| Error::Theme(format!("themes/{}/templates/{path} is not UTF-8", origins[path])))?;
            texts.push((path.as_str(), text));
        }
        let (assets, names) = hashed(&layered("static"));
        let language = Arc::new(interface::language(files, &["default", name], language).map_err(Error::Theme)?);
        let globals = Globals { assets: names, rest: &language.speak(|| globals(&language)) };
        let templates = Templates::load(texts.into_iter(), &globals).map_err(|error| placed(error, &origins))?;
        Ok(Self { templates, origins, language, assets })
    }

    /// Renders a view with a template of the theme.
    ///
    /// # Errors
    ///
    /// Where the template names a value that the view does not have.
    pub fn render(&self, template: &str, view: &impl Serialize) -> Result<Vec<u8>, Error> {
        let page = self.templates.render(template, view).map_err(|error| placed(error, &self.origins))?;
        Ok(page.into_bytes())
    }
}

/// Names the file of a template where an error points into it: those of a theme and of `default` have the same names.
fn placed(error: Error, origins: &BTreeMap<String, String>) -> Error {
    let Error::Theme(text) = error else { return error };
    let line = |line: &str| match line.trim_start().strip_prefix("--> ").and_then(|place| place.split_once(':')) {
        Some((name, rest)) if origins.contains_key(name) => {
            let indent = &line[..line.len() - line.trim_start().len()];
            format!("{indent}--> themes/{}/templates/{name}:{rest}", origins[name])
        }
        _ => line.to_owned(),
    };
    Error::Theme(text.lines().map(line).collect::<Vec<_>>().join("\n"))
}

#[derive(Serialize)]
struct Globals<'a, T> {
    /// Paths of static files by name, dots and hyphens as low lines: `site_css`.
    assets: BTreeMap<String, String>,
    #[serde(flatten)]
    rest: &'a T,
}

type Assets = BTreeMap<Utf8PathBuf, Arc<[u8]>>;

/// Gives every static file a name with the hash of its content, and puts these names into style sheets.
fn hashed(files: &BTreeMap<String, &[u8]>) -> (Assets, BTreeMap<String, String>) {
    let mut assets = Assets::new();
    let mut names = BTreeMap::new();
    let mut renamed: Vec<(String, String)> = Vec::new();
    let is_style = |path: &str| path.ends_with(".css");
    let sorted =
        files.iter().filter(|(path, _)| !is_style(path)).chain(files.iter().filter(|(path, _)| is_style(path)));
    for (path, bytes) in sorted {
        let content: Vec<u8> = match std::str::from_utf8(bytes) {
            Ok(text) if is_style(path) => {
                let style = renamed.iter().fold(text.to_owned(), |style, (from, to)| {
                    style.replace(&format!("\"{from}\""), &format!("\"{to}\""))
                });
                style::published(&style).into_bytes()
            }
            Ok(text) if path.ends_with(".js") => style::published_script(text).into_bytes(),
            _ => bytes.to_vec(),
        };
        let file = path.rsplit('/').next().unwrap_or(path);
        let (stem, ending) = file.rsplit_once('.').unwrap_or((file, "bin"));
        let name = format!("{stem}.{}.{ending}", short_hash(&content));
        names.insert(file.replace(['.', '-'], "_"), format!("assets/{name}"));
        renamed.push((path.clone(), name.clone()));
        assets.insert(Utf8PathBuf::from(format!("assets/{name}")), content.into());
    }
    (assets, names)
}

fn short_hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes)[..4].iter().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}
