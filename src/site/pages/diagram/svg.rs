//! A drawing as SVG. Texts fit their boxes by the widths of the letters, generously taken, since nobody knows the font.

use std::fmt::Write as _;

use super::layout::{Edge, HEIGHT, Layout, WIDTH};
use super::{Kind, Node};
use crate::site::render::escape::{html, push_html};
use crate::site::render::letters::width;

/// Space for text in a box, in tenths.
const ROOM: usize = 1_330;

/// A drawing of nodes, the first of which is what is drawn. `name` tells drawings of a page apart; `title` and
/// `description` say what is seen.
pub(super) fn svg(
    name: &str,
    title: &str,
    description: &str,
    nodes: &[Node],
    edges: &[Edge],
    drawn: &Layout,
) -> String {
    let (width, height) = (drawn.width, drawn.height);
    let mut out = format!(
        "<svg role=\"img\" aria-labelledby=\"{name}-t {name}-d\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\"><title id=\"{name}-t\">{}</title><desc id=\"{name}-d\">{}</desc>",
        html(title),
        html(description)
    );
    out.push_str("<g fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.5\">");
    for (edge, line) in edges.iter().zip(&drawn.lines) {
        let kind = if line.back { Kind::Circle } else { Kind::of_style(edge.style) };
        let points: Vec<String> = line.points.iter().map(|(x, y)| format!("{x},{y}")).collect();
        let (x, y) = line.points.last().copied().unwrap_or_default();
        let _ = write!(
            out,
            "<polyline points=\"{}\"{}/><path fill=\"currentColor\" stroke=\"none\" d=\"M{} {}L{x} {y}L{} {}z\"/>",
            points.join(" "),
            dashes(kind),
            x - 7,
            y - 4,
            x - 7,
            y + 4
        );
    }
    out.push_str("</g>");
    for (node, (x, y)) in nodes.iter().zip(&drawn.boxes) {
        let class = if node.own { " class=\"self\"" } else { "" };
        let full = [&node.id, &node.name, &node.note].map(String::as_str);
        let whole: Vec<&str> = full.into_iter().filter(|text| !text.is_empty()).collect();
        let _ = write!(
            out,
            "<g{class}><title>{}</title><rect x=\"{x}\" y=\"{y}\" width=\"{WIDTH}\" height=\"{HEIGHT}\" rx=\"4\"/>",
            html(&whole.join(", "))
        );
        // Fewer lines stand in the middle.
        let first = y + 36 - 8 * i32::try_from(whole.len()).unwrap_or_default();
        for (number, text) in (0..).zip(&whole) {
            let bold = if number == 0 { " font-weight=\"700\"" } else { "" };
            let _ = write!(out, "<text x=\"{}\" y=\"{}\"><tspan{bold}>", x + 9, first + 16 * number + 7);
            push_html(&mut out, &shortened(text, number == 0));
            out.push_str("</tspan></text>");
        }
        out.push_str("</g>");
    }
    out.push_str("</svg>");
    out
}

/// A line of a legend: the style, drawn, and the word for it.
pub(super) fn sample(kind: Kind) -> String {
    format!(
        "<svg width=\"40\" height=\"12\" viewBox=\"0 0 40 12\" aria-hidden=\"true\"><path fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.5\" d=\"M0 6H34\"{}/><path fill=\"currentColor\" d=\"M33 2L40 6L33 10z\"/></svg>",
        dashes(kind)
    )
}

fn dashes(kind: Kind) -> &'static str {
    match kind {
        Kind::Serial => "",
        Kind::Redundant => " stroke-dasharray=\"9 4\"",
        Kind::NonCritical => " stroke-dasharray=\"2 4\"",
        Kind::Circle => " stroke-dasharray=\"12 3 2 3\"",
    }
}

/// The text, or as much of its beginning as fits a box.
fn shortened(text: &str, bold: bool) -> String {
    let room = if bold { ROOM } else { ROOM + ROOM / 12 };
    if text.chars().map(width).sum::<usize>() <= room {
        return text.to_owned();
    }
    let mut used = width('…');
    let fits = text.chars().take_while(|char| {
        used += width(*char);
        used <= room
    });
    format!("{}…", fits.collect::<String>().trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_is_too_long_ends_with_dots_and_fits() {
        assert_eq!(shortened("SVC-001", true), "SVC-001");
        let long = "Managed workplace for the whole of the council";
        assert!(shortened(long, true).ends_with('…') && long.starts_with(shortened(long, true).trim_end_matches('…')));
        for text in
            [long, "WWWWWWWWWWWWWWWWWWWWWW", "漢字漢字漢字漢字漢字漢字漢字", "a-very-long-name-of-a-component-of-ours"]
        {
            assert!(shortened(text, true).chars().map(width).sum::<usize>() <= ROOM, "{text}");
        }
    }

    #[test]
    fn hostile_names_stay_text() {
        let node = Node { id: "<b>&".to_owned(), own: true, ..Node::default() };
        let drawn = super::super::layout::layout(1, &[]);
        let svg = svg("n", "\"<", "d", &[node], &[], &drawn);
        assert!(
            svg.contains("<tspan font-weight=\"700\">&lt;b&gt;&amp;</tspan>") && svg.contains("&quot;&lt;</title>")
        );
    }
}
