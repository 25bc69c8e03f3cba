//! How long redlines take: two versions of an everyday document, and texts made to be slow.

use std::fmt::Write as _;

use divan::{Bencher, black_box};
use smsdoc::evaluate::redline;
use smsdoc::model::document::Document;
use smsdoc::model::source::SourceFile;
use smsdoc::read::embedded;
use smsdoc::read::schema::SchemaSet;
use smsdoc::site::render::redline as render;

use crate::corpus::Numbers;

fn document(schemas: &SchemaSet, body: &str) -> Document {
    let file = SourceFile::new("a.md", format!("---\nid: BEN-PRO-001\n---\n{body}"));
    smsdoc::read::document::read(file, schemas).0.expect("a document")
}

/// A document of 1,500 words: eight sections with paragraphs, a list and a table.
fn everyday() -> String {
    let mut numbers = Numbers::new(14);
    let mut words = |count: usize| (0..count).map(|_| numbers.word()).collect::<Vec<_>>().join(" ");
    let mut out = String::new();
    for section in 0..8 {
        let _ = write!(out, "# {} {section}\n\n{}.\n\n{}.\n\n", words(3), words(40), words(50));
        for step in 1..6 {
            let _ = writeln!(out, "{step}. {}.", words(8));
        }
        let _ = write!(out, "\n| {} | {} |\n|---|---|\n", words(1), words(1));
        for row in 0..5 {
            let _ = writeln!(out, "| {} {row} | {} |", words(1), words(7));
        }
        out.push('\n');
    }
    out
}

/// The same with five changes: a word, two, a step and a row more, a step less.
fn everyday_changed(text: &str) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let find = |lines: &[String], from: usize, start: &str| {
        lines.iter().enumerate().skip(from).find(|(_, line)| line.starts_with(start)).expect("a line").0
    };
    lines[2].push_str(" Phone the lead.");
    let at = find(&lines, 30, "2. ");
    lines[at] = lines[at].replacen(' ', " immediately ", 1);
    let at = find(&lines, 60, "|---");
    lines.insert(at + 2, "| new row | that tells something new |".to_owned());
    let at = find(&lines, 90, "3. ");
    lines.remove(at);
    let at = find(&lines, 110, "4. ");
    lines.insert(at, "4. A step that was forgotten until now.".to_owned());
    lines.join("\n") + "\n"
}

#[divan::bench(sample_count = 50)]
fn redline_of_1500_words(bencher: Bencher<'_, '_>) {
    let schemas = SchemaSet::load(&embedded::schema_files()).expect("schemas");
    let text = everyday();
    let (old, new) = (document(&schemas, &text), document(&schemas, &everyday_changed(&text)));
    assert_eq!(redline::redline(&old, &new).counts.changes, 5);
    bencher.bench_local(|| black_box(redline::redline(&old, &new).counts));
}

#[divan::bench(sample_count = 50)]
fn redline_of_1500_words_in_html(bencher: Bencher<'_, '_>) {
    let schemas = SchemaSet::load(&embedded::schema_files()).expect("schemas");
    let text = everyday();
    let (old, new) = (document(&schemas, &text), document(&schemas, &everyday_changed(&text)));
    let redline = redline::redline(&old, &new);
    bencher.bench_local(|| {
        black_box(render::body(&redline, render::Versions { from: "1", to: "2", may_name: &|_| true }).len())
    });
}

const KINDS: [&str; 7] =
    ["tiny paragraphs", "one paragraph", "all changed", "rows", "wide rows", "two items", "headings"];

/// A text of about so many bytes; two of different seeds are the two versions.
fn slow(kind: &str, bytes: usize, seed: u64) -> String {
    let mut numbers = Numbers::new(seed);
    let mut out = String::new();
    match kind {
        "rows" => out.push_str("| a | b |\n|---|---|\n"),
        "wide rows" => {
            out.push_str(&"| a ".repeat(500));
            out.push('\n');
            out.push_str(&"|---".repeat(500));
            out.push('\n');
        }
        _ => {}
    }
    let mut line = 0;
    while out.len() < bytes {
        line += 1;
        let _ = match kind {
            "tiny paragraphs" => write!(out, "{}\n\n", numbers.next(50)),
            "one paragraph" => write!(out, "{} ", numbers.next(3_000)),
            "all changed" => {
                write!(out, "{} {line} and {} go on {}, as {line} does.\n\n", numbers.word(), numbers.word(), seed)
            }
            "rows" => writeln!(out, "| {} | {} |", numbers.next(9), numbers.next(400)),
            "wide rows" => writeln!(out, "| {} |", numbers.next(900)),
            "two items" => writeln!(out, "- {}", ["a", "b"][numbers.next(2)]),
            _ => write!(out, "{} {}\n\n", ["#", "##"][numbers.next(2)], numbers.next(1_000)),
        };
    }
    out.truncate(bytes);
    out
}

fn cases() -> Vec<String> {
    let sizes = [1usize << 18, (1 << 20) - 64];
    KINDS.iter().flat_map(|kind| sizes.map(|size| format!("{kind}, {size}"))).collect()
}

#[divan::bench(args = cases(), sample_count = 1)]
fn redline_of_slow_texts(bencher: Bencher<'_, '_>, case: &str) {
    let (kind, size) = case.split_once(", ").expect("a kind and a size");
    let size = size.parse().expect("a size");
    let schemas = SchemaSet::load(&embedded::schema_files()).expect("schemas");
    let (old, new) = (document(&schemas, &slow(kind, size, 7)), document(&schemas, &slow(kind, size, 8)));
    bencher.bench_local(|| {
        let redline = redline::redline(&old, &new);
        black_box(render::body(&redline, render::Versions { from: "1", to: "2", may_name: &|_| true }).len())
    });
}

#[divan::bench(sample_count = 50)]
fn blocks_of_1500_words(bencher: Bencher<'_, '_>) {
    let schemas = SchemaSet::load(&embedded::schema_files()).expect("schemas");
    let old = document(&schemas, &everyday());
    bencher.bench_local(|| black_box(smsdoc::read::blocks::blocks(&old).len()));
}
