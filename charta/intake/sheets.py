"""Tables of letters and calls: the same files as those of ideas, with columns of their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any, Literal, Self, get_args

from flask_babel import gettext as _

from charta.workshops.sheets import headings
from charta.workshops.sheets.limits import refused
from charta.workshops.sheets.reading import cells_of

MOST_ROWS = 500
"""Each becomes an Eingabe with its receipt and perhaps a comment, all in one transaction."""

Column = Literal["text", "clause", "channel", "received", "sender", "public", "email", "title"]
COLUMNS: tuple[Column, ...] = get_args(Column)

SPELLINGS: Mapping[Column, tuple[str, ...]] = {
    "text": ("text", "stellungnahme", "beitrag", "eingabe", "wortlaut", "inhalt", "anregung"),
    "clause": ("klausel", "abschnitt", "schlüssel", "klauselschlüssel", "zu", "clause"),
    "channel": ("kanal", "eingangsweg", "weg", "channel"),
    "received": ("eingangsdatum", "eingang", "eingegangen", "eingegangenam", "datum", "date"),
    "sender": ("absender", "absenderin", "einsender", "einsenderin", "name", "sender"),
    "public": ("organisation", "öffentlichals", "organisationöffentlichals", "organisation"),
    "email": ("email", "emailadresse", "mail", "mailadresse"),
    "title": ("betreff", "titel", "title"),
}
MEANING: Mapping[str, Column] = {
    spelling: column for column, spellings in SPELLINGS.items() for spelling in spellings
}


@dataclass(frozen=True)
class Row:
    """One row in the words of its author; ``number`` as the spreadsheet shows it."""

    number: int
    text: str = ""
    clause: str = ""
    channel: str = ""
    received: str = ""
    sender: str = ""
    public: str = ""
    email: str = ""
    title: str = ""


@dataclass(frozen=True)
class Sheet:
    """The rows of a file and the headings of columns nobody reads."""

    rows: tuple[Row, ...]
    ignored: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        order = ("number", *COLUMNS)
        rows = [[getattr(row, name) for name in order] for row in self.rows]
        return {"rows": rows, "ignored": list(self.ignored)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        rows = tuple(Row(*values) for values in stored.get("rows", ()))
        return cls(rows, tuple(stored.get("ignored", ())))


def meaning(heading: str) -> Column | None:
    """What a column of this heading holds: ``"Organisation/öffentlich als"`` is ``public``."""
    return MEANING.get(headings.bare(heading))


def count_known(cells: Iterable[str]) -> int:
    return len({found for found in map(meaning, cells) if found is not None})


def read(content: bytes) -> Sheet:
    """The rows below the headings; raises Invalid at the field ``file``, says how to mend it."""
    rows = cells_of(content, count_known)
    beginning = [row for _place, row in zip(range(headings.ROWS_TO_SEARCH), rows, strict=False)]
    layout = _layout(beginning)
    found: list[Row] = []
    for number, cells in chain(beginning, rows):
        row = _row(number, cells, layout) if number > layout.row else None
        if row is None:
            continue
        if len(found) == MOST_ROWS:
            message = _(
                "Die Tabelle hat mehr als %(limit)s Zeilen. Bitte teilen Sie sie auf.",
                limit=MOST_ROWS,
            )
            raise refused(message)
        found.append(row)
    if not found:
        raise refused(_("Unter den Überschriften steht kein einziger Text."))
    return Sheet(tuple(found), layout.ignored)


def _layout(rows: list[tuple[int, list[str]]]) -> headings.Layout[Column]:
    for number, cells in rows:
        if "text" in map(meaning, cells):
            return headings.layout(number, cells, meaning)
    message = _(
        "Es fehlt die Überschrift „Text“ (auch: Stellungnahme, Beitrag). Gefunden wurde: "
        "%(found)s.",
        found=headings.named(rows),
    )
    raise refused(message)


def _row(number: int, cells: list[str], layout: headings.Layout[Column]) -> Row | None:
    """The row, or None when everything we read of it is empty."""
    values = {
        column: cells[place] if place < len(cells) else ""
        for column, place in layout.places.items()
    }
    return Row(number, **values) if any(values.values()) else None
