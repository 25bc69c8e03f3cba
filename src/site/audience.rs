//! Who may read what: filtered once, before anything is derived.

use std::collections::BTreeMap;
use std::sync::Arc;

use camino::Utf8PathBuf;

use super::Error;
use crate::evaluate::Sms;
use crate::model::inputs::Inputs;

/// What a build leaves out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Documents above the ceiling of the audience.
    pub above: usize,
    /// Documents whose classification is missing or unknown.
    pub unclassified: usize,
}

/// The audience that is built: the one that was asked for, else that of the configuration.
///
/// # Errors
///
/// Where there is none of this name.
pub fn audience(inputs: &Inputs, asked: Option<&str>) -> Result<String, Error> {
    let audiences = &inputs.config.audiences;
    let name = asked.unwrap_or(&audiences.default);
    if audiences.ceiling(name).is_some() {
        return Ok(name.to_owned());
    }
    let known: Vec<_> = audiences.names().into_iter().map(|name| format!("`{name}`")).collect();
    Err(Error::Audience(name.to_owned(), format!("there are {}", known.join(", "))))
}

/// Takes away every document that an audience may not read, with everything that is known only of it.
///
/// It fails closed: what has no classification that is known is above every ceiling.
pub fn filter(inputs: &mut Inputs, audience: &str) -> LeftOut {
    let audiences = inputs.config.audiences.clone();
    let mut left_out = LeftOut::default();
    inputs.documents.retain(|document| {
        let class = document.classification.as_ref().map(|class| class.value);
        let kept = audiences.may_read(audience, class);
        match class {
            _ if kept => {}
            None => left_out.unclassified += 1,
            Some(_) => left_out.above += 1,
        }
        kept
    });
    left_out
}

/// The files that documents of the site link, and that may be published.
pub(super) fn attachments(sms: &Sms, mut files: BTreeMap<Utf8PathBuf, Arc<[u8]>>) -> BTreeMap<Utf8PathBuf, Arc<[u8]>> {
    let drafts = sms.inputs.drafts;
    let shown = sms.corpus.entries.iter().filter(|entry| drafts || entry.edition().is_some());
    let linked: std::collections::BTreeSet<_> = shown
        .map(|entry| if drafts { &entry.head } else { entry.document() })
        .flat_map(|document| document.outline.links.iter().filter_map(|link| document.linked_path(link)))
        .collect();
    files.retain(|path, _| linked.contains(path) && crate::rules::is_publishable(path));
    files
}
