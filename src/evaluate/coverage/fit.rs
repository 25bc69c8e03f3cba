//! Whether something of a type can answer a clause, or be what a framework wants in writing.

use crate::model::doc_type::{Answers, DocType};
use crate::model::documented::{Documented, Kept};
use crate::model::framework::Framework;

/// What a claim is worth, by the type of the document that makes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// It counts.
    Counts,
    /// It is in place and counts for nothing: a form becomes evidence when it is filled in.
    Helps,
    /// It is out of place.
    Unfit,
}

/// What a claim of a clause by a document of a type is worth. Of a type that is not known nothing can be said, which is
/// reported elsewhere.
#[must_use]
pub fn fit(framework: &Framework, clause: &str, doc_type: Option<&DocType>) -> Fit {
    let Some(doc_type) = doc_type else { return Fit::Helps };
    let items: Vec<&Documented> = framework.documented.of(clause).collect();
    let can_be = match items.as_slice() {
        [] => doc_type.answers == Answers::Own,
        items => items.iter().any(|item| can_be(doc_type, item)),
    };
    match (can_be, doc_type.answers) {
        (false, _) => Fit::Unfit,
        (true, Answers::Records) => Fit::Helps,
        (true, _) => Fit::Counts,
    }
}

/// Whether a document of a type may stand for an item.
fn can_be(doc_type: &DocType, item: &Documented) -> bool {
    let kept = item.kind != Kept::Document;
    match doc_type.answers {
        _ if item.is_met_by(&doc_type.name) => true,
        Answers::Own => !doc_type.is_record() || kept,
        Answers::Records => kept,
        Answers::External => false,
    }
}
