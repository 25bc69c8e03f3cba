//! An address as a code for cameras, as a drawing within the page: it needs no other file and prints sharply.

use std::fmt::Write as _;

use qrcode::{Color, EcLevel, QrCode};

use super::escape::push_html;

/// Modules that stay empty around the code, so that a camera finds it.
const MARGIN: usize = 4;

/// A QR code. `None` where the text is too long for one.
#[must_use]
pub fn svg(text: &str, label: &str) -> Option<String> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let width = code.width();
    let size = width + 2 * MARGIN;
    let mut svg =
        format!("<svg viewBox=\"0 0 {size} {size}\" shape-rendering=\"crispEdges\" role=\"img\" aria-label=\"");
    push_html(&mut svg, label);
    svg.push_str("\"><path d=\"");
    for (row, modules) in code.to_colors().chunks(width).enumerate() {
        let mut column = 0;
        for run in modules.chunk_by(|a, b| a == b) {
            if run[0] == Color::Dark {
                let (x, y, long) = (column + MARGIN, row + MARGIN, run.len());
                let _ = write!(svg, "M{x} {y}h{long}v1h-{long}z");
            }
            column += run.len();
        }
    }
    svg.push_str("\"/></svg>");
    Some(svg)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_drawn_once_and_says_what_it_is() {
        let code = svg("https://sms.example/check/SMS-POL-001/2.0/", "Code of <it>").unwrap_or_default();
        assert_eq!(code, svg("https://sms.example/check/SMS-POL-001/2.0/", "Code of <it>").unwrap_or_default());
        assert!(code.contains("aria-label=\"Code of &lt;it&gt;\"") && code.contains("M4 4h7v1h-7z"), "{code}");
        assert_eq!(svg(&"x".repeat(5000), ""), None);
    }
}
