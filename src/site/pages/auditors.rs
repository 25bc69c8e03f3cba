//! Where an auditor begins: what there is to look at and in which order, what is known to be open, how strong each proof
//! is, and how to check it without trusting this program.

use super::computed::{self, Content, View};
use super::section::{Fact, Section, Words, column, fact, wide, wide_column};
use super::shared;
use crate::evaluate::coverage::{Level, Presence};
use crate::evaluate::readiness;
use crate::evaluate::reading::Reading;
use crate::evaluate::scope;
use crate::evaluate::state::State;
use crate::model::config::Evidence;
use crate::model::date;
use crate::model::node::Node;
use crate::say;
use crate::site::Site;

/// Where the page is, from the root of the site.
pub(in crate::site) const PAGE: &str = "readiness/auditors/index.html";

/// The page.
#[must_use]
pub fn view(site: &Site, path: &str) -> View {
    let lede = say!(
        "What there is to look at, in the order of the two stages of a certification audit; what is known to be open; and how to check a proof yourself."
    );
    let content = Content {
        section: "Clauses",
        title: say!("For auditors"),
        description: lede.clone(),
        above: vec![(say!("Gaps and readiness"), "readiness/index.html")],
        lede: Words::from(lede),
        glance: glance(site),
        sections: vec![order(site), open(site), proofs(), commands(site)],
        landscape: false,
    };
    computed::view(site, path, content)
}

fn glance(site: &Site) -> Vec<Fact> {
    let sms = &site.sms;
    let in_force = sms.corpus.in_force().filter(|entry| !entry.is_record()).count();
    let records = sms.corpus.in_force().filter(|entry| entry.is_record()).count();
    let covered = sms.coverage.clauses.iter().filter(|found| found.level >= Level::Covered).count();
    let release = sms
        .inputs
        .line
        .releases
        .last()
        .map(|release| Words::from(&release.name).small(date::display(sms.inputs.day(release.released))));
    let wording = scope::statements(&sms.corpus, Reading::InForce).find_map(|(_, entry)| {
        let wording = entry.document().front.get("certificate_wording").and_then(Node::text)?;
        Some((wording.to_owned(), shared::doc_link(entry)))
    });
    let certificate = match wording {
        Some((wording, doc)) => Words::from(wording).small("").and(Words::new().text(" ").figure(&doc.id, &doc.href)),
        None => Words::new().missing(say!("No scope statement in force states it")),
    };
    vec![
        wide(say!("Certificate wording"), certificate),
        fact(say!("Documents in force"), in_force.to_string()),
        fact(say!("Records"), records.to_string()),
        fact(say!("Clauses covered"), say!("{count} of {total}", count = covered, total = sms.coverage.clauses.len())),
        fact(say!("Newest release"), release.unwrap_or_else(|| Words::new().muted(say!("None marked")))),
    ]
}

/// The screens in the order in which most auditors take them.
fn order(site: &Site) -> Section {
    let matrix = format!("clauses/{}/index.html", site.sms.inputs.config.framework);
    let row = |stage: String, label: String, href: &str, what: String| {
        vec![Words::new().link(label, href), Words::from(stage), Words::from(what)]
    };
    let (first, second, both) = (say!("Stage 1"), say!("Stage 2"), say!("Both stages"));
    let mut rows = vec![
        row(
            first.clone(),
            say!("Document register"),
            "register/index.html",
            say!("What is documented, which version is in force, who approved it."),
        ),
        row(
            both.clone(),
            say!("Clause coverage"),
            &matrix,
            say!("From each clause to its documents, records, audits and open points: the route map."),
        ),
        row(
            first.clone(),
            say!("Scope and parties"),
            "scope/index.html",
            say!("The scope statement, and who takes part in what. There are no exclusions."),
        ),
        row(
            both.clone(),
            say!("What changed"),
            "changes/index.html",
            say!("Versions with their approvals and redlines; since the last audit on a page of its own."),
        ),
        row(
            first.clone(),
            say!("Review calendar"),
            "reviews/index.html",
            say!("What is to be reviewed, and what is overdue."),
        ),
        row(
            first,
            say!("Gaps and readiness"),
            "readiness/index.html",
            say!("What is missing, and how the figures are counted."),
        ),
        row(second.clone(), say!("Records"), "records/index.html", say!("What happened, how long it is kept.")),
        row(
            second.clone(),
            say!("Corrective actions"),
            "actions/index.html",
            say!("What was not as it should be, by when it is mended, whether that works."),
        ),
    ];
    if site.sms.services.tells_of_agreements() {
        rows.push(row(
            second.clone(),
            say!("Service chain"),
            "services/chain/index.html",
            say!("Whether what stands behind a promise can keep it."),
        ));
        rows.push(row(
            second.clone(),
            say!("Service performance"),
            "services/performance/index.html",
            say!("What was reached of the targets."),
        ));
    }
    rows.push(row(
        second,
        say!("Since the last audit"),
        "readiness/since-audit/index.html",
        say!("Documents, clauses and actions that changed since then."),
    ));
    let columns = [column(say!("Page")), column(say!("Stage")), wide_column(say!("What it answers"))];
    Section::new("order", say!("What to look at, and when")).table(
        say!("Pages in the order of an audit"),
        &columns,
        rows,
    )
}

/// What is known to be open, told before it is found.
fn open(site: &Site) -> Section {
    let sms = &site.sms;
    let matrix = format!("clauses/{}/index.html", sms.inputs.config.framework);
    let gaps = sms.coverage.clauses.iter().filter(|found| found.level < Level::Covered).count();
    let overdue = sms.corpus.entries.iter().filter(|entry| entry.state() == State::ReviewOverdue).count();
    let drafts = readiness::controlled(sms).filter(|entry| !entry.is_in_force()).count();
    let missing = sms.coverage.items.iter().filter(|found| found.presence == Presence::Missing).count();
    let open = sms.audits.actions.iter().filter(|action| action.open).count();
    let late = sms.audits.actions.iter().filter(|action| action.is_late(sms.inputs.today)).count();
    let moved = sms.audits.actions.iter().filter(|action| action.open && !action.due_before.is_empty()).count();
    let unlinked = sms.audits.without_action(&sms.corpus).count();
    let points = [
        (gaps, say!("Clauses without documentation in force"), matrix.as_str()),
        (overdue, say!("Documents whose review is overdue"), "reviews/index.html"),
        (drafts, say!("Controlled documents without a version in force"), "register/index.html"),
        (missing, say!("Documents and records that are wanted and not there"), "readiness/index.html#wanted"),
        (open, say!("Corrective actions that are open"), "actions/index.html"),
        (late, say!("Corrective actions that are late"), "actions/index.html"),
        (moved, say!("Open corrective actions whose day was moved"), "actions/index.html"),
        (unlinked, say!("Audit findings without a corrective action here"), "actions/index.html"),
    ];
    let rows = points.into_iter().map(|(count, what, href)| {
        let what = if count > 0 { Words::new().link(what, href) } else { Words::from(what) };
        vec![what, Words::from(count.to_string())]
    });
    Section::new("open", say!("What is known to be open")).table(
        say!("Open points by kind"),
        &[column(say!("What")), column(say!("How many"))],
        rows.collect(),
    )
}

/// How to read the words for how strong a proof is.
fn proofs() -> Section {
    let levels = [Evidence::Signed, Evidence::Tag, Evidence::Trailer, Evidence::Claimed, Evidence::None];
    let rows = levels.map(|level| {
        let (word, meaning) = shared::evidence(level);
        vec![Words::from(word), Words::from(meaning)]
    });
    Section::new("proofs", say!("How to read a proof of approval"))
        .text(say!(
            "A signature shows whose key signed, not that the person was entitled: whether they held the role on that day and wrote none of the text is judged apart, and an approval that fails does not bring a version into force."
        ))
        .table(say!("Levels of proof, the strongest first"), &[column(say!("Word")), column(say!("What it rests on"))], rows.into())
}

/// How to check without this program.
fn commands(site: &Site) -> Section {
    let section = Section::new("check", say!("How to check it yourself"));
    let Some(commit) = shared::commit(&site.sms) else {
        return section.empty(say!(
            "This site was made from files on disk. Only one that was built from a commit can be checked."
        ));
    };
    let row = |command: &str, what: String| vec![Words::new().code(command), Words::from(what)];
    let rows = vec![
        row("sha256sum -c SHA256SUMS", say!("In the folder of this site: whether each file is as it was published.")),
        row(&format!("git show --stat {commit}"), say!("In the repository: the commit that this site was built from.")),
        row(
            "git -c gpg.ssh.allowedSignersFile=FILE verify-tag approved/ID/VERSION",
            say!(
                "Whose key signed the approval of a version. FILE holds a line for each person with their address and the key that people.yaml gives them."
            ),
        ),
        row("git log --follow -- FILE", say!("Who changed the file of a document, and when.")),
        row("smsdoc build --as-of DATE", say!("The site as it was on an earlier day.")),
    ];
    section.table(say!("Commands"), &[column(say!("Command")), column(say!("What it shows"))], rows)
}
