//! What may be typed for the commands that set up a computer: completions of a shell, manual pages.

use camino::Utf8PathBuf;
use clap::Args;
use clap_complete::Shell;

const COMPLETIONS: &str = "\
Examples:
  smsdoc completions bash > ~/.local/share/bash-completion/completions/smsdoc
  smsdoc completions zsh > ~/.zfunc/_smsdoc
  smsdoc completions fish > ~/.config/fish/completions/smsdoc.fish
  smsdoc completions powershell >> $PROFILE

For zsh, `fpath+=~/.zfunc` must stand before `compinit` in ~/.zshrc.";

#[derive(Debug, Args)]
#[command(after_help = COMPLETIONS)]
pub(in crate::cli) struct Completions {
    /// Shell
    #[arg(value_enum, value_name = "SHELL")]
    pub(in crate::cli) shell: Shell,
}

const MAN: &str = "\
Examples:
  smsdoc man | man -l -                   read the page of smsdoc itself
  smsdoc man ~/.local/share/man/man1      write one page a command

Then `man smsdoc-check` shows one of them.";

#[derive(Debug, Args)]
#[command(after_help = MAN)]
pub(in crate::cli) struct Man {
    /// Folder to write one page a command into; without one, the page of smsdoc itself is printed
    #[arg(value_name = "DIR")]
    pub(in crate::cli) dir: Option<Utf8PathBuf>,
}
