//! How long each stage takes, at 100, 1,000 and 10,000 documents with five commits each.
//!
//! `cargo bench` runs all; `cargo bench -- 1000` the middle size. Repositories are made once, in the temporary folder.

#![allow(missing_docs, clippy::disallowed_methods, reason = "a benchmark is no library")]

mod catalogue;
mod corpus;
mod redline;

use camino::{Utf8Path, Utf8PathBuf};
use divan::{Bencher, black_box};
use jiff::civil::date;
use rayon::prelude::*;
use smsdoc::evaluate::evaluate;
use smsdoc::publish::{ManifestHead, Stage, Target};
use smsdoc::read::day::Today;
use smsdoc::read::{Read, Request, Workspace};
use smsdoc::report::{Report, human};
use smsdoc::rules;
use smsdoc::site::{Site, audience};

const SIZES: [usize; 3] = [100, 1_000, 10_000];

fn main() {
    divan::main();
}

fn request(published: bool, history: bool) -> Request {
    let day = date(2026, 11, 22);
    let now = day.to_zoned(jiff::tz::TimeZone::UTC).expect("a day").timestamp();
    Request {
        published,
        as_of: None,
        today: Today { asked: Some(day), now },
        drafts: false,
        uncommitted: false,
        history,
        allow_shallow: false,
    }
}

fn open(folder: &Utf8Path) -> Workspace {
    Workspace::open(Some(folder), folder).expect("the repository opens")
}

fn forget_history(folder: &Utf8Path) {
    let _ = std::fs::remove_dir_all(folder.join(".git/smsdoc"));
}

#[divan::bench(args = SIZES, sample_count = 5)]
fn read_without_history(bencher: Bencher<'_, '_>, documents: usize) {
    let folder = corpus::repository(documents);
    bencher.bench_local(|| black_box(open(&folder).read(&request(true, false)).expect("read").inputs.documents.len()));
}

#[divan::bench(args = SIZES, sample_count = 3)]
fn history_cold(bencher: Bencher<'_, '_>, documents: usize) {
    let folder = corpus::repository(documents);
    bencher.with_inputs(|| forget_history(&folder)).bench_local_values(|()| {
        let git = smsdoc::git::Repository::discover(&folder).expect("git").expect("a repository");
        let head = git.head().expect("git").expect("a commit");
        black_box(git.history(head, Some(head), Utf8Path::new(""), &[], true).expect("history").files.len())
    });
}

#[divan::bench(args = SIZES, sample_count = 5)]
fn history_cached(bencher: Bencher<'_, '_>, documents: usize) {
    let folder = corpus::repository(documents);
    let git = smsdoc::git::Repository::discover(&folder).expect("git").expect("a repository");
    let head = git.head().expect("git").expect("a commit");
    let history = || git.history(head, Some(head), Utf8Path::new(""), &[], true).expect("history").files.len();
    history();
    bencher.bench_local(|| black_box(history()));
}

#[divan::bench(args = SIZES, sample_count = 5)]
fn evaluate_and_judge(bencher: Bencher<'_, '_>, documents: usize) {
    let folder = corpus::repository(documents);
    let read = open(&folder).read(&request(true, true)).expect("read");
    bencher
        .with_inputs(|| read.inputs.clone())
        .bench_local_values(|inputs| black_box(rules::judge(&evaluate(inputs, &read.texts)).len()));
}

/// Coverage of all frameworks, of what was evaluated.
#[divan::bench(args = SIZES, sample_count = 5)]
fn coverage(bencher: Bencher<'_, '_>, documents: usize) {
    let folder = corpus::repository(documents);
    let read = open(&folder).read(&request(true, true)).expect("read");
    let sms = evaluate(read.inputs, &read.texts);
    bencher.with_inputs(|| (sms.clone(), sms.corpus.clone())).bench_local_values(|(mut sms, corpus)| {
        sms.renew(corpus);
        black_box(sms.coverage.covered())
    });
}

/// Coverage on days of the past, a release or quarter each.
#[divan::bench(args = SIZES, sample_count = 3)]
fn trend(bencher: Bencher<'_, '_>, documents: usize) {
    let folder = corpus::repository(documents);
    bencher
        .with_inputs(|| {
            let read = open(&folder).read(&request(true, true)).expect("read");
            evaluate(read.inputs, &read.texts)
        })
        .bench_local_values(|sms| black_box(sms.past.trend().len()));
}

#[divan::bench(args = SIZES, sample_count = 3)]
fn render_in_memory(bencher: Bencher<'_, '_>, documents: usize) {
    let folder = corpus::repository(documents);
    let site = site(open(&folder).read(&request(true, true)).expect("read"));
    bencher.bench_local(|| {
        let paths: Vec<_> = site.paths().collect();
        black_box(
            paths
                .into_par_iter()
                .map(|path| site.render(path).expect("a page").map_or(0, |bytes| bytes.len()))
                .sum::<usize>(),
        )
    });
}

/// The index of the search without the texts to quote from. It is left beside the repository (`.search`), for
/// `tests/bench/search.mjs`.
#[divan::bench(args = SIZES, sample_count = 3)]
fn search_index(bencher: Bencher<'_, '_>, documents: usize) {
    let folder = corpus::repository(documents);
    let out = folder.with_extension("search");
    std::fs::create_dir_all(out.join("search")).expect("a folder");
    bencher.with_inputs(|| site(open(&folder).read(&request(true, true)).expect("read"))).bench_local_values(|site| {
        let scripts = site.paths().filter(|path| path.starts_with("search") && path.extension() == Some("js"));
        for path in scripts.filter(|path| !path.starts_with("search/text")) {
            std::fs::write(out.join(path), site.render(path).expect("a part").unwrap_or_default()).expect("written");
        }
        site
    });
}

#[divan::bench(args = SIZES, sample_count = 3)]
fn whole_build_cold(bencher: Bencher<'_, '_>, documents: usize) {
    let folder = corpus::repository(documents);
    bencher.with_inputs(|| forget_history(&folder)).bench_local_values(|()| build(&folder));
}

#[divan::bench(args = SIZES, sample_count = 3)]
fn whole_build_cached(bencher: Bencher<'_, '_>, documents: usize) {
    let folder = corpus::repository(documents);
    build(&folder);
    bencher.bench_local(|| build(&folder));
}

/// What `smsdoc check` costs the first time in a clone.
#[divan::bench(args = SIZES, sample_count = 3)]
fn check_cold(bencher: Bencher<'_, '_>, documents: usize) {
    let folder = corpus::repository(documents);
    bencher.with_inputs(|| forget_history(&folder)).bench_local_values(|()| check(&folder));
}

/// What it costs when nothing changed since: every time but the first.
#[divan::bench(args = SIZES, sample_count = 10)]
fn check_warm(bencher: Bencher<'_, '_>, documents: usize) {
    let folder = corpus::repository(documents);
    check(&folder);
    bencher.bench_local(|| check(&folder));
}

/// The files on disk, judged and reported for people.
fn check(folder: &Utf8Path) -> usize {
    let read = open(folder).read(&request(false, true)).expect("read");
    let sms = evaluate(read.inputs, &read.texts);
    let verdict = rules::verdict(&sms);
    let report = Report::new(&sms, &verdict);
    let length = human::report(&report, human::Style { columns: 80, color: false, all: false }).len();
    // The program ends without taking everything apart, too.
    std::mem::forget(sms);
    black_box(length)
}

/// What a save costs in the preview: everything but the changed file comes from the cache.
#[divan::bench(args = SIZES, sample_count = 10)]
fn save_to_page(bencher: Bencher<'_, '_>, documents: usize) {
    let folder = corpus::repository(documents);
    let workspace = open(&folder);
    let read = request(false, true);
    workspace.read(&read).expect("read");
    let file = std::fs::read_dir(folder.join("sms-docs/area-00"))
        .expect("documents")
        .next()
        .expect("one")
        .expect("an entry")
        .path();
    let text = std::fs::read_to_string(&file).expect("a document");
    let mut round = 0;
    bencher
        .with_inputs(|| {
            round += 1;
            std::fs::write(&file, format!("{text}\nRound {round}.\n")).expect("saved");
        })
        .bench_local_values(|()| {
            let read = workspace.read(&read).expect("read");
            let site = site(read);
            black_box(site.render(Utf8Path::new("docs/BEN-POL-00001/index.html")).expect("a page"))
        });
    std::fs::write(&file, text).expect("restored");
}

fn site(read: Read) -> Site {
    let audience = audience::audience(&read.inputs, None).expect("an audience");
    let sms = evaluate(read.inputs, &read.texts);
    black_box(rules::judge(&sms).len());
    Site::new(audience::filter(sms, &audience).sms, &read.theme, read.attachments, &audience, false).expect("a site")
}

fn build(folder: &Utf8Path) -> usize {
    let read = open(folder).read(&request(true, true)).expect("read");
    let site = site(read);
    let out: Utf8PathBuf = folder.with_extension("public");
    let stage = Stage::begin(&Target { out: &out, protected: &[] }).expect("a stage");
    let paths: Vec<_> = site.paths().collect();
    paths.into_par_iter().for_each(|path| {
        let bytes = site.render(path).expect("a page").unwrap_or_default();
        stage.write(path, &bytes).expect("written");
    });
    let head = ManifestHead {
        tool: "bench".to_owned(),
        commit: None,
        tags: Vec::new(),
        as_of: date(2026, 11, 22),
        audience: "staff".to_owned(),
        dirty: false,
    };
    stage.finish(head).expect("published").files
}
