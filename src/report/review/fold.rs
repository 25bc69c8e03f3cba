//! Fits the report into a comment: first what did not change goes, then the longest redlines, then the ends of tables,
//! the least important first. Nothing is ever cut within a row or a redline.

use super::table::Table;
use super::{Review, approvals, clip, documents, redlines, settings};
use crate::evaluate::comparison::Comparison;
use crate::model::finding::Severity;
use crate::report::markdown::{code, plain};

/// The parts of the report in their order.
struct Parts {
    head: String,
    documents: Table,
    files: Table,
    settings: Table,
    approvals: Table,
    new: Table,
    /// Redlines as they are written; an empty one is not there.
    redlines: Vec<String>,
    /// What is said of those that were left out for their length.
    left_out: Table,
    rules: Table,
    coverage: Table,
    links: Table,
}

impl Parts {
    fn of(review: &Review<'_>, folded: bool) -> Self {
        let Comparison { documents: touched, .. } = review.comparison;
        Self {
            head: review.head(),
            documents: documents::documents(review),
            files: documents::files(review),
            settings: settings::settings(review),
            approvals: approvals::approvals(review),
            new: new(review),
            redlines: touched.iter().map(|document| redlines::redline(document, folded)).collect(),
            left_out: Table::default(),
            rules: documents::rules(review),
            coverage: documents::coverage(review),
            links: documents::links(review),
        }
    }

    fn render(&self) -> String {
        let mut out = self.head.clone();
        for table in [&self.documents, &self.files, &self.settings, &self.approvals] {
            out.push_str(&table.render());
        }
        let redlines: Vec<&str> = self.redlines.iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
        if !redlines.is_empty() || !self.left_out.rows.is_empty() || !self.new.rows.is_empty() {
            out.push_str("\n### What changed in the text\n");
            out.push_str(&self.new.render());
            for redline in redlines {
                out.push('\n');
                out.push_str(redline);
            }
            out.push_str(&self.left_out.render());
        }
        for table in [&self.rules, &self.coverage, &self.links] {
            out.push_str(&table.render());
        }
        out
    }

    /// Leaves out the longest redlines, so many.
    fn without(&mut self, review: &Review<'_>, all: &[String], longest: &[usize], count: usize) {
        self.redlines = all.to_vec();
        let mut gone: Vec<usize> = longest[..count].to_vec();
        gone.sort_unstable();
        let items = gone.iter().map(|index| {
            let id = clip(&review.comparison.documents[*index].id, 60);
            self.redlines[*index].clear();
            format!("{} is too long for this report; {} shows it", code(&id), code(&format!("smsdoc diff {id}")))
        });
        self.left_out = Table::list("", items.collect());
    }

    fn tables(&mut self) -> [&mut Table; 9] {
        [
            &mut self.new,
            &mut self.links,
            &mut self.coverage,
            &mut self.rules,
            &mut self.files,
            &mut self.left_out,
            &mut self.settings,
            &mut self.documents,
            &mut self.approvals,
        ]
    }
}

/// Which table is cut to how many rows, one after the other, until the report fits. Notes and warnings go before errors;
/// what decides who may approve, errors and approvals stay longest, and none of them takes all the room.
fn steps(review: &Review<'_>) -> Vec<(usize, usize)> {
    let errors = review.findings.iter().filter(|finding| finding.severity == Severity::Error).count();
    let who = review.comparison.settings.iter().filter(|setting| setting.affects_approval()).count();
    vec![
        (NEW, 0),
        (LINKS, 0),
        (COVERAGE, 0),
        (RULES, errors),
        (FILES, 0),
        (LEFT_OUT, 0),
        (SETTINGS, who),
        (DOCUMENTS, 30),
        (RULES, errors.min(100)),
        (APPROVALS, 60),
        (DOCUMENTS, 0),
        (SETTINGS, 20),
        (RULES, 10),
        (APPROVALS, 10),
        (SETTINGS, 0),
        (RULES, 0),
        (APPROVALS, 0),
    ]
}

/// Where the tables stand among [`Parts::tables`].
const NEW: usize = 0;
const LINKS: usize = 1;
const COVERAGE: usize = 2;
const RULES: usize = 3;
const FILES: usize = 4;
const LEFT_OUT: usize = 5;
const SETTINGS: usize = 6;
const DOCUMENTS: usize = 7;
const APPROVALS: usize = 8;

/// Headings of new documents: there is nothing to compare them with.
fn new(review: &Review<'_>) -> Table {
    let new = review.comparison.documents.iter().filter(|document| !document.headings.is_empty());
    let items = new.map(|document| {
        let headings = clip(&document.headings.join(" · "), 400);
        format!("{} is new, with the sections: {}", code(&clip(&document.id, 60)), plain(&headings))
    });
    Table::list("", items.collect())
}

/// The report within a limit in bytes.
pub(super) fn fit(review: &Review<'_>, limit: usize) -> String {
    let fits = |parts: &Parts| parts.render().len() <= limit;
    let whole = Parts::of(review, false);
    if fits(&whole) {
        return whole.render();
    }
    let mut parts = Parts::of(review, true);
    if fits(&parts) {
        return parts.render();
    }
    let all = parts.redlines.clone();
    let mut longest: Vec<usize> = (0..all.len()).filter(|index| !all[*index].is_empty()).collect();
    longest.sort_by_key(|index| std::cmp::Reverse(all[*index].len()));
    let left_out = |parts: &mut Parts, count: usize| {
        parts.without(review, &all, &longest, count);
        fits(parts)
    };
    if left_out(&mut parts, longest.len()) {
        let count = least(longest.len(), |count| left_out(&mut parts, count));
        left_out(&mut parts, count);
        return parts.render();
    }
    for (table, keep) in steps(review) {
        let rows = parts.tables()[table].shown;
        let cut = |parts: &mut Parts, shown: usize| {
            parts.tables()[table].shown = shown;
            fits(parts)
        };
        let keep = keep.min(rows);
        if cut(&mut parts, keep) {
            let most = rows - least(rows - keep, |gone| cut(&mut parts, rows - gone));
            cut(&mut parts, most);
            return parts.render();
        }
    }
    parts.render()
}

/// The least number up to `most` that is enough, where `most` is.
fn least(most: usize, mut enough: impl FnMut(usize) -> bool) -> usize {
    let (mut low, mut high) = (0, most);
    while low < high {
        let middle = usize::midpoint(low, high);
        if enough(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    high
}
