"""CSV and its relatives: semicolon, comma or tab; UTF-8, UTF-16 or Windows-1252."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator

from flask_babel import gettext as _

from charta.core.files import plain, refused
from charta.sheets.limits import LONGEST_SHEET, Cells, check_row

Known = Callable[[Iterable[str]], int]

DELIMITERS = (";", ",", "\t")
LINES_TO_TRY = 10
CHARACTERS_TO_TRY = 20_000
DECLARATION = "sep="
"""Excel's own first line that names the delimiter; no spreadsheet shows it as a row."""


def decode(content: bytes) -> str:
    """The words of the file; raises Invalid when it is no text."""
    text = plain(content)
    if text is None:
        raise refused(
            _("Das ist keine Textdatei. Bitte speichern Sie die Tabelle als CSV oder als XLSX.")
        )
    return text


def parse(text: str, known: Known) -> Iterator[Cells]:
    """The rows with their numbers, empty ones left out but counted; raises Invalid. ``known``
    counts the headings in a row that somebody looks for."""
    declared, text = _declared(text)
    delimiter = declared or _guessed(text, known)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    while True:
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            raise refused(
                _(
                    "Ab Zeile %(row)s passen die Anführungszeichen nicht zusammen. Bitte öffnen "
                    "Sie die Datei in einer Tabellenkalkulation und speichern Sie sie neu.",
                    row=number + 1,
                )
            ) from error
        number += 1
        cells = [cell.strip() for cell in cells]
        if any(cells):
            check_row(number, cells)
            yield number, cells
        elif number > LONGEST_SHEET:
            return


def _declared(text: str) -> tuple[str | None, str]:
    first, _end, rest = text.partition("\n")
    first = first.strip("\r")
    if len(first) == len(DECLARATION) + 1 and first.lower().startswith(DECLARATION):
        delimiter = first[-1]
        return (delimiter, rest) if delimiter in DELIMITERS else (None, rest)
    return None, text


def _guessed(text: str, known: Known) -> str:
    """The delimiter that makes the most headings readable, then the most cells."""
    return max(DELIMITERS, key=lambda delimiter: _yield_of(text, delimiter, known))


def _yield_of(text: str, delimiter: str, counting: Known) -> tuple[int, int]:
    rows = csv.reader(io.StringIO(text[:CHARACTERS_TO_TRY], newline=""), delimiter=delimiter)
    known = widest = 0
    try:
        for cells, _line in zip(rows, range(LINES_TO_TRY), strict=False):
            known = max(known, counting(cells))
            widest = max(widest, len(cells))
    except csv.Error:
        return known, 0
    return known, widest
