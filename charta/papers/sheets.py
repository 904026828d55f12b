"""The weighing table for spreadsheets: XLSX and CSV, one row a contribution.

Nothing in them can be run: cells are written as words, days or numbers, never as formulas.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import xlsxwriter
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from charta.papers.cleaning import cleaned, guarded, numerals, shortened
from charta.papers.rows import Head, WeighingRow

LONGEST_CELL = 32_767
"""UTF-16 units that Excel takes."""

ABOVE = 3
"""Rows over the table's heading: title, whose it is, an empty one."""

LINE, TALLEST = 15, 405
"""Points of one line, and of the tallest row that Excel takes."""

Value = str | date | None


class Field(NamedTuple):
    """A column: its label, its width in characters, and what stands in it."""

    label: Any
    width: int
    value: Callable[[WeighingRow], Value]


FIELDS = (
    Field(_l("Schlüssel"), 10, lambda row: row.key),
    Field(_l("Art"), 14, lambda row: row.kind),
    Field(_l("Weg"), 12, lambda row: row.channel),
    Field(_l("Eingegangen"), 12, lambda row: row.received_on),
    Field(_l("Handlungsfeld"), 18, lambda row: row.theme),
    Field(_l("Klausel"), 10, lambda row: row.clause_key),
    Field(_l("Titel der Klausel"), 24, lambda row: row.clause_title),
    Field(_l("Stelle"), 30, lambda row: row.passage),
    Field(_l("Name"), 20, lambda row: row.author),
    Field(_l("Wortlaut"), 60, lambda row: row.text),
    Field(_l("Entscheidung"), 18, lambda row: row.disposition),
    Field(_l("Begründung"), 60, lambda row: row.reason),
    Field(_l("Beantwortet"), 11, lambda row: row.answered_on),
    Field(_l("Fachamt"), 20, lambda row: row.department),
    Field(_l("Verbleib der Stelle"), 16, lambda row: row.placement),
    Field(_l("Heutiger Wortlaut"), 40, lambda row: row.later_wording),
)
NAME = 8
"""The field that a table without names lacks."""


def fields(head: Head) -> tuple[Field, ...]:
    return FIELDS[:NAME] + FIELDS[NAME + 1 :] if head.anonymous else FIELDS


def write_xlsx(head: Head, rows: Iterable[WeighingRow], path: Path) -> None:
    """Write the table row by row; XlsxWriter keeps only the one it writes."""
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        _properties(book, head)
        sheet = book.add_worksheet(str(_("Abwägung")))
        columns = fields(head)
        _layout(book, sheet, head, columns)
        # the quote keeps words words, even when somebody edits the cell
        words = book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})
        day = book.add_format({"num_format": "dd.mm.yyyy", "valign": "top", "align": "left"})
        last = ABOVE
        for last, row in enumerate(rows, ABOVE + 1):
            values = [field.value(row) for field in columns]
            sheet.set_row(last, _height(columns, values))
            for place, value in enumerate(values):
                if isinstance(value, date):
                    sheet.write_datetime(last, place, value, day)
                elif value:
                    sheet.write_string(last, place, _fitting(value), words)
        sheet.autofilter(ABOVE, 0, max(last, ABOVE + 1), len(columns) - 1)


def _properties(book: Any, head: Head) -> None:
    moment = datetime(head.day.year, head.day.month, head.day.day)  # noqa: DTZ001 - Excel has no zones
    book.set_properties(
        {
            "title": cleaned(head.title),
            "subject": cleaned(" · ".join(filter(None, (head.charter, head.round)))),
            "author": cleaned(head.city),
            "created": moment,
        }
    )


def _layout(book: Any, sheet: Any, head: Head, columns: tuple[Field, ...]) -> None:
    """Title and heading; they stay in sight, and on paper the heading is on each page."""
    title = book.add_format({"bold": True, "font_size": 14})
    bold = book.add_format(
        {"bold": True, "bg_color": "#E4EDF3", "border": 1, "text_wrap": True, "valign": "top"}
    )
    for place, field in enumerate(columns):
        sheet.set_column(place, place, field.width)
    sheet.write_string(0, 0, cleaned(head.title), title)
    about = (head.names, head.round, numerals(head.day))
    sheet.write_string(1, 0, cleaned(" · ".join(filter(None, about))))
    for place, field in enumerate(columns):
        sheet.write_string(ABOVE, place, str(field.label), bold)
    sheet.freeze_panes(ABOVE + 1, 1)
    sheet.repeat_rows(ABOVE)
    sheet.set_landscape()
    sheet.set_row(ABOVE, 2 * LINE)
    sheet.set_paper(8)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&R&P / &N")


def _height(columns: tuple[Field, ...], values: list[Value]) -> int:
    """What a row needs for its longest cell, in points: not every program finds out by itself."""
    lines = max(
        sum(len(part) // field.width + 1 for part in value.split("\n"))
        for field, value in zip(columns, values, strict=True)
        if isinstance(value, str)
    )
    return min(lines * LINE, TALLEST)


def _fitting(text: str) -> str:
    return shortened(cleaned(text), LONGEST_CELL, str(_("[gekürzt]")))


def write_csv(head: Head, rows: Iterable[WeighingRow], path: Path) -> None:
    """As Excel opens it in Germany: semicolons, and a mark that says it is UTF-8."""
    columns = fields(head)
    with path.open("w", encoding="utf-8-sig", newline="") as target:
        writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
        writer.writerow([str(field.label) for field in columns])
        for row in rows:
            writer.writerow([_plain(field.value(row)) for field in columns])


def _plain(value: Value) -> str:
    if isinstance(value, date):
        return numerals(value)
    return guarded(cleaned(value or ""))
