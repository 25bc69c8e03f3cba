//! Which files are looked at, on which day, and from which commits their history is told.

use camino::Utf8PathBuf;

use super::day;
use super::error::Error;
use super::request::Request;
use super::tree::Tree;
use super::workspace::{CONFIG, Workspace};
use crate::git;
use crate::model::config::Config;
use crate::model::finding::{Finding, Place};
use crate::model::history::ObjectId;
use crate::model::inputs::Content;

/// What is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum At {
    /// What the request asks for: the files on disk, or what is published.
    Request,
    /// The commit that is checked out, without what lies on disk.
    Head,
    /// A commit, as if it were checked out.
    Commit(ObjectId),
}

/// The commits that decide what is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Commits {
    /// The commit that is checked out, or published.
    pub(super) head: ObjectId,
    /// End of the branch on which commits land.
    pub(super) tip: ObjectId,
    /// Last commit of the controlled line that counts.
    pub(super) until: ObjectId,
    /// Last instant at which a tag counts.
    pub(super) cutoff: Option<jiff::Timestamp>,
}

/// Which files are looked at, and on which day.
pub(super) struct View<'g> {
    pub(super) tree: Tree<'g>,
    pub(super) content: Content,
    pub(super) today: jiff::civil::Date,
    /// `None` without git or without a commit.
    pub(super) commits: Option<Commits>,
}

impl Workspace {
    /// Finds out which files are looked at, and on which day.
    pub(super) fn view<'g>(
        &'g self,
        git: Option<&'g git::Repository>,
        request: &Request,
        at: At,
        findings: &mut Vec<Finding>,
    ) -> Result<View<'g>, Error> {
        let disk = || Tree::Disk { top: &self.top };
        let head = match (git, at) {
            (_, At::Commit(commit)) => Some(commit),
            (Some(git), _) => git.head()?,
            (None, _) => None,
        };
        let committed = at != At::Request;
        let (Some(git), Some(head)) = (git, head) else {
            let config = self.config(&disk(), None)?.0;
            let today = day::today(&config, request.as_of.as_deref(), &request.today)?;
            return Ok(View { tree: disk(), content: Content::WorkingTree, today, commits: None });
        };
        let control = if request.published || committed { Tree::Commit { git, id: head } } else { disk() };
        let config = self.config(&control, Some(git))?.0;
        let tip = git.branch_tip(&config.control.branch)?;
        if tip.is_none() {
            findings.push(self.branch_missing(&config));
        }
        let end = tip.unwrap_or(head);
        let line = git.line_base(end, head)?.unwrap_or(end);
        if request.published {
            let moment = day::moment(git, &config, line, request.as_of.as_deref(), &request.today)?;
            let commits =
                Commits { head: moment.commit, tip: moment.commit, until: moment.commit, cutoff: moment.cutoff };
            return Ok(View {
                tree: Tree::Commit { git, id: moment.commit },
                content: Content::Commit(moment.commit),
                today: moment.today,
                commits: Some(commits),
            });
        }
        let today = day::today(&config, request.as_of.as_deref(), &request.today)?;
        let commits = Commits { head, tip: end, until: line, cutoff: None };
        let content = if committed { Content::Commit(head) } else { Content::WorkingTree };
        let tree = if committed { control } else { disk() };
        Ok(View { tree, content, today, commits: Some(commits) })
    }

    fn branch_missing(&self, config: &Config) -> Finding {
        let message = format!(
            "`control.branch` is `{}`, and there is no such branch here: the history of HEAD is taken as the controlled line",
            config.control.branch
        );
        let path = if self.configured { self.content.join(CONFIG) } else { Utf8PathBuf::from(".") };
        Finding::new("branch-missing", Place::file(path), message)
            .help("name the branch that readers rely on, or fetch it")
    }
}
