//! Answers to requests.
//!
//! The library's own way of answering stalls with several connections that are kept open, so every answer is written
//! whole through the raw writer and ends its connection. A request with a body makes the library read, and reserve,
//! as many bytes as the request claims: such a request is set aside without being dropped.

use std::io::Write as _;
use std::mem;
use std::sync::Arc;

use tiny_http::{Method, Request};

use super::guard::{self, Names};
use super::{Page, Shared};

/// Answers requests from one state of the site.
pub(super) struct Desk<'a> {
    pub(super) shared: &'a Shared,
    pub(super) names: Names,
}

/// Policy for pages that bring none of their own in their head.
const POLICY: &str = "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self'; connect-src 'self'; img-src 'self' data:; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

impl Desk<'_> {
    pub(super) fn answer(&self, request: Request) {
        let has_body =
            request.body_length().is_some_and(|length| length > 0) || header(&request, "Transfer-Encoding").is_some();
        if has_body {
            // Dropping it would reserve as much memory as it claims to have. It holds a socket and little else, and the
            // preview has no use for bodies: nobody but an attacker on this machine sends one.
            mem::forget(request);
            return;
        }
        if !self.names.host_is_ours(header(&request, "Host").as_deref())
            || !self.names.origin_is_ours(header(&request, "Origin").as_deref())
        {
            let host = "This preview answers only to its own address on this machine.\n";
            return reply(request, "403 Forbidden", &text(host), "");
        }
        if !matches!(request.method(), Method::Get | Method::Head) {
            return reply(request, "405 Method Not Allowed", &text("Only GET and HEAD.\n"), "Allow: GET, HEAD\r\n");
        }
        let (revision, site) = self.shared.numbered_site();
        let Some(path) = guard::path(request.url()) else {
            return reply(request, "404 Not Found", &site.not_found(), "");
        };
        match path.as_str() {
            "__smsdoc/events" => self.shared.hub.join(request),
            "__smsdoc/rev" => reply(request, "200 OK", &text(&self.shared.hub.revision()), ""),
            "__smsdoc/findings" => {
                let page = Page { bytes: self.shared.hub.findings().into_bytes(), content_type: "application/json" };
                reply(request, "200 OK", &page, "");
            }
            _ => page(request, &site, &path, &revision),
        }
    }
}

fn page(request: Request, site: &Arc<dyn super::Site>, path: &str, revision: &str) {
    let folder = path.is_empty() || path.ends_with('/');
    let file = if folder { format!("{path}index.html") } else { path.to_owned() };
    if let Some(mut page) = site.page(&file) {
        number(&mut page, revision);
        return reply(request, "200 OK", &page, "");
    }
    if !folder && site.page(&format!("{path}/index.html")).is_some() {
        // The path was decoded and holds no line end; what an address may not hold is written with percent signs.
        let plain = path.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'/'));
        if plain {
            return reply(request, "302 Found", &text("See the folder.\n"), &format!("Location: /{path}/\r\n"));
        }
    }
    reply(request, "404 Not Found", &site.not_found(), "");
}

/// Tells the script of the preview which state the page shows. A page that was loaded while a file was saved would else
/// take the newer state for its own.
fn number(page: &mut Page, revision: &str) {
    const SCRIPT: &[u8] = b"<script data-live";
    if page.content_type.starts_with("text/html")
        && let Some(at) = page.bytes.windows(SCRIPT.len()).position(|part| part == SCRIPT)
    {
        let place = at + SCRIPT.len();
        page.bytes.splice(place..place, format!(" data-rev=\"{revision}\"").into_bytes());
    }
}

fn text(text: &str) -> Page {
    Page { bytes: text.as_bytes().to_vec(), content_type: "text/plain; charset=utf-8" }
}

fn header(request: &Request, name: &str) -> Option<String> {
    let found = request.headers().iter().find(|header| header.field.as_str().as_str().eq_ignore_ascii_case(name));
    found.map(|header| header.value.as_str().to_owned())
}

/// Writes an answer in one piece and ends the connection. A reader who is gone is no fault.
fn reply(request: Request, status: &str, page: &Page, extra: &str) {
    let only_head = *request.method() == Method::Head;
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {}\r\nContent-Length: {}\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nContent-Security-Policy: {POLICY}\r\nReferrer-Policy: no-referrer\r\nConnection: close\r\n{extra}\r\n",
        page.content_type,
        page.bytes.len()
    );
    let mut message = head.into_bytes();
    if !only_head {
        message.extend_from_slice(&page.bytes);
    }
    let mut writer = request.into_writer();
    let _ = writer.write_all(&message).and_then(|()| writer.flush());
}
