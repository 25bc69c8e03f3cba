//! Open pages that wait for news.

use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tiny_http::Request;

/// Most pages that are told of changes at once; further ones ask for the revision by themselves.
const MOST: usize = 32;

/// Time between two signs of life, which also show which pages are gone.
const PING: Duration = Duration::from_secs(10);

enum Message {
    Join(Box<dyn Write + Send>),
    Event(String),
}

/// Tells open pages what changed. One thread writes, so that a page that does not read holds up nothing else.
pub(super) struct Hub {
    sender: Sender<Message>,
    receiver: Mutex<Receiver<Message>>,
    state: Mutex<(u64, String)>,
}

impl Hub {
    pub(super) fn new(findings: String) -> Self {
        let (sender, receiver) = channel();
        Self { sender, receiver: Mutex::new(receiver), state: Mutex::new((1, findings)) }
    }

    /// Number of the state that is served, counted from 1.
    pub(super) fn revision(&self) -> String {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).0.to_string()
    }

    /// Findings of the state that is served, or why there is no newer one.
    pub(super) fn findings(&self) -> String {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).1.clone()
    }

    /// Tells of a new state.
    pub(super) fn changed(&self) {
        let revision = {
            let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
            state.0 += 1;
            state.0
        };
        self.send(format!("event: reload\ndata: {revision}\n\n"));
    }

    /// Tells of the findings of the state.
    pub(super) fn found(&self, findings: String) {
        self.send(event("findings", &findings));
        self.state.lock().unwrap_or_else(PoisonError::into_inner).1 = findings;
    }

    /// Tells why a change cannot be shown.
    pub(super) fn failed(&self, message: &str) {
        let finding = serde_json::json!([{
            "severity": "error", "rule": "not-shown", "message": message, "path": "", "line": 1, "column": 1,
            "help": "the last good state stays on the screen until this is mended",
        }]);
        let json = finding.to_string();
        self.state.lock().unwrap_or_else(PoisonError::into_inner).1.clone_from(&json);
        self.send(event("findings", &json));
    }

    fn send(&self, event: String) {
        // It fails only when the preview ends.
        let _ = self.sender.send(Message::Event(event));
    }

    /// Adds a page to those that wait.
    pub(super) fn join(&self, request: Request) {
        let mut writer = request.into_writer();
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\nretry: 500\n\n";
        let first = format!("{head}{}", event("findings", &self.findings()));
        if writer.write_all(first.as_bytes()).and_then(|()| writer.flush()).is_ok() {
            let _ = self.sender.send(Message::Join(writer));
        }
    }

    /// Writes to the pages that wait until the preview ends.
    pub(super) fn run(&self, stopped: &AtomicBool) {
        let receiver = self.receiver.lock().unwrap_or_else(PoisonError::into_inner);
        let mut pages: Vec<Box<dyn Write + Send>> = Vec::new();
        let mut quiet = Duration::ZERO;
        const STEP: Duration = Duration::from_millis(100);
        while !stopped.load(Ordering::SeqCst) {
            match receiver.recv_timeout(STEP) {
                Ok(Message::Join(page)) => {
                    if pages.len() >= MOST {
                        pages.remove(0);
                    }
                    pages.push(page);
                }
                Ok(Message::Event(event)) => tell(&mut pages, &event),
                Err(RecvTimeoutError::Timeout) => {
                    quiet += STEP;
                    if quiet >= PING {
                        quiet = Duration::ZERO;
                        tell(&mut pages, ": still here\n\n");
                    }
                }
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }
}

fn tell(pages: &mut Vec<Box<dyn Write + Send>>, event: &str) {
    pages.retain_mut(|page| page.write_all(event.as_bytes()).and_then(|()| page.flush()).is_ok());
}

/// An event with its data; each line of the data is one of the event.
fn event(name: &str, data: &str) -> String {
    let lines: String = data.lines().map(|line| format!("data: {line}\n")).collect();
    format!("event: {name}\n{lines}\n")
}
