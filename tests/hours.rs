//! Hours in real time: compared with what another program computes another way (tests/vectors/hours.py), and by what
//! must hold for any hours.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "tests read files and fail loudly"
)]

use std::collections::BTreeSet;
use std::fs;

use jiff::civil::{Date, date};
use jiff::tz::{TimeZone, TimeZoneDatabase};
use jiff::{SignedDuration, Timestamp, ToSpan};
use proptest::prelude::*;
use serde_json::Value;
use smsdoc::model::hours::{Hours, Stretch, Weekly, common, common_words};
use smsdoc::model::measuring::{MEAN_MONTH, MEAN_YEAR, MeasuringPeriod};
use smsdoc::model::percent::Percent;
use smsdoc::model::seconds::Seconds;

const ZONES: [&str; 7] = [
    "UTC",
    "Europe/London",
    "America/New_York",
    "America/Havana",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "Pacific/Apia",
];
const WEEK: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

fn zone(name: &str) -> TimeZone {
    TimeZoneDatabase::bundled().get(name).expect("a zone")
}

fn weekly(zone: &str, days: &[&str], from: &str, to: &str) -> Hours {
    Weekly::new(zone, days, from, to, BTreeSet::new()).expect("hours").into()
}

fn texts(value: &Value) -> Vec<&str> {
    value.as_array().expect("a list").iter().map(|text| text.as_str().expect("a text")).collect()
}

fn numbers(value: &Value) -> Vec<u64> {
    value.as_array().expect("a list").iter().map(|number| number.as_u64().expect("a number")).collect()
}

fn vectors() -> Value {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/hours.json");
    serde_json::from_str(&fs::read_to_string(path).expect("the vectors")).expect("JSON")
}

/// The hours of a calendar of the vectors, in a zone.
fn calendar(value: &Value, zone: &str) -> Hours {
    if value.is_null() {
        return Hours::always();
    }
    let holidays = texts(&value["holidays"]).into_iter().map(|day| day.parse().expect("a day")).collect();
    let (from, to) = (value["from"].as_str().expect("a time"), value["to"].as_str().expect("a time"));
    Weekly::new(zone, &texts(&value["days"]), from, to, holidays).expect("hours").into()
}

#[test]
fn agreed_time_is_what_another_program_counts_step_by_step() {
    let vectors = vectors();
    let (mut wrong, mut compared) = (Vec::new(), 0);
    for row in vectors["agreed"].as_array().expect("rows") {
        let (name, kind) = (row[0].as_str().expect("a zone"), row[2].as_str().expect("a calendar"));
        let year = i16::try_from(row[1].as_i64().expect("a year")).expect("a year");
        let (hours, zone) = (calendar(&vectors["calendars"][kind], name), zone(name));
        let month = |month| (MeasuringPeriod::CalendarMonth, date(year, month, 15));
        let quarter = |month| (MeasuringPeriod::Quarter, date(year, month, 28));
        let mut periods: Vec<_> = (1..=12).map(month).collect();
        periods.extend([2, 4, 9, 11].map(quarter));
        periods.push((MeasuringPeriod::Year, date(year, 7, 1)));
        let expected = numbers(&row[3]);
        assert_eq!(expected.len(), periods.len());
        for ((period, day), expected) in periods.into_iter().zip(expected) {
            compared += 1;
            let agreed = period.agreed(&hours, day, &zone);
            if agreed != Seconds::from(expected) {
                wrong.push(format!(
                    "{kind} in {name}, {} of {day}: {}, not {expected}",
                    period.words(),
                    agreed.exact()
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(compared, 6 * 6 * 10 * 17);
}

#[test]
fn allowed_failure_is_what_another_program_computes() {
    let vectors = vectors();
    let percentages: Vec<Percent> =
        texts(&vectors["percentages"]).into_iter().map(|percent| percent.parse().expect("a percentage")).collect();
    let mut compared = 0;
    for row in vectors["downtime"].as_array().expect("rows") {
        let agreed = Seconds::from(row[0].as_u64().expect("seconds"));
        for (percent, expected) in percentages.iter().zip(texts(&row[1])) {
            let allowed = percent.allowed_downtime(&agreed);
            assert_eq!(allowed.exact(), expected, "{percent} of {}", agreed.exact());
            let back = Percent::of_downtime(&allowed, &agreed);
            assert_eq!(back.as_ref(), (!agreed.is_zero()).then_some(percent));
            compared += 1;
        }
    }
    assert!(compared > 1_000, "{compared}");
}

#[test]
fn mean_periods_are_the_average_of_the_calendar() {
    let vectors = vectors();
    for (kind, mean) in vectors["means"].as_object().expect("means") {
        let hours = calendar(&vectors["calendars"][kind], "Europe/London");
        assert_eq!([hours.mean(MEAN_MONTH).exact(), hours.mean(MEAN_YEAR).exact()], *texts(mean), "{kind}");
        let agreed = MeasuringPeriod::MeanMonth.agreed(&hours, date(2026, 1, 1), &TimeZone::UTC);
        assert_eq!(agreed.exact(), texts(mean)[0], "{kind}");
    }
}

/// Hours of any kind, around the clock now and then.
fn hours() -> impl Strategy<Value = Hours> {
    let days = prop::sample::subsequence(WEEK.to_vec(), 1..=7);
    let holidays = prop::collection::btree_set((0..1500_i32).prop_map(|add| date(2023, 1, 1) + add.days()), 0..40);
    let any = (prop::sample::select(ZONES.to_vec()), days, 0..96_u16, 0..=96_u16, holidays);
    let weekly = any.prop_map(|(zone, days, from, to, holidays)| {
        let time = |quarters: u16| format!("{:02}:{:02}", quarters / 4, quarters % 4 * 15);
        Weekly::new(zone, &days, &time(from), &time(to), holidays).expect("hours").into()
    });
    prop_oneof![1 => Just(Hours::always()), 9 => weekly]
}

/// A few weeks around changes of the clock, or any.
fn days() -> impl Strategy<Value = (Date, Date)> {
    let start = prop_oneof![
        Just(date(2026, 3, 20)),
        Just(date(2026, 10, 20)),
        Just(date(2026, 3, 1)),
        (0..1200_i32).prop_map(|add| date(2023, 1, 1) + add.days())
    ];
    (start, 0..40_i32).prop_map(|(first, length)| (first, first + length.days()))
}

fn total(stretches: &[Stretch]) -> u64 {
    stretches.iter().map(Stretch::seconds).sum()
}

/// Seconds of these hours between two instants, by way of public functions only.
fn run_between(hours: &Hours, start: Timestamp, end: Timestamp) -> u64 {
    let utc = |instant: Timestamp| instant.to_zoned(TimeZone::UTC).date();
    let stretches = hours.stretches(utc(start) - 3.days(), utc(end) + 3.days(), &TimeZone::UTC);
    let cut = stretches.iter().map(|stretch| stretch.end.min(end).duration_since(stretch.start.max(start)).as_secs());
    cut.map(|seconds| u64::try_from(seconds).unwrap_or(0)).sum()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn stretches_are_sorted_and_apart_and_agreed_time_is_their_sum(
        hours in hours(), (first, last) in days(), name in prop::sample::select(ZONES.to_vec())
    ) {
        let zone = zone(name);
        let stretches = hours.stretches(first, last, &zone);
        prop_assert!(stretches.iter().all(|stretch| stretch.start < stretch.end));
        prop_assert!(stretches.windows(2).all(|pair| pair[0].end < pair[1].start));
        prop_assert_eq!(hours.agreed(first, last, &zone), Seconds::from(total(&stretches)));
        let each = first.series(1.day()).take_while(|day| *day <= last).map(|day| hours.agreed(day, day, &zone));
        prop_assert_eq!(hours.agreed(first, last, &zone), each.fold(Seconds::default(), |sum, day| sum + day));
        prop_assert_eq!(hours.stretches(last, first, &zone).is_empty(), first < last || stretches.is_empty());
    }

    #[test]
    fn what_is_covered_and_what_is_not_make_up_the_whole(one in hours(), other in hours(), (first, last) in days()) {
        let own = zone("Europe/London");
        let missing = one.uncovered(&other, first, last, &own);
        prop_assert!(one.uncovered(&one, first, last, &own).is_empty());
        prop_assert!(one.uncovered(&Hours::always(), first, last, &own).is_empty());
        let whole = one.stretches(first, last, &own);
        let inside = |part: &Stretch| whole.iter().any(|all| all.start <= part.start && part.end <= all.end);
        prop_assert!(missing.iter().all(inside));
        for part in &missing {
            prop_assert_eq!(run_between(&other, part.start, part.end), 0);
        }
        let covered: u64 = whole.iter().map(|stretch| run_between(&other, stretch.start, stretch.end)).sum();
        prop_assert_eq!(covered + total(&missing), total(&whole));
        prop_assert!(one != other || missing.is_empty());
    }

    #[test]
    fn common_hours_are_in_each_and_no_order_changes_them(one in hours(), other in hours(), (first, last) in days()) {
        let own = zone("America/New_York");
        let both = common(&[&one, &other], first, last, &own);
        prop_assert_eq!(&both, &common(&[&other, &one], first, last, &own));
        prop_assert_eq!(&common(&[&one, &other, &Hours::always()], first, last, &own), &both);
        for stretch in &both {
            for hours in [&one, &other] {
                prop_assert_eq!(run_between(hours, stretch.start, stretch.end), stretch.seconds());
            }
        }
        let whole = common(&[&one], first, last, &own);
        let shared: u64 = whole.iter().map(|stretch| run_between(&other, stretch.start, stretch.end)).sum();
        prop_assert_eq!(shared, total(&both));
        prop_assert_eq!(common_words(&[&one, &other]), common_words(&[&other, &one]));
        prop_assert_eq!(common_words(&[&one, &one]), Some(one.words()));
    }

    #[test]
    fn the_end_of_a_clock_is_the_first_instant_at_which_so_much_has_run(
        hours in hours(), hour in 0..30_000_i64, seconds in 0..400_000_u64
    ) {
        let start = Timestamp::from_second(1_672_531_200 + hour * 3_600 + 17).unwrap();
        let end = hours.end_after(start, seconds);
        if let Some(end) = end {
            prop_assert_eq!(run_between(&hours, start, end), seconds);
            if seconds > 0 {
                prop_assert_eq!(run_between(&hours, start, end - SignedDuration::from_secs(1)), seconds - 1);
            } else {
                prop_assert_eq!(end, start);
            }
            // Two waits in a row are one.
            let half = hours.end_after(start, seconds / 2).unwrap();
            prop_assert_eq!(hours.end_after(half, seconds - seconds / 2), Some(end));
        } else {
            // Half an hour on Sundays that the clock leaves out never runs enough; else there is always an end.
            prop_assert!(hours.nominal_week() * 521 < seconds + 30 * hours.nominal_day(), "{}", hours.words());
        }
    }

    #[test]
    fn no_wait_is_longer_than_the_longest(
        hours in hours(), (first, last) in days(), seconds in 0..100_000_u64, part in 0..1_000_i64
    ) {
        let own = zone("Europe/London");
        let Some(longest) = hours.longest_wait(seconds, first, last, &own) else { return Ok(()) };
        prop_assert!(longest >= seconds);
        let window = match &hours {
            Hours::Always => Hours::always().stretches(first, last, &own),
            Hours::Weekly(weekly) => Hours::always().stretches(first, last, weekly.zone()),
        };
        let length = i64::try_from(total(&window)).unwrap();
        let start = |part: i64| window[0].start + SignedDuration::from_secs(length * part / 1_000);
        let mut reached = false;
        let ends = hours.stretches(first, last, &own).into_iter().map(|stretch| stretch.end);
        for start in ends.chain([start(part), start(0), start(1_000)]) {
            let end = hours.end_after(start, seconds).unwrap();
            let wait = u64::try_from(end.duration_since(start).as_secs()).unwrap();
            prop_assert!(wait <= longest, "{wait} from {start}, {longest}");
            reached |= wait == longest;
        }
        prop_assert!(reached);
    }

    #[test]
    fn hours_are_read_or_refused_but_never_panic(
        zone in "\\PC{0,20}", day in "\\PC{0,4}", from in "[0-9:x]{0,6}", to in "\\PC{0,6}"
    ) {
        let _ = Weekly::new(&zone, &[&day], &from, &to, BTreeSet::new());
        let _ = Weekly::new("UTC", &["mon"], &from, &to, BTreeSet::new());
    }
}

#[test]
fn hours_are_said_in_words() {
    let office = weekly("Europe/London", &WEEK[..5], "08:00", "18:00");
    let nights = weekly("Europe/London", &["wed", "mon"], "22:00", "06:00");
    let long = weekly("Europe/London", &["mon", "tue", "wed", "sat", "sun"], "07:00", "00:00");
    let free = [date(2026, 12, 25)].into();
    let holidays: Hours = Weekly::new("europe/london", &["tue", "thu"], "06:30", "12:00", free).unwrap().into();
    assert_eq!(Hours::always().words(), "24 × 7");
    assert_eq!(office.words(), "Mon–Fri 08:00–18:00, Europe/London");
    assert_eq!(nights.words(), "Mon, Wed 22:00–06:00, Europe/London");
    assert_eq!(long.words(), "Mon–Wed, Sat, Sun 07:00–24:00, Europe/London");
    assert_eq!(holidays.words(), "Tue, Thu 06:30–12:00 without public holidays, Europe/London");

    let said = |all: &[&Hours]| common_words(all).unwrap_or_default();
    assert_eq!(said(&[&Hours::always(), &office]), "Mon–Fri 08:00–18:00, Europe/London");
    assert_eq!(said(&[&office, &long]), "Mon–Wed 08:00–18:00, Europe/London");
    assert_eq!(said(&[&office, &holidays]), "Tue, Thu 08:00–12:00 without public holidays, Europe/London");
    assert_eq!(said(&[&Hours::always(), &Hours::always()]), "24 × 7");
    assert_eq!(said(&[&nights, &Hours::always()]), "Mon, Wed 22:00–06:00, Europe/London");
    let paris = weekly("Europe/Paris", &WEEK[..5], "08:00", "18:00");
    let sunday = weekly("Europe/London", &["sun"], "08:00", "18:00");
    for apart in [[&office, &nights], [&office, &paris], [&office, &sunday]] {
        assert_eq!(common_words(&apart), None);
    }
    assert_eq!(common_words(&[]), None);
}

#[test]
fn what_is_wrong_with_hours_is_said() {
    let said = |zone: &str, days: &[&str], from: &str, to: &str| {
        Weekly::new(zone, days, from, to, BTreeSet::new()).map_or_else(|error| error.to_string(), |_| String::new())
    };
    for zone in ["Europe/Lodnon", "", "BST+1", "Etc/Unknown", "../etc/passwd", "EST5EDT4,M3"] {
        let expected = format!("`{zone}` is not a time zone of the IANA database such as `Europe/London`");
        assert_eq!(said(zone, &["mon"], "08:00", "18:00"), expected);
    }
    assert_eq!(said("UTC", &[], "08:00", "18:00"), "no day of the week is given");
    assert_eq!(
        said("UTC", &["mon", "Tuesday"], "08:00", "18:00"),
        "`Tuesday` is not a day of the week: mon, tue, wed, thu, fri, sat or sun"
    );
    for from in ["24:00", "8:00", "08:60", "25:00", "0800", "０８:00", ""] {
        assert!(said("UTC", &["mon"], from, "18:00").starts_with(&format!("hours cannot begin at `{from}`")), "{from}");
    }
    for to in ["24:01", "18", "18:00:00", "-1:00"] {
        assert!(said("UTC", &["mon"], "08:00", to).starts_with(&format!("hours cannot end at `{to}`")), "{to}");
    }
}

#[test]
fn hours_run_in_real_time() {
    let london = zone("Europe/London");
    let on = |hours: &Hours, day: Date| hours.agreed(day, day, &london).exact();
    let (spring, autumn) = (date(2026, 3, 29), date(2026, 10, 25));
    let sunday = |from, to| weekly("Europe/London", &["sun"], from, to);
    for (from, to, in_spring, in_autumn) in [
        ("00:00", "24:00", 23 * 3_600, 25 * 3_600),
        ("08:00", "18:00", 10 * 3_600, 10 * 3_600),
        ("01:00", "03:00", 3_600, 3 * 3_600),
        // Left out in spring; in autumn 01:30 is the first of two.
        ("01:00", "01:30", 0, 1_800),
        ("01:30", "02:30", 1_800, 2 * 3_600),
    ] {
        let hours = sunday(from, to);
        assert_eq!(on(&hours, spring), in_spring.to_string(), "{from}");
        assert_eq!(on(&hours, autumn), in_autumn.to_string(), "{from}");
    }
    assert_eq!([on(&Hours::always(), spring), on(&Hours::always(), autumn)], ["82800", "90000"]);
    // A night belongs to the day on which it begins, and is cut at the days in question.
    let nights = weekly("Europe/London", &["sat"], "22:00", "06:00");
    let night = nights.stretches(date(2026, 3, 28), spring, &london);
    assert_eq!(night.iter().map(Stretch::seconds).collect::<Vec<_>>(), [7 * 3_600]);
    assert_eq!([on(&nights, date(2026, 3, 28)), on(&nights, spring)], ["7200", "18000"]);
}

#[test]
fn clocks_of_support_hours_stop_at_night() {
    let office = weekly("Europe/London", &WEEK[..5], "08:00", "18:00");
    let at = |text: &str| text.parse::<Timestamp>().unwrap();
    let end = |hours: &Hours, start: &str, seconds| hours.end_after(at(start), seconds);
    // Friday 17:00 and four hours: Monday 11:00, in summer time.
    assert_eq!(end(&office, "2026-03-27T17:00:00Z", 4 * 3_600), Some(at("2026-03-30T10:00:00Z")));
    assert_eq!(end(&office, "2026-03-27T17:00:00Z", 3_600), Some(at("2026-03-27T18:00:00Z")));
    assert_eq!(end(&office, "2026-03-28T12:00:00Z", 0), Some(at("2026-03-28T12:00:00Z")));
    assert_eq!(end(&Hours::always(), "2026-03-28T12:00:00Z", 60), Some(at("2026-03-28T12:01:00Z")));
    assert_eq!(end(&Hours::always(), "2026-03-28T12:00:00Z", 4_000 * 86_400), None);
    assert_eq!(end(&office, "2026-03-28T12:00:00Z", u64::MAX), None);

    let (first, last) = (date(2026, 1, 1), date(2026, 12, 31));
    let longest = |hours: &Hours, seconds| hours.longest_wait(seconds, first, last, &TimeZone::UTC);
    // From Friday 18:00 to Monday 12:00, over the weekend in October that has an hour more.
    assert_eq!(longest(&office, 4 * 3_600), Some((6 + 48 + 12 + 1) * 3_600));
    assert_eq!(longest(&Hours::always(), 3_600), Some(3_600));
    assert_eq!(longest(&office, 0), Some(0));

    let every_day = first.series(1.day()).take(5_000).collect();
    let never: Hours = Weekly::new("UTC", &["mon"], "08:00", "18:00", every_day).unwrap().into();
    assert_eq!(end(&never, "2026-01-01T00:00:00Z", 1), None);
    assert_eq!(longest(&never, 1), None);
}

#[test]
fn the_ends_of_time_are_no_surprise() {
    let hours = weekly("Pacific/Apia", &WEEK, "22:00", "06:00");
    for day in [Date::MIN, Date::MAX] {
        for hours in [&hours, &Hours::always()] {
            let _ = hours.stretches(day, day, &TimeZone::UTC);
            let _ = hours.longest_wait(60, day, day, &TimeZone::UTC);
            for period in MeasuringPeriod::ALL {
                let _ = period.agreed(hours, day, &TimeZone::UTC);
            }
        }
    }
    for start in [Timestamp::MIN, Timestamp::MAX] {
        let _ = hours.end_after(start, 60);
    }
    // The one day that Apia never had.
    let skipped = date(2011, 12, 30);
    assert!(hours.stretches(skipped, skipped, &TimeZone::UTC).is_empty());
}
