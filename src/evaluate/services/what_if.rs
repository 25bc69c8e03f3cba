//! What would be if a document said something else.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::breach::Breach;
use super::{Services, services};
use crate::evaluate::Sms;
use crate::evaluate::corpus::Corpus;
use crate::evaluate::reading::Reading;
use crate::model::document::Document;
use crate::model::node::{Node, NodeKind};

/// Why a value cannot be put in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PathError {
    /// Nothing is there.
    #[error("there is no `{0}`")]
    Missing(String),
}

/// The text of a document with other values.
///
/// # Errors
///
/// Where a way leads nowhere. A field that is missing at the end of a way is added.
pub fn supposed(document: &Document, path: &[String], value: &Node) -> Result<Document, PathError> {
    Ok(Document { front: replaced(&document.front, path, value, String::new())?, ..document.clone() })
}

/// The model with other texts, for the rest as it is.
#[must_use]
pub fn with(sms: &Sms, texts: Vec<(usize, Document)>) -> (Corpus, Services) {
    let mut corpus = sms.corpus.clone();
    for (entry, text) in texts {
        corpus.entries[entry].text = Some(Arc::new(text));
    }
    let model = services(&sms.inputs, &corpus, Reading::InForce);
    (corpus, model)
}

/// The breaches of a model that another does not have, at the same places and between the same documents.
#[must_use]
pub fn only_in<'a>(model: &'a Services, other: &Services) -> Vec<&'a Breach> {
    let key = |breach: &Breach| (breach.kind, breach.entry, breach.span, breach.rests_on(), breach.severity);
    let known: BTreeSet<_> = other.breaches.iter().map(key).collect();
    model.breaches.iter().filter(|breach| !known.contains(&key(breach))).collect()
}

fn replaced(node: &Node, path: &[String], value: &Node, so_far: String) -> Result<Node, PathError> {
    let Some((first, rest)) = path.split_first() else {
        // `CON-001.availability=99.5` means its figure.
        if value.text().is_some() && node.get("percent").is_some() {
            return replaced(node, &["percent".to_owned()], value, so_far);
        }
        return Ok(Node { span: node.span, ..value.clone() });
    };
    let here = if so_far.is_empty() { first.clone() } else { format!("{so_far}.{first}") };
    match &node.kind {
        NodeKind::Mapping(fields) => {
            let mut fields = fields.clone();
            match fields.iter_mut().find(|(name, _)| name.value == *first) {
                Some((_, own)) => *own = replaced(own, rest, value, here)?,
                None if rest.is_empty() => {
                    let name = crate::model::span::Spanned::new(first.clone(), node.span);
                    fields.push((name, Node { span: node.span, ..value.clone() }));
                }
                None => return Err(PathError::Missing(here)),
            }
            Ok(Node { kind: NodeKind::Mapping(fields), span: node.span })
        }
        NodeKind::Sequence(items) => {
            let names = |item: &Node| {
                item.text() == Some(first)
                    || item.entries().iter().take(2).any(|(_, value)| value.text() == Some(first))
            };
            let index = first.parse().ok().filter(|index| *index < items.len());
            let index = index.or_else(|| items.iter().position(names)).ok_or(PathError::Missing(here.clone()))?;
            let mut items = items.clone();
            items[index] = replaced(&items[index], rest, value, here)?;
            Ok(Node { kind: NodeKind::Sequence(items), span: node.span })
        }
        NodeKind::Scalar { .. } => Err(PathError::Missing(here)),
    }
}
