"""What somebody wants to see of the table of a round, as an address says it: values in, value out.

All of a view is in its address, so that one can keep it or pass it on. What nobody offers is left
out, so a strange address shows more and never fails.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from charta.consultation.rules import Disposition, Verdict
from charta.weighing.standing import Kind, Source, State, Way

SEARCH_LENGTH = 100

STATES = {"offen": State.OPEN, "entwurf": State.DRAFTED, "freigegeben": State.RELEASED}
DISPOSITIONS = {
    "uebernommen": Disposition.ADOPTED,
    "teilweise": Disposition.PARTLY_ADOPTED,
    "nicht": Disposition.NOT_ADOPTED,
    "kenntnis": Disposition.NOTED,
}
KINDS = {
    "stellungnahme": Kind.COMMENT,
    "vorschlag": Kind.SUGGESTION,
    "erwiderung": Kind.REPLY,
    "teil": Kind.PART,
    "eingabe": Kind.INTAKE,
    "idee": Kind.IDEA,
}
WAYS = {
    "web": Way.WEB,
    "gast": Way.GUEST,
    "brief": Way.LETTER,
    "mail": Way.MAIL,
    "telefon": Way.PHONE,
    "raum": Way.ROOM,
    "veranstaltung": Way.WORKSHOP,
}
VERDICTS = {
    "unveraendert": Verdict.UNCHANGED,
    "verschoben": Verdict.MOVED,
    "geaendert": Verdict.REWORDED,
    "entfallen": Verdict.REMOVED,
    "unsicher": Verdict.UNCERTAIN,
}
MINE, NOBODY = "ich", "niemand"
OVERDUE = "ueberfaellig"


class Sort(StrEnum):
    """What the rows are sorted by; the values stand in addresses."""

    KEY = "schluessel"
    TEXT = "ort"
    PASSAGE = "worte"
    AUTHOR = "person"
    WAY = "weg"
    WORDS = "text"
    THEME = "thema"
    PLACE = "stelle"
    ASSIGNEE = "wer"
    DUE = "frist"
    DISPOSITION = "ergebnis"
    STATE = "stand"


BY_WORDS = frozenset({Sort.AUTHOR, Sort.WORDS, Sort.ASSIGNEE})
"""Sorts whose values are words of people; those do not go into an address."""


@dataclass(frozen=True)
class Cursor:
    """The row next to a page: where it comes from, its id, and the value it was sorted by (None
    where that is words, which are looked up)."""

    source: Source
    id: int
    value: int | date | None = None

    @classmethod
    def read(cls, text: str, sort: Sort) -> Cursor | None:
        """``c120`` or ``c120.7`` or ``c120.2026-05-01``; None for anything else."""
        found = re.fullmatch(r"([eci])([0-9]{1,9})(?:\.([0-9-]{1,10}))?", text, re.ASCII)
        if found is None:
            return None
        letter, number, value = found.groups()
        try:
            known = _value(value, sort)
        except ValueError:
            return None
        return cls(Source("eci".index(letter)), int(number), known)

    def __str__(self) -> str:
        value = "" if self.value is None else f".{self.value}"
        return f"{'eci'[self.source]}{self.id}{value}"


def _value(text: str | None, sort: Sort) -> int | date | None:
    if sort in BY_WORDS or sort is Sort.KEY:
        return None
    if text is None:
        raise ValueError
    return date.fromisoformat(text) if sort is Sort.DUE else int(text)


Value = TypeVar("Value")


@dataclass(frozen=True)
class View:
    """The filters, the order and the page; everything, or what fits each of the given."""

    state: State | None = None
    disposition: Disposition | None = None
    kind: Kind | None = None
    way: Way | None = None
    theme: str | None = None
    """The code of a theme."""
    text: str | None = None
    """The key of a clause or of a section: it and its clauses."""
    assignee: int | str | None = None
    """A person's id, :data:`MINE` or :data:`NOBODY`."""
    verdict: Verdict | None = None
    """Where the words stand in the newest release."""
    overdue: bool = False
    group: int | None = None
    department: int | None = None
    """A department that was asked."""
    search: str = ""
    sort: Sort = Sort.KEY
    descending: bool = False
    after: Cursor | None = None
    before: Cursor | None = None

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> View:
        """The view that an address asks for."""
        sort = _one(Sort, asked.get("sortierung", "")) or Sort.KEY
        after = Cursor.read(asked.get("nach", ""), sort)
        return cls(
            state=STATES.get(asked.get("stand", "")),
            disposition=DISPOSITIONS.get(asked.get("ergebnis", "")),
            kind=KINDS.get(asked.get("art", "")),
            way=WAYS.get(asked.get("weg", "")),
            theme=_match(r"[A-Z]{2,6}", asked.get("thema", "")),
            text=_match(r"[A-Z][A-Z0-9]{0,9}-[0-9]{1,9}", asked.get("ort", "")),
            assignee=_assignee(asked.get("wer", "")),
            verdict=VERDICTS.get(asked.get("stelle", "")),
            overdue=asked.get("frist") == OVERDUE,
            group=_number(asked.get("gruppe", "")),
            department=_number(asked.get("fachamt", "")),
            search=_words(asked.get("q", "")),
            sort=sort,
            descending=asked.get("richtung") == "ab",
            after=after,
            before=None if after else Cursor.read(asked.get("vor", ""), sort),
        )

    def arguments(self) -> dict[str, Any]:
        """The view as parameters of an address, without what is as always."""
        values = {
            "q": self.search,
            "stand": _name(STATES, self.state),
            "ergebnis": _name(DISPOSITIONS, self.disposition),
            "art": _name(KINDS, self.kind),
            "weg": _name(WAYS, self.way),
            "thema": self.theme,
            "ort": self.text,
            "wer": self.assignee,
            "stelle": _name(VERDICTS, self.verdict),
            "frist": OVERDUE if self.overdue else None,
            "gruppe": self.group,
            "fachamt": self.department,
            "sortierung": None if self.sort is Sort.KEY else self.sort.value,
            "richtung": "ab" if self.descending else None,
            "nach": self.after,
            "vor": self.before,
        }
        return {name: str(value) for name, value in values.items() if value not in (None, "")}

    @property
    def first(self) -> View:
        """The same from its first page on."""
        return replace(self, after=None, before=None)

    @property
    def filtered(self) -> bool:
        """Whether anything is left out."""
        return replace(self.first, sort=Sort.KEY, descending=False) != View()

    @property
    def beyond_state(self) -> View:
        """The same whatever the state, from the first page on."""
        return replace(self.first, state=None)

    def in_state(self, state: State | None) -> View:
        """The same for another state, from its first page on."""
        return replace(self.first, state=state)

    def from_after(self, cursor: Cursor) -> View:
        """The page that begins after a row."""
        return replace(self.first, after=cursor)

    def from_before(self, cursor: Cursor) -> View:
        """The page that ends before a row."""
        return replace(self.first, before=cursor)

    def sorted_by(self, name: str) -> View:
        """The same sorted otherwise; once more the other way round."""
        sort = Sort(name)
        again = sort is self.sort and not self.descending
        return replace(self.first, sort=sort, descending=again)


def _one(kind: type[Sort], text: str) -> Sort | None:
    return kind(text) if text in {one.value for one in kind} else None


def _match(pattern: str, text: str) -> str | None:
    return text if re.fullmatch(pattern, text, re.ASCII) else None


def _number(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text, re.ASCII) else None


def _assignee(text: str) -> int | str | None:
    return text if text in {MINE, NOBODY} else _number(text)


def _words(text: str) -> str:
    printable = "".join(character for character in text if character.isprintable())
    return printable.strip()[:SEARCH_LENGTH]


def _name(names: Mapping[str, Value], value: Value | None) -> str | None:
    return next((name for name, one in names.items() if one == value), None)
