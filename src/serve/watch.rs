//! Which files changed.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use camino::Utf8PathBuf;
use notify::event::{EventKind, ModifyKind};
use notify::{Config, Event, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};

use super::Error;

/// A save is over when nothing more came for this long: editors write a file in several steps.
const QUIET: Duration = Duration::from_millis(6);

/// A save is shown after this time at the latest, even while more changes come.
const LONGEST: Duration = Duration::from_millis(60);

/// Time between two looks at the folders where the system reports no changes.
const POLL: Duration = Duration::from_millis(500);

/// Reports of changes. The watcher stops with the value.
pub(super) struct Changes {
    _watcher: Box<dyn Watcher + Send>,
    events: Receiver<notify::Result<Event>>,
}

/// Watches folders with everything below them, also what will be made there later.
pub(super) fn watch(folders: &[Utf8PathBuf], poll: bool) -> Result<Changes, Error> {
    let (sender, events) = channel();
    let failed = |error: notify::Error| Error::Watch(error.to_string());
    let config = Config::default().with_poll_interval(POLL).with_compare_contents(poll).with_follow_symlinks(false);
    let mut watcher: Box<dyn Watcher + Send> = if poll {
        Box::new(PollWatcher::new(sender, config).map_err(failed)?)
    } else {
        Box::new(RecommendedWatcher::new(sender, config).map_err(failed)?)
    };
    for folder in folders {
        watcher.watch(folder.as_std_path(), RecursiveMode::Recursive).map_err(failed)?;
    }
    Ok(Changes { _watcher: watcher, events })
}

impl Changes {
    /// The next set of changes with the time of its first report; no path where any file may have changed. `None` after
    /// a while without any, so that the caller can see whether it is to stop.
    #[expect(clippy::disallowed_methods, reason = "how long a save took is shown to the person who saved")]
    pub(super) fn next(&self, stopped: &AtomicBool) -> Option<(Vec<Utf8PathBuf>, Instant)> {
        let mut changed = Changed::default();
        while changed.is_empty() {
            match self.events.recv_timeout(Duration::from_millis(100)) {
                Ok(event) => changed.add(event),
                Err(RecvTimeoutError::Timeout) if !stopped.load(Ordering::SeqCst) => return None,
                Err(_) => return None,
            }
        }
        let since = Instant::now();
        while since.elapsed() < LONGEST {
            match self.events.recv_timeout(QUIET) {
                Ok(event) => changed.add(event),
                Err(_) => break,
            }
        }
        Some((if changed.all { Vec::new() } else { changed.paths.into_iter().collect() }, since))
    }
}

#[derive(Default)]
struct Changed {
    paths: BTreeSet<Utf8PathBuf>,
    all: bool,
}

impl Changed {
    fn is_empty(&self) -> bool {
        self.paths.is_empty() && !self.all
    }

    fn add(&mut self, event: notify::Result<Event>) {
        match event {
            // Reports were lost, or the watch itself failed: anything may have changed.
            Err(_) => self.all = true,
            Ok(event) if event.need_rescan() => self.all = true,
            // Looking at a file is no change, and the preview itself looks at them.
            Ok(event) if matches!(event.kind, EventKind::Access(_) | EventKind::Modify(ModifyKind::Metadata(_))) => {}
            Ok(event) => self.paths.extend(
                event
                    .paths
                    .iter()
                    .filter(|path| is_watched(path))
                    .filter_map(|path| Utf8PathBuf::from_path_buf(path.clone()).ok()),
            ),
        }
    }
}

/// Hidden files are the editor's own: swap files, locks, backups.
fn is_watched(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    !name.starts_with(['.', '#']) && !name.ends_with('~')
}
