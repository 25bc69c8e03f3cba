//! Reads and writes the file of findings that a team knows of.

use serde::{Deserialize, Serialize};

use crate::model::baseline::{Baseline, Key};
use crate::model::finding::{Finding, Place};
use crate::model::source::SourceFile;

/// Name and version of the form.
const SCHEMA: &str = "smsdoc/baseline/1";

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    schema: String,
    findings: Vec<Known>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Known {
    rule: String,
    /// Document id, else path.
    subject: String,
    message: String,
    /// How many of it; 1 where it is not said.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    count: usize,
}

fn one() -> usize {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
fn is_one(count: &usize) -> bool {
    *count == 1
}

/// The baseline of a file. One that cannot be read counts as empty, and a finding says so: nothing is hidden by mistake.
#[must_use]
pub fn read(file: &SourceFile) -> (Baseline, Vec<Finding>) {
    let fault = |line: usize, column: usize, message: String| {
        let mut place = Place::file(file.path());
        place.start = crate::model::span::Position { line: line.max(1), column: column.max(1) };
        place.end = place.start;
        let help = "write it anew with `smsdoc check --write-baseline`, or remove it";
        (Baseline::default(), vec![Finding::new("settings-invalid", place, message).help(help)])
    };
    match serde_json::from_str::<File>(file.text()) {
        Ok(read) if read.schema == SCHEMA => {
            let keys = read
                .findings
                .into_iter()
                .map(|known| (Key { rule: known.rule, subject: known.subject, message: known.message }, known.count));
            (keys.collect(), Vec::new())
        }
        Ok(read) => fault(1, 1, format!("this baseline has the form `{}`; `{SCHEMA}` is known", read.schema)),
        Err(error) => fault(error.line(), error.column(), "this baseline cannot be read from here on".to_owned()),
    }
}

/// The text of the file for a baseline, sorted so that changes of it are easy to read.
#[must_use]
pub fn write(baseline: &Baseline) -> String {
    let known = baseline.iter().map(|(key, count)| Known {
        rule: key.rule.clone(),
        subject: key.subject.clone(),
        message: key.message.clone(),
        count,
    });
    crate::model::json(&File { schema: SCHEMA.to_owned(), findings: known.collect() })
}
