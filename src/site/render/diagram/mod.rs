//! Diagrams as drawings: static, without script, styles or fonts of their own, with their source as text beside them.

mod flow;
mod layout;
mod outline;
mod sequence;

use std::fmt::Write as _;
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::escape::{html, push_html};
use super::letters::{LINE, Lines};
use crate::model::diagram::{Diagram, Drawing};
use crate::read::diagram::{self as written, Block};
use crate::say;

/// The diagrams of a page.
pub(super) struct Diagrams {
    /// One that is being read.
    open: Option<Block>,
    /// How many were drawn.
    drawn: usize,
    /// What their ids begin with.
    id: String,
}

impl Diagrams {
    /// None yet, in a page that has these anchors already.
    pub(super) fn new<'a>(anchors: impl Iterator<Item = &'a str> + Clone) -> Self {
        let mut id = "diagram".to_owned();
        while anchors.clone().any(|anchor| anchor.starts_with(&id)) {
            id.push('_');
        }
        Self { open: None, drawn: 0, id }
    }

    /// Takes an event with its range in the body if it belongs to a diagram, which stands under this heading; writes the
    /// diagram when it is complete.
    pub(super) fn take(&mut self, event: &Event<'_>, range: &Range<usize>, heading: &str, out: &mut String) -> bool {
        match (&mut self.open, event) {
            (None, Event::Start(Tag::CodeBlock(kind))) if written::is_diagram(kind) => {
                self.open = Some(Block::new(range.start));
            }
            (None, _) => return false,
            (Some(block), Event::Text(text)) => block.push(text, range.start),
            (Some(_), Event::End(TagEnd::CodeBlock)) => self.write(heading, out),
            (Some(_), _) => {}
        }
        true
    }

    fn write(&mut self, heading: &str, out: &mut String) {
        let Some(block) = self.open.take() else { return };
        let source = block.text();
        if self.drawn < written::MAX_DIAGRAMS
            && let Ok(diagram) = written::parse(source)
        {
            self.drawn += 1;
            let number = self.drawn;
            let name = match heading.is_empty() {
                true => say!("Diagram {number}", number),
                false => say!("Diagram {number}: {heading}", number, heading),
            };
            out.push_str(&figure(&diagram, &format!("{}-{}", self.id, self.drawn), &name, source));
            return;
        }
        // What cannot be drawn is shown as it was written; `check` says what is wrong with it.
        out.push_str("<pre tabindex=\"0\"><code class=\"language-mermaid\">");
        push_html(out, source);
        out.push_str("</code></pre>\n");
    }
}

/// What a drawing needs to be shown.
struct Picture {
    /// Left edge, which need not be 0.
    left: i32,
    width: i32,
    height: i32,
    /// Shapes and texts.
    content: String,
    /// What is seen, in a sentence.
    summary: String,
}

/// A diagram as a figure. `id` is the only id that it uses, and ids that begin with it and a hyphen; `name` is what it is
/// called where its author gave it no name; `source` is the text that it was written in.
fn figure(diagram: &Diagram, id: &str, name: &str, source: &str) -> String {
    let picture = match &diagram.drawing {
        Drawing::Flow(chart) => flow::picture(chart),
        Drawing::Sequence(sequence) => sequence::picture(sequence),
    };
    let id = html(id);
    let class = if diagram.title.is_some() { "" } else { " class=\"vh\"" };
    let name = html(diagram.title.as_deref().unwrap_or(name));
    let summary = html(diagram.description.as_deref().unwrap_or(&picture.summary));
    let Picture { left, width, height, content, .. } = picture;
    let mut out = format!(
        "<figure class=\"drawn\"><figcaption id=\"{id}\"{class}>{name}</figcaption><section class=\"diagram\" aria-labelledby=\"{id}\" tabindex=\"0\">\
         <svg role=\"img\" aria-labelledby=\"{id} {id}-d\" width=\"{width}\" height=\"{height}\" viewBox=\"{left} 0 {width} {height}\">\
         <desc id=\"{id}-d\">{summary}</desc>{content}</svg></section>\
         <details><summary>{}</summary><pre tabindex=\"0\"><code>",
        html(&say!("The diagram as text"))
    );
    push_html(&mut out, source);
    out.push_str("</code></pre></details></figure>\n");
    out
}

/// Writes lines of text around a middle.
fn push_text(out: &mut String, text: &Lines, across: i32, middle: i32) {
    push_lines(out, text, across, middle - text.height() / 2, " text-anchor=\"middle\"");
}

/// Writes lines of text from a place downwards, with attributes of their own.
fn push_lines(out: &mut String, text: &Lines, across: i32, top: i32, attributes: &str) {
    for (number, line) in (0..).zip(&text.lines).filter(|(_, line)| !line.is_empty()) {
        let _ = write!(out, "<text x=\"{across}\" y=\"{}\"{attributes}>", top + LINE * number + 13);
        push_html(out, line);
        out.push_str("</text>");
    }
}

/// Writes a patch in the colour of the paper, so that a text on a line can be read. A theme that does not know the class
/// shows none.
fn push_patch(out: &mut String, left: i32, top: i32, width: i32, height: i32) {
    let _ = write!(
        out,
        "<path class=\"bg\" fill=\"none\" stroke=\"none\" d=\"M{left} {top}h{width}v{height}h-{width}z\"/>"
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::diagram::parse;
    use proptest::prelude::*;

    fn drawn(source: &str) -> String {
        figure(&parse(source).expect("a diagram"), "d", "Diagram 1: Steps", source)
    }

    /// Names of elements and attributes that a drawing may hold.
    const ALLOWED: [&str; 40] = [
        "aria-labelledby",
        "class",
        "code",
        "cx",
        "cy",
        "d",
        "desc",
        "details",
        "figcaption",
        "figure",
        "fill",
        "font-weight",
        "g",
        "height",
        "id",
        "path",
        "points",
        "polygon",
        "pre",
        "r",
        "rect",
        "role",
        "rx",
        "section",
        "stroke",
        "stroke-dasharray",
        "stroke-linejoin",
        "stroke-width",
        "summary",
        "svg",
        "tabindex",
        "text",
        "text-anchor",
        "tspan",
        "viewBox",
        "width",
        "x",
        "y",
        "circle",
        "title",
    ];

    fn names(html: &str) -> Vec<String> {
        let mut names = Vec::new();
        for tag in html.split('<').skip(1) {
            let tag = tag.split('>').next().unwrap_or_default().trim_matches('/');
            let (element, mut rest) = tag.split_once(' ').unwrap_or((tag, ""));
            names.push(element.to_owned());
            while let Some((name, value)) = rest.split_once("=\"") {
                names.push(name.trim().to_owned());
                rest = value.split_once('"').map_or("", |(_, rest)| rest);
            }
        }
        names
    }

    #[test]
    fn a_figure_has_a_name_a_summary_and_its_source() {
        let html = drawn("flowchart TD\nA[\"<b>&\"] --> B");
        assert!(html.contains("<figcaption id=\"d\" class=\"vh\">Diagram 1: Steps</figcaption>"), "{html}");
        assert!(html.contains("<desc id=\"d-d\">A flow chart with 2 boxes and 1 line.</desc>"), "{html}");
        assert!(html.contains("<code>flowchart TD\nA[&quot;&lt;b&gt;&amp;&quot;]"), "{html}");
        let html = drawn("---\ntitle: Calls\n---\nsequenceDiagram\naccDescr: Who speaks\nA->>B: x");
        assert!(html.contains("<figcaption id=\"d\">Calls</figcaption>"), "{html}");
        assert!(html.contains("<desc id=\"d-d\">Who speaks</desc>"), "{html}");
    }

    /// The HTML of the diagrams of a page that holds nothing else.
    fn page(text: &str, anchors: &[&str]) -> String {
        let (mut out, mut diagrams) = (String::new(), Diagrams::new(anchors.iter().copied()));
        for (event, range) in crate::read::markdown::events(text) {
            diagrams.take(&event, &range, "Steps", &mut out);
        }
        out
    }

    #[test]
    fn diagrams_are_drawn_and_faulty_ones_stay_code() {
        let html = page(
            "```mermaid\nflowchart TD\nA --> B\n```\n\n> ```mermaid\n> sequenceDiagram\n> A->>B: x\n> ```\n\n```mermaid\nflowchart TD\nA -> B\n```\n\n```text\nflowchart TD\n```\n",
            &["diagram-1"],
        );
        assert!(html.contains("<figcaption id=\"diagram_-1\" class=\"vh\">Diagram 1: Steps</figcaption>"), "{html}");
        assert!(html.contains("<code>sequenceDiagram\nA-&gt;&gt;B: x\n</code>"), "{html}");
        assert!(html.ends_with("<code class=\"language-mermaid\">flowchart TD\nA -&gt; B\n</code></pre>\n"), "{html}");
        assert_eq!(html.matches("<svg").count(), 2);
        let many = page(&"```mermaid\ngraph TD; A-->B\n```\n\n".repeat(written::MAX_DIAGRAMS + 1), &[]);
        assert_eq!(many.matches("<svg").count(), written::MAX_DIAGRAMS);
    }

    proptest! {
        #[test]
        fn a_drawing_holds_nothing_but_what_is_allowed(
            head in "(flowchart (LR|RL|BT|TD)|sequenceDiagram)",
            label in "(<script>|javascript:|\" onload=|</svg>|]]>|<!--|a|b|漢| ){0,8}",
            lines in proptest::collection::vec("(A|B|C|D)(-->|-.->|==>|--o|--x|<-->)(A|B|C|D)(\\{\\{?x\\}\\}?|\\[x\\])?|(A|B|C)(->>|-->>\\+|-x)(A|B|C): x|Note (over|left of) A: y|loop z|end", 0..12),
        ) {
            let label = label.replace('"', "#quot;");
            let text = match head.starts_with('s') {
                true => format!("A->>B: {label}"),
                false => format!("A[\"{label}\"] -- \"{label}\" --> B"),
            };
            let source = format!("{head}\n{text}\n{}\n", lines.join("\n"));
            let sound = parse(&source).is_ok();
            let source = if sound { source } else { format!("{head}\n{text}\n") };
            let html = drawn(&source);
            for name in names(&html) {
                prop_assert!(ALLOWED.contains(&name.as_str()), "{} in {}", name, html);
            }
            prop_assert!(!html.contains("NaN") && html == drawn(&source));
        }
    }
}
