//! What may be typed behind `smsdoc coverage`.

use clap::{Args, ValueEnum};

use crate::evaluate::coverage::Level;

const COVERAGE: &str = "\
Examples:
  smsdoc coverage                               every clause, what answers it, and the gaps
  smsdoc coverage --framework iso27001-2022     of another standard
  smsdoc coverage --min-level covered           fail while a clause is less than covered
  smsdoc coverage --base origin/main            fail where a change lowers a clause
  smsdoc coverage --format csv > coverage.csv
  smsdoc coverage --format xlsx > coverage.xlsx
  smsdoc coverage --trend                       how it came about, release by release

Levels, worst to best: gap, mentioned (only in what is not in force), overdue (its reviews are),
covered, evidenced (covered, and every record that the clause calls for is there in its period).
This is the state of the documentation; conformity is for an auditor to judge.

With --base, the levels are those once the change is approved and in force; with --min-level
as well, only clauses below that level count that the change lowers.";

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum CoverageFormat {
    /// For people
    Table,
    /// For programs: smsdoc/coverage/1
    Json,
    /// For spreadsheets: a row for each leaf clause
    Csv,
    /// The same as a workbook, with what is wanted in writing
    Xlsx,
    /// For tools of governance: how the documents answer it, an OSCAL 1.1.3 component definition
    Oscal,
    /// The clauses themselves with their counterparts in other frameworks, an OSCAL 1.1.3 catalog
    OscalCatalog,
}

/// A level as it is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum MinLevel {
    Gap,
    Mentioned,
    Overdue,
    Covered,
    Evidenced,
}

impl MinLevel {
    pub(in crate::cli) fn level(self) -> Level {
        match self {
            Self::Gap => Level::Gap,
            Self::Mentioned => Level::Mentioned,
            Self::Overdue => Level::Overdue,
            Self::Covered => Level::Covered,
            Self::Evidenced => Level::Evidenced,
        }
    }
}

#[derive(Debug, Args)]
#[command(after_help = COVERAGE)]
pub(in crate::cli) struct Coverage {
    /// Framework [default: that of the configuration]
    #[arg(long, value_name = "ID")]
    pub(in crate::cli) framework: Option<String>,
    /// How to print it
    #[arg(long, value_enum, default_value_t = CoverageFormat::Table)]
    pub(in crate::cli) format: CoverageFormat,
    /// Show the levels at each release, or at the end of each quarter, instead
    #[arg(long, conflicts_with_all = ["framework", "min_level", "base"])]
    pub(in crate::cli) trend: bool,
    /// Fail where a leaf clause has a lower level
    #[arg(long, value_enum, value_name = "LEVEL")]
    pub(in crate::cli) min_level: Option<MinLevel>,
    /// Fail where a clause is lower than at the last commit shared with this branch, tag or commit
    #[arg(long, value_name = "REV")]
    pub(in crate::cli) base: Option<String>,
}
