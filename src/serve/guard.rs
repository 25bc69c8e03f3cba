//! Which requests are answered at all.

/// Names by which the preview may be called. A page of another site that points its own name at this machine does not
/// know them.
pub(super) struct Names {
    allowed: Vec<String>,
}

impl Names {
    pub(super) fn new(host: &str, port: u16) -> Self {
        let bound = if host.contains(':') { format!("[{host}]") } else { host.to_owned() };
        let names = ["localhost", "127.0.0.1", "[::1]", bound.as_str()];
        Self { allowed: names.iter().map(|name| format!("{name}:{port}").to_ascii_lowercase()).collect() }
    }

    /// Whether the `Host` of a request is one of the names.
    pub(super) fn host_is_ours(&self, host: Option<&str>) -> bool {
        host.is_some_and(|host| self.allowed.iter().any(|name| name.eq_ignore_ascii_case(host)))
    }

    /// Whether the `Origin` of a request, where it has one, is the preview itself.
    pub(super) fn origin_is_ours(&self, origin: Option<&str>) -> bool {
        origin.is_none_or(|origin| origin.strip_prefix("http://").is_some_and(|host| self.host_is_ours(Some(host))))
    }
}

/// The path of an address within the site: decoded once, without query; `None` where it is none that a page can have.
pub(super) fn path(address: &str) -> Option<String> {
    let path = address.split(['?', '#']).next().unwrap_or_default().strip_prefix('/')?;
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        if byte == b'%' {
            let digits = std::str::from_utf8(rest.get(1..3)?).ok()?;
            bytes.push(
                u8::from_str_radix(digits, 16)
                    .ok()
                    .filter(|_| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))?,
            );
            rest = &rest[3..];
        } else {
            bytes.push(byte);
            rest = tail;
        }
    }
    let path = String::from_utf8(bytes).ok()?;
    let plain = !path.contains(['\\', '%']) && !path.chars().any(char::is_control);
    let parts_stay = path.split('/').all(|part| part != ".." && part != ".");
    (plain && parts_stay && !path.starts_with('/') && !path.contains("//")).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_paths_of_pages() {
        assert_eq!(path("/docs/A-1/index.html?q=1").as_deref(), Some("docs/A-1/index.html"));
        assert_eq!(path("/files/a%20b.png").as_deref(), Some("files/a b.png"));
        for bad in [
            "/../etc/passwd",
            "/%2e%2e/x",
            "/a/..%2fb",
            "//evil.example/",
            "/a\\b",
            "/%00",
            "/%zz",
            "/%2",
            "/a%250",
            "http://x/",
            "*",
            "/%ff",
            "/%+1",
        ] {
            assert_eq!(path(bad), None, "{bad}");
        }
    }

    #[test]
    fn only_our_own_names() {
        let names = Names::new("127.0.0.1", 4000);
        assert!(names.host_is_ours(Some("localhost:4000")) && names.host_is_ours(Some("[::1]:4000")));
        for bad in
            [None, Some("evil.example:4000"), Some("localhost"), Some("localhost:80"), Some("127.0.0.1.nip.io:4000")]
        {
            assert!(!names.host_is_ours(bad), "{bad:?}");
        }
        assert!(names.origin_is_ours(None) && names.origin_is_ours(Some("http://127.0.0.1:4000")));
        assert!(!names.origin_is_ours(Some("http://evil.example")) && !names.origin_is_ours(Some("null")));
    }

    proptest! {
        #[test]
        fn no_address_leaves_the_site(address in "/(\\.\\.|%2e|%2f|/|a|%5c|\\\\|%){0,10}") {
            if let Some(path) = path(&address) {
                prop_assert!(!path.split('/').any(|part| part == ".."));
                prop_assert!(!path.starts_with('/'));
            }
        }
    }
}
