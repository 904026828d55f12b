"""Finding the columns by their German headings, in any order and spelling."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar, get_args

from flask_babel import gettext as _

from charta.workshops.rules import folded
from charta.workshops.sheets.limits import Cells, refused

Column = Literal["text", "theme", "group", "table", "channel"]
COLUMNS: tuple[Column, ...] = get_args(Column)

SPELLINGS: Mapping[Column, tuple[str, ...]] = {
    "text": (
        *("idee", "ideen", "ideentext", "text", "beitrag", "beiträge", "vorschlag", "vorschläge"),
        *("wortlaut", "inhalt", "idea"),
    ),
    "theme": (
        *("handlungsfeld", "handlungsfelder", "thema", "themen", "themenfeld", "themenbereich"),
        *("handlungsfeldkürzel", "themenkürzel", "theme"),
    ),
    "group": (
        *("gruppe", "gruppen", "akteursgruppe", "akteur", "akteure", "interessengruppe"),
        *("stakeholder", "stakeholdergruppe", "group"),
    ),
    "table": ("tisch", "tischnr", "tischnummer", "table"),
    "channel": ("kanal", "eingang", "eingangsweg", "weg", "channel"),
}
MEANING: Mapping[str, Column] = {
    spelling: column for column, spellings in SPELLINGS.items() for spelling in spellings
}
ROWS_TO_SEARCH = 10
"""Offices like a title above the headings."""

MOST_NAMED = 8


Meant = TypeVar("Meant", bound=str)


@dataclass(frozen=True)
class Layout(Generic[Meant]):
    """In which row the headings stand, which cell holds what, and what nobody reads."""

    row: int
    places: Mapping[Meant, int]
    ignored: tuple[str, ...]


def bare(heading: str) -> str:
    """A heading as it is looked up: ``"Akteurs-Gruppe *"`` is ``akteursgruppe``."""
    plain = re.sub(r"\([^)]*\)|\[[^\]]*\]", "", folded(heading))
    return re.sub(r"[\s\-_.:*/]+", "", plain)


def meaning(heading: str) -> Column | None:
    """What a column of this heading holds: ``"Akteurs-Gruppe *"`` is the group."""
    return MEANING.get(bare(heading))


def count_known(cells: Iterable[str]) -> int:
    return len({found for found in map(meaning, cells) if found is not None})


def find(rows: Sequence[Cells]) -> Layout[Column]:
    """The first row that has a heading for the ideas' text; raises Invalid when none does."""
    for number, cells in rows[:ROWS_TO_SEARCH]:
        if "text" in map(meaning, cells):
            return _complete(layout(number, cells, meaning))
    raise refused(
        _(
            "Es fehlt die Überschrift „Idee“ (auch: Text, Beitrag). Gefunden wurde: %(found)s.",
            found=named(rows),
        )
    )


def named(rows: Sequence[Cells]) -> str:
    """The first row's headings in words, for whoever looks for one of them."""
    found = [cell[:40] for cell in rows[0][1] if cell][:MOST_NAMED] if rows else []
    return ", ".join(_("„%(name)s“", name=heading) for heading in found) or _("nichts")


def layout(number: int, cells: list[str], meaning: Callable[[str], Meant | None]) -> Layout[Meant]:
    """What each column of the row of headings holds; raises Invalid when two hold the same."""
    places: dict[Meant, int] = {}
    ignored = []
    for place, heading in enumerate(cells):
        column = meaning(heading)
        if column is None:
            if heading:
                ignored.append(heading[:80])
        elif column in places:
            raise refused(
                _(
                    "Zwei Spalten bedeuten dasselbe: „%(first)s“ und „%(second)s“. Bitte "
                    "löschen Sie eine davon.",
                    first=cells[places[column]],
                    second=heading,
                )
            )
        else:
            places[column] = place
    return Layout(number, places, tuple(ignored))


def _complete(found: Layout[Column]) -> Layout[Column]:
    if "theme" not in found.places and "table" not in found.places:
        raise refused(
            _(
                "Es fehlt die Überschrift „Handlungsfeld“ (auch: Thema) oder „Tisch“, aus dem "
                "sich das Handlungsfeld ergibt."
            )
        )
    return found
