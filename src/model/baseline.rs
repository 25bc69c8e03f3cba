//! Findings that are known already: those of a baseline file, or of an earlier state of the repository.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::finding::Finding;

/// What makes a finding the same one tomorrow, when other lines stand above it, its file has another name, or a day more
/// has passed: its rule, its document (else its path), and its message without counts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Key {
    /// Slug of the rule.
    pub rule: String,
    /// Id of the document; without one, the path of the file.
    pub subject: String,
    /// What is wrong, with `#` for what is counted.
    pub message: String,
}

impl Key {
    /// The key of a finding.
    #[must_use]
    pub fn of(finding: &Finding) -> Self {
        let subject = finding.document.clone().unwrap_or_else(|| finding.place.path.to_string());
        Self { rule: finding.rule.to_owned(), subject, message: uncounted(&finding.message) }
    }

    /// A short name for the `number`th finding of this key, counted from 0: the same wherever the same is found.
    #[must_use]
    pub fn fingerprint(&self, number: usize) -> String {
        let mut digest = Sha256::new();
        for part in [&self.rule, &self.subject, &self.message, &number.to_string()] {
            digest.update((part.len() as u64).to_le_bytes());
            digest.update(part);
        }
        digest.finalize()[..16].iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Rules about the clone at hand and not about what is written: nothing that is known makes them good, since what all
/// other findings rest on is missing.
const OF_THE_CLONE: [&str; 3] = ["branch-missing", "history-incomplete", "history-replaced"];

/// What messages count. A number before another word is a version, a clause or the like, and no mere count.
const COUNTED: [&str; 7] = ["day", "percent", "word", "document", "clause", "other", "more"];

/// A message in which days that pass change nothing. Versions, clauses and dates stay.
fn uncounted(message: &str) -> String {
    let mut out: Vec<&str> = Vec::new();
    let number = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    for word in message.split(' ') {
        let bare = word.trim_end_matches([',', ':', ';']);
        let one = bare.strip_suffix('s').unwrap_or(bare);
        match out.last_mut().filter(|last| number(last) && COUNTED.contains(&one)) {
            // One day, two days: the word is written without its plural.
            Some(last) => {
                *last = "#";
                out.push(one);
            }
            None => out.push(word),
        }
    }
    out.join(" ")
}

/// Fingerprints of findings in their order; two of one key have different ones.
#[must_use]
pub fn fingerprints(findings: &[Finding]) -> Vec<String> {
    let mut seen: BTreeMap<Key, usize> = BTreeMap::new();
    let number = |finding: &Finding| {
        let key = Key::of(finding);
        let count = seen.entry(key.clone()).or_default();
        *count += 1;
        key.fingerprint(*count - 1)
    };
    findings.iter().map(number).collect()
}

/// Findings with how many of each there are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    counts: BTreeMap<Key, usize>,
}

impl Baseline {
    /// The findings that there are now.
    #[must_use]
    pub fn of(findings: &[Finding]) -> Self {
        let lasting = findings.iter().filter(|finding| !OF_THE_CLONE.contains(&finding.rule));
        lasting.map(|finding| (Key::of(finding), 1)).collect()
    }

    /// Every key with its count, sorted.
    pub fn iter(&self) -> impl Iterator<Item = (&Key, usize)> {
        self.counts.iter().map(|(key, count)| (key, *count))
    }

    /// Parts findings into those that are new and those that are known, each in their order. Of more findings of one key
    /// than are known, the last are new.
    #[must_use]
    pub fn split(&self, findings: Vec<Finding>) -> (Vec<Finding>, Vec<Finding>) {
        let mut left = self.counts.clone();
        findings.into_iter().partition(|finding| match left.get_mut(&Key::of(finding)) {
            Some(count) if *count > 0 && !OF_THE_CLONE.contains(&finding.rule) => {
                *count -= 1;
                false
            }
            _ => true,
        })
    }

    /// How many known findings are not there any more.
    #[must_use]
    pub fn mended(&self, known: &[Finding]) -> usize {
        self.counts.values().sum::<usize>().saturating_sub(known.len())
    }
}

impl FromIterator<(Key, usize)> for Baseline {
    fn from_iter<T: IntoIterator<Item = (Key, usize)>>(findings: T) -> Self {
        let mut counts = BTreeMap::new();
        for (key, count) in findings {
            let sum: &mut usize = counts.entry(key).or_default();
            *sum = sum.saturating_add(count);
        }
        Self { counts }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::finding::Place;

    fn finding(path: &str, message: &str) -> Finding {
        Finding::new("review-overdue", Place::file(path), message)
    }

    #[test]
    fn days_that_pass_change_nothing_and_versions_do() {
        let key = |message: &str| Key::of(&finding("a.md", message));
        assert_eq!(key("`A` is 9 days late"), key("`A` is 10 days late"));
        assert_ne!(key("clause 8.4.2 is open"), key("clause 8.4.3 is open"));
        assert_ne!(key("`A` 1.0 changed"), key("`A` 2.0 changed"));
        assert_ne!(key("the approval of `A` 1 rests on the file"), key("the approval of `A` 2 rests on the file"));
        assert_eq!(key("`A` is 1 day late"), key("`A` is 2 days late"));
        assert_eq!(key("this sentence has 41 words, and 5 others"), key("this sentence has 52 words, and 1 other"));
        assert_eq!(key("1 clause was missed: 9.1 and 2 more"), key("1 clause was missed: 9.1 and 3 more"));
    }

    #[test]
    fn more_of_the_same_is_new() {
        let known = Baseline::of(&[finding("a.md", "x")]);
        let (new, old) = known.split(vec![finding("a.md", "x"), finding("a.md", "x"), finding("b.md", "x")]);
        assert_eq!((new.len(), old.len()), (2, 1));
        assert_eq!(new[1].place.path, "b.md");
        assert_eq!(known.mended(&[]), 1);
    }

    #[test]
    fn a_clone_without_its_history_is_never_known() {
        let shallow = || Finding::new("history-incomplete", Place::file("."), "x");
        let written = Baseline::of(&[shallow()]);
        assert_eq!(written.iter().count(), 0);
        let by_hand: Baseline = [(Key::of(&shallow()), 1)].into_iter().collect();
        assert_eq!(by_hand.split(vec![shallow()]).0.len(), 1);
    }

    #[test]
    fn findings_of_one_key_have_different_fingerprints() {
        let prints = fingerprints(&[finding("a.md", "x"), finding("a.md", "x"), finding("b.md", "x")]);
        assert_eq!(prints.iter().collect::<std::collections::BTreeSet<_>>().len(), 3);
    }
}
