//! What may be typed for the commands that write files for people.

use std::collections::BTreeSet;

use camino::Utf8PathBuf;
use clap::{Args, ValueEnum};

use crate::scaffold::starter::Part;

const NEW: &str = "\
Examples:
  smsdoc new                                       list the types
  smsdoc new policy \"Backup policy\" --area SMS
  smsdoc new service \"Managed print\" --owner service-owner-workplace

The file gets the next free id: above every number that was ever used, also by
documents that were removed. Its fields and headings come from
schema/TYPE.schema.json, of this repository or of the program.";

#[derive(Debug, Args)]
#[command(after_help = NEW)]
pub(in crate::cli) struct New {
    /// Type of the document; without one, the types are listed
    #[arg(value_name = "TYPE")]
    pub(in crate::cli) doc_type: Option<String>,
    /// Title for readers
    #[arg(value_name = "TITLE")]
    pub(in crate::cli) title: Option<String>,
    /// Area that the id begins with, such as SMS [default: that of other documents of the type]
    #[arg(long, value_name = "AREA")]
    pub(in crate::cli) area: Option<String>,
    /// Role that owns the document [default: yours, else one that may approve it]
    #[arg(long, value_name = "ROLE")]
    pub(in crate::cli) owner: Option<String>,
    /// Id [default: the next free one]
    #[arg(long, value_name = "ID", conflicts_with = "area")]
    pub(in crate::cli) id: Option<String>,
    /// Do not ask
    #[arg(long, short)]
    pub(in crate::cli) yes: bool,
}

const INIT: &str = "\
Examples:
  smsdoc init                          begin an SMS in this folder
  smsdoc init our-sms                  in a new one
  smsdoc init --dry-run                only show which files would be written
  smsdoc init --only pipelines         add the pipelines to an SMS
  smsdoc init --demo example           an example to look at, in a new folder

What is there already is left as it is. The first documents are drafts: nothing
of them is published until somebody approves it.";

/// A part of the starter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum StarterPart {
    /// Configuration, people and first documents
    Documents,
    /// README.md for the team
    Readme,
    /// .github/workflows/sms.yml and .gitlab-ci.yml
    Pipelines,
    /// .githooks/pre-commit and .gitignore
    Hook,
}

#[derive(Debug, Args)]
#[command(after_help = INIT)]
pub(in crate::cli) struct Init {
    /// Folder [default: this one]
    #[arg(value_name = "DIR")]
    pub(in crate::cli) dir: Option<Utf8PathBuf>,
    /// Write this part only; may be given several times
    #[arg(long, value_enum, value_name = "PART")]
    only: Vec<StarterPart>,
    /// Show what would be written, and write nothing
    #[arg(long)]
    pub(in crate::cli) dry_run: bool,
    /// The example of Kestrelmoor IT Services, as a repository with years of
    /// signed history
    #[arg(long, conflicts_with = "only")]
    pub(in crate::cli) demo: bool,
}

impl Init {
    /// The parts that are wanted.
    pub(in crate::cli) fn parts(&self) -> BTreeSet<Part> {
        let all = [StarterPart::Documents, StarterPart::Readme, StarterPart::Pipelines, StarterPart::Hook];
        let wanted = if self.only.is_empty() { &all[..] } else { &self.only };
        let part = |part: &StarterPart| match part {
            StarterPart::Documents => Part::Documents,
            StarterPart::Readme => Part::Readme,
            StarterPart::Pipelines => Part::Pipelines,
            StarterPart::Hook => Part::Hook,
        };
        wanted.iter().map(part).collect()
    }
}

const ADOPT: &str = "\
Examples:
  smsdoc adopt sms-docs/policies                  show it all, and ask
  smsdoc adopt wiki --into sms-docs/wiki --yes    move the files, too
  smsdoc adopt howto.md --type work_instruction --owner service-desk-manager
  smsdoc adopt docs --drop-unknown                without fields of their own

Each file gets an id, its title from the first heading, status draft and version
0.1. Not a byte of its text is changed.";

#[derive(Debug, Args)]
#[command(after_help = ADOPT)]
pub(in crate::cli) struct Adopt {
    /// Markdown files and folders
    #[arg(value_name = "PATH", required = true)]
    pub(in crate::cli) paths: Vec<Utf8PathBuf>,
    /// Type of all of them [default: guessed from name, title and folder]
    #[arg(long = "type", value_name = "TYPE")]
    pub(in crate::cli) doc_type: Option<String>,
    /// Role that owns them [default: yours, else one that may approve them]
    #[arg(long, value_name = "ROLE")]
    pub(in crate::cli) owner: Option<String>,
    /// Area that ids begin with, such as SMS [default: that of other documents of the type]
    #[arg(long, value_name = "AREA")]
    pub(in crate::cli) area: Option<String>,
    /// Who may read them [default: internal]
    #[arg(long, value_name = "CLASS", value_parser = ["public", "internal", "confidential", "restricted"])]
    pub(in crate::cli) classification: Option<String>,
    /// Leave out fields that the type does not know
    #[arg(long)]
    pub(in crate::cli) drop_unknown: bool,
    /// Move the files into this folder of the content
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) into: Option<Utf8PathBuf>,
    /// Do not ask
    #[arg(long, short)]
    pub(in crate::cli) yes: bool,
    /// Only show what would be written
    #[arg(long, conflicts_with = "yes")]
    pub(in crate::cli) dry_run: bool,
}

const CODEOWNERS: &str = "\
Examples:
  smsdoc codeowners                    print the lines for GitHub
  smsdoc codeowners --write            write them, keeping all other lines
  smsdoc codeowners --write --format gitlab
  smsdoc codeowners --check            say whether the file fits

Each document is given to those who hold its owner role and the roles that may
approve it today, by their `forge` name in people.yaml, else by their first mail
address. The rule codeowners-stale finds a file that does not fit.";

/// Whose syntax is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ForgeName {
    Github,
    Gitlab,
}

#[derive(Debug, Args)]
#[command(after_help = CODEOWNERS)]
pub(in crate::cli) struct Codeowners {
    /// For which forge [default: that of the file that is there, else github]
    #[arg(long, value_enum, value_name = "FORGE")]
    pub(in crate::cli) format: Option<ForgeName>,
    /// Write the file
    #[arg(long)]
    pub(in crate::cli) write: bool,
    /// Only say whether the file fits; exit code 1 where it does not
    #[arg(long, conflicts_with = "write")]
    pub(in crate::cli) check: bool,
}
