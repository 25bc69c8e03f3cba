//! What may be typed.

mod coverage;
mod review;
mod scaffold;
mod services;
mod shell;

use camino::Utf8PathBuf;
use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

pub(super) use self::coverage::{Coverage, CoverageFormat, MinLevel};
pub(super) use self::review::{Review, ReviewFormat};
pub(super) use self::scaffold::{Adopt, Codeowners, ForgeName, Init, New};
pub(super) use self::services::{Services, ServicesFormat, WhatIf};
pub(super) use self::shell::{Completions, Man};
use crate::model::finding::Severity;

const EXAMPLES: &str = "\
Examples:
  smsdoc init                        begin an SMS in this folder
  smsdoc new policy \"Backup policy\"  begin a document
  smsdoc check                       find what is wrong in this SMS
  smsdoc build --out public          publish what is in force
  smsdoc serve                       look at your changes while you write
  smsdoc coverage                    which clauses are answered, and the gaps
  smsdoc services                    what is promised, and whether the chain behind it can keep that
  smsdoc history SMS-POL-001         who changed a policy, and when
  smsdoc diff SMS-POL-001            what you changed since the version in force
  smsdoc approve SMS-POL-001         approve what you committed
  smsdoc explain field-unknown       what a rule checks, and why

Exit codes: 0 clean, 1 findings at or above --deny, 2 could not run.";

/// Publish a controlled service management system from Markdown and git.
#[derive(Debug, Parser)]
#[command(name = "smsdoc", version, after_help = EXAMPLES, max_term_width = 100)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
    #[command(flatten)]
    pub(super) global: Global,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Begin an SMS: settings, first drafts, pipelines
    Init(Init),
    /// Write a new document, with the next free id
    New(New),
    /// Give existing Markdown files the fields of documents
    Adopt(Adopt),
    /// Write who is asked about which change
    Codeowners(Codeowners),
    /// Find missing fields, broken links, uncovered clauses and overdue reviews
    Check(Check),
    /// Write the site
    Build(Build),
    /// Preview the site with live reload
    Serve(Serve),
    /// Print the document register
    Register(Register),
    /// Print how documents answer each clause, and the gaps
    Coverage(Coverage),
    /// Print services and agreements with what is computed from them
    Services(Services),
    /// Print versions and revisions of a document
    History(History),
    /// Print what came into force
    Changes(Changes),
    /// Print what changed from one version of a document to another
    Diff(Diff),
    /// Print a report on a change, for its pull request
    Review(Review),
    /// Approve or withdraw a document: write the evidence into git
    Approve(Approve),
    /// Record a review that found nothing to change
    Reviewed(Reviewed),
    /// Explain a rule
    Explain(Explain),
    /// Print the schema of a document type, for editors
    Schema(Schema),
    /// Print the completions of a shell
    #[command(hide = true)]
    Completions(Completions),
    /// Write the manual pages
    #[command(hide = true)]
    Man(Man),
}

/// Options of every command.
#[derive(Debug, Args)]
#[command(next_help_heading = "Global options")]
pub(super) struct Global {
    /// Folder of the SMS [default: the nearest one with sms-docs/smsdoc.yaml]
    #[arg(long, short = 'C', global = true, value_name = "DIR")]
    pub(super) root: Option<Utf8PathBuf>,
    /// Show what was in force on a day, or at a revision
    #[arg(long, global = true, value_name = "DATE|REV")]
    pub(super) as_of: Option<String>,
    /// Site audience [default: that of the configuration]
    #[arg(long, global = true, value_name = "NAME")]
    pub(super) audience: Option<String>,
    /// Take this day as today [default: SOURCE_DATE_EPOCH, else the clock]
    #[arg(long, global = true, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(super) today: Option<Date>,
    /// Go on in a shallow clone, showing no history
    #[arg(long, global = true)]
    pub(super) allow_shallow: bool,
    /// Colours
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub(super) color: Color,
    /// Say only what is wrong
    #[arg(long, short, global = true)]
    pub(super) quiet: bool,
    /// Say more of what is done
    #[arg(long, short, global = true)]
    pub(super) verbose: bool,
}

fn day(text: &str) -> Result<Date, String> {
    crate::model::date::parse(text).ok_or_else(|| "expected a day such as 2026-11-22".to_owned())
}

/// When colours are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    Auto,
    Always,
    Never,
}

/// What makes a command fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Deny {
    /// Errors
    Error,
    /// Warnings, too
    Warning,
    /// Nothing
    Never,
}

impl Deny {
    /// Whether a finding of this weight is denied.
    pub(super) fn covers(self, severity: Severity) -> bool {
        match self {
            Self::Error => severity == Severity::Error,
            Self::Warning => severity >= Severity::Warning,
            Self::Never => false,
        }
    }
}

const CHECK: &str = "\
Examples:
  smsdoc check                            all that is wrong
  smsdoc check sms-docs/policies          in one folder
  smsdoc check --base origin/main         only what my change brought
  smsdoc check --fix                      mend what needs no thought, then report the rest
  smsdoc check --write-baseline           set aside all that is wrong today
  smsdoc check --format sarif > smsdoc.sarif

With --format github, annotations go to standard output and a table into the summary of the step.";

#[derive(Debug, Args)]
#[command(after_help = CHECK)]
pub(super) struct Check {
    /// Only findings in these files and folders
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<Utf8PathBuf>,
    /// How to print the report
    #[arg(long, value_enum, default_value_t = ReportFormat::Human)]
    pub(super) format: ReportFormat,
    /// Only what came since the last commit shared with this branch, tag or commit
    #[arg(long, value_name = "REV")]
    pub(super) base: Option<String>,
    /// Change the files where no thought is needed: dates, names of fields, their order, moved links
    #[arg(long)]
    pub(super) fix: bool,
    /// Set aside all findings of today in sms-docs/smsdoc-baseline.json: only new ones count from then on
    #[arg(long, conflicts_with_all = ["fix", "base", "paths"])]
    pub(super) write_baseline: bool,
    /// What counts as failure
    #[arg(long, value_enum, default_value_t = Deny::Error, value_name = "LEVEL")]
    pub(super) deny: Deny,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ReportFormat {
    /// For people
    Human,
    /// A line for each finding, for editors
    Short,
    /// For programs: smsdoc/check/1
    Json,
    /// SARIF 2.1.0, for code scanning and editors
    Sarif,
    /// Annotations and step summary of GitHub Actions
    Github,
    /// Code quality report of GitLab
    Gitlab,
    /// JUnit XML, for test reports
    Junit,
}

const BUILD: &str = "\
Examples:
  smsdoc build                             publish into public/
  smsdoc build --audience customer --out site
  smsdoc build --draft                     the files on disk, with drafts
  smsdoc build --as-of 2026-03-31          the site as it was on that day";

#[derive(Debug, Args)]
#[command(after_help = BUILD)]
pub(super) struct Build {
    /// Folder to write
    #[arg(long, default_value = "public", value_name = "DIR")]
    pub(super) out: Utf8PathBuf,
    /// Show the files on disk, with drafts
    #[arg(long)]
    pub(super) draft: bool,
    /// What stops the build
    #[arg(long, value_enum, default_value_t = Deny::Error, value_name = "LEVEL")]
    pub(super) deny: Deny,
    /// Reserved: print from the browser, whose print dialog gives numbered, controlled sheets
    #[arg(long)]
    pub(super) pdf: bool,
}

const SERVE: &str = "\
Examples:
  smsdoc serve                             then open http://127.0.0.1:4000
  smsdoc serve --port 0                    any free port
  smsdoc serve --published                 what is in force, as readers see it";

#[derive(Debug, Args)]
#[command(after_help = SERVE)]
pub(super) struct Serve {
    /// Port; 0 takes any free one
    #[arg(long, default_value_t = 4000)]
    pub(super) port: u16,
    /// Address to listen on
    #[arg(long, default_value = "127.0.0.1")]
    pub(super) host: String,
    /// Show what is in force instead of the files on disk
    #[arg(long)]
    pub(super) published: bool,
    /// Look for changes by reading, where the system reports none (network drives)
    #[arg(long)]
    pub(super) poll: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum TableFormat {
    Table,
    Json,
    Csv,
    Xlsx,
}

const REGISTER: &str = "\
Examples:
  smsdoc register
  smsdoc register --format csv > register.csv
  smsdoc register --format xlsx --audience auditor > register.xlsx
  smsdoc register --as-of 2026-03-31       the register of that day";

#[derive(Debug, Args)]
#[command(after_help = REGISTER)]
pub(super) struct Register {
    /// How to print it
    #[arg(long, value_enum, default_value_t = TableFormat::Table)]
    pub(super) format: TableFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum HistoryFormat {
    Table,
    Json,
}

const HISTORY: &str = "\
Examples:
  smsdoc history SMS-POL-001
  smsdoc history sms-docs/res/major-incident.md
  smsdoc history --all --format json";

#[derive(Debug, Args)]
#[command(after_help = HISTORY)]
pub(super) struct History {
    /// Id of a document, or path of a file
    #[arg(value_name = "ID|PATH", required_unless_present = "all")]
    pub(super) name: Option<String>,
    /// Every tracked Markdown file
    #[arg(long, conflicts_with = "name")]
    pub(super) all: bool,
    /// How to print it
    #[arg(long, value_enum, default_value_t = HistoryFormat::Table)]
    pub(super) format: HistoryFormat,
}

const EXPLAIN: &str = "\
Examples:
  smsdoc explain                           list all rules
  smsdoc explain review-overdue
  smsdoc explain R-09";

#[derive(Debug, Args)]
#[command(after_help = EXPLAIN)]
pub(super) struct Explain {
    /// Slug or code of a rule, such as review-overdue or R-09; without one, all are listed
    #[arg(value_name = "RULE")]
    pub(super) rule: Option<String>,
}

const SCHEMA: &str = "\
Examples:
  smsdoc schema                            list the types
  smsdoc schema policy
  smsdoc schema people                     the fields of people.yaml
  smsdoc schema document                   any document: its type decides
  smsdoc schema --out .vscode/smsdoc       all of them, for an editor";

#[derive(Debug, Args)]
#[command(after_help = SCHEMA)]
pub(super) struct Schema {
    /// Document type, `document` for any, `smsdoc`, `people`, or `common` for what they share; without one, the types
    /// are listed
    #[arg(value_name = "TYPE")]
    pub(super) name: Option<String>,
    /// Write all schemas into this folder instead
    #[arg(long, value_name = "DIR", conflicts_with = "name")]
    pub(super) out: Option<Utf8PathBuf>,
}

const CHANGES: &str = "\
Examples:
  smsdoc changes                               the last 90 days
  smsdoc changes --since 2026-01-01            since a day
  smsdoc changes --since release/2026.1 --format markdown
                                               since a release, to paste into a mail";

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ChangesFormat {
    Table,
    Json,
    Markdown,
}

#[derive(Debug, Args)]
#[command(after_help = CHANGES)]
pub(super) struct Changes {
    /// First day, or the day of a commit or tag [default: 90 days ago]
    #[arg(long, value_name = "DATE|REV")]
    pub(super) since: Option<String>,
    /// How to print it
    #[arg(long, value_enum, default_value_t = ChangesFormat::Table)]
    pub(super) format: ChangesFormat,
}

const DIFF: &str = "\
Examples:
  smsdoc diff SMS-POL-001                  the version in force and what you wrote since
  smsdoc diff SMS-POL-001 1.0 2.0          two versions
  smsdoc diff SMS-POL-001 main~5 head      two commits
  smsdoc diff SMS-POL-001 --format html > redline.html

FROM and TO are versions (1.0), `head` (the newest text: the file on disk, with --as-of the newest
commit), or whatever names a commit in git.";

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum DiffFormat {
    Terminal,
    Html,
    Json,
}

#[derive(Debug, Args)]
#[command(after_help = DIFF)]
pub(super) struct Diff {
    /// Id of a document
    pub(super) id: String,
    /// The old text [default: the version in force, or where nothing changed since, the one before]
    pub(super) from: Option<String>,
    /// The new text [default: the newest, or where nothing changed, the version in force]
    pub(super) to: Option<String>,
    /// How to print it
    #[arg(long, value_enum, default_value_t = DiffFormat::Terminal)]
    pub(super) format: DiffFormat,
}

/// How evidence is written.
#[derive(Debug, Args)]
pub(super) struct Writing {
    /// Do not ask
    #[arg(long, short)]
    pub(super) yes: bool,
    /// Sign the tag [default: as git is set up]
    #[arg(long, conflicts_with = "no_sign")]
    pub(super) sign: bool,
    /// Do not sign the tag
    #[arg(long)]
    pub(super) no_sign: bool,
}

const APPROVE: &str = "\
How to approve a document:
  1. Let somebody other than its authors read it: smsdoc diff SMS-POL-001
  2. In the file, set `status: approved`, `approver` (your id in people.yaml) and `approved_on`; commit
  3. smsdoc approve SMS-POL-001
  4. git push origin approved/SMS-POL-001/2.1

A document that states `status: withdrawn` is withdrawn in the same way, by a tag `withdrawn/...`.

Examples:
  smsdoc approve SMS-POL-001
  smsdoc approve SMS-POL-001 --sign --yes";

#[derive(Debug, Args)]
#[command(after_help = APPROVE)]
pub(super) struct Approve {
    /// Id of a document
    pub(super) id: String,
    #[command(flatten)]
    pub(super) writing: Writing,
}

const REVIEWED: &str = "\
Examples:
  smsdoc reviewed SMS-POL-001
  smsdoc reviewed SMS-POL-001 --outcome \"still fits; next look after the audit\"

The review is of the version in force. Where it found something to change, change the document instead.";

#[derive(Debug, Args)]
#[command(after_help = REVIEWED)]
pub(super) struct Reviewed {
    /// Id of a document
    pub(super) id: String,
    /// What the review found
    #[arg(long, default_value = "no change", value_name = "TEXT")]
    pub(super) outcome: String,
    /// Day of the review [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(super) on: Option<Date>,
    #[command(flatten)]
    pub(super) writing: Writing,
}
