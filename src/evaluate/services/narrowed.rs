//! The model for those who may read fewer documents than it was made of.

use std::collections::BTreeSet;

use super::breach::{Breach, Note};
use super::{Services, stated::DependencyKind};
use crate::evaluate::corpus::Corpus;
use crate::model::doc_id::DocId;

impl Services {
    /// The same for an audience. What is not there for them may be there all the same, so that only breaches are left that
    /// hold for all and rest on nothing that they may not read; and a chain with a part that they may not know of is said
    /// to be withheld. `ids` are those of the documents that `whole` was made of, by index.
    #[must_use]
    pub fn narrowed(mut self, whole: &Self, ids: &[DocId], corpus: &Corpus) -> Self {
        self.breaches = whole.breaches.iter().filter_map(|breach| self.seen(whole, breach, ids, corpus)).collect();
        let withheld = self
            .services
            .iter()
            .enumerate()
            .filter(|(_, service)| whole.service(&service.id).is_some_and(|index| !self.knows(whole, index)));
        self.withheld = withheld.map(|(index, _)| index).collect();
        self.left_out = whole.agreements.len() - self.agreements.len();
        self
    }

    /// Whether all that a service of the whole model rests on is known here, too.
    fn knows(&self, whole: &Self, service: usize) -> bool {
        let services = whole.paths.below(service, true);
        let behind = whole.behind([service]);
        let agreements = behind.iter().filter(|under| under.kind != DependencyKind::NonCritical);
        services.iter().all(|index| self.service(&whole.services[*index].id).is_some())
            && agreements.into_iter().all(|under| self.agreement(&whole.agreements[under.agreement].id).is_some())
    }

    fn seen(&self, whole: &Self, breach: &Breach, ids: &[DocId], corpus: &Corpus) -> Option<Breach> {
        let index = |entry: usize| corpus.index(ids.get(entry)?.as_str());
        let related: Option<Vec<Note>> =
            breach.related.iter().map(|note| Some(Note { entry: index(note.entry)?, ..note.clone() })).collect();
        let services: Option<BTreeSet<usize>> =
            breach.services.iter().map(|service| self.service(&whole.services[*service].id)).collect();
        let sla = match breach.sla {
            Some(sla) => Some(self.agreement(&whole.agreements[sla].id)?),
            None => None,
        };
        Some(Breach {
            entry: index(breach.entry)?,
            related: related?,
            services: services?.into_iter().collect(),
            sla,
            ..breach.clone()
        })
    }
}
