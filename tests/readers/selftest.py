"""Shows that workbook.py can fail: with one fault at a time in a workbook, it says so.

    selftest.py SITE
"""

import contextlib
import io
import shutil
import sys
import tempfile
import zipfile
from pathlib import Path

import openpyxl

import workbook

REGISTER = "register/register.xlsx"
COVERAGE = "clauses/iso20000-1-2018/coverage.xlsx"


def put(cell, value):
    def tamper(book):
        book["Register"][cell] = value

    return tamper


def as_text(book):
    cell = first(book, "approved_on")
    cell.value, cell.number_format = cell.value.date().isoformat(), "@"


def as_number(book):
    cell = first(book, "version")
    cell.value = float(cell.value)


def shown_as(name, number_format):
    def tamper(book):
        first(book, name).number_format = number_format

    return tamper


def formula(book):
    book["Register"]["B2"] = "=1+1"


def formula_elsewhere(book):
    book["About"]["B9"] = "=HYPERLINK(\"https://example.org/\")"


def not_bold(book):
    book["Register"]["C1"].font = openpyxl.styles.Font(bold=False)


def not_frozen(book):
    book["Register"].freeze_panes = None


def no_filter(book):
    book["Register"].auto_filter.ref = None


def row_less(book):
    book["Register"].delete_rows(book["Register"].max_row)


def row_more(book):
    book["Register"].append(["SMS-POL-999"])


def dead_link(book):
    book["Register"]["A2"].hyperlink.target = "../docs/NOT-THERE/index.html"


def leads_out(book):
    book["Register"]["A2"].hyperlink.target = "../../other/index.html"


def told(label, value):
    def tamper(book):
        for row in book["About"].iter_rows(max_col=2):
            if row[0].value == label:
                row[1].value = value

    return tamper


def no_about(book):
    del book["About"]


def another_first(book):
    book.create_sheet("Before", 0)


def clause_as_number(book):
    cell = book["Clauses"]["A2"]
    cell.value = float(cell.value)


def clause_elsewhere(book):
    book["Clauses"]["A2"].hyperlink.target = "4.2/index.html"


def item_less(book):
    book["Records wanted"].delete_rows(2)


def late(book):
    book["Records wanted"]["G2"] = "in time"


def not_frozen_there(book):
    book["Documents wanted"].freeze_panes = None


def first(book, name):
    """The first cell of a column that holds something."""
    table = book["Register"]
    column = next(cell.column for cell in table[1] if cell.value == name)
    return next(cell for cell in (table.cell(row, column) for row in range(2, table.max_row + 1)) if cell.value)


# What is done to a workbook, and a part of what has to be said.
FAULTS = [
    (put("B2", "Another title"), "(title) is 'Another title', and in the CSV"),
    (put("G2", "1.10"), "(next_version) is '1.10', and empty in the CSV"),
    (put("D2", None), "(version) is None"),
    (put("A1", "number"), "the head is ['number'"),
    (as_number, "(version) is "),
    (as_text, "(approved_on) is '"),
    (shown_as("effective_on", "d/m/yy"), "(effective_on) is datetime"),
    (shown_as("title", "General"), "and not text"),
    (formula, "is a formula: =1+1"),
    (formula_elsewhere, "About!B9 is a formula"),
    (not_bold, "the head is not bold"),
    (not_frozen, "the head does not stay in sight"),
    (no_filter, "the filter is on None"),
    (row_less, "rows and 17 columns, in the CSV"),
    (row_more, "rows and 17 columns, in the CSV"),
    (dead_link, "which is not there"),
    (leads_out, "which is not there"),
    (told("As of", "2026-10-31"), "About says as of"),
    (told("Commit", "0" * 40), "About says commit"),
    (told("Audience", "nobody"), "About says audience"),
    (told("What it is", None), "About does not say what it is"),
    (no_about, "the sheets are"),
    (another_first, "the sheets are"),
]
COVERAGE_FAULTS = [
    (clause_as_number, "(clause) is 4.1 as @, and not text"),
    (clause_elsewhere, "is 4.1 and leads to"),
    (item_less, "items; the first that differs"),
    (late, "items; the first that differs"),
    (not_frozen_there, "the head does not stay in sight"),
]


def main(site):
    results = []
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "site"
        shutil.copytree(site, copy)
        for path, faults in ((REGISTER, FAULTS), (COVERAGE, COVERAGE_FAULTS)):
            found = tampered(copy / path, lambda book: None, copy)
            results.append(passed("no fault", found == [], found))
            shutil.copy(Path(site) / path, copy / path)
            for tamper, part in faults:
                found = tampered(copy / path, tamper, copy)
                results.append(passed(part, any(part in fault for fault in found), found))
                shutil.copy(Path(site) / path, copy / path)
        add_part(copy / REGISTER, "xl/externalLinks/externalLink1.xml", "<externalLink/>")
        found = check(copy)
        results.append(passed("leads out", any("leads out of the workbook" in fault for fault in found), found))
        shutil.copy(Path(site) / REGISTER, copy / REGISTER)
        shutil.copy(Path(site) / REGISTER, copy / "stray.xlsx")
        found = check(copy)
        results.append(passed("a stray workbook", any("nothing here checks it" in fault for fault in found), found))
    print(f"{sum(results)} of {len(results)} passed")
    return 0 if all(results) else 1


def tampered(path, tamper, site):
    """What is said of a site when openpyxl has written one of its workbooks anew, with a fault."""
    book = openpyxl.load_workbook(path)
    tamper(book)
    book.save(path)
    return check(site)


def check(site):
    with contextlib.redirect_stdout(io.StringIO()):
        return workbook.check_site(site)


def add_part(path, name, text):
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(name, text)


def passed(what, is_found, found):
    if not is_found:
        print(f"not found: {what}\n  found: {found}", file=sys.stderr)
    return is_found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
