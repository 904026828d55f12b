"""What an uploaded table may weigh."""

from __future__ import annotations

from flask_babel import gettext as _

from charta.core.files import refused

MOST_BYTES = 5 * 1024 * 1024
MOST_COLUMNS = 50
LONGEST_CELL = 32_767
"""Characters; more does not fit into a cell of Excel either."""

LONGEST_SHEET = 20_000
"""Rows looked at, empty ones included: some sheets claim to reach down to row 1,048,576."""

MOST_FILLED = 6_000
"""Filled rows looked at in a workbook: more than any kind of table may have."""

Cells = tuple[int, list[str]]
"""A row's number, as the spreadsheet shows it, and its cells."""


def check_size(content: bytes) -> None:
    """Raise Invalid for an empty file and for one over the limit."""
    if not content.strip():
        raise refused(_("Die Datei ist leer."))
    if len(content) > MOST_BYTES:
        raise refused(
            _(
                "Die Datei ist größer als %(limit)s MB. Bitte teilen Sie sie auf.",
                limit=MOST_BYTES // (1024 * 1024),
            )
        )


def check_row(number: int, cells: list[str]) -> None:
    """Raise Invalid when a row is too wide or one of its cells too long."""
    if len(cells) > MOST_COLUMNS and any(cells[MOST_COLUMNS:]):
        raise refused(
            _(
                "Zeile %(row)s hat mehr als %(limit)s Spalten. Bitte löschen Sie die überzähligen.",
                row=number,
                limit=MOST_COLUMNS,
            )
        )
    if any(len(cell) > LONGEST_CELL for cell in cells):
        raise refused(
            _(
                "In Zeile %(row)s steht eine Zelle mit mehr als %(limit)s Zeichen. Vielleicht "
                "fehlt davor ein Anführungszeichen.",
                row=number,
                limit=LONGEST_CELL,
            )
        )
