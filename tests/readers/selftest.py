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

XLSX = "register/register.xlsx"


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


def main(site):
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "site"
        shutil.copytree(site, copy)
        good = openpyxl_copy(copy, lambda book: None)
        failed += report("a workbook without a fault", good == [], good)
        for tamper, part in FAULTS:
            faults = openpyxl_copy(copy, tamper, Path(site))
            failed += report(part, any(part in fault for fault in faults), faults)
        shutil.copy(Path(site) / XLSX, copy / XLSX)
        add_part(copy / XLSX, "xl/externalLinks/externalLink1.xml", "<externalLink/>")
        faults = check(copy)
        failed += report("leads out of the workbook", any("leads out of" in fault for fault in faults), faults)
        shutil.copy(Path(site) / XLSX, copy / XLSX)
        shutil.copy(Path(site) / XLSX, copy / "stray.xlsx")
        faults = check(copy)
        failed += report("a workbook that nothing checks", any("nothing here checks it" in fault for fault in faults), faults)
    print(f"{len(FAULTS) + 3 - failed} of {len(FAULTS) + 3} passed")
    return 1 if failed else 0


def openpyxl_copy(copy, tamper, site=None):
    """What is said of a workbook that openpyxl has written anew with a fault."""
    if site is not None:
        shutil.copy(site / XLSX, copy / XLSX)
    book = openpyxl.load_workbook(copy / XLSX)
    tamper(book)
    book.save(copy / XLSX)
    return check(copy)


def check(site):
    with contextlib.redirect_stdout(io.StringIO()):
        return workbook.check_site(site)


def add_part(path, name, text):
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(name, text)


def report(what, passed, faults):
    if not passed:
        print(f"not found: {what}\n  found: {faults}", file=sys.stderr)
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
