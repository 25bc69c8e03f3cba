//! Reads sequence diagrams.

use std::collections::BTreeMap;

use super::cursor::Cursor;
use super::label::label;
use super::too_large;
use crate::model::diagram::{Drawing, Sequence, Side, Step, Tip};
use crate::model::outline::DiagramFault;
use crate::model::span::Span;

/// Most participants of a diagram.
const MAX_PARTICIPANTS: usize = 20;

/// Most steps of a diagram.
const MAX_STEPS: usize = 300;

/// Most frames within each other.
const MAX_DEPTH: usize = 6;

/// How the lines of messages are written, with whether they have dashes and what they end with; of two that begin alike the
/// longer stands first. A lone `-` begins many names, so the last ones count only where no other is found.
const LINES: [(&str, bool, Tip); 8] = [
    ("-->>", true, Tip::Arrow),
    ("->>", false, Tip::Arrow),
    ("-->", true, Tip::None),
    ("->", false, Tip::None),
    ("--x", true, Tip::Cross),
    ("--)", true, Tip::Open),
    ("-x", false, Tip::Cross),
    ("-)", false, Tip::Open),
];

/// Frames, with what their next parts begin with.
const FRAMES: [(&str, Option<&str>); 6] = [
    ("alt", Some("else")),
    ("break", None),
    ("critical", Some("option")),
    ("loop", None),
    ("opt", None),
    ("par", Some("and")),
];

/// Statements that would not be drawn.
const NOT_DRAWN: [&str; 6] = ["box", "create", "destroy", "link", "links", "properties"];

/// A frame that is open.
struct Frame {
    /// `None` for an area that is only coloured.
    kind: Option<usize>,
    span: Span,
}

/// Takes the lines of a sequence diagram.
#[derive(Default)]
pub(super) struct Reader {
    sequence: Sequence,
    index: BTreeMap<String, usize>,
    frames: Vec<Frame>,
    /// How many bars of each participant are open.
    bars: BTreeMap<usize, usize>,
    /// The number of the next message and the step to the one after, where messages are counted.
    number: Option<(u32, u32)>,
}

impl Reader {
    /// A participant by name; one that was not named before comes last.
    fn participant(&mut self, name: &str) -> usize {
        let count = self.sequence.participants.len();
        let index = *self.index.entry(name.to_owned()).or_insert(count);
        if index == count {
            self.sequence.participants.push(label(name));
        }
        index
    }

    fn declare(&mut self, cursor: &mut Cursor<'_>) -> Result<(), DiagramFault> {
        let rest = cursor.rest();
        if rest.is_empty() || rest.contains("@{") {
            return Err(cursor.fault("no participant is named", "write `participant D as Service desk`"));
        }
        let (name, text) = rest.split_once(" as ").unwrap_or((rest, rest));
        let participant = self.participant(name.trim());
        self.sequence.participants[participant] = label(text);
        Ok(())
    }

    fn count(&mut self, cursor: &mut Cursor<'_>) -> Result<(), DiagramFault> {
        let mut numbers = cursor.rest().split_whitespace();
        let (first, step) = (numbers.next(), numbers.next());
        if first == Some("off") {
            self.number = None;
            return Ok(());
        }
        let parse =
            |text: Option<&str>| text.map_or(Some(1), |text| text.parse().ok().filter(|number| *number < 10_000));
        match (parse(first), parse(step), numbers.next()) {
            (Some(first), Some(step), None) => {
                self.number = Some((first, step));
                Ok(())
            }
            _ => Err(cursor.fault("{} are no numbers to count with", "write `autonumber`, or `autonumber 10 5`")),
        }
    }

    fn bar(&mut self, cursor: &Cursor<'_>, name: &str, begins: bool) -> Result<(), DiagramFault> {
        let participant = self.participant(name);
        let open = self.bars.entry(participant).or_default();
        if begins {
            *open += 1;
            self.sequence.steps.push(Step::Begin(participant));
            return Ok(());
        }
        if *open == 0 {
            return Err(cursor.fault(
                &format!("`{}` is not active here", label(name).replace('\n', " ")),
                "begin with `activate`, or with `+` in the message to it, as in `A->>+B: text`",
            ));
        }
        *open -= 1;
        self.sequence.steps.push(Step::End(participant));
        Ok(())
    }

    fn note(&mut self, cursor: &mut Cursor<'_>) -> Result<(), DiagramFault> {
        const HELP: &str =
            "write `Note over A: text`, `Note over A,B: text`, `Note left of A: text` or `Note right of A: text`";
        let side = if cursor.keyword("over") {
            Some(Side::Over)
        } else if cursor.keyword("left") {
            cursor.keyword("of").then_some(Side::Left)
        } else if cursor.keyword("right") {
            cursor.keyword("of").then_some(Side::Right)
        } else {
            None
        };
        let Some((side, (names, text))) = side.zip(cursor.rest().split_once(':')) else {
            return Err(cursor.fault("the note {} does not say where it stands, or has no text", HELP));
        };
        let mut names: Vec<&str> = names.split(',').map(str::trim).collect();
        let most = if side == Side::Over { 2 } else { 1 };
        if names.len() > most || names.iter().any(|name| name.is_empty()) {
            return Err(cursor.fault("the note {} stands at no participant, or at too many", HELP));
        }
        let last = names.pop().unwrap_or_default();
        let first = names.pop().unwrap_or(last);
        let (first, last) = (self.participant(first), self.participant(last));
        let step = Step::Note { side, from: first.min(last), to: first.max(last), text: label(text) };
        self.sequence.steps.push(step);
        Ok(())
    }

    fn open(&mut self, cursor: &mut Cursor<'_>, span: Span, kind: usize) -> Result<(), DiagramFault> {
        if self.frames.len() == MAX_DEPTH {
            return Err(cursor.fault_at(
                span,
                &format!("more than {MAX_DEPTH} frames lie within each other"),
                "make the inner part a diagram of its own",
            ));
        }
        self.frames.push(Frame { kind: Some(kind), span });
        self.sequence.steps.push(Step::Open { kind: FRAMES[kind].0, text: label(cursor.take_rest()) });
        Ok(())
    }

    fn divide(&mut self, cursor: &mut Cursor<'_>, span: Span, kind: &'static str) -> Result<(), DiagramFault> {
        let open = self.frames.iter().rev().find_map(|frame| frame.kind);
        if open.is_none_or(|open| FRAMES[open].1 != Some(kind)) {
            let of = FRAMES.iter().find(|(_, next)| *next == Some(kind)).map_or("", |(of, _)| of);
            let help = format!("begin a frame with `{of}`, and end it with `end`");
            return Err(cursor.fault_at(span, &format!("{{}} stands outside of `{of}`"), &help));
        }
        self.sequence.steps.push(Step::Divide { kind, text: label(cursor.take_rest()) });
        Ok(())
    }

    fn close(&mut self, cursor: &Cursor<'_>, span: Span) -> Result<(), DiagramFault> {
        match self.frames.pop() {
            Some(frame) => {
                if frame.kind.is_some() {
                    self.sequence.steps.push(Step::Close);
                }
                Ok(())
            }
            None => Err(cursor.fault_at(
                span,
                "{} ends nothing",
                "take it out, or begin with `loop`, `alt`, `opt` or `par`",
            )),
        }
    }

    fn message(&mut self, cursor: &mut Cursor<'_>) -> Result<(), DiagramFault> {
        const HELP: &str = "messages are written `A->>B: text`, answers `B-->>A: text`";
        let rest = cursor.rest();
        let head = rest.split(':').next().unwrap_or_default();
        let find = |lines: &[(&'static str, bool, Tip)]| {
            let found = lines.iter().filter_map(|line| Some((head.find(line.0)?, *line)));
            // Of those that begin at one place the first in the table is the longest.
            found.reduce(|best, next| if next.0 < best.0 { next } else { best })
        };
        let Some((at, (line, dashed, tip))) = find(&LINES[..4]).or_else(|| find(&LINES[4..])) else {
            return Err(cursor.fault("{} is not understood", HELP));
        };
        let from = head[..at].trim();
        let behind = head[at + line.len()..].trim();
        let (begins, ends) = (behind.starts_with('+'), behind.starts_with('-'));
        let to = behind.trim_start_matches(['+', '-']).trim();
        if from.is_empty() || to.is_empty() || from.contains("<<") || to.contains([';', ',']) {
            return Err(cursor.fault("{} does not say from whom to whom", HELP));
        }
        let Some((_, text)) = rest.split_once(':') else {
            return Err(cursor.fault("the message {} has no text", HELP));
        };
        let mut text = label(text);
        if let Some((number, step)) = self.number {
            text = format!("{number}. {text}");
            self.number = Some((number.saturating_add(step), step));
        }
        let (sender, receiver) = (self.participant(from), self.participant(to));
        self.sequence.steps.push(Step::Message { from: sender, to: receiver, text, dashed, tip });
        match (begins, ends) {
            (true, _) => self.bar(cursor, to, true),
            (_, true) => self.bar(cursor, from, false),
            _ => Ok(()),
        }
    }
}

impl super::Reader for Reader {
    fn statement(&mut self, cursor: &mut Cursor<'_>) -> Result<(), DiagramFault> {
        let start = cursor.at();
        let mut ahead = cursor.clone();
        let word = ahead.word();
        let span = Span { start, end: ahead.at() };
        let alone = ahead.is_done() || ahead.rest().starts_with(char::is_whitespace);
        // `end->>A: text` is a message: no name is lost to a word that could begin a statement.
        let is_message =
            LINES[..4].iter().any(|(line, ..)| cursor.rest().split(':').next().is_some_and(|head| head.contains(line)));
        if !alone || is_message && !matches!(word, "loop" | "alt" | "else" | "opt" | "par" | "and") {
            return self.message(cursor);
        }
        ahead.skip_space();
        if let Some(kind) = FRAMES.iter().position(|(kind, _)| *kind == word) {
            return self.open(&mut ahead, span, kind);
        }
        if let Some(kind) = FRAMES.iter().filter_map(|(_, next)| *next).find(|next| *next == word) {
            return self.divide(&mut ahead, span, kind);
        }
        match word {
            "participant" | "actor" => self.declare(&mut ahead),
            "autonumber" => self.count(&mut ahead),
            "activate" | "deactivate" => {
                let name = ahead.rest().trim_end_matches(';').trim();
                self.bar(cursor, name, word == "activate")
            }
            "rect" => {
                self.frames.push(Frame { kind: None, span });
                Ok(())
            }
            "end" => self.close(cursor, span),
            word if word.eq_ignore_ascii_case("note") => self.note(&mut ahead),
            word if NOT_DRAWN.contains(&word) => {
                if word == "box" {
                    self.frames.push(Frame { kind: None, span });
                }
                Err(cursor.fault_at(span, "{} is not drawn", "take it out, or say it in a note: `Note over A: text`"))
            }
            _ => self.message(cursor),
        }
    }

    fn finish(mut self: Box<Self>, head: Span) -> Result<Drawing, DiagramFault> {
        if let Some(frame) = self.frames.pop() {
            return Err(DiagramFault {
                message: "what begins here has no end".to_owned(),
                help: "put a line `end` behind its last message".to_owned(),
                span: frame.span,
            });
        }
        let (participants, steps) = (self.sequence.participants.len(), self.sequence.steps.len());
        if participants == 0 {
            return Err(DiagramFault {
                message: "the sequence diagram has no participants".to_owned(),
                help: "add lines such as `Caller->>Desk: My screen stays dark`".to_owned(),
                span: head,
            });
        }
        if participants > MAX_PARTICIPANTS {
            let message = format!("the diagram has {participants} participants; at most {MAX_PARTICIPANTS} are drawn");
            return Err(too_large(head, message));
        }
        if steps > MAX_STEPS {
            return Err(too_large(head, format!("the diagram has {steps} steps; at most {MAX_STEPS} are drawn")));
        }
        for (participant, open) in &self.bars {
            self.sequence.steps.extend(std::iter::repeat_n(Step::End(*participant), *open));
        }
        Ok(Drawing::Sequence(self.sequence))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::diagram::parse;

    fn sequence(text: &str) -> Sequence {
        match parse(&format!("sequenceDiagram\n{text}")).expect("a diagram").drawing {
            Drawing::Sequence(sequence) => sequence,
            Drawing::Flow(_) => unreachable!(),
        }
    }

    fn fault(text: &str) -> (String, String) {
        let text = format!("sequenceDiagram\n{text}");
        let fault = parse(&text).expect_err("a fault").remove(0);
        (text[fault.span.range()].to_owned(), fault.message)
    }

    #[test]
    fn every_line_of_a_message() {
        for (line, dashed, tip) in LINES {
            for written in [format!("On-call{line}Desk: a: b"), format!("On-call {line} Desk : a: b")] {
                let sequence = sequence(&written);
                assert_eq!(sequence.participants, ["On-call", "Desk"], "{written}");
                let step = Step::Message { from: 0, to: 1, text: "a: b".to_owned(), dashed, tip };
                assert_eq!(sequence.steps, [step], "{written}");
            }
        }
    }

    #[test]
    fn participants_notes_bars_and_numbers() {
        let sequence = sequence(
            "autonumber 10 5\nactor U as User<br>at home\nparticipant D\nU->>+D: call\nNote over U,D: by phone\nnote right of D: logs\nD-->>-U: number\nend->>U: x\n",
        );
        assert_eq!(sequence.participants, ["User\nat home", "D", "end"]);
        let texts: Vec<_> = sequence
            .steps
            .iter()
            .filter_map(|step| match step {
                Step::Message { text, .. } | Step::Note { text, .. } => Some(text.as_str()),
                _ => None,
            })
            .collect();
        assert_eq!(texts, ["10. call", "by phone", "logs", "15. number", "20. x"]);
        assert_eq!((&sequence.steps[1], &sequence.steps[5]), (&Step::Begin(1), &Step::End(1)));
    }

    #[test]
    fn frames_are_closed_and_bars_ended() {
        let sequence = sequence("alt yes -> no\nA->>B: x\nrect rgb(1,2,3)\nelse no\nactivate B\nend\nend\n");
        let kinds = |step: &Step| matches!(step, Step::Open { .. } | Step::Divide { .. } | Step::Close | Step::End(_));
        assert_eq!(sequence.steps.iter().filter(|step| kinds(step)).count(), 4);
    }

    #[test]
    fn faults_name_their_place() {
        for (written, place, message) in [
            ("A B", "A B", "`A B` is not understood"),
            ("A->>B", "A->>B", "the message `A->>B` has no text"),
            ("->>B: x", "->>B: x", "`->>B: x` does not say from whom to whom"),
            ("loop x\nA->>B: y", "loop", "what begins here has no end"),
            ("A->>B: y\nend", "end", "`end` ends nothing"),
            ("A->>B: y\nelse z", "else", "`else` stands outside of `alt`"),
            ("A->>B: y\ndeactivate B", "deactivate B", "`B` is not active here"),
            ("Note A: x", "A: x", "the note `A: x` does not say where it stands, or has no text"),
            ("Note over A,B,C: x", "A,B,C: x", "the note `A,B,C: x` stands at no participant, or at too many"),
            ("create participant X", "create", "`create` is not drawn"),
            ("autonumber x", "x", "`x` are no numbers to count with"),
        ] {
            let (found, told) = fault(written);
            assert_eq!((found.as_str(), told.as_str()), (place, message), "{written}");
        }
    }

    #[test]
    fn what_is_too_large_is_refused() {
        let many: String = (0..=MAX_PARTICIPANTS).map(|number| format!("participant p{number}\n")).collect();
        assert_eq!(fault(&many).1, "the diagram has 21 participants; at most 20 are drawn");
        assert_eq!(fault(&"A->>B: x\n".repeat(301)).1, "the diagram has 301 steps; at most 300 are drawn");
        assert_eq!(fault(&"loop x\n".repeat(7)).1, "more than 6 frames lie within each other");
    }
}
