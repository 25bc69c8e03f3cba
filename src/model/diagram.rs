//! Diagrams that are written as text: flow charts and sequence diagrams, as far as they are drawn.

/// A diagram.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagram {
    /// Its name, where it was given one.
    pub title: Option<String>,
    /// What it shows, in the words of its author.
    pub description: Option<String>,
    /// What is drawn.
    pub drawing: Drawing,
}

/// What is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Drawing {
    /// Boxes and lines between them.
    Flow(Flow),
    /// Messages between participants, one below the other.
    Sequence(Sequence),
}

/// Where the lines of a flow chart lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// From top to bottom.
    Down,
    /// From bottom to top.
    Up,
    /// From left to right.
    Right,
    /// From right to left.
    Left,
}

/// A flow chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flow {
    /// Where its lines lead.
    pub direction: Direction,
    /// Boxes, in the order in which they are first named.
    pub nodes: Vec<Node>,
    /// Lines; they name boxes that there are.
    pub edges: Vec<Edge>,
}

/// A box of a flow chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Name within the diagram.
    pub id: String,
    /// Its text; lines end with a line feed.
    pub text: String,
    /// Its outline.
    pub shape: Shape,
}

/// The outline of a box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// `[..]`
    Rectangle,
    /// `(..)`
    Rounded,
    /// `([..])`
    Stadium,
    /// `[[..]]`
    Subroutine,
    /// `[(..)]`
    Cylinder,
    /// `((..))`
    Circle,
    /// `(((..)))`
    DoubleCircle,
    /// `>..]`
    Flag,
    /// `{..}`
    Diamond,
    /// `{{..}}`
    Hexagon,
    /// `[/../]`
    LeanRight,
    /// `[\..\]`
    LeanLeft,
    /// `[/..\]`
    Trapezoid,
    /// `[\../]`
    TrapezoidDown,
}

/// A line between two boxes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    /// Index of the box that it comes from.
    pub from: usize,
    /// Index of the box that it leads to.
    pub to: usize,
    /// What stands at it; empty where that is nothing.
    pub text: String,
    /// How it is drawn.
    pub stroke: Stroke,
    /// What it begins with.
    pub start: Tip,
    /// What it ends with.
    pub end: Tip,
    /// How many ranks lie between its boxes at least, from 1.
    pub length: usize,
}

/// How a line is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stroke {
    /// `--`
    Solid,
    /// `-.-`
    Dotted,
    /// `==`
    Thick,
    /// `~~~`: keeps its boxes apart without being seen.
    Hidden,
}

/// An end of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tip {
    /// Nothing.
    None,
    /// A filled head.
    Arrow,
    /// An open head.
    Open,
    /// A circle.
    Circle,
    /// A cross.
    Cross,
}

/// A sequence diagram.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sequence {
    /// Texts of the participants, from left to right; lines end with a line feed.
    pub participants: Vec<String>,
    /// What happens, from top to bottom. Frames are closed where they were opened, and bars ended where they were begun.
    pub steps: Vec<Step>,
}

/// A step of a sequence diagram; numbers are indices of participants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A message.
    Message {
        /// Who sends it.
        from: usize,
        /// Who takes it.
        to: usize,
        /// What it says, with its number where messages are counted.
        text: String,
        /// Whether the line has dashes, as answers have.
        dashed: bool,
        /// What the line ends with.
        tip: Tip,
    },
    /// A note.
    Note {
        /// Where it stands.
        side: Side,
        /// The first participant that it stands at.
        from: usize,
        /// The last participant that it stands at.
        to: usize,
        /// What it says.
        text: String,
    },
    /// A frame begins.
    Open {
        /// `loop`, `alt`, `opt` and so on.
        kind: &'static str,
        /// When what is in it happens.
        text: String,
    },
    /// The next part of a frame begins.
    Divide {
        /// `else`, `and`, `option`.
        kind: &'static str,
        /// When what is in it happens.
        text: String,
    },
    /// The innermost frame ends.
    Close,
    /// A participant begins to work.
    Begin(usize),
    /// A participant has done its work.
    End(usize),
}

/// Where a note stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// To the left of a participant.
    Left,
    /// To the right of a participant.
    Right,
    /// Over one participant or several.
    Over,
}
