//! Why a preview cannot be shown.

/// The preview could not begin.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Another program has the port.
    #[error(
        "port {0} is taken by another program\n  = help: choose another with `--port 4001`, or any free one with `--port 0`"
    )]
    Taken(u16),
    /// The system refuses the address.
    #[error("cannot listen on {host}, port {port}: {source}\n  = help: `--host 127.0.0.1` works on every machine")]
    Bind {
        /// Host that was asked for.
        host: String,
        /// Port that was asked for.
        port: u16,
        /// What the system says.
        source: std::io::Error,
    },
    /// The system cannot watch the folders.
    #[error("changes of files cannot be watched: {0}\n  = help: try `--poll`, which looks for changes twice a second")]
    Watch(String),
}
