//! Reads flow charts.

use std::collections::BTreeMap;

use super::cursor::Cursor;
use super::label::label;
use super::too_large;
use crate::model::diagram::{Direction, Drawing, Edge, Flow, Node, Shape, Stroke, Tip};
use crate::model::outline::DiagramFault;
use crate::model::span::Span;

/// Most boxes of a diagram.
const MAX_NODES: usize = 120;

/// Most lines of a diagram.
const MAX_EDGES: usize = 240;

/// Longest line, in ranks.
const MAX_LENGTH: usize = 6;

/// How boxes begin and end; of two that begin alike the longer stands first.
const SHAPES: [(&str, &[(&str, Shape)]); 12] = [
    ("(((", &[(")))", Shape::DoubleCircle)]),
    ("((", &[("))", Shape::Circle)]),
    ("([", &[("])", Shape::Stadium)]),
    ("(", &[(")", Shape::Rounded)]),
    ("[[", &[("]]", Shape::Subroutine)]),
    ("[(", &[(")]", Shape::Cylinder)]),
    ("[/", &[("/]", Shape::LeanRight), ("\\]", Shape::Trapezoid)]),
    ("[\\", &[("\\]", Shape::LeanLeft), ("/]", Shape::TrapezoidDown)]),
    ("[", &[("]", Shape::Rectangle)]),
    ("{{", &[("}}", Shape::Hexagon)]),
    ("{", &[("}", Shape::Diamond)]),
    (">", &[("]", Shape::Flag)]),
];

/// Words that begin a line which only says how something looks.
const LOOKS: [&str; 4] = ["classDef", "class", "style", "linkStyle"];

/// Reads where the lines of a flow chart lead.
pub(super) fn direction(line: &mut Cursor<'_>) -> Result<Direction, DiagramFault> {
    line.skip_space();
    let start = line.at();
    let direction = match line.word() {
        "" | "TD" | "TB" => Direction::Down,
        "BT" => Direction::Up,
        "LR" => Direction::Right,
        "RL" => Direction::Left,
        _ => {
            let span = Span { start, end: line.at() };
            return Err(line.fault_at(
                span,
                "{} is no direction",
                "write `TD` (from top to bottom), `LR` (from left to right), `BT` or `RL`",
            ));
        }
    };
    line.skip_space();
    Ok(direction)
}

/// A line between boxes without the boxes.
#[derive(Clone)]
struct Link {
    text: String,
    stroke: Stroke,
    start: Tip,
    end: Tip,
    length: usize,
}

/// Takes the lines of a flow chart.
pub(super) struct Reader {
    flow: Flow,
    index: BTreeMap<String, usize>,
    /// Parts that are open.
    parts: usize,
}

impl Reader {
    pub(super) fn new(direction: Direction) -> Self {
        let flow = Flow { direction, nodes: Vec::new(), edges: Vec::new() };
        Self { flow, index: BTreeMap::new(), parts: 0 }
    }

    /// Reads boxes and the lines between them.
    fn chain(&mut self, cursor: &mut Cursor<'_>) -> Result<(), DiagramFault> {
        let mut from = self.group(cursor)?;
        loop {
            cursor.skip_space();
            let Some(link) = link(cursor)? else { return Ok(()) };
            cursor.skip_space();
            let to = self.group(cursor)?;
            for &from in &from {
                for &to in &to {
                    // More than are allowed are not kept: a few lines could ask for millions.
                    if self.flow.edges.len() <= MAX_EDGES {
                        let Link { text, stroke, start, end, length } = link.clone();
                        self.flow.edges.push(Edge { from, to, text, stroke, start, end, length });
                    }
                }
            }
            from = to;
        }
    }

    /// Reads boxes with `&` between them.
    fn group(&mut self, cursor: &mut Cursor<'_>) -> Result<Vec<usize>, DiagramFault> {
        let mut nodes = vec![self.node(cursor)?];
        loop {
            let mut ahead = cursor.clone();
            ahead.skip_space();
            if !ahead.take("&") {
                return Ok(nodes);
            }
            ahead.skip_space();
            *cursor = ahead;
            nodes.push(self.node(cursor)?);
        }
    }

    fn node(&mut self, cursor: &mut Cursor<'_>) -> Result<usize, DiagramFault> {
        let start = cursor.at();
        let id = cursor.word();
        if id.is_empty() {
            let message = if cursor.is_done() { "a box is missing at the end of the line" } else { "{} is no box" };
            return Err(cursor.fault(message, "a box begins with a name: `A`, or `A[\"text\"]` with its text"));
        }
        if id == "end" {
            let span = Span { start, end: cursor.at() };
            return Err(cursor.fault_at(span, "a box cannot be called {}", "write `End`, or `E[\"end\"]`"));
        }
        let found = shape(cursor, id)?;
        if cursor.rest().starts_with("@{") {
            return Err(cursor.fault("{} is not understood", "write the shape with brackets, as in `A[\"text\"]`"));
        }
        if cursor.take(":::") {
            cursor.word();
        }
        let count = self.flow.nodes.len();
        let node = *self.index.entry(id.to_owned()).or_insert(count);
        if node == count {
            let (text, shape) = (id.to_owned(), Shape::Rectangle);
            self.flow.nodes.push(Node { id: id.to_owned(), text, shape });
        }
        if let Some((text, shape)) = found {
            let node = &mut self.flow.nodes[node];
            (node.text, node.shape) = (text, shape);
        }
        Ok(node)
    }
}

impl Reader {
    /// Takes a statement that draws nothing. `false` where the next one draws.
    fn directive(&mut self, cursor: &mut Cursor<'_>) -> Result<bool, DiagramFault> {
        let word = cursor.clone().word();
        let after = &cursor.rest()[word.len()..];
        if !after.chars().next().is_none_or(|char| char.is_whitespace() || char == ';') {
            return Ok(false);
        }
        match word {
            word if LOOKS.contains(&word) => {
                // A box of that name would be lost with its lines.
                if after.trim_start().starts_with(['-', '=', '~', '<', '&']) {
                    return Err(
                        cursor.fault("`{}` begins with a word that says how boxes look", "call the box something else")
                    );
                }
                cursor.skip_statement();
            }
            "subgraph" => {
                self.parts += 1;
                return Err(cursor.fault(
                    "parts of a flow chart (`subgraph`) are not drawn",
                    "take the lines `subgraph` and `end` out, or make each part a diagram of its own",
                ));
            }
            "end" if self.parts > 0 => {
                self.parts -= 1;
                cursor.skip_statement();
            }
            "direction" if self.parts > 0 => cursor.skip_statement(),
            "click" | "href" => {
                return Err(cursor.fault("boxes cannot be links", "take this line out, and link in the text instead"));
            }
            _ => return Ok(false),
        }
        Ok(true)
    }
}

impl super::Reader for Reader {
    fn statement(&mut self, cursor: &mut Cursor<'_>) -> Result<(), DiagramFault> {
        cursor.skip_space();
        while !cursor.is_done() {
            if !self.directive(cursor)? {
                self.chain(cursor)?;
                cursor.skip_space();
                if !cursor.take(";") && !cursor.is_done() {
                    return Err(misread(cursor));
                }
            }
            cursor.skip_space();
        }
        Ok(())
    }

    fn finish(self: Box<Self>, head: Span) -> Result<Drawing, DiagramFault> {
        let (nodes, edges) = (self.flow.nodes.len(), self.flow.edges.len());
        if nodes == 0 {
            return Err(DiagramFault {
                message: "the flow chart has no boxes".to_owned(),
                help: "add lines such as `A[\"Call comes in\"] --> B[\"Record it\"]`".to_owned(),
                span: head,
            });
        }
        if nodes > MAX_NODES {
            return Err(too_large(head, format!("the flow chart has {nodes} boxes; at most {MAX_NODES} are drawn")));
        }
        if edges > MAX_EDGES {
            return Err(too_large(head, format!("the flow chart has more than {MAX_EDGES} lines")));
        }
        Ok(Drawing::Flow(self.flow))
    }
}

/// What stands where a line or the end was expected.
fn misread(cursor: &Cursor<'_>) -> DiagramFault {
    let rest = cursor.rest();
    if rest.starts_with("->") {
        let span = Span { start: cursor.at(), end: cursor.at() + 2 };
        return cursor.fault_at(span, "{} is no line of a flow chart", "write `-->`");
    }
    if rest.starts_with(')') || rest.starts_with(']') || rest.starts_with('}') {
        return cursor.fault(
            "a bracket is closed that was not opened, before {}",
            "put texts with brackets in quotes, as in `A[\"text (more)\"]`",
        );
    }
    cursor.fault(
        "{} is not understood here",
        "lines are written `A --> B`, `A -- text --> B` or `A -->|text| B`; each on a line of its own",
    )
}

/// Reads the brackets of a box and the text between them.
fn shape(cursor: &mut Cursor<'_>, id: &str) -> Result<Option<(String, Shape)>, DiagramFault> {
    let begin = cursor.at();
    let Some((open, ends)) = SHAPES.iter().find(|(open, _)| cursor.rest().starts_with(open)) else {
        return Ok(None);
    };
    cursor.advance(open.len());
    cursor.skip_space();
    let rest = cursor.rest();
    let wanted = ends[0].0;
    let unclosed = |cursor: &Cursor<'_>| {
        let help = format!("write `{id}{open}\"text\"{wanted}`, all on one line; for a line break write `<br>`");
        cursor.fault_from(begin, &format!("the box `{}` is not closed at {{}}", short(id)), &help)
    };
    let length = match rest.strip_prefix('"') {
        Some(quoted) => quoted.find('"').map(|end| end + 2),
        None => ends.iter().filter_map(|(end, _)| rest.find(end)).min(),
    };
    let Some(length) = length else { return Err(unclosed(cursor)) };
    let start = cursor.at();
    let text = cursor.advance(length);
    let stray = |char: char| matches!(char, '"' | '(' | ')' | '[' | ']' | '{' | '}');
    if !text.starts_with('"') && text.contains(stray) {
        let span = Span { start, end: start + text.len() };
        let help = format!("put it in quotes: `{id}{open}\"text\"{wanted}`; a quotation mark is written `#quot;`");
        return Err(cursor.fault_at(span, "the text {} holds brackets or quotation marks", &help));
    }
    cursor.skip_space();
    match ends.iter().find(|(end, _)| cursor.rest().starts_with(end)) {
        Some((end, shape)) => {
            cursor.advance(end.len());
            Ok(Some((label(text), *shape)))
        }
        None => Err(unclosed(cursor)),
    }
}

fn short(id: &str) -> String {
    id.chars().take(24).collect()
}

/// Reads a line; `None` where none begins.
fn link(cursor: &mut Cursor<'_>) -> Result<Option<Link>, DiagramFault> {
    let begin = cursor.at();
    let mut ahead = cursor.clone();
    let is_line = |rest: &str| rest.starts_with("--") || rest.starts_with("-.") || rest.starts_with("==");
    let start = match ahead.rest().chars().next() {
        Some('<') => Tip::Arrow,
        Some('o') if is_line(&ahead.rest()[1..]) => Tip::Circle,
        Some('x') if is_line(&ahead.rest()[1..]) => Tip::Cross,
        _ => Tip::None,
    };
    if start != Tip::None {
        ahead.advance(1);
    }
    let rest = ahead.rest();
    let (stroke, opener) = match rest.get(..2) {
        Some("--") => (Stroke::Solid, "--"),
        Some("==") => (Stroke::Thick, "=="),
        Some("-.") => (Stroke::Dotted, "-."),
        Some("~~") => (Stroke::Hidden, ""),
        _ => return Ok(None),
    };
    *cursor = ahead;
    let mut text = String::new();
    let (length, end) = match tail(cursor.rest(), stroke, true) {
        Some((bytes, tip, length)) => {
            cursor.advance(bytes);
            (length, tip)
        }
        None => {
            cursor.advance(opener.len());
            let found = closing(cursor.rest(), stroke);
            let Some((at, (bytes, tip, length))) = found.filter(|_| stroke != Stroke::Hidden) else {
                return Err(cursor.fault_from(
                    begin,
                    "the line {} has no end",
                    "write `A --> B`, or with a text `A -- text --> B`",
                ));
            };
            text = label(cursor.advance(at));
            cursor.advance(bytes);
            (length, tip)
        }
    };
    let mut ahead = cursor.clone();
    ahead.skip_space();
    if ahead.take("|") {
        let Some(bytes) = ahead.rest().find('|') else {
            return Err(
                cursor.fault("the text {} has no end", "write a text at a line between two bars: `A -->|text| B`")
            );
        };
        text = label(ahead.advance(bytes));
        ahead.advance(1);
        *cursor = ahead;
    }
    Ok(Some(Link { text, stroke, start, end, length: length.min(MAX_LENGTH) }))
}

/// Where the text at a line ends, and how the line goes on there. Quotes may hold anything.
fn closing(rest: &str, stroke: Stroke) -> Option<(usize, (usize, Tip, usize))> {
    let mut quoted = false;
    for (at, char) in rest.char_indices() {
        quoted ^= char == '"';
        if !quoted && let Some(found) = tail(&rest[at..], stroke, false) {
            return Some((at, found));
        }
    }
    None
}

/// The end of a line at the beginning of a text: its bytes, what it ends with, and how many ranks it spans. `whole` says
/// whether the line also begins there.
fn tail(rest: &str, stroke: Stroke, whole: bool) -> Option<(usize, Tip, usize)> {
    let count = |text: &str, char: char| text.len() - text.trim_start_matches(char).len();
    let tip = |rest: &str| {
        let mut chars = rest.chars();
        let (first, second) = (chars.next(), chars.next());
        let apart = second.is_none_or(|next| !next.is_alphanumeric());
        match first {
            Some('>') => Tip::Arrow,
            Some('o') if apart => Tip::Circle,
            Some('x') if apart => Tip::Cross,
            _ => Tip::None,
        }
    };
    let (bytes, length) = match stroke {
        Stroke::Solid | Stroke::Thick => {
            let bytes = count(rest, if stroke == Stroke::Solid { '-' } else { '=' });
            match tip(&rest[bytes..]) {
                Tip::None if bytes >= 3 => (bytes, bytes - 2),
                Tip::None => return None,
                _ if bytes >= 2 => (bytes, bytes - 1),
                _ => return None,
            }
        }
        Stroke::Dotted => {
            let lead = usize::from(rest.starts_with('-'));
            let dots = count(&rest[lead..], '.');
            let after = rest[lead + dots..].strip_prefix('-');
            if dots == 0 || whole && lead == 0 || after.is_none() {
                return None;
            }
            (lead + dots + 1, dots)
        }
        Stroke::Hidden => {
            let bytes = count(rest, '~');
            return (bytes >= 3).then(|| (bytes, Tip::None, bytes - 2));
        }
    };
    let tip = tip(&rest[bytes..]);
    Some((bytes + usize::from(tip != Tip::None), tip, length))
}

#[cfg(test)]
mod tests;
