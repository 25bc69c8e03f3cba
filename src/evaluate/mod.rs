//! From what was read to the evaluated system: pure functions, the day is a value.

pub mod corpus;
pub mod coverage;
pub mod redline;
pub mod state;

use crate::model::inputs::Inputs;
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
}

/// Evaluates what was read.
#[must_use]
pub fn evaluate(inputs: Inputs) -> Sms {
    let corpus = corpus::corpus(&inputs);
    let coverage =
        inputs.framework().map(|framework| coverage::coverage(&inputs, &corpus, framework)).unwrap_or_default();
    Sms { inputs, corpus, coverage }
}
