//! What may be typed behind `smsdoc services`.

use std::str::FromStr;

use clap::{Args, ValueEnum};

const SERVICES: &str = "\
Examples:
  smsdoc services                                     every service with its figures, and what does not fit
  smsdoc services --agreements                        SLAs, OLAs and contracts: terms, notice, what rests on them
  smsdoc services --what-if CON-001.availability=99.5 which SLAs would break
  smsdoc services --what-if SVC-101.depends_on.colocation.kind=redundant
  smsdoc services --format json                       for programs
  smsdoc services --format csv > services.csv

With --what-if nothing is written: it tells what would break, what would be mended and which figures
would change if the text in force said something else. Fields are named as in the front matter, with
dots between; an element of a list by its number from 0, or by what it names (its target, metric or
id). It may be given several times. The exit code is 1 where something would break.";

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ServicesFormat {
    /// For people
    Table,
    /// For programs: smsdoc/services/1, with --what-if smsdoc/what-if/1
    Json,
    /// For spreadsheets: a row for each service, agreement or breach
    Csv,
    /// Services and agreements as a workbook
    Xlsx,
}

/// Another value for a field: `CON-001.availability=99.5`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cli) struct WhatIf {
    /// The document, as typed.
    pub(in crate::cli) id: String,
    /// The fields on the way.
    pub(in crate::cli) path: Vec<String>,
    /// The value as it would be written.
    pub(in crate::cli) value: String,
}

impl FromStr for WhatIf {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let expected = || "expected ID.FIELD=VALUE such as CON-001.availability=99.5".to_owned();
        let (way, value) = text.split_once('=').ok_or_else(expected)?;
        let mut parts = way.split('.').map(|part| part.trim().to_owned());
        let id = parts.next().filter(|id| !id.is_empty()).ok_or_else(expected)?;
        let path: Vec<String> = parts.collect();
        if path.is_empty() || path.iter().any(String::is_empty) {
            return Err(expected());
        }
        Ok(Self { id, path, value: value.trim().to_owned() })
    }
}

#[derive(Debug, Args)]
#[command(after_help = SERVICES)]
pub(in crate::cli) struct Services {
    /// How to print it
    #[arg(long, value_enum, default_value_t = ServicesFormat::Table)]
    pub(in crate::cli) format: ServicesFormat,
    /// Print agreements instead of services; JSON and workbooks hold both
    #[arg(long, conflicts_with = "what_if")]
    pub(in crate::cli) agreements: bool,
    /// Tell what would break if a field had another value
    #[arg(long, value_name = "ID.FIELD=VALUE")]
    pub(in crate::cli) what_if: Vec<WhatIf>,
}
