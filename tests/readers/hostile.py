"""Makes a folder of documents whose titles are meant to harm whoever opens them in a spreadsheet.

    hostile.py FOLDER
"""

import json
import sys
from pathlib import Path

TITLES = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1:A9)",
    "\t=1",
    "\r=1",
    "'=1+1",
    '=HYPERLINK("https://example.org/", "Press here")',
    "1.10",
    "TRUE",
    "2026-11-22",
    "#REF!",
    "_x0041_ and _x000D_",
    "a \x01 \x1f \x7f \x85 \ufffe z",
    "first\nsecond\r\nthird",
    "  blanks  ",
    "<f>1+1</f> & ]]>",
    "\u202eright to left \U0001f642",
    "a" * 33_000,
    "\U0001f642" * 17_000,
]


def main(folder):
    content = folder / "sms-docs"
    content.mkdir(parents=True)
    settings = 'site: {organization: "=Kestrelmoor\\u0001"}\nas_of: 2026-11-22\n'
    (content / "smsdoc.yaml").write_text(settings, encoding="utf-8")
    for number, title in enumerate(TITLES, start=1):
        # Of a day before 1900 and a version like 1.10 too.
        day = "1850-01-01" if number % 2 else "2026-03-01"
        text = f"""---
id: SMS-POL-{number:03}
title: {json.dumps(title)}
type: policy
version: "1.10"
status: approved
owner: "=1+1"
classification: internal
clauses: ["8.10", "=1"]
approver: "@rowan"
approved_on: {day}
effective_on: {day}
next_review: 9999-12-31
---

Text.
"""
        (content / f"document-{number}.md").write_bytes(text.encode("utf-8"))
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
