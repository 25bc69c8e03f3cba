//! Services and agreements: each rule finds its defect in a small catalogue and nothing else; what chains are worth
//! equals a second, plain way of working it out; circles are always found; figures on other terms.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "tests make files and fail loudly"
)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use num_rational::BigRational;
use proptest::prelude::*;
use smsdoc::evaluate::services::Services;
use smsdoc::evaluate::services::compare::Terms;
use smsdoc::evaluate::{Sms, evaluate};
use smsdoc::model::finding::{Finding, Severity};
use smsdoc::rules::{self, RULES};
use support::{Folder, request};

/// The rules that judge services and agreements as a model.
const RULES_OF_SERVICES: [&str; 27] = [
    "agreement-ending",
    "alignment-stale",
    "availability-pooled",
    "configuration-item-duplicate",
    "consent-missing",
    "continuity-plan-unfit",
    "customer-unknown",
    "dependency-cycle",
    "dependency-unknown",
    "dependency-without-agreement",
    "maintenance-exceeds-allowance",
    "priorities-inconsistent",
    "recovery-exceeds-promise",
    "redundancy-shared",
    "resolution-exceeds-rto",
    "resolution-exceeds-sla",
    "service-differs",
    "service-incomplete",
    "sla-exceeds-agreement",
    "sla-exceeds-chain",
    "sla-missing",
    "sla-not-comparable",
    "sla-of-retired-service",
    "support-hours-uncovered",
    "target-impossible",
    "target-unmeasurable",
    "underpinning-incomplete",
];

fn sms(folder: &Folder) -> Sms {
    let workspace = smsdoc::read::Workspace::open(Some(folder.path()), folder.path()).expect("the folder opens");
    let read = workspace.read(&request()).expect("the folder is read");
    evaluate(read.inputs, &read.texts)
}

/// What the rules of services find.
fn found(sms: &Sms) -> Vec<Finding> {
    let mut findings = rules::judge(sms);
    findings.retain(|finding| RULES_OF_SERVICES.contains(&finding.rule));
    findings
}

fn code(rule: &str) -> &'static str {
    RULES.iter().find(|known| known.id == rule).expect("a rule").code.unwrap_or_default()
}

#[test]
fn these_are_all_rules_of_agreements() {
    let coded: BTreeSet<&str> = RULES
        .iter()
        .filter(|rule| rule.code.is_some_and(|code| code.starts_with("A-")))
        .map(|rule| rule.id)
        .filter(|rule| !rule.starts_with("party-")) // the register of other parties is judged in tests/parties.rs
        .collect();
    let here: BTreeSet<&str> = RULES_OF_SERVICES.into_iter().filter(|rule| !code(rule).is_empty()).collect();
    assert_eq!(coded, here);
    let codes: BTreeSet<&str> = here.into_iter().map(code).collect();
    assert_eq!(
        codes,
        (1..=14).map(|number| format!("A-{number:02}")).collect::<Vec<_>>().iter().map(String::as_str).collect()
    );
}

// ---- One defect at a time ----

/// A text of the sound catalogue that is replaced, and what is found then.
struct Defect {
    file: &'static str,
    from: &'static str,
    to: &'static str,
    rule: &'static str,
    severity: Severity,
    /// File and a text of the line that is marked.
    at: (&'static str, &'static str),
    /// The same of the other places, in any order.
    see: &'static [(&'static str, &'static str)],
}

const PROMISE: (&str, &str) = ("sla", "availability: {");

const DEFECTS: [Defect; 17] = [
    Defect {
        file: "hall",
        from: "percent: \"99.95\"",
        to: "percent: \"99.7\"",
        rule: "sla-exceeds-agreement",
        severity: Severity::Error,
        at: PROMISE,
        see: &[("hall", "percent: \"99.7\""), ("network", "target: hall")],
    },
    Defect {
        file: "servers",
        from: "percent: \"99.9\"",
        to: "percent: \"99.85\"",
        rule: "sla-exceeds-chain",
        severity: Severity::Warning,
        at: PROMISE,
        see: &[("hall", "percent: "), ("servers", "percent: "), ("network", "target: line-north")],
    },
    Defect {
        file: "hall",
        from: "period: calendar_month",
        to: "period: year",
        rule: "sla-not-comparable",
        severity: Severity::Error,
        at: PROMISE,
        see: &[("hall", "percent: "), ("network", "target: hall")],
    },
    Defect {
        file: "sla",
        from: "P4: {respond: P1D",
        to: "P4: {respond: P6D",
        rule: "priorities-inconsistent",
        severity: Severity::Error,
        at: ("sla", "P4: {respond"),
        see: &[("sla", "P4: {respond")],
    },
    Defect {
        file: "hall",
        from: "resolve: PT2H",
        to: "resolve: PT5H",
        rule: "resolution-exceeds-sla",
        severity: Severity::Error,
        at: ("sla", "P1: {respond"),
        see: &[("hall", "P1: {respond")],
    },
    Defect {
        file: "servers",
        from: "support_hours: 24x7",
        to: "support_hours: {tz: Europe/London, days: [mon, tue, wed, thu, fri], from: \"08:00\", to: \"18:00\"}",
        rule: "support-hours-uncovered",
        severity: Severity::Error,
        at: ("sla", "P1: {respond"),
        see: &[("servers", "support_hours: ")],
    },
    Defect {
        file: "sla",
        from: "rto: PT12H",
        to: "rto: PT11H",
        rule: "recovery-exceeds-promise",
        severity: Severity::Error,
        at: ("sla", "continuity: {"),
        see: &[("plan", "rto: PT12H")],
    },
    Defect {
        file: "hall",
        from: "end: 2028-12-31",
        to: "end: 2028-06-30",
        rule: "agreement-ending",
        severity: Severity::Warning,
        at: ("hall", "term: {"),
        see: &[("sla", "term: {")],
    },
    Defect {
        file: "sla",
        from: "measuring_interval: PT60S",
        to: "measuring_interval: PT1H",
        rule: "target-unmeasurable",
        severity: Severity::Warning,
        at: PROMISE,
        see: &[PROMISE],
    },
    Defect {
        file: "sla",
        from: "unit_measured: each mail domain, ",
        to: "",
        rule: "availability-pooled",
        severity: Severity::Warning,
        at: PROMISE,
        see: &[],
    },
    Defect {
        file: "sla",
        from: "status: approved\n",
        to: "status: draft\n",
        rule: "sla-missing",
        severity: Severity::Error,
        at: ("mail", "slas: [SLA-001]"),
        see: &[],
    },
    Defect {
        file: "sla",
        from: "services: [SVC-001]",
        to: "services: [SVC-001, SVC-003]",
        rule: "sla-of-retired-service",
        severity: Severity::Error,
        at: ("sla", "services: ["),
        see: &[("fax", "service_state: retired")],
    },
    Defect {
        file: "network",
        from: ", agreement: CON-001",
        to: "",
        rule: "dependency-without-agreement",
        severity: Severity::Error,
        at: ("network", "target: hall"),
        see: &[],
    },
    Defect {
        file: "hall",
        from: ", evidence: Contract store",
        to: "",
        rule: "consent-missing",
        severity: Severity::Error,
        at: ("hall", "agreement: {"),
        see: &[],
    },
    Defect {
        file: "hall",
        from: "date: 2026-02-05",
        to: "date: 2026-02-01",
        rule: "alignment-stale",
        severity: Severity::Warning,
        at: ("hall", "sla: SLA-001"),
        see: &[("sla", "approved_on: ")],
    },
    Defect {
        file: "sla",
        from: "to: \"02:15\"",
        to: "to: \"04:00\"",
        rule: "maintenance-exceeds-allowance",
        severity: Severity::Warning,
        at: ("sla", "days: [sun]"),
        see: &[PROMISE],
    },
    Defect {
        file: "sla",
        from: "resolve: PT4H, clock: 24x7",
        to: "resolve: PT13H, clock: 24x7",
        rule: "resolution-exceeds-rto",
        severity: Severity::Info,
        at: ("sla", "P1: {respond"),
        see: &[("sla", "continuity: {")],
    },
];

fn sound() -> Folder {
    Folder::copy_of(&camino::Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/services/sound"))
}

fn path(file: &str) -> String {
    format!("sms-docs/{file}.md")
}

/// File and line in which a text stands once.
fn line(folder: &Folder, (file, text): (&str, &str)) -> (String, usize) {
    let lines: Vec<usize> =
        folder.read(&path(file)).lines().zip(1..).filter(|(line, _)| line.contains(text)).map(|(_, at)| at).collect();
    assert_eq!(lines.len(), 1, "`{text}` stands in {lines:?} of {file}");
    (path(file), lines[0])
}

#[test]
fn nothing_is_found_in_the_sound_catalogue() {
    let sms = sms(&sound());
    assert_eq!(sms.services.services.len(), 3);
    assert_eq!(sms.services.agreements.len(), 5);
    assert!(sms.services.agreements.iter().all(|agreement| agreement.in_force));
    let all: Vec<String> = found(&sms).iter().map(|finding| format!("{}: {}", finding.rule, finding.message)).collect();
    assert!(all.is_empty(), "{all:#?}");
}

#[test]
fn each_defect_is_found_alone_and_at_both_ends() {
    for defect in &DEFECTS {
        let folder = sound();
        let before = folder.read(&path(defect.file));
        assert_eq!(before.matches(defect.from).count(), 1, "{} in {}", defect.from, defect.file);
        folder.write(&path(defect.file), &before.replace(defect.from, defect.to));

        let findings = found(&sms(&folder));
        let rules: Vec<&str> = findings.iter().map(|finding| finding.rule).collect();
        assert_eq!(rules, [defect.rule], "{findings:#?}");
        let finding = &findings[0];
        assert_eq!(finding.severity, defect.severity, "{}", finding.message);
        let place = |place: &smsdoc::model::finding::Place| (place.path.to_string(), place.start.line);
        assert_eq!(place(&finding.place), line(&folder, defect.at), "{}", finding.message);
        let see: BTreeSet<_> = finding.related.iter().map(|related| place(&related.place)).collect();
        assert_eq!(see, defect.see.iter().map(|at| line(&folder, *at)).collect(), "{}", finding.message);
        assert_eq!(finding.related.len(), see.len(), "a place is named twice: {}", finding.message);
    }
}

#[test]
fn there_is_a_defect_for_each_rule_of_agreements() {
    let shown: BTreeSet<&str> = DEFECTS.iter().map(|defect| defect.rule).collect();
    let coded = RULES_OF_SERVICES.into_iter().filter(|rule| !code(rule).is_empty()).collect();
    assert_eq!(shown, coded);
}

// ---- Catalogues made in the test ----

fn document(id: &str, doc_type: &str, fields: &str) -> String {
    format!(
        "---\nid: {id}\ntitle: Title of {id}\ntype: {doc_type}\nversion: \"1.0\"\nstatus: approved\nowner: sms-manager\n\
         classification: internal\nclauses: [\"8.2.4\"]\napprover: ines-carrow\napproved_on: 2026-01-05\n\
         effective_on: 2026-01-12\nnext_review: 2027-01-05\n{fields}---\n\n## Purpose\n\nText.\n"
    )
}

/// A folder with documents: id, type, fields.
fn folder<'a>(documents: impl IntoIterator<Item = (&'a str, &'a str, &'a str)>) -> Folder {
    let folder = Folder::new();
    folder.write("sms-docs/smsdoc.yaml", "{}\n");
    folder.write("sms-docs/people.yaml", "people: []\nroles: []\n");
    for (id, doc_type, fields) in documents {
        folder.write(&format!("sms-docs/{id}.md"), &document(id, doc_type, fields));
    }
    folder
}

fn availability(percent: &str, period: &str, basis: &str) -> String {
    format!("availability: {{percent: \"{percent}\", period: {period}, basis: {basis}}}\n")
}

fn promise(percent: &str) -> String {
    availability(percent, "calendar_month", "24x7")
}

/// What an SLA may rest on: exactly these rules of availability fire.
fn judged(sla: &str, contract: &str) -> Vec<&'static str> {
    let folder = folder([
        ("SVC-001", "service", "depends_on: [{target: hall, kind: serial, agreement: CON-001}]\n"),
        ("SLA-001", "sla", &format!("services: [SVC-001]\n{sla}")),
        ("CON-001", "contract", contract),
    ]);
    let about = ["sla-exceeds-agreement", "sla-exceeds-chain", "sla-not-comparable"];
    found(&sms(&folder)).iter().map(|finding| finding.rule).filter(|rule| about.contains(rule)).collect()
}

const OFFICE: &str =
    "service_hours: {tz: Europe/London, days: [mon, tue, wed, thu, fri], from: \"08:00\", to: \"18:00\"}\n";

#[test]
fn promises_on_other_terms_count_as_what_they_leave_in_the_worst_case() {
    let [not_comparable, exceeds] = [["sla-not-comparable"], ["sla-exceeds-agreement"]];
    let nothing: [&str; 0] = [];
    let yearly = |percent| availability(percent, "year", "24x7");
    // 99.95 % of a year is 4 h 23 min, all of which may fall into one month; 99.9 % of it is 44 min.
    assert_eq!(judged(&promise("99.9"), &yearly("99.95")), not_comparable);
    // 99.999 % of a year is 5 min 16 s.
    assert_eq!(judged(&promise("99.9"), &yearly("99.999")), nothing);
    // A twelfth of the downtime of a month, exactly: a year of the same share divided by twelve.
    assert_eq!(judged(&promise("99.88"), &yearly("99.99")), nothing);
    assert_eq!(judged(&promise("99.8800000001"), &yearly("99.99")), not_comparable);

    let converted = |percent, period| {
        yearly("99.95")
            .replace("}", &format!(", conversion: {{percent: \"{percent}\", period: {period}, basis: 24x7}}}}"))
    };
    assert_eq!(judged(&promise("99.9"), &converted("99.9", "calendar_month")), nothing);
    assert_eq!(judged(&promise("99.9"), &converted("99.89", "calendar_month")), exceeds);
    assert_eq!(judged(&promise("99.9"), &converted("99.95", "quarter")), not_comparable, "no help");

    let in_office_hours = |percent| availability(percent, "calendar_month", "service_hours") + OFFICE;
    // All 22 min of a month may fall into its 217 h of office hours: 99.83 % are left.
    assert_eq!(judged(&in_office_hours("99.5"), &promise("99.95")), nothing);
    assert_eq!(judged(&in_office_hours("99.832"), &promise("99.95")), nothing);
    assert_eq!(judged(&in_office_hours("99.8321"), &promise("99.95")), not_comparable);
    assert_eq!(judged(&promise("99.5"), &in_office_hours("99.95")), not_comparable);
    assert_eq!(judged(&promise("99.5"), &in_office_hours("99.4")), exceeds, "less on any terms");
    assert_eq!(judged(&in_office_hours("99.5"), &in_office_hours("99.5")), nothing);
}

/// The product of the chain of a service on the terms of agreements per calendar month, around the clock.
fn product(services: &Services, id: &str) -> (String, usize, usize) {
    let index = services.service(id).expect("a service");
    let product = services.product(&services.chains.rows[index], &terms());
    (product.percent.exact(), product.known, product.unknown)
}

fn terms() -> Terms {
    use smsdoc::model::hours::Hours;
    use smsdoc::model::measuring::MeasuringPeriod;
    Terms { period: MeasuringPeriod::CalendarMonth, hours: std::sync::Arc::new(Hours::Always) }
}

#[test]
fn three_sound_agreements_do_not_make_a_sound_chain() {
    let three = "depends_on:\n\
        - {target: hall, kind: serial, agreement: CON-001}\n\
        - {target: lines, kind: serial, agreement: CON-002}\n\
        - {target: servers, kind: serial, agreement: OLA-001}\n";
    let [hall, lines, servers] = ["99.95", "99.95", "99.9"].map(promise);
    let sla = format!("services: [SVC-001]\n{}", promise("99.9"));
    let made = sms(&folder([
        ("SVC-001", "service", three),
        ("SLA-001", "sla", &sla),
        ("CON-001", "contract", &hall),
        ("CON-002", "contract", &lines),
        ("OLA-001", "ola", &servers),
    ]));
    assert_eq!(product(&made.services, "SVC-001"), ("99.800124975".to_owned(), 3, 0));
    let about = |rule: &str| found(&made).iter().filter(|finding| finding.rule == rule).count();
    assert_eq!([about("sla-exceeds-agreement"), about("sla-not-comparable"), about("sla-exceeds-chain")], [0, 0, 1]);
}

#[test]
fn a_pair_is_worth_more_only_where_it_is_independent() {
    let pair = |independent: &str| {
        let line = |name: &str, agreement: &str| {
            format!("- {{target: {name}, kind: redundant, agreement: {agreement}, independent: {independent}}}\n")
        };
        let service = format!("depends_on:\n{}{}", line("line-north", "CON-001"), line("line-south", "CON-002"));
        let line = promise("99.0");
        let made = sms(&folder([
            ("SVC-001", "service", service.as_str()),
            ("CON-001", "contract", line.as_str()),
            ("CON-002", "contract", line.as_str()),
        ]));
        product(&made.services, "SVC-001").0
    };
    assert_eq!(pair("true"), "99.99");
    assert_eq!(share(&pair("false")), share("99.0"));
}

#[test]
fn a_pair_of_pairs_that_share_a_line_is_not_independent() {
    let pair = |first: &str, second: &str| {
        let part =
            |name: &str, under: &str| format!("- {{target: {name}, kind: redundant, independent: true{under}}}\n");
        let under = |name: &str| if name.starts_with("SVC") { "" } else { ", agreement: CON-001" };
        format!("depends_on:\n{}{}", part(first, under(first)), part(second, under(second)))
    };
    let worth = |third: &str| {
        let line = promise("99.0");
        let [both, north, south] = [pair("SVC-002", "SVC-003"), pair("north", "middle"), pair(third, "south")];
        let made = sms(&folder([
            ("SVC-001", "service", both.as_str()),
            ("SVC-002", "service", north.as_str()),
            ("SVC-003", "service", south.as_str()),
            ("CON-001", "contract", line.as_str()),
        ]));
        let told = found(&made).iter().filter(|finding| finding.rule == "redundancy-shared").count();
        (product(&made.services, "SVC-001").0, told)
    };
    assert_eq!(worth("another"), ("99.999999".to_owned(), 0));
    assert_eq!(worth("middle"), ("99.99".to_owned(), 1));
}

// ---- What chains are worth, worked out a second time ----

/// A percentage as a fraction of the whole, exact.
fn share(percent: &str) -> BigRational {
    let (whole, decimals) = percent.split_once('.').unwrap_or((percent, ""));
    let text = format!("{whole}{decimals}/1{}", "0".repeat(decimals.len() + 2));
    text.parse().expect("a fraction")
}

fn one() -> BigRational {
    share("100")
}

/// What a service of a made catalogue depends on.
#[derive(Clone, Debug)]
struct Needs {
    target: Target,
    /// Name of the group of a redundant part; `None` for a part in a row.
    group: Option<u8>,
    independent: bool,
    non_critical: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Target {
    /// A service, by its number.
    Service(usize),
    /// A component under the agreement of its number.
    Component(usize),
}

/// A service of a made catalogue.
#[derive(Clone, Debug)]
struct Made {
    /// The figure that it states, in tenths of a percent.
    states: Option<u16>,
    needs: Vec<Needs>,
}

/// Services of which each needs only later ones, and the figures of the agreements for components, where they state one.
#[derive(Clone, Debug)]
struct Catalogue {
    services: Vec<Made>,
    components: Vec<Option<u16>>,
}

fn tenths(figure: u16) -> String {
    format!("{}.{}", figure / 10, figure % 10)
}

/// Something that a chain holds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    /// A target, with the figure of the agreement or service that is promised for it.
    Promise(Target, u16),
    /// A target for which nothing is promised.
    Silent(Target),
    /// The group of a service: rows of its members, and whether they are independent and rest on nothing in common.
    Group(usize, u8, Vec<BTreeSet<Part>>, bool),
}

impl Catalogue {
    /// The dependencies of a service without which it cannot work: those in a row, and a group of one.
    fn in_a_row(&self, service: usize) -> Vec<&Needs> {
        let needs = &self.services[service].needs;
        let alone = |group| needs.iter().filter(|other| !other.non_critical && other.group == Some(group)).count() == 1;
        needs.iter().filter(|need| !need.non_critical && need.group.is_none_or(alone)).collect()
    }

    /// Everything that has to do with whether a target is there, itself included.
    fn rests_on(&self, target: Target) -> BTreeSet<Target> {
        let mut all = BTreeSet::from([target]);
        if let Target::Service(service) = target {
            let needs = self.services[service].needs.iter().filter(|need| !need.non_critical);
            all.extend(needs.flat_map(|need| self.rests_on(need.target)));
        }
        all
    }

    /// The same of all parts of a row.
    fn row_rests_on(&self, row: &BTreeSet<Part>) -> BTreeSet<Target> {
        let of = |part: &Part| match part {
            Part::Promise(target, _) | Part::Silent(target) => self.rests_on(*target),
            Part::Group(_, _, members, _) => members.iter().flat_map(|row| self.row_rests_on(row)).collect(),
        };
        row.iter().flat_map(of).collect()
    }

    fn parts(&self, target: Target) -> BTreeSet<Part> {
        let figure = match target {
            Target::Service(service) => self.services[service].states,
            Target::Component(component) => self.components[component],
        };
        match (figure, target) {
            (Some(figure), _) => BTreeSet::from([Part::Promise(target, figure)]),
            (None, Target::Service(service)) if !self.row(service).is_empty() => self.row(service),
            _ => BTreeSet::from([Part::Silent(target)]),
        }
    }

    fn row(&self, service: usize) -> BTreeSet<Part> {
        let mut row: BTreeSet<Part> =
            self.in_a_row(service).into_iter().flat_map(|need| self.parts(need.target)).collect();
        for group in 0..=u8::MAX {
            let needs = &self.services[service].needs;
            let members: Vec<&Needs> =
                needs.iter().filter(|need| !need.non_critical && need.group == Some(group)).collect();
            if members.len() < 2 {
                continue;
            }
            let rows: Vec<BTreeSet<Part>> = members.iter().map(|need| self.parts(need.target)).collect();
            let everywhere: BTreeSet<Part> =
                rows[0].iter().filter(|part| rows.iter().all(|row| row.contains(*part))).cloned().collect();
            let rest: Vec<BTreeSet<Part>> = rows.iter().map(|row| row - &everywhere).collect();
            let below: Vec<BTreeSet<Target>> = rest.iter().map(|row| self.row_rests_on(row)).collect();
            let mut pairs = (0..members.len()).flat_map(|first| (0..first).map(move |second| (first, second)));
            let apart = pairs.all(|(first, second)| below[first].is_disjoint(&below[second]));
            let independent = members.iter().all(|need| need.independent);
            row.extend(everywhere);
            row.insert(Part::Group(service, group, rest, independent && apart));
        }
        row
    }

    /// The product of what is known of a row, and how many parts are known and not.
    fn worth(row: &BTreeSet<Part>) -> (BigRational, usize, usize) {
        row.iter().fold((one(), 0, 0), |(product, known, unknown), part| match Self::worth_of(part) {
            Some(worth) => (product * worth, known + 1, unknown),
            None => (product, known, unknown + 1),
        })
    }

    fn worth_of(part: &Part) -> Option<BigRational> {
        match part {
            Part::Silent(_) => None,
            Part::Promise(_, figure) => Some(share(&tenths(*figure))),
            Part::Group(_, _, members, apart) => {
                let worths = members.iter().map(Self::worth).filter(|(_, _, unknown)| *unknown == 0);
                let worths: Vec<BigRational> = worths.map(|(worth, ..)| worth).collect();
                if *apart && !worths.is_empty() {
                    let fail = worths.into_iter().fold(one(), |fail, worth| fail * (one() - worth));
                    return Some(one() - fail);
                }
                worths.into_iter().max()
            }
        }
    }

    /// How probable it is that a service works where every promise is kept or broken on its own: all cases, one by one.
    fn works(&self, service: usize) -> BigRational {
        let mut promises = BTreeSet::new();
        self.promises(service, &mut promises);
        let promises: Vec<(Target, u16)> = promises.into_iter().collect();
        // In tenths of a percent whole numbers will do: at most 10 promises, 1000 to the power of 10.
        let sum: u128 = (0..1_u32 << promises.len())
            .map(|case| {
                let kept = |at: usize| case >> at & 1 == 1;
                let named = promises.iter().enumerate();
                let up: BTreeSet<Target> =
                    named.clone().filter(|(at, _)| kept(*at)).map(|(_, (target, _))| *target).collect();
                let chances = named.map(|(at, (_, figure))| u128::from(if kept(at) { *figure } else { 1000 - figure }));
                if self.is_up(service, &up) { chances.product() } else { 0 }
            })
            .sum();
        format!("{sum}/1{}", "000".repeat(promises.len())).parse().expect("a fraction")
    }

    fn promises(&self, service: usize, found: &mut BTreeSet<(Target, u16)>) {
        for need in self.services[service].needs.iter().filter(|need| !need.non_critical) {
            match need.target {
                Target::Component(component) => {
                    found.insert((need.target, self.components[component].expect("a figure")));
                }
                Target::Service(other) => match self.services[other].states {
                    Some(figure) => drop(found.insert((need.target, figure))),
                    None => self.promises(other, found),
                },
            }
        }
    }

    fn is_up(&self, service: usize, up: &BTreeSet<Target>) -> bool {
        let works = |need: &Needs| match need.target {
            Target::Service(other) if self.services[other].states.is_none() => self.is_up(other, up),
            target => up.contains(&target),
        };
        let needs: Vec<&Needs> = self.services[service].needs.iter().filter(|need| !need.non_critical).collect();
        let groups: BTreeSet<u8> = needs.iter().filter_map(|need| need.group).collect();
        needs.iter().filter(|need| need.group.is_none()).all(|need| works(need))
            && groups.into_iter().all(|group| needs.iter().any(|need| need.group == Some(group) && works(need)))
    }

    /// Writes it as documents; `case` keeps the ids of several catalogues apart.
    fn write(&self, case: usize, folder: &Folder) {
        for (number, service) in self.services.iter().enumerate() {
            let mut fields = "service_state: live\nservice_kind: supporting\n".to_owned();
            if let Some(figure) = service.states {
                let _ = writeln!(fields, "availability_target: \"{}\"", tenths(figure));
            }
            fields += if service.needs.is_empty() { "depends_on: []\n" } else { "depends_on:\n" };
            for need in &service.needs {
                let target = match need.target {
                    Target::Service(other) => format!("target: {}", id(case, other)),
                    Target::Component(component) => {
                        format!("target: part-{case}-{component}, agreement: CON-{case}-{component}")
                    }
                };
                let kind = match (need.non_critical, need.group) {
                    (true, _) => "non_critical".to_owned(),
                    (false, None) => "serial".to_owned(),
                    (false, Some(0)) => format!("redundant, independent: {}", need.independent),
                    (false, Some(group)) => format!("redundant, group: g{group}, independent: {}", need.independent),
                };
                let _ = writeln!(fields, "  - {{{target}, kind: {kind}}}");
            }
            let id = id(case, number);
            folder.write(&format!("sms-docs/{id}.md"), &document(&id, "service", &fields));
        }
        for (number, figure) in self.components.iter().enumerate() {
            let id = format!("CON-{case}-{number}");
            let fields = figure.map(|figure| promise(&tenths(figure))).unwrap_or_default();
            folder.write(&format!("sms-docs/{id}.md"), &document(&id, "contract", &fields));
        }
    }
}

fn id(case: usize, service: usize) -> String {
    format!("SVC-{case:03}{service:02}")
}

const COMPONENTS: usize = 5;

/// A catalogue of up to so many services without a circle; `silent`: some promise nothing.
fn a_catalogue(most: usize, silent: bool) -> impl Strategy<Value = Catalogue> {
    // Every figure that nobody states, and every dependency, is drawn as numbers and then bent to fit.
    let need = (any::<u8>(), 0..10_u8, any::<bool>(), any::<u8>());
    let service = (any::<u8>(), 900..1000_u16, proptest::collection::vec(need, 0..5));
    let component = (any::<u8>(), 900..1000_u16);
    let services = proptest::collection::vec(service, 1..=most);
    (services, proptest::collection::vec(component, COMPONENTS)).prop_map(move |(services, components)| {
        let count = services.len();
        let made = services.into_iter().enumerate().map(|(number, (chance, figure, needs))| {
            let needs: Vec<Needs> = needs
                .into_iter()
                .map(|(at, kind, independent, group)| {
                    let later = count - number - 1;
                    let at = usize::from(at) % (later + COMPONENTS);
                    let target =
                        if at < later { Target::Service(number + 1 + at) } else { Target::Component(at - later) };
                    let group = (kind >= 4).then_some(group % 3).filter(|_| kind < 9);
                    // Most are said to be independent, or no group would be.
                    Needs { target, group, independent: independent || kind != 8, non_critical: kind == 9 }
                })
                .collect();
            let states = chance % 4 == 0 || (!silent && needs.iter().all(|need| need.non_critical));
            Made { states: states.then_some(figure), needs }
        });
        let services = made.collect();
        let figure = |(chance, figure): (u8, u16)| (!silent || chance % 4 > 0).then_some(figure);
        Catalogue { services, components: components.into_iter().map(figure).collect() }
    })
}

/// Several catalogues in one folder, read and evaluated together.
fn evaluated(catalogues: &[Catalogue]) -> Services {
    let folder = folder([]);
    for (case, catalogue) in catalogues.iter().enumerate() {
        catalogue.write(case, &folder);
    }
    sms(&folder).services
}

/// How many catalogues are evaluated together.
const AT_ONCE: usize = 40;

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, max_shrink_iters: 200, ..ProptestConfig::default() })]

    /// What a chain is worth is what the plain way gives, exactly, part by part.
    #[test]
    fn chains_are_worth_what_the_plain_way_gives(catalogues in proptest::collection::vec(a_catalogue(12, true), AT_ONCE)) {
        let services = evaluated(&catalogues);
        prop_assert_eq!(services.paths.circles.len(), 0);
        for (case, catalogue) in catalogues.iter().enumerate() {
            for number in 0..catalogue.services.len() {
                let (percent, known, unknown) = product(&services, &id(case, number));
                let (worth, own_known, own_unknown) = Catalogue::worth(&catalogue.row(number));
                prop_assert_eq!((known, unknown), (own_known, own_unknown), "{} of {:?}", number, catalogue);
                let decimals = percent.split_once('.').map_or(0, |(_, decimals)| decimals.len());
                prop_assert!(decimals < 98, "rounded, so that nothing is shown");
                prop_assert_eq!(share(&percent), worth, "{} of {:?}", number, catalogue);
            }
        }
    }

    /// No chain is said to be worth more than it is, counted case by case; and where members of groups share nothing with
    /// anything, it is worth exactly that.
    #[test]
    fn no_chain_is_worth_more_than_it_is(catalogues in proptest::collection::vec(a_catalogue(6, false), AT_ONCE)) {
        let services = evaluated(&catalogues);
        for (case, catalogue) in catalogues.iter().enumerate() {
            for number in 0..catalogue.services.len() {
                let (percent, _, unknown) = product(&services, &id(case, number));
                prop_assert_eq!(unknown, 0, "{} of {:?}", number, catalogue);
                let (said, real) = (share(&percent), catalogue.works(number));
                prop_assert!(said <= real, "{} of {:?}: {} and {}", number, catalogue, said, real);
                if catalogue.services[number].needs.iter().all(|need| need.group.is_none()) && catalogue.flat(number) {
                    prop_assert_eq!(said, real, "{} of {:?}", number, catalogue);
                }
            }
        }
    }
}

impl Catalogue {
    /// Whether nothing below a service stands in for anything else.
    fn flat(&self, service: usize) -> bool {
        self.services[service].needs.iter().filter(|need| !need.non_critical).all(|need| match need.target {
            Target::Service(other) => {
                self.services[other].needs.iter().all(|need| need.group.is_none()) && self.flat(other)
            }
            Target::Component(_) => true,
        })
    }
}

// ---- Circles ----

/// Which services reach which, by trying all ways.
fn reach(edges: &BTreeSet<(usize, usize)>, count: usize) -> Vec<Vec<bool>> {
    let mut reaches: Vec<Vec<bool>> =
        (0..count).map(|from| (0..count).map(|to| edges.contains(&(from, to))).collect()).collect();
    for by in 0..count {
        for from in 0..count {
            for to in 0..count {
                reaches[from][to] |= reaches[from][by] && reaches[by][to];
            }
        }
    }
    reaches
}

const SERVICES: usize = 12;

proptest! {
    #![proptest_config(ProptestConfig { cases: 5, failure_persistence: None, max_shrink_iters: 200, ..ProptestConfig::default() })]

    /// Of services that reach each other one circle is named, which is one; without such services, none.
    #[test]
    fn a_circle_is_always_found_and_named(
        graphs in proptest::collection::vec(proptest::collection::btree_set((0..SERVICES, 0..SERVICES), 0..20), AT_ONCE)
    ) {
        let folder = folder([]);
        for (case, edges) in graphs.iter().enumerate() {
            for number in 0..SERVICES {
                let targets = edges.iter().filter(|(from, _)| *from == number).map(|(_, to)| *to);
                let kinds = ["serial", "redundant", "non_critical"];
                let needs = targets.map(|to| format!("{{target: {}, kind: {}}}", id(case, to), kinds[(number + to) % 3]));
                let fields = format!("depends_on: [{}]\n", needs.collect::<Vec<_>>().join(", "));
                folder.write(&format!("sms-docs/{}.md", id(case, number)), &document(&id(case, number), "service", &fields));
            }
        }
        let made = sms(&folder);
        let services = &made.services;
        let name = |index: &usize| services.services[*index].id.clone();
        let mut circles: BTreeMap<usize, Vec<Vec<usize>>> = BTreeMap::new();
        for circle in &services.paths.circles {
            let names: Vec<String> = circle.iter().map(name).collect();
            let case = names[0][4..7].parse().expect("the case");
            let numbers = names.iter().map(|name| name[7..].parse().expect("the service")).collect();
            circles.entry(case).or_default().push(numbers);
        }
        let findings: Vec<Finding> = found(&made).into_iter().filter(|finding| finding.rule == "dependency-cycle").collect();
        let mut told = 0;
        for (case, edges) in graphs.iter().enumerate() {
            let reaches = reach(edges, SERVICES);
            // Each by the first of those that it reaches and that reach it.
            let first = |number: usize| (0..SERVICES).find(|other| reaches[number][*other] && reaches[*other][number]);
            let wanted: BTreeSet<usize> = (0..SERVICES).filter_map(first).collect();
            let named = circles.remove(&case).unwrap_or_default();
            prop_assert_eq!(named.iter().map(|circle| circle[0]).collect::<Vec<_>>(), wanted.iter().copied().collect::<Vec<_>>());
            for circle in named {
                let steps = circle.iter().copied().zip(circle.iter().copied().cycle().skip(1));
                for step in steps {
                    prop_assert!(edges.contains(&step), "{:?} of {:?}", circle, edges);
                }
                prop_assert_eq!(circle.iter().collect::<BTreeSet<_>>().len(), circle.len());
                prop_assert_eq!(circle.iter().min(), circle.first());
                let path = format!("sms-docs/{}.md", id(case, circle[0]));
                let finding = findings.iter().find(|finding| finding.place.path == path).expect("it is told");
                let shown = circle.iter().take(if circle.len() > 8 { 7 } else { 8 });
                for member in shown {
                    prop_assert!(finding.message.contains(&id(case, *member)), "{}", finding.message);
                }
                told += 1;
            }
            for number in 0..SERVICES {
                let index = services.service(&id(case, number)).expect("a service");
                prop_assert_eq!(product(services, &id(case, number)).0, "100", "nothing is promised");
                let below: BTreeSet<String> = services.paths.below(index, true).iter().map(name).collect();
                prop_assert!(below.iter().all(|other| other[4..7] == id(case, 0)[4..7]));
            }
        }
        prop_assert_eq!(findings.len(), told);
    }
}
