//! What a command knows of its surroundings, read once.

use std::io::IsTerminal as _;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use jiff::Timestamp;

use super::Error;
use super::arguments::{Color, Global};
use crate::evaluate::{Sms, evaluate};
use crate::git;
use crate::model::history::ObjectId;
use crate::model::inputs::Repository;
use crate::read::day::Today;
use crate::read::embedded;
use crate::read::schema::SchemaSet;
use crate::read::{Request, Workspace};
use crate::report::human::Style;
use crate::site::audience;

/// The surroundings of a command.
pub(super) struct Context {
    /// Current directory.
    pub(super) current: Utf8PathBuf,
    /// `--root`.
    root: Option<Utf8PathBuf>,
    /// `--as-of`.
    pub(super) as_of: Option<String>,
    /// `--audience`.
    pub(super) audience: Option<String>,
    today: Today,
    allow_shallow: bool,
    color: Color,
    /// `--quiet`.
    pub(super) quiet: bool,
    /// `--verbose`.
    pub(super) verbose: bool,
}

impl Context {
    #[expect(
        clippy::disallowed_methods,
        reason = "the day, the environment and the current directory are read here, once"
    )]
    pub(super) fn new(global: &Global) -> Result<Self, Error> {
        let epoch = std::env::var("SOURCE_DATE_EPOCH").ok().filter(|text| !text.is_empty());
        let now = match epoch {
            Some(text) => {
                text.parse().ok().and_then(|seconds| Timestamp::from_second(seconds).ok()).ok_or_else(|| {
                    Error::Usage(format!("SOURCE_DATE_EPOCH is `{text}`, expected seconds since 1970"))
                })?
            }
            None => Timestamp::now(),
        };
        let gone = |error| {
            let what = format!("the folder in which this was started cannot be found: {error}");
            Error::Usage(format!("{what}\n  = help: change to a folder that is there"))
        };
        let current = std::env::current_dir().map_err(gone)?;
        let current = Utf8PathBuf::from_path_buf(current)
            .map_err(|path| crate::read::Error::PathNotText(path.to_string_lossy().into_owned()))?;
        Ok(Self {
            current,
            root: global.root.clone(),
            as_of: global.as_of.clone(),
            audience: global.audience.clone(),
            today: Today { asked: global.today, now },
            allow_shallow: global.allow_shallow,
            color: global.color,
            quiet: global.quiet,
            verbose: global.verbose,
        })
    }

    /// Opens the SMS.
    pub(super) fn workspace(&self) -> Result<Workspace, Error> {
        Ok(Workspace::open(self.root.as_deref(), &self.current)?)
    }

    /// The schemas of the SMS; outside of one, those of the program.
    pub(super) fn schemas(&self) -> Result<Arc<SchemaSet>, Error> {
        match self.workspace().as_ref().map(Workspace::schemas) {
            Ok(schemas) => Ok(schemas?),
            Err(_) => Ok(SchemaSet::load(&embedded::schema_files()).map_err(crate::read::Error::from)?.into()),
        }
    }

    /// A request for what is published, or for the files on disk.
    pub(super) fn request(&self, published: bool) -> Request {
        Request {
            published: published || self.as_of.is_some(),
            as_of: self.as_of.clone(),
            today: self.today.clone(),
            drafts: false,
            uncommitted: false,
            history: true,
            allow_shallow: self.allow_shallow,
        }
    }

    /// This instant: `SOURCE_DATE_EPOCH`, else the clock.
    pub(super) fn now(&self) -> Timestamp {
        self.today.now
    }

    /// Reads and evaluates.
    pub(super) fn evaluate(&self, workspace: &Workspace, request: &Request) -> Result<Sms, Error> {
        let read = workspace.read(request)?;
        Ok(evaluate(read.inputs, &read.texts))
    }

    /// The commit from which a change went out: the last one that what is checked out shares with a revision.
    pub(super) fn base(&self, workspace: &Workspace, revision: &str) -> Result<ObjectId, Error> {
        let git = git::Repository::discover(&workspace.root())?;
        let Some((git, head)) = git.and_then(|git| git.head().transpose().map(|head| (git, head))) else {
            let what = "there is no commit here yet, so there is nothing to compare with\n  = help: leave `--base` out";
            return Err(Error::Usage(what.to_owned()));
        };
        let unknown = || {
            let help = "name a branch, tag or commit that was fetched, such as origin/main";
            Error::Usage(format!("`--base {revision}` is no revision of this repository\n  = help: {help}"))
        };
        let named = git.resolve(revision)?.ok_or_else(unknown)?;
        git.merge_base(head?, named)?.ok_or_else(|| {
            let help = "fetch the whole history: `fetch-depth: 0` in GitHub Actions, `GIT_DEPTH: 0` in GitLab CI";
            Error::Usage(format!("`--base {revision}` shares no commit with what is checked out\n  = help: {help}"))
        })
    }

    /// Reads and evaluates a commit as if it were checked out.
    pub(super) fn evaluate_at(&self, workspace: &Workspace, commit: ObjectId) -> Result<Sms, Error> {
        let read = workspace.read_commit(&self.request(false), commit)?;
        Ok(evaluate(read.inputs, &read.texts))
    }

    /// Reads and evaluates for commands that need the whole history.
    pub(super) fn whole(&self, workspace: &Workspace, request: &Request) -> Result<Sms, Error> {
        let sms = self.evaluate(workspace, request)?;
        if let Repository::Cut { reason } = &sms.inputs.repository
            && !self.allow_shallow
        {
            return Err(Error::Usage(format!(
                "{reason}, so what is in force cannot be told\n  = help: run `git fetch --unshallow`; in GitHub Actions set `fetch-depth: 0`, in GitLab CI `GIT_DEPTH: 0`"
            )));
        }
        Ok(sms)
    }

    /// The same for commands that tell what is in force: they show what `--audience` may see.
    pub(super) fn controlled(&self, workspace: &Workspace, request: &Request) -> Result<Sms, Error> {
        let sms = self.whole(workspace, request)?;
        if self.audience.is_none() {
            return Ok(sms);
        }
        let audience = audience::audience(&sms.inputs, self.audience.as_deref())?;
        Ok(audience::filter(sms, &audience).sms)
    }

    /// A path as typed, from the folder to which paths are relative.
    pub(super) fn relative(&self, workspace: &Workspace, path: &Utf8Path) -> Utf8PathBuf {
        let full = self.current.join(path);
        let full = full.canonicalize_utf8().unwrap_or(full);
        full.strip_prefix(workspace.top()).map_or_else(|_| path.to_owned(), Utf8Path::to_owned)
    }

    /// How reports are set on a stream.
    #[expect(clippy::disallowed_methods, reason = "the environment is read here")]
    pub(super) fn style(&self, terminal: bool) -> Style {
        let color = match self.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
        };
        let columns = std::env::var("COLUMNS").ok().and_then(|text| text.parse().ok());
        let columns = columns.or_else(|| terminal.then(terminal_size::terminal_size)?.map(|(wide, _)| wide.0.into()));
        Style { columns: columns.unwrap_or(80).clamp(40, 120), color, all: self.verbose }
    }

    /// The style for standard output.
    pub(super) fn stdout(&self) -> Style {
        self.style(std::io::stdout().is_terminal())
    }

    /// The style for standard error.
    pub(super) fn stderr(&self) -> Style {
        self.style(std::io::stderr().is_terminal())
    }
}
