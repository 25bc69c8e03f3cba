//! What is read of flow charts.

use super::*;
use crate::read::diagram::parse;

fn flow(text: &str) -> Flow {
    match parse(&format!("flowchart TD\n{text}")).expect("a diagram").drawing {
        Drawing::Flow(flow) => flow,
        Drawing::Sequence(_) => unreachable!(),
    }
}

fn fault(text: &str) -> (String, String) {
    let text = format!("flowchart TD\n{text}");
    let fault = parse(&text).expect_err("a fault").remove(0);
    (text[fault.span.range()].to_owned(), fault.message)
}

#[test]
fn every_shape() {
    for (written, shape) in [
        ("A[x]", Shape::Rectangle),
        ("A(x)", Shape::Rounded),
        ("A([x])", Shape::Stadium),
        ("A[[x]]", Shape::Subroutine),
        ("A[(x)]", Shape::Cylinder),
        ("A((x))", Shape::Circle),
        ("A(((x)))", Shape::DoubleCircle),
        ("A>x]", Shape::Flag),
        ("A{x}", Shape::Diamond),
        ("A{{x}}", Shape::Hexagon),
        ("A[/x/]", Shape::LeanRight),
        ("A[\\x\\]", Shape::LeanLeft),
        ("A[/x\\]", Shape::Trapezoid),
        ("A[\\x/]", Shape::TrapezoidDown),
        ("A[ \"x\" ]:::loud", Shape::Rectangle),
    ] {
        let node = &flow(written).nodes[0];
        assert_eq!((node.text.as_str(), node.shape), ("x", shape), "{written}");
    }
}

#[test]
fn every_line() {
    for (written, stroke, start, end, length, text) in [
        ("A-->B", Stroke::Solid, Tip::None, Tip::Arrow, 1, ""),
        ("A --- B", Stroke::Solid, Tip::None, Tip::None, 1, ""),
        ("A ----> B", Stroke::Solid, Tip::None, Tip::Arrow, 3, ""),
        ("A -- yes --> B", Stroke::Solid, Tip::None, Tip::Arrow, 1, "yes"),
        ("A -- order --- B", Stroke::Solid, Tip::None, Tip::None, 1, "order"),
        ("A --order--> B", Stroke::Solid, Tip::None, Tip::Arrow, 1, "order"),
        ("A -- \"a --> b\" --> B", Stroke::Solid, Tip::None, Tip::Arrow, 1, "a --> b"),
        ("A -->|\"yes, no\"| B", Stroke::Solid, Tip::None, Tip::Arrow, 1, "yes, no"),
        ("A --o B", Stroke::Solid, Tip::None, Tip::Circle, 1, ""),
        ("A --x B", Stroke::Solid, Tip::None, Tip::Cross, 1, ""),
        ("A <--> B", Stroke::Solid, Tip::Arrow, Tip::Arrow, 1, ""),
        ("A o--o B", Stroke::Solid, Tip::Circle, Tip::Circle, 1, ""),
        ("A -.-> B", Stroke::Dotted, Tip::None, Tip::Arrow, 1, ""),
        ("A -. maybe .-> B", Stroke::Dotted, Tip::None, Tip::Arrow, 1, "maybe"),
        ("A -..- B", Stroke::Dotted, Tip::None, Tip::None, 2, ""),
        ("A ==> B", Stroke::Thick, Tip::None, Tip::Arrow, 1, ""),
        ("A == now ==> B", Stroke::Thick, Tip::None, Tip::Arrow, 1, "now"),
        ("A ~~~ B", Stroke::Hidden, Tip::None, Tip::None, 1, ""),
    ] {
        let flow = flow(written);
        let edge = &flow.edges[0];
        let found = (edge.stroke, edge.start, edge.end, edge.length, edge.text.as_str());
        assert_eq!(found, (stroke, start, end, length, text), "{written}");
        assert_eq!((flow.nodes[0].id.as_str(), flow.nodes[1].id.as_str()), ("A", "B"), "{written}");
    }
}

#[test]
fn a_word_on_looks_takes_no_line_with_it() {
    let drawn = flow("A-->B; class A big; X --> Y; classDef big fill:#fff");
    assert_eq!((drawn.nodes.len(), drawn.edges.len()), (4, 2));
    let lost = parse("flowchart TD\nstyle --> B\n").expect_err("a box that would be lost");
    assert!(lost[0].message.contains("says how boxes look"), "{lost:?}");
    let named = flow("title:::big --> B");
    assert_eq!((named.nodes.len(), named.edges.len()), (2, 1));
}

#[test]
fn chains_groups_and_looks() {
    let flow = flow("A & B --> C[c] -- x --> D; D --> A\nclassDef loud fill:#f00\nstyle A fill:#fff\nC{later}\n");
    let edges: Vec<_> = flow.edges.iter().map(|edge| (edge.from, edge.to)).collect();
    assert_eq!(edges, [(0, 2), (1, 2), (2, 3), (3, 0)]);
    assert_eq!((flow.nodes[2].text.as_str(), flow.nodes[2].shape), ("later", Shape::Diamond));
}

#[test]
fn faults_name_their_place() {
    for (written, place, message) in [
        ("A -> B", "->", "`->` is no line of a flow chart"),
        ("A[open", "[open", "the box `A` is not closed at `[open`"),
        ("A[text (more)] --> B", "text (more)", "the text `text (more)` holds brackets or quotation marks"),
        ("A -->", "", "a box is missing at the end of the line"),
        ("A -- text B", "-- text B", "the line `-- text B` has no end"),
        ("A -->|text B", "|text B", "the text `|text B` has no end"),
        ("A --> end", "end", "a box cannot be called `end`"),
        ("A B", "B", "`B` is not understood here"),
        ("click A \"https://x.example\"", "click A \"https://x.example\"", "boxes cannot be links"),
    ] {
        let (found, told) = fault(written);
        assert_eq!((found.trim_start(), told.as_str()), (place, message), "{written}");
    }
    assert_eq!(parse("flowchart TD\nsubgraph x\ndirection LR\nA-->B\nend\n").expect_err("a fault").len(), 1);
    assert_eq!(parse("flowchart XY\nA").expect_err("a fault")[0].message, "`XY` is no direction");
}

#[test]
fn what_is_too_large_is_refused() {
    let boxes: String = (0..=MAX_NODES).map(|number| format!("n{number}\n")).collect();
    assert_eq!(fault(&boxes).1, "the flow chart has 121 boxes; at most 120 are drawn");
    let all = (0..100).map(|number| format!("n{number}")).collect::<Vec<_>>().join(" & ");
    assert_eq!(fault(&format!("{all} --> {all}")).1, "the flow chart has more than 240 lines");
}
