"""Finding the columns by their German headings, in any order and spelling."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from flask_babel import gettext as _

from charta.core.files import refused
from charta.sheets.limits import Cells
from charta.text.normalising import folded

ROWS_TO_SEARCH = 10
"""Offices like a title above the headings."""

MOST_NAMED = 8


@dataclass(frozen=True)
class Layout:
    """In which row the headings stand, which cell holds what, and what nobody reads."""

    row: int
    places: Mapping[str, int]
    ignored: tuple[str, ...]


@dataclass(frozen=True)
class Headings:
    """The columns of a kind of table, each with the headings it may have."""

    spellings: Mapping[str, tuple[str, ...]]

    @cached_property
    def _meanings(self) -> Mapping[str, str]:
        return {
            spelling: column
            for column, spellings in self.spellings.items()
            for spelling in spellings
        }

    def meaning(self, heading: str) -> str | None:
        """What a column of this heading holds: ``"Akteurs-Gruppe *"`` is the group."""
        plain = re.sub(r"\([^)]*\)|\[[^\]]*\]", "", folded(heading))
        return self._meanings.get(re.sub(r"[\s\-_.:*/]+", "", plain))

    def count(self, cells: Iterable[str]) -> int:
        """How many columns a row gives a heading to."""
        return len({found for found in map(self.meaning, cells) if found is not None})

    def find(self, rows: Sequence[Cells]) -> Layout | None:
        """The first row that has a heading for the text; raises Invalid for two that mean the
        same."""
        for number, cells in rows:
            if "text" in map(self.meaning, cells):
                return self._layout(number, cells)
        return None

    def _layout(self, number: int, cells: list[str]) -> Layout:
        places: dict[str, int] = {}
        ignored = []
        for place, heading in enumerate(cells):
            column = self.meaning(heading)
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


def named(rows: Sequence[Cells]) -> str:
    """The first row's headings in words, for whoever looks for one of them."""
    found = [cell[:40] for cell in rows[0][1] if cell][:MOST_NAMED] if rows else []
    return ", ".join(_("„%(name)s“", name=heading) for heading in found) or _("nichts")
