//! Whether something of a type can answer a clause, or be what a framework wants in writing.

use crate::model::doc_type::{Answers, DocType};
use crate::model::documented::{Documented, Kept};
use crate::model::framework::Framework;

/// What a claim is worth, by the type of the document that makes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// It answers the clause.
    Counts,
    /// It is in place and answers nothing by itself: a record beside the document that is asked for, a form before it is
    /// filled in, an agreement that touches the subject.
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
    let named = items.iter().any(|item| item.is_met_by(&doc_type.name));
    let wants_document = items.iter().any(|item| item.kind == Kept::Document);
    let wants_record = items.iter().any(|item| item.kind != Kept::Document);
    // A list of what others ask for has no items of its own: whatever is on the list may claim it.
    let listed = framework.documented.is_umbrella(clause);
    match doc_type.answers {
        Answers::Records if named || wants_record => Fit::Helps,
        Answers::External if named => Fit::Counts,
        Answers::Records | Answers::External => Fit::Unfit,
        _ if doc_type.is_record() && wants_document && !named && !wants_record => Fit::Unfit,
        // What is retained does not stand for what is to be maintained.
        _ if doc_type.is_record() && wants_document => Fit::Helps,
        Answers::Named if !named && !listed && !items.is_empty() => Fit::Helps,
        Answers::Own | Answers::Named => Fit::Counts,
    }
}
