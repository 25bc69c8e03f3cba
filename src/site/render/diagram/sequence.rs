//! Draws sequence diagrams.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{Picture, push_lines, push_patch, push_text};
use crate::model::diagram::{Sequence, Side, Step, Tip};
use crate::say;
use crate::site::render::letters::Lines;

/// Widest name of a participant, note, condition of a frame, and text of a message between neighbours.
const ROOM: (i32, i32, i32, i32) = (130, 170, 260, 190);

/// Space around texts in boxes.
const PAD: (i32, i32) = (12, 8);

/// Least space between two boxes of participants.
const APART: i32 = 20;

/// Space between two steps.
const STEP: i32 = 14;

/// Half of the width of a bar.
const BAR: i32 = 5;

/// How far a message to oneself runs beside the line.
const LOOP: i32 = 34;

/// Space between a frame and what is in it.
const FRAME: i32 = 12;

/// Height from which the names of the participants are repeated at the end.
const TALL: i32 = 420;

/// Space around everything.
const MARGIN: i32 = 8;

/// A frame that is open.
struct Frame {
    kind: &'static str,
    text: Lines,
    top: i32,
    /// How far what is in it reaches to the left and to the right.
    reach: Option<(i32, i32)>,
    /// Further parts: what they begin with, their condition, where they begin.
    parts: Vec<(&'static str, Lines, i32)>,
}

struct Writer<'a> {
    sequence: &'a Sequence,
    /// Middles of the participants.
    middles: Vec<i32>,
    /// Bars that are open, by participant: where each begins.
    bars: BTreeMap<usize, Vec<i32>>,
    frames: Vec<Frame>,
    at: i32,
    /// How far everything reaches.
    reach: (i32, i32),
    /// Layers from the bottom up: bars, lines and texts.
    under: String,
    over: String,
    texts: String,
}

/// Draws a sequence diagram.
pub(super) fn picture(sequence: &Sequence) -> Picture {
    let names: Vec<Lines> = sequence.participants.iter().map(|name| Lines::new(name, ROOM.0)).collect();
    let widths: Vec<i32> = names.iter().map(|name| (name.width + 2 * PAD.0).max(72)).collect();
    let high = names.iter().map(Lines::height).max().unwrap_or_default() + 2 * PAD.1;
    let middles = middles(sequence, &widths);
    let first = middles.first().zip(widths.first()).map_or(0, |(middle, width)| middle - width / 2);
    let last = middles.last().zip(widths.last()).map_or(0, |(middle, width)| middle + width / 2);
    let mut writer = Writer {
        sequence,
        middles,
        bars: BTreeMap::new(),
        frames: Vec::new(),
        at: MARGIN + high + STEP,
        reach: (first, last),
        under: String::new(),
        over: String::new(),
        texts: String::new(),
    };
    for (number, step) in sequence.steps.iter().enumerate() {
        writer.step(step, number);
    }
    let end = writer.at;
    let repeated = end > TALL;
    let mut content = String::from("<g fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.5\">");
    for ((middle, width), name) in writer.middles.iter().zip(&widths).zip(&names) {
        let _ = write!(
            content,
            "<path stroke-width=\"1\" stroke-dasharray=\"2 4\" d=\"M{middle} {}V{end}\"/>",
            MARGIN + high
        );
        for top in [Some(MARGIN), repeated.then_some(end)].into_iter().flatten() {
            let _ = write!(
                content,
                "<rect x=\"{}\" y=\"{top}\" width=\"{width}\" height=\"{high}\" rx=\"2\"/>",
                middle - width / 2
            );
            push_text(&mut writer.texts, name, *middle, top + high / 2);
        }
    }
    let Writer { under, over, texts, reach, .. } = writer;
    content.push_str(&under);
    content.push_str(&over);
    content.push_str("</g>");
    content.push_str(&texts);
    let participants = match sequence.participants.len() {
        1 => say!("1 participant|with"),
        count => say!("{count} participants|with", count),
    };
    let messages = match sequence.steps.iter().filter(|step| matches!(step, Step::Message { .. })).count() {
        1 => say!("1 message|with"),
        count => say!("{count} messages|with", count),
    };
    let summary = say!("A sequence diagram with {participants} and {messages}.", participants, messages);
    Picture {
        left: reach.0 - MARGIN,
        width: reach.1 - reach.0 + 2 * MARGIN,
        height: end + if repeated { high } else { 0 } + MARGIN,
        content,
        summary,
    }
}

/// Room for the text of a message; more where it passes others.
fn room(from: usize, to: usize) -> i32 {
    let passed = from.abs_diff(to).saturating_sub(1).min(4);
    ROOM.3 + 100 * i32::try_from(passed).unwrap_or_default()
}

/// Where the participants stand, so far apart that every text has room.
fn middles(sequence: &Sequence, widths: &[i32]) -> Vec<i32> {
    // Least distances between two participants, by the one on the right.
    let mut least: Vec<Vec<(usize, i32)>> = vec![Vec::new(); widths.len()];
    for step in &sequence.steps {
        match step {
            Step::Message { from, to, text, .. } if from == to && from + 1 < widths.len() => {
                let text = Lines::new(text, ROOM.3);
                least[from + 1].push((*from, (LOOP + text.width + 16).max(LOOP + 24)));
            }
            Step::Message { from, to, text, .. } if from != to => {
                let text = Lines::new(text, room(*from, *to));
                least[*from.max(to)].push((*from.min(to), text.width + 36));
            }
            Step::Note { side, from, to, text } => {
                let width = Lines::new(text, ROOM.1).width + 2 * PAD.0;
                match side {
                    Side::Over if from != to => least[*to].push((*from, width - 30)),
                    Side::Over => {
                        if *from > 0 {
                            least[*from].push((from - 1, width / 2 + 16));
                        }
                        if from + 1 < widths.len() {
                            least[from + 1].push((*from, width / 2 + 16));
                        }
                    }
                    Side::Left if *from > 0 => least[*from].push((from - 1, width + 28)),
                    Side::Right if from + 1 < widths.len() => least[from + 1].push((*from, width + 28)),
                    Side::Left | Side::Right => {}
                }
            }
            _ => {}
        }
    }
    let mut middles: Vec<i32> = Vec::with_capacity(widths.len());
    for (number, wanted) in least.iter().enumerate() {
        let beside = number.checked_sub(1).map(|left| middles[left] + (widths[left] + widths[number]) / 2 + APART);
        let wanted = wanted.iter().map(|(left, distance)| middles[*left] + distance);
        middles.push(wanted.chain(beside).max().unwrap_or_default());
    }
    middles
}

impl Writer<'_> {
    fn step(&mut self, step: &Step, number: usize) {
        match step {
            Step::Message { from, to, text, dashed, tip } => {
                // A bar that begins with this message is there when it arrives.
                let begins = self.sequence.steps.get(number + 1) == Some(&Step::Begin(*to));
                self.message((*from, *to), text, *dashed, *tip, begins);
            }
            Step::Note { side, from, to, text } => self.note(*side, *from, *to, text),
            Step::Open { kind, text } => {
                let text = Lines::new(&condition(text), ROOM.2);
                let top = self.at;
                self.at += text.height() + STEP;
                self.frames.push(Frame { kind, text, top, reach: None, parts: Vec::new() });
            }
            Step::Divide { kind, text } => {
                let text = Lines::new(&condition(text), ROOM.2);
                let top = self.at;
                self.at += text.height() + STEP;
                if let Some(frame) = self.frames.last_mut() {
                    frame.parts.push((kind, text, top));
                }
            }
            Step::Close => self.close(),
            Step::Begin(participant) => {
                let at = self.at - STEP;
                self.bars.entry(*participant).or_default().push(at);
            }
            Step::End(participant) => self.end(*participant),
        }
    }

    /// Notes how far something reaches.
    fn reaches(&mut self, left: i32, right: i32) {
        let wider = |reach: Option<(i32, i32)>| reach.map_or((left, right), |(a, b)| (a.min(left), b.max(right)));
        self.reach = wider(Some(self.reach));
        if let Some(frame) = self.frames.last_mut() {
            frame.reach = Some(wider(frame.reach));
        }
    }

    /// Where lines join a participant on its right side: at the outermost bar, if there is one.
    fn side(&self, participant: usize, begins: bool) -> i32 {
        let bars = self.bars.get(&participant).map_or(0, Vec::len) + usize::from(begins);
        BAR * i32::try_from(bars).unwrap_or_default()
    }

    fn message(&mut self, (from, to): (usize, usize), text: &str, dashed: bool, tip: Tip, begins: bool) {
        let dashes = if dashed { " stroke-dasharray=\"5 4\"" } else { "" };
        let (begin, end) = (self.middles[from], self.middles[to]);
        if from == to {
            let text = Lines::new(text, ROOM.3);
            let high = text.height().max(22);
            let (left, arrives) = (begin + self.side(from, false), begin + self.side(to, begins));
            let (top, bottom, out) = (self.at + 4, self.at + high, begin + LOOP);
            let head = bottom - 4;
            let _ = write!(self.over, "<path{dashes} d=\"M{left} {top}H{out}V{head}H{}\"/>", arrives + inset(tip));
            self.tip(tip, arrives, head, -1);
            push_patch(&mut self.texts, out + 4, self.at, text.width + 6, text.height());
            push_lines(&mut self.texts, &text, out + 7, self.at, "");
            self.reaches(begin, out + 12 + text.width);
            self.at = bottom + STEP;
            return;
        }
        let text = Lines::new(text, room(from, to));
        let sign = if begin < end { 1 } else { -1 };
        // On its left side a participant has one bar at most that can be seen.
        let start = if sign > 0 { begin + self.side(from, false) } else { begin - self.side(from, false).min(BAR) };
        let target = if sign > 0 { end - self.side(to, begins).min(BAR) } else { end + self.side(to, begins) };
        let line = self.at + text.height() + 4;
        let middle = i32::midpoint(begin, end);
        push_patch(&mut self.texts, middle - text.width / 2 - 3, self.at, text.width + 6, text.height());
        push_text(&mut self.texts, &text, middle, self.at + text.height() / 2);
        let _ = write!(self.over, "<path{dashes} d=\"M{start} {line}H{}\"/>", target - sign * inset(tip));
        self.tip(tip, target, line, sign);
        let half = text.width / 2 + 3;
        self.reaches((middle - half).min(begin.min(end)), (middle + half).max(begin.max(end)));
        self.at = line + STEP;
    }

    /// Draws the end of a line that points to the right, or to the left where `sign` is -1.
    fn tip(&mut self, tip: Tip, x: i32, y: i32, sign: i32) {
        let base = x - sign * 8;
        let _ = match tip {
            Tip::None | Tip::Circle => Ok(()),
            Tip::Arrow => write!(
                self.over,
                "<path fill=\"currentColor\" stroke=\"none\" d=\"M{x} {y}L{base} {}V{}z\"/>",
                y - 4,
                y + 4
            ),
            Tip::Open => write!(self.over, "<path d=\"M{base} {}L{x} {y}L{base} {}\"/>", y - 4, y + 4),
            Tip::Cross => {
                let near = x - sign;
                write!(self.over, "<path d=\"M{near} {0}L{base} {1}M{near} {1}L{base} {0}\"/>", y - 4, y + 4)
            }
        };
    }

    fn note(&mut self, side: Side, from: usize, to: usize, text: &str) {
        let text = Lines::new(text, ROOM.1);
        let (wide, high) = (text.width + 2 * PAD.0, text.height() + 2 * PAD.1);
        let (begin, end) = (self.middles[from], self.middles[to]);
        let (left, right) = match side {
            Side::Left => (begin - 14 - wide, begin - 14),
            Side::Right => (begin + 14, begin + 14 + wide),
            Side::Over => {
                let (middle, wide) = (i32::midpoint(begin, end), wide.max(end - begin + 30));
                (middle - wide / 2, middle + wide / 2)
            }
        };
        let top = self.at;
        push_patch(&mut self.over, left, top, right - left, high);
        let corner = right - 8;
        let _ = write!(
            self.over,
            "<path stroke-width=\"1\" d=\"M{left} {top}H{corner}L{right} {}V{}H{left}zM{corner} {top}V{}H{right}\"/>",
            top + 8,
            top + high,
            top + 8
        );
        push_text(&mut self.texts, &text, i32::midpoint(left, right), top + high / 2);
        self.reaches(left, right);
        self.at += high + STEP;
    }

    fn end(&mut self, participant: usize) {
        let Some(bars) = self.bars.get_mut(&participant) else { return };
        let Some(top) = bars.pop() else { return };
        let depth = i32::try_from(bars.len()).unwrap_or_default();
        let left = self.middles[participant] + BAR * (depth - 1);
        let bottom = (self.at - STEP).max(top + 6);
        let bar = format!("x=\"{left}\" y=\"{top}\" width=\"{}\" height=\"{}\"", 2 * BAR, bottom - top);
        // Bars end from the inside out; the outer one lies below.
        let mut drawn = String::new();
        push_patch(&mut drawn, left, top, 2 * BAR, bottom - top);
        let _ = write!(drawn, "<rect stroke-width=\"1\" {bar}/>");
        self.under.insert_str(0, &drawn);
        self.reaches(left, left + 2 * BAR);
    }

    fn close(&mut self) {
        let Some(frame) = self.frames.pop() else { return };
        let middle = self.middles.first().copied().unwrap_or_default();
        let (left, right) = frame.reach.unwrap_or((middle - 40, middle + 40));
        let left = left - FRAME;
        let parts = std::iter::once((frame.kind, frame.text, frame.top)).chain(frame.parts);
        let parts: Vec<(Lines, Lines, i32)> =
            parts.map(|(kind, text, top)| (Lines::new(kind, ROOM.2), text, top)).collect();
        let widest = parts.iter().map(|(kind, text, _)| kind.width + text.width + 30).max().unwrap_or_default();
        let right = (right + FRAME).max(left + widest);
        let (top, bottom) = (frame.top, self.at);
        let _ = write!(
            self.over,
            "<rect stroke-width=\"1\" x=\"{left}\" y=\"{top}\" width=\"{}\" height=\"{}\" rx=\"2\"/>",
            right - left,
            bottom - top
        );
        for (number, (kind, text, top)) in parts.into_iter().enumerate() {
            if number > 0 {
                let _ = write!(
                    self.over,
                    "<path stroke-width=\"1\" stroke-dasharray=\"5 4\" d=\"M{left} {top}H{right}\"/>"
                );
            }
            let width = kind.width + 12;
            push_patch(&mut self.over, left + 1, top + 1, width, 20);
            let _ = write!(
                self.over,
                "<path stroke-width=\"1\" d=\"M{left} {0}H{1}L{2} {3}V{top}\"/>",
                top + 21,
                left + width - 6,
                left + width,
                top + 15
            );
            push_lines(&mut self.texts, &kind, left + 6, top + 2, " font-weight=\"700\"");
            push_patch(&mut self.texts, left + width + 6, top + 3, text.width, text.height());
            push_lines(&mut self.texts, &text, left + width + 6, top + 3, "");
        }
        self.reaches(left, right);
        self.at += STEP;
    }
}

/// When what is in a frame happens, as it is shown.
fn condition(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("[{text}]") }
}

fn inset(tip: Tip) -> i32 {
    if tip == Tip::Arrow { 7 } else { 0 }
}
