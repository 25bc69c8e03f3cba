//! What may be the id of a framework or of a clause. Pages of the site are named by them, on any file system.

/// Longest id, in bytes.
const LONGEST: usize = 64;
/// Names that Windows keeps for devices, whatever follows a dot.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];
/// Endings of the files that lie beside the pages of clauses.
const FILES: [&str; 4] = ["csv", "html", "json", "xlsx"];

/// Whether a text may be the id of a framework.
pub(super) fn is_framework(id: &str) -> bool {
    let small = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    id.len() <= LONGEST && !is_device(id) && id.split('-').all(|part| !part.is_empty() && part.bytes().all(small))
}

/// Whether a text may be the id of a clause: one that a document can claim, and that can name a folder.
pub(super) fn is_clause(id: &str) -> bool {
    let plain = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let is_file = id.rsplit_once('.').is_some_and(|(_, end)| FILES.contains(&end.to_ascii_lowercase().as_str()));
    id.len() <= LONGEST && id.split(['.', '-']).all(plain) && !is_device(id) && !is_file
}

fn is_device(id: &str) -> bool {
    let first = id.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let port = first.strip_prefix("com").or_else(|| first.strip_prefix("lpt"));
    let numbered = port.is_some_and(|number| number.len() == 1 && number.bytes().all(|byte| byte.is_ascii_digit()));
    numbered || DEVICES.contains(&first.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_name_folders_everywhere() {
        let long = "a".repeat(65);
        for good in ["4", "8.6.10", "A.5.24", "EDM01", "service-desk", "COM10", "X.con", "html", &long[1..]] {
            assert!(is_clause(good), "{good}");
        }
        let bad =
            ["", "../../x", "a b", "A/B", "A\\B", "CON", "nul.1", "Com1", "lpt9.x", ".", "..", "1.", ".1", "1..2"];
        let more = ["a_b", "é", "a\u{7}", "a\n", " a", "a:b", "index.html", "coverage.CSV", "x.json", "a-", &long];
        for bad in bad.into_iter().chain(more) {
            assert!(!is_clause(bad), "{bad}");
        }
        assert!(is_framework("iso20000-1-2018") && is_framework("itil4"));
        for bad in ["", "A", "a.b", "a_b", "-a", "con", "a/b", &long] {
            assert!(!is_framework(bad), "{bad}");
        }
    }
}
