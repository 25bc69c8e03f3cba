#!/usr/bin/env python3
"""Agreed time and allowed time of failure, computed another way than the program does it.

The program turns each beginning and end of hours into an instant and measures between them. This script walks through real
time in steps of a quarter of an hour, looks at what the clock of the zone has shown so far, and counts the steps in which the
hours run. Mean months are the average of the 4,800 months after which the calendar repeats.

    hours.py            writes hours.json beside this file
    hours.py --check    fails where that file is not what this script says

Needs Python 3.9 or later with time zones, nothing else.
"""

import json
import sys
from collections import Counter
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal, getcontext
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

getcontext().prec = 60

# With half an hour of summer time, half an hour beside the hour, and a day that never was (30 December 2011 in Apia).
ZONES = ["UTC", "Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Apia"]
YEARS = [2011, 2023, 2024, 2026, 2027, 2028]
PERCENTAGES = ["99", "99.5", "99.9", "99.95", "99.99", "99.999"]
WEEK = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
HOLIDAYS = [f"{year}-{day}" for year in YEARS for day in ("01-01", "05-01", "12-25", "12-26")] + ["2011-12-30"]

CALENDARS = {
    "always": None,
    "weekdays": {"days": WEEK[:5], "from": "08:00", "to": "18:00", "holidays": []},
    "weekdays without holidays": {"days": WEEK[:5], "from": "08:00", "to": "18:00", "holidays": HOLIDAYS},
    "nights": {"days": ["mon", "wed", "fri", "sat"], "from": "22:00", "to": "06:00", "holidays": []},
    "nights without holidays": {"days": WEEK, "from": "22:00", "to": "06:00", "holidays": HOLIDAYS},
    "sundays": {"days": ["sun"], "from": "00:00", "to": "24:00", "holidays": []},
    "small hours": {"days": ["sun"], "from": "01:00", "to": "03:00", "holidays": []},
    "end in the small hours": {"days": ["sat", "sun"], "from": "22:15", "to": "01:45", "holidays": []},
    "begin in the small hours": {"days": ["sun"], "from": "01:45", "to": "02:15", "holidays": []},
    "day to day": {"days": ["fri", "sat"], "from": "08:00", "to": "08:00", "holidays": []},
}

STEP = timedelta(minutes=15)
DAY = timedelta(days=1)


def minutes(text):
    return int(text[:2]) * 60 + int(text[3:])


def runs(name, day, holidays=True):
    """The minutes of a day, by quarters of an hour, at which the hours run when the clock shows them."""
    calendar = CALENDARS[name]
    if calendar is None:
        return range(0, 24 * 60, 15)
    begins = [
        WEEK[started.weekday()] in calendar["days"] and not (holidays and str(started) in calendar["holidays"])
        for started in (day, day - DAY)
    ]
    return begun(name, *begins)


@cache
def begun(name, today, yesterday):
    """The same, where the hours begin today, or began yesterday."""
    begin, end = minutes(CALENDARS[name]["from"]), minutes(CALENDARS[name]["to"])
    if end <= begin:
        end += 24 * 60
    return [
        minute
        for minute in range(0, 24 * 60, 15)
        if today and begin <= minute < end or yesterday and begin <= minute + 24 * 60 < end
    ]


def shown(zone, year):
    """How many steps of real time pass while the clock has come to each day and minute of a year, and no further."""
    counts = Counter()
    latest = datetime(year - 1, 12, 28)
    instant = datetime(year - 1, 12, 28, tzinfo=timezone.utc)
    while latest.year <= year:
        local = instant.astimezone(zone).replace(tzinfo=None)
        assert local.minute % 15 == 0 and local.second == 0, "a zone with an offset of its own kind"
        # Where the clock goes back, it has already shown what it shows again.
        latest = max(latest, local)
        if latest.year == year:
            counts[latest.date(), latest.hour * 60 + latest.minute] += 1
        instant += STEP
    return counts


def agreed(name, year):
    """Seconds of each calendar in the months, the quarters and the year."""
    months = {calendar: [0] * 12 for calendar in CALENDARS}
    counts = shown(ZoneInfo(name), year)
    day = date(year, 1, 1)
    while day.year == year:
        for calendar in CALENDARS:
            steps = sum(counts[day, minute] for minute in runs(calendar, day))
            months[calendar][day.month - 1] += steps * int(STEP.total_seconds())
        day += DAY
    return {
        calendar: sums + [sum(sums[start : start + 3]) for start in (0, 3, 6, 9)] + [sum(sums)]
        for calendar, sums in months.items()
    }


def mean(calendar):
    """Seconds in the mean month and the mean year, without holidays and changes of the clock."""
    steps = Counter()
    for day in (date(2001, 1, 1) + number * DAY for number in range(7)):
        steps[day.weekday()] = len(runs(calendar, day, False))
    total, day = 0, date(2001, 1, 1)
    while day < date(2401, 1, 1):
        total += steps[day.weekday()] * int(STEP.total_seconds())
        day += DAY
    return [plain(Decimal(total) / 4800), plain(Decimal(total) / 400)]


def plain(number):
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def line(value):
    return json.dumps(value, separators=(",", ":"))


def block(values):
    return "[\n" + ",\n".join(map(line, values)) + "\n]"


def main():
    rows, seconds = [], set()
    for zone in ZONES:
        for year in YEARS:
            for calendar, sums in agreed(zone, year).items():
                rows.append([zone, year, calendar, sums])
                seconds.update(sums)
    downtime = [
        [total, [plain(Decimal(total) * (100 - Decimal(percent)) / 100) for percent in PERCENTAGES]]
        for total in sorted(seconds)
    ]
    means = {name: mean(name) for name in CALENDARS}
    text = (
        f'{{"written_by":"tests/vectors/hours.py",\n"calendars":{line(CALENDARS)},\n"means":{line(means)},\n'
        f'"percentages":{line(PERCENTAGES)},\n"agreed":{block(rows)},\n"downtime":{block(downtime)}}}\n'
    )
    json.loads(text)
    path = Path(__file__).with_suffix(".json")
    if sys.argv[1:] == ["--check"]:
        if path.read_text(encoding="utf-8") != text:
            sys.exit(f"{path.name} is not what {Path(__file__).name} says: run it and look at the difference")
        print(f"{path.name}: {len(rows)} years of hours and {len(downtime)} times of failure are as computed")
    elif sys.argv[1:]:
        sys.exit(__doc__)
    else:
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
