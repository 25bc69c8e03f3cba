//! From what was read to the evaluated system: pure functions, the day is a value. Texts of the past are asked for by their
//! content, which never changes, so that only those are read that turn out to be in force.

pub mod approval;
pub mod authors;
pub mod codeowners;
pub mod comparison;
pub mod corpus;
pub mod coverage;
pub mod documented;
pub mod editions;
pub mod redline;
pub mod reviews;
pub mod state;

use std::sync::Arc;

use crate::model::inputs::Inputs;
use crate::read::texts::Texts;
use corpus::Corpus;
use coverage::Coverage;

/// The evaluated service management system: all that rules judge and pages show.
#[derive(Clone, Debug)]
pub struct Sms {
    /// What it was made from.
    pub inputs: Inputs,
    /// Documents and records with their states.
    pub corpus: Corpus,
    /// Coverage of the framework of the configuration; empty where that is unknown.
    pub coverage: Coverage,
    /// Texts of the past, for the pages that show them.
    pub texts: Arc<Texts>,
}

/// Evaluates what was read.
#[must_use]
pub fn evaluate(inputs: Inputs, texts: &Arc<Texts>) -> Sms {
    let corpus = corpus::corpus(&inputs, texts);
    let coverage =
        inputs.framework().map(|framework| coverage::coverage(&inputs, &corpus, framework)).unwrap_or_default();
    Sms { inputs, corpus, coverage, texts: Arc::clone(texts) }
}
