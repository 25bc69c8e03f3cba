//! What may be typed for the commands that write files for people.

use clap::Args;

const NEW: &str = "\
Examples:
  smsdoc new                                       list the types
  smsdoc new policy \"Backup policy\" --area SMS
  smsdoc new service \"Managed print\" --owner service-owner-workplace

The file gets the next free id: above every number that was ever used, also by documents that were removed. Its fields
and headings come from schema/TYPE.schema.json, of this repository or of the program.";

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
