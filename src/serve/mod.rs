//! Live preview: pages from memory, a new one on the screen when a file is saved.
//!
//! It is a tool for the person who writes, not a web server for readers: it listens on this machine unless told
//! otherwise, answers only to its own name, and never opens a file because of a request.

mod answer;
mod error;
mod events;
mod guard;
mod watch;

use std::io::ErrorKind;
use std::net::{TcpListener, ToSocketAddrs as _};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use camino::Utf8PathBuf;

use answer::Desk;
pub use error::Error;
use events::Hub;

/// What is served. One value is one consistent state; a rebuild makes another.
pub trait Site: Send + Sync {
    /// The page or file at a path without a leading slash, such as `docs/SMS-POL-001/index.html`.
    fn page(&self, path: &str) -> Option<Page>;
    /// What stands in place of a page that there is not.
    fn not_found(&self) -> Page;
    /// Findings as a JSON array, shown beside the page.
    fn findings_json(&self) -> String;
    /// How many findings there are.
    fn findings(&self) -> usize;
}

/// A page or file.
#[derive(Clone, Debug)]
pub struct Page {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Value of `Content-Type`.
    pub content_type: &'static str,
}

/// How the preview runs.
#[derive(Clone, Debug)]
pub struct Options {
    /// Name or address to listen on.
    pub host: String,
    /// Port; 0 takes any free one.
    pub port: u16,
    /// Folders that are watched, with everything below them.
    pub watch: Vec<Utf8PathBuf>,
    /// Look for changes every half second, where the system reports none (network drives).
    pub poll: bool,
}

/// What the person at the terminal is told.
#[derive(Debug)]
pub enum Note<'a> {
    /// A change is on the screen.
    Changed {
        /// Files that changed.
        paths: &'a [Utf8PathBuf],
        /// Time from the first report of the change to the new state.
        took: Duration,
        /// Findings in the new state.
        findings: usize,
    },
    /// The change cannot be shown; the last good state stays.
    Failed {
        /// Why.
        message: &'a str,
    },
}

/// What all threads of the preview share.
struct Shared {
    site: Mutex<Arc<dyn Site>>,
    hub: Hub,
    stopped: AtomicBool,
}

impl Shared {
    fn site(&self) -> Arc<dyn Site> {
        Arc::clone(&self.site.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The site, with the number of a state that is not newer than it: a page that bears the number asks once too often
    /// rather than never.
    fn numbered_site(&self) -> (String, Arc<dyn Site>) {
        let revision = self.hub.revision();
        (revision, self.site())
    }
}

/// A preview that listens.
pub struct Server {
    listener: TcpListener,
    options: Options,
    url: String,
    stopped: Arc<AtomicBool>,
}

/// Ends a preview from another thread.
#[derive(Clone, Debug)]
pub struct Stopper(Arc<AtomicBool>);

impl Stopper {
    /// Ends it within a fraction of a second.
    pub fn stop(&self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

impl Server {
    /// Takes the port.
    ///
    /// # Errors
    ///
    /// Where it is taken, or the host is none of this machine.
    pub fn bind(options: &Options) -> Result<Self, Error> {
        let refused = |source: std::io::Error| match source.kind() {
            ErrorKind::AddrInUse => Error::Taken(options.port),
            _ => Error::Bind { host: options.host.clone(), port: options.port, source },
        };
        let addresses: Vec<_> = (options.host.as_str(), options.port).to_socket_addrs().map_err(refused)?.collect();
        let listener = TcpListener::bind(addresses.as_slice()).map_err(refused)?;
        let port = listener.local_addr().map_err(refused)?.port();
        let host = if options.host.contains(':') { format!("[{}]", options.host) } else { options.host.clone() };
        let options = Options { port, ..options.clone() };
        Ok(Self { listener, url: format!("http://{host}:{port}/"), options, stopped: Arc::new(AtomicBool::new(false)) })
    }

    /// The address of the first page.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// What ends the preview.
    #[must_use]
    pub fn stopper(&self) -> Stopper {
        Stopper(Arc::clone(&self.stopped))
    }

    /// Serves until stopped. `rebuild` is told which files changed (none: anything may have) and makes the next state;
    /// where it fails, the last one stays and readers see why.
    ///
    /// # Errors
    ///
    /// Where the folders cannot be watched or the port is lost.
    pub fn run(
        self,
        first: Arc<dyn Site>,
        mut rebuild: impl FnMut(&[Utf8PathBuf]) -> Result<Arc<dyn Site>, String> + Send,
        notes: impl Fn(Note<'_>) + Send + Sync,
    ) -> Result<(), Error> {
        let changes = watch::watch(&self.options.watch, self.options.poll)?;
        let findings = first.findings_json();
        let shared = Shared { site: Mutex::new(first), hub: Hub::new(findings), stopped: AtomicBool::new(false) };
        let desk = Desk { shared: &shared, names: guard::Names::new(&self.options.host, self.options.port) };
        let (shared, notes) = (&shared, &notes);
        thread::scope(|scope| {
            scope.spawn(move || shared.hub.run(&shared.stopped));
            scope.spawn(move || {
                while !shared.stopped.load(Ordering::SeqCst) {
                    let Some((paths, since)) = changes.next(&shared.stopped) else { continue };
                    match rebuild(&paths) {
                        Ok(site) => {
                            *shared.site.lock().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&site);
                            shared.hub.changed();
                            let took = since.elapsed();
                            // Findings may take longer than pages; the page does not wait for them.
                            shared.hub.found(site.findings_json());
                            notes(Note::Changed { paths: &paths, took, findings: site.findings() });
                        }
                        Err(message) => {
                            shared.hub.failed(&message);
                            notes(Note::Failed { message: &message });
                        }
                    }
                }
            });
            let served = self.accept(&desk, &self.stopped);
            shared.stopped.store(true, Ordering::SeqCst);
            served
        })
    }

    /// Answers requests until stopped. When the library's listener dies, the port is taken anew.
    fn accept(&self, desk: &Desk<'_>, stopped: &AtomicBool) -> Result<(), Error> {
        let lost =
            |source: std::io::Error| Error::Bind { host: self.options.host.clone(), port: self.options.port, source };
        while !stopped.load(Ordering::SeqCst) {
            let listener = self.listener.try_clone().map_err(lost)?;
            let server = tiny_http::Server::from_listener(listener, None)
                .map_err(|error| lost(std::io::Error::other(error.to_string())))?;
            while !stopped.load(Ordering::SeqCst) {
                match server.recv_timeout(Duration::from_millis(100)) {
                    Ok(Some(request)) => desk.answer(request),
                    Ok(None) => {}
                    Err(_) => break,
                }
            }
        }
        Ok(())
    }
}
