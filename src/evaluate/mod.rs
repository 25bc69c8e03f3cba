//! From what was read to the evaluated system: pure functions, the day is a value. Texts of the past are asked for by their
//! content, which never changes, so that only those are read that turn out to be in force.

pub mod approval;
pub mod audits;
pub mod authors;
pub mod codeowners;
pub mod comparison;
pub mod corpus;
pub mod coverage;
pub mod editions;
pub mod gaps;
pub mod parties;
pub mod past;
pub mod readiness;
pub mod reading;
pub mod redline;
pub mod reviews;
pub mod scope;
pub mod services;
pub mod state;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::inputs::Inputs;
use crate::read::texts::Texts;
use audits::Audits;
use corpus::Corpus;
use coverage::Coverage;
use parties::Parties;
use past::Past;
use reading::Reading;
use services::Services;
use services::results::{self, Results};

/// The evaluated service management system: all that rules judge and pages show.
#[derive(Clone, Debug)]
pub struct Sms {
    /// What it was made from.
    pub inputs: Inputs,
    /// Documents and records with their states.
    pub corpus: Corpus,
    /// Coverage of the framework of the configuration; empty where that is unknown.
    pub coverage: Coverage,
    /// Coverage of the other frameworks, by their ids.
    pub others: BTreeMap<String, Coverage>,
    /// What is planned about open gaps, with the index of the register in [`Corpus::entries`].
    pub plans: Vec<(usize, gaps::Plan)>,
    /// Audits and corrective actions.
    pub audits: Audits,
    /// Who takes part in what, and who answers for it.
    pub parties: Parties,
    /// Services and agreements in force, with what is computed from them.
    pub services: Services,
    /// The same of the newest texts, which is where faults are mended.
    pub services_to_come: Arc<Services>,
    /// What was reached of the targets of the agreements in force.
    pub results: Results,
    /// Days of the past.
    pub past: Arc<Past>,
    /// Texts of the past, for the pages that show them.
    pub texts: Arc<Texts>,
}

impl Sms {
    /// The coverage of a framework; that of the configuration where there is no such framework.
    #[must_use]
    pub fn coverage_of(&self, framework: &str) -> &Coverage {
        self.others.get(framework).unwrap_or(&self.coverage)
    }

    /// Computes anew what follows from the documents, for others than those that were evaluated.
    pub fn renew(&mut self, corpus: Corpus) {
        self.corpus = corpus;
        (self.coverage, self.others) = coverages(&self.inputs, &self.corpus);
        self.plans = gaps::plans(&self.inputs, &self.corpus);
        self.audits = audits::audits(&self.inputs, &self.corpus);
        self.parties = parties::parties(&self.inputs, &self.corpus, &self.coverage, Reading::InForce);
        self.services = services::services(&self.inputs, &self.corpus, Reading::InForce);
        self.results = results::results(&self.inputs, &self.corpus, &self.services, &self.texts);
    }
}

/// Evaluates what was read.
#[must_use]
pub fn evaluate(inputs: Inputs, texts: &Arc<Texts>) -> Sms {
    let corpus = corpus::corpus(&inputs, texts);
    let (coverage, others) = coverages(&inputs, &corpus);
    let plans = gaps::plans(&inputs, &corpus);
    let audits = audits::audits(&inputs, &corpus);
    let parties = parties::parties(&inputs, &corpus, &coverage, Reading::InForce);
    let services = services::services(&inputs, &corpus, Reading::InForce);
    let services_to_come = Arc::new(services::services(&inputs, &corpus, Reading::Newest));
    let results = results::results(&inputs, &corpus, &services, texts);
    let past = Arc::new(Past::new(&inputs, texts));
    let texts = Arc::clone(texts);
    Sms { audits, parties, services, services_to_come, results, past, inputs, corpus, coverage, others, plans, texts }
}

/// The coverage of the framework of the configuration, and that of all others.
fn coverages(inputs: &Inputs, corpus: &Corpus) -> (Coverage, BTreeMap<String, Coverage>) {
    let all = inputs.frameworks.iter();
    let mut others: BTreeMap<String, Coverage> =
        all.map(|(id, framework)| (id.clone(), coverage::coverage(inputs, corpus, framework))).collect();
    (others.remove(&inputs.config.framework).unwrap_or_default(), others)
}
