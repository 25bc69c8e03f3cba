"""Opens the workbooks of a site with a program that has nothing to do with smsdoc (openpyxl).

    workbook.py SITE...

Every cell is compared with the CSV beside the workbook: the same text, and the right kind of
cell. The head has to stay in sight and to filter, links have to lead somewhere, the sheet "About"
has to say what manifest.json says, and there must be no formula. Ends with 1 where something is
wrong.
"""

import csv
import datetime
import json
import re
import sys
import zipfile
from pathlib import Path

import openpyxl

# What a spreadsheet takes for a formula when it opens a CSV; the CSV has an apostrophe before it.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
# No spreadsheet shows more characters in a cell, counted as UTF-16.
LONGEST = 32_767
# Before this day spreadsheets count days in different ways.
FIRST_DAY = datetime.date(1900, 3, 1)

# The workbooks of a site: where they are, the first sheet, and its columns that are no text. The
# CSV has the same name.
TABLES = [
    ("register/register.xlsx", "Register", {"days": {"approved_on", "effective_on", "next_review"}, "numbers": set()}),
    ("clauses/*/coverage.xlsx", "Clauses", {"days": {"newest_record"}, "numbers": set()}),
    (
        "readiness/trend.xlsx",
        "Trend",
        {"days": {"day"}, "numbers": {"gap", "mentioned", "overdue", "covered", "evidenced"}},
    ),
    ("services/performance.xlsx", "Performance", {"days": set(), "numbers": set()}),
    ("scope/parties.xlsx", "Parties", {"days": set(), "numbers": set()}),
    ("services/services.xlsx", "Services", {"days": set(), "numbers": {"chain_unknown", "findings"}}),
]


def main(sites):
    if not sites:
        print(__doc__, file=sys.stderr)
        return 1
    faults = [fault for site in sites for fault in check_site(Path(site))]
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


def check_site(site):
    """What is wrong with the workbooks of a site."""
    faults, known = [], set()
    for pattern, sheet, kinds in TABLES:
        found = sorted(site.glob(pattern))
        known.update(found)
        if not found:
            faults.append(f"{site / pattern}: there is none")
        for path in found:
            faults += check(site, path, path.with_suffix(".csv"), sheet, kinds)
    faults += [f"{path}: nothing here checks it" for path in sorted(site.rglob("*.xlsx")) if path not in known]
    return faults


def check(site, path, beside, sheet, kinds):
    """What is wrong with the first sheet of a workbook, which holds the table of a CSV.

    `kinds` names the columns with days and with whole numbers; all others are text.
    """
    faults = []

    def wrong(what):
        faults.append(f"{path}: {what}")

    for part, text in xml_parts(path):
        if re.search(r"<(\w+:)?f[ />]", text) or re.search(r"calcChain|externalLink|vbaProject|connections", part):
            wrong(f"{part} holds a formula or leads out of the workbook")
    book = openpyxl.load_workbook(path)
    if not book.sheetnames or book.sheetnames[0] != sheet or book.sheetnames[-1] != "About":
        wrong(f"the sheets are {book.sheetnames}")
        return faults
    for other in book.worksheets:
        for cell in cells(other):
            if cell.data_type == "f":
                wrong(f"{other.title}!{cell.coordinate} is a formula: {cell.value}")
    with open(beside, encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    table = book[sheet]
    check_head(table, rows, wrong)
    check_cells(table, rows, kinds, wrong)
    check_links(table, site, path, wrong)
    for other in book.worksheets[1:-1]:
        check_more(other, path, wrong)
    check_about(book["About"], site, wrong)
    count = f"{len(rows) - 1} rows, {len(rows[0])} columns"
    print(f"{path}: {count}: {'as in the CSV' if not faults else f'{len(faults)} faults'}")
    return faults


def check_head(table, rows, wrong):
    if [cell.value for cell in table[1]] != rows[0]:
        wrong(f"the head is {[cell.value for cell in table[1]]}, in the CSV {rows[0]}")
    check_shape(table, rows, wrong)
    if table.max_row != len(rows) or table.max_column != len(rows[0]):
        wrong(f"there are {table.max_row} rows and {table.max_column} columns, in the CSV {len(rows)} and {len(rows[0])}")


def check_shape(table, rows, wrong):
    """The head is bold, stays in sight, and filters all rows."""
    if not all(cell.font.b for cell in table[1]):
        wrong("the head is not bold")
    if table.freeze_panes != "A2":
        wrong(f"the head does not stay in sight: {table.freeze_panes}")
    last = openpyxl.utils.get_column_letter(len(rows[0]))
    if table.auto_filter.ref != f"A1:{last}{len(rows)}":
        wrong(f"the filter is on {table.auto_filter.ref}")


def check_cells(table, rows, kinds, wrong):
    head = rows[0]
    for number, row in enumerate(rows[1:], start=2):
        for column, written in enumerate(row, start=1):
            name = head[column - 1]
            cell = table.cell(number, column)
            fault = check_cell(cell, written, kind_of(name, kinds))
            if fault:
                wrong(f"{table.title}!{cell.coordinate} ({name}) {fault}")


def kind_of(name, kinds):
    if name in kinds["days"]:
        return "day"
    return "number" if name in kinds["numbers"] else "text"


def check_cell(cell, written, kind):
    """What is wrong with a cell for which the CSV has a text, or None."""
    if written == "":
        return None if cell.value is None else f"is {cell.value!r}, and empty in the CSV"
    if kind == "day" and datetime.date.fromisoformat(written) >= FIRST_DAY:
        day = datetime.datetime.fromisoformat(written)
        if cell.data_type != "d" or cell.value != day or cell.number_format != "yyyy-mm-dd":
            return f"is {cell.value!r} as {cell.number_format}, and not the day {written}"
    elif kind == "number" and abs(int(written)) <= 2**53:
        if cell.data_type != "n" or cell.value != int(written) or cell.number_format != "0":
            return f"is {cell.value!r} as {cell.number_format}, and not the number {written}"
    else:
        if cell.data_type != "s" or cell.number_format != "@":
            return f"is {cell.value!r} as {cell.number_format}, and not text"
        if cell.value not in held(written):
            return f"is {cell.value!r}, and in the CSV {written!r}"
        if kind == "text" and written.startswith(FORMULA):
            return f"is a formula in the CSV: {written!r}"
    return None


def held(written):
    """The texts that a cell may hold where the CSV has this one."""
    texts = [written]
    if written.startswith("'") and written[1:].startswith(FORMULA):
        texts.append(written[1:])
    return [shortened(re.sub("[\0-\x08\x0b-\x1f\ufffe\uffff]", "\ufffd", re.sub("\r\n?", "\n", text))) for text in texts]


def shortened(text):
    if units(text) <= LONGEST:
        return text
    kept = 0
    for index, char in enumerate(text):
        kept += units(char)
        if kept >= LONGEST:
            return text[:index] + "…"
    return text


def units(text):
    return len(text.encode("utf-16-le")) // 2


def check_links(table, site, path, wrong):
    for cell in cells(table):
        target = cell.hyperlink.target if cell.hyperlink else None
        if target is None:
            continue
        page = (path.parent / target).resolve()
        if "://" not in target and not (page.is_file() and page.is_relative_to(site.resolve())):
            wrong(f"{table.title}!{cell.coordinate} leads to {target}, which is not there")
        if not target.endswith(f"/{cell.value}/index.html"):
            wrong(f"{table.title}!{cell.coordinate} is {cell.value} and leads to {target}")


def check_more(table, path, wrong):
    """A further sheet holds a list of the JSON: what is wanted in writing, by kind, alarms, or agreements."""
    told = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    kinds = {"Documents wanted": {"document"}, "Records wanted": {"record", "both"}}.get(table.title)
    if kinds is not None:
        wanted = [row_of(item) for item in told["documented_information"] if item["kind"] in kinds]
    elif table.title == "Alarms" and "alarms" in told:
        wanted = [alarm_of(alarm) for alarm in told["alarms"]]
    elif table.title == "Agreements" and "agreements" in told:
        wanted = [agreement_of(agreement) for agreement in told["agreements"]]
    else:
        return wrong(f"there is a sheet {table.title}")
    rows = [[cell.value for cell in row] for row in table.iter_rows()]
    check_shape(table, rows, wrong)
    if rows[1:] != wanted:
        differ = [(row, item) for row, item in zip(rows[1:], wanted) if row != item][:1]
        wrong(f"{table.title} has {len(rows) - 1} rows and the JSON {len(wanted)} items; the first that differs: {differ}")


def alarm_of(alarm):
    words = [alarm[field] for field in ("rule", "document", "message", "help")]
    return words + [" ".join(alarm["concerns"]) or None]


def agreement_of(item):
    def listed(field):
        return " ".join(item[field]) or None

    promised, term = item["availability"] or {}, item["term"]
    opens = term["notice_opens"] and datetime.datetime.fromisoformat(term["notice_opens"])
    words = [item["id"], item["title"], item["type"], item["customer"], item["provider"], listed("services")]
    words += [promised.get("percent"), promised.get("period"), item["support_hours"], item["rto"], item["rpo"]]
    return words + [term["end"], opens, term["standing"], listed("supports"), len(item["findings"])]


def row_of(item):
    def day(text):
        return text and datetime.datetime.fromisoformat(text)

    words = [item["id"], item["name"], " ".join(item["clauses"]), item["kind"], item["required"], item["period"]]
    words += [item["presence"], " ".join(item["documents"]) or None]
    return words + [day(item["latest"]), day(item["until"])]


def check_about(about, site, wrong):
    told = {row[0].value: row[1].value for row in about.iter_rows(max_col=2)}
    manifest = json.loads((site / "manifest.json").read_text(encoding="utf-8"))
    as_of = told.get("As of")
    if not isinstance(as_of, datetime.datetime) or as_of.date().isoformat() != manifest["as_of"]:
        wrong(f"About says as of {as_of}, and manifest.json {manifest['as_of']}")
    if manifest["commit"] and told.get("Commit") != manifest["commit"]:
        wrong(f"About says commit {told.get('Commit')}, and manifest.json {manifest['commit']}")
    if told.get("Audience") != manifest["audience"]:
        wrong(f"About says audience {told.get('Audience')}, and manifest.json {manifest['audience']}")
    if not told.get("What it is"):
        wrong("About does not say what it is")


def cells(sheet):
    return (cell for row in sheet.iter_rows() for cell in row)


def xml_parts(path):
    with zipfile.ZipFile(path) as archive:
        return [(name, archive.read(name).decode("utf-8")) for name in archive.namelist() if name.endswith((".xml", ".rels"))]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
