//! The preview, over real connections on this machine.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "tests make files and fail loudly"
)]

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use camino::Utf8PathBuf;
use smsdoc::serve::{Options, Page, Server, Site, Stopper};

struct Pages(usize);

impl Site for Pages {
    fn page(&self, path: &str) -> Option<Page> {
        let known = ["index.html", "docs/A-1/index.html", "big.html", "live.html"].contains(&path);
        let bytes = match path {
            "big.html" => vec![b'x'; 200_000],
            "live.html" => b"<script data-live src=\"live.js\"></script>".to_vec(),
            _ => format!("{path} {}", self.0).into_bytes(),
        };
        known.then_some(Page { bytes, content_type: "text/html; charset=utf-8" })
    }

    fn not_found(&self) -> Page {
        Page { bytes: b"nothing here".to_vec(), content_type: "text/html; charset=utf-8" }
    }

    fn findings_json(&self) -> String {
        format!("[{}]", self.0)
    }

    fn findings(&self) -> usize {
        self.0
    }
}

struct Preview {
    folder: tempfile::TempDir,
    address: String,
    stopper: Stopper,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Preview {
    /// A preview whose state counts the rebuilds; a file `broken` in the folder makes a rebuild fail.
    fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let watched = Utf8PathBuf::from_path_buf(folder.path().to_owned()).expect("UTF-8");
        let options = Options { host: "127.0.0.1".to_owned(), port: 0, watch: vec![watched.clone()], poll: false };
        let server = Server::bind(&options).expect("a free port");
        let address = server.url().trim_start_matches("http://").trim_end_matches('/').to_owned();
        let stopper = server.stopper();
        let count = AtomicUsize::new(0);
        let rebuild = move |_: &[Utf8PathBuf]| -> Result<Arc<dyn Site>, String> {
            if watched.join("broken").exists() {
                return Err("it is broken".to_owned());
            }
            Ok(Arc::new(Pages(count.fetch_add(1, Ordering::SeqCst) + 1)))
        };
        let thread = std::thread::spawn(move || server.run(Arc::new(Pages(0)), rebuild, |_| {}).expect("it serves"));
        Self { folder, address, stopper, thread: Some(thread) }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.address).expect("it listens");
        stream.set_read_timeout(Some(Duration::from_secs(5))).expect("a limit");
        stream
    }

    fn raw(&self, request: &str) -> String {
        let mut stream = self.connect();
        stream.write_all(request.as_bytes()).expect("sent");
        read_answer(&mut stream, request.starts_with("HEAD"))
    }

    fn get(&self, path: &str) -> String {
        self.raw(&format!("GET {path} HTTP/1.1\r\nHost: {}\r\n\r\n", self.address))
    }

    /// An open stream of events.
    fn events(&self) -> TcpStream {
        let mut stream = self.connect();
        stream
            .write_all(format!("GET /__smsdoc/events HTTP/1.1\r\nHost: {}\r\n\r\n", self.address).as_bytes())
            .expect("sent");
        wait_for(&mut stream, "event: findings");
        stream
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        self.stopper.stop();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Reads an answer as a browser does: as many bytes as it says that it has.
fn read_answer(stream: &mut TcpStream, only_head: bool) -> String {
    let mut answer = Vec::new();
    let mut buffer = [0; 65536];
    loop {
        let text = String::from_utf8_lossy(&answer).into_owned();
        if let Some((head, _)) = text.split_once("\r\n\r\n") {
            let length = head
                .lines()
                .find_map(|line| line.strip_prefix("Content-Length: "))
                .and_then(|length| length.parse::<usize>().ok());
            if only_head || length.is_some_and(|length| answer.len() >= head.len() + 4 + length) {
                return text;
            }
        }
        match stream.read(&mut buffer) {
            Ok(0) | Err(_) => return text,
            Ok(count) => answer.extend_from_slice(&buffer[..count]),
        }
    }
}

fn wait_for(stream: &mut TcpStream, wanted: &str) -> String {
    let mut seen = String::new();
    let mut buffer = [0; 4096];
    while !seen.contains(wanted) {
        let count =
            stream.read(&mut buffer).unwrap_or_else(|error| panic!("{error} while waiting for {wanted}; saw {seen}"));
        assert_ne!(count, 0, "the stream ended; saw {seen}");
        seen.push_str(&String::from_utf8_lossy(&buffer[..count]));
    }
    seen
}

#[test]
fn pages_folders_and_what_is_not_there() {
    let preview = Preview::start();
    assert!(preview.get("/").ends_with("index.html 0"));
    assert!(preview.get("/docs/A-1/").ends_with("docs/A-1/index.html 0"));
    assert!(preview.get("/docs/A-1").contains("Location: /docs/A-1/\r\n"));
    let missing = preview.get("/docs/B");
    assert!(missing.starts_with("HTTP/1.1 404") && missing.ends_with("nothing here"), "{missing}");
    for bad in ["/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "//evil.example", "/docs\\A-1", "/%00", "/docs/..%2f"]
    {
        let answer = preview.get(bad);
        assert!(answer.starts_with("HTTP/1.1 404") && !answer.contains("Location"), "{bad}: {answer}");
    }
    let head = preview.raw(&format!("HEAD / HTTP/1.1\r\nHost: {}\r\n\r\n", preview.address));
    assert!(head.starts_with("HTTP/1.1 200") && head.ends_with("\r\n\r\n"), "{head}");
    for wanted in ["X-Content-Type-Options: nosniff", "default-src 'none'", "Cache-Control: no-store"] {
        assert!(head.contains(wanted), "{wanted}");
    }
    assert!(!head.to_lowercase().contains("access-control"));
}

#[test]
fn strangers_are_turned_away() {
    let preview = Preview::start();
    for (request, status) in [
        ("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n".to_owned(), "403"),
        ("GET / HTTP/1.0\r\n\r\n".to_owned(), "403"),
        (format!("GET / HTTP/1.1\r\nHost: {}\r\nOrigin: http://evil.example\r\n\r\n", preview.address), "403"),
        (format!("DELETE / HTTP/1.1\r\nHost: {}\r\n\r\n", preview.address), "405"),
    ] {
        let answer = preview.raw(&request);
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {status}")) || answer.starts_with(&format!("HTTP/1.0 {status}")),
            "{request}: {answer}"
        );
    }
}

#[test]
fn a_claim_of_a_huge_body_does_no_harm() {
    let preview = Preview::start();
    let mut streams = Vec::new();
    for _ in 0..20 {
        let mut stream = preview.connect();
        stream
            .write_all(
                format!("POST / HTTP/1.1\r\nHost: {}\r\nContent-Length: 1000000000000\r\n\r\n", preview.address)
                    .as_bytes(),
            )
            .expect("sent");
        streams.push(stream);
        // The library may lose a connection that comes in the very moment in which one of its threads becomes busy.
        std::thread::sleep(Duration::from_millis(10));
    }
    // Half a request holds up nobody else, either.
    let mut half = preview.connect();
    half.write_all(b"GET / HT").expect("sent");
    std::thread::sleep(Duration::from_millis(50));
    assert!(preview.get("/").ends_with("index.html 0"));
    drop(streams);
    assert!(preview.get("/").ends_with("index.html 0"));
}

#[test]
fn a_burst_is_answered_while_pages_wait_for_news() {
    let preview = Preview::start();
    let _waiting = [preview.events(), preview.events()];
    std::thread::scope(|scope| {
        let asked: Vec<_> = (0..100)
            .map(|number| {
                scope.spawn({
                    let preview = &preview;
                    move || preview.get(if number % 2 == 0 { "/" } else { "/big.html" })
                })
            })
            .collect();
        for answer in asked {
            assert!(answer.join().expect("answered").starts_with("HTTP/1.1 200"));
        }
    });
}

#[test]
fn a_save_reaches_the_open_page() {
    let preview = Preview::start();
    let mut stream = preview.events();
    let saved = std::time::Instant::now();
    std::fs::write(preview.folder.path().join("a.md"), "new").expect("saved");
    let seen = wait_for(&mut stream, "event: findings\ndata: [1]");
    println!("seen {} ms after the save", saved.elapsed().as_millis());
    assert!(seen.contains("event: reload\ndata: 2"), "{seen}");
    assert!(preview.get("/").ends_with("index.html 1"));
    assert!(preview.get("/__smsdoc/rev").ends_with("\r\n\r\n2"));
    // The page says which state it shows, so that one loaded during the save knows that it is old.
    assert!(preview.get("/live.html").ends_with("<script data-live data-rev=\"2\" src=\"live.js\"></script>"));
    // An editor that saves by writing another file and renaming it, in a folder that was made later.
    let deeper = preview.folder.path().join("later");
    std::fs::create_dir(&deeper).expect("a folder");
    wait_for(&mut stream, "event: reload");
    std::fs::write(deeper.join(".b.swp"), "x").expect("written");
    std::fs::rename(deeper.join(".b.swp"), deeper.join("b.md")).expect("renamed");
    wait_for(&mut stream, "event: reload");
}

#[test]
fn what_cannot_be_shown_leaves_the_last_good_page() {
    let preview = Preview::start();
    let mut stream = preview.events();
    std::fs::write(preview.folder.path().join("broken"), "x").expect("saved");
    wait_for(&mut stream, "it is broken");
    assert!(preview.get("/").ends_with("index.html 0"));
    std::fs::remove_file(preview.folder.path().join("broken")).expect("removed");
    wait_for(&mut stream, "event: reload");
    assert!(!preview.get("/").ends_with("index.html 0"));
}
