"""From the bytes of a file to rows with a text, a theme and what else is known of an idea."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any, Self

from flask_babel import gettext as _

from charta.workshops.sheets import headings, textfiles, workbooks
from charta.workshops.sheets.limits import MOST_ROWS, Cells, check_size, refused

ARCHIVE = b"PK"
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
OTHER_FORMATS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"\x1f\x8b", b"7z\xbc")


@dataclass(frozen=True)
class Row:
    """One row in the words of its author; ``number`` as the spreadsheet shows it."""

    number: int
    text: str = ""
    theme: str = ""
    group: str = ""
    table: str = ""
    channel: str = ""


@dataclass(frozen=True)
class Sheet:
    """The rows of a file and the headings of columns nobody reads."""

    rows: tuple[Row, ...]
    ignored: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        order = ("number", *headings.COLUMNS)
        rows = [[getattr(row, name) for name in order] for row in self.rows]
        return {"rows": rows, "ignored": list(self.ignored)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        rows = tuple(Row(*values) for values in stored.get("rows", ()))
        return cls(rows, tuple(stored.get("ignored", ())))


def read(content: bytes) -> Sheet:
    """The rows below the headings; raises Invalid at the field ``file`` and says how to mend it.

    What the file is, its first bytes say, not its name.
    """
    rows = cells_of(content)
    beginning = [row for _place, row in zip(range(headings.ROWS_TO_SEARCH), rows, strict=False)]
    layout = headings.find(beginning)
    found: list[Row] = []
    for number, cells in chain(beginning, rows):
        if number <= layout.row:
            continue
        row = _row(number, cells, layout)
        if row is None:
            continue
        if len(found) == MOST_ROWS:
            raise refused(
                _(
                    "Die Tabelle hat mehr als %(limit)s Zeilen. Bitte teilen Sie sie auf.",
                    limit=MOST_ROWS,
                )
            )
        found.append(row)
    if not found:
        raise refused(_("Unter den Überschriften steht keine einzige Idee."))
    return Sheet(tuple(found), layout.ignored)


def cells_of(content: bytes, known: textfiles.Known = headings.count_known) -> Iterator[Cells]:
    """The rows of a CSV or XLSX with their numbers; raises Invalid. ``known`` counts the headings
    in a row that somebody looks for."""
    check_size(content)
    if content.startswith(ARCHIVE):
        return workbooks.parse(content)
    if content.startswith(OLD_OFFICE):
        raise refused(
            _(
                "Das ist eine alte Excel-Datei (XLS) oder eine mit Kennwort. Bitte speichern Sie "
                "sie ohne Kennwort als XLSX oder CSV."
            )
        )
    if content.startswith(OTHER_FORMATS):
        raise refused(_("Das ist keine Tabelle. Bitte wählen Sie eine CSV- oder XLSX-Datei."))
    return textfiles.parse(textfiles.decode(content), known)


def _row(number: int, cells: list[str], layout: headings.Layout[headings.Column]) -> Row | None:
    """The row, or None when everything we read of it is empty."""
    values = {
        column: cells[place] if place < len(cells) else ""
        for column, place in layout.places.items()
    }
    return Row(number, **values) if any(values.values()) else None
