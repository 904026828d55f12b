"""What papers are made of, as plain values: nothing here knows a table of the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Head:
    """What each paper says of itself."""

    title: str
    charter: str
    city: str
    round: str
    """The consultation's number and title; empty where a paper belongs to none."""
    day: date
    """When the paper was made."""
    anonymous: bool
    language: str = "de"

    @property
    def names(self) -> str:
        """City and charter in one line."""
        return f"{self.city} · {self.charter}"


@dataclass(frozen=True, slots=True)
class WeighingRow:
    """A contribution and what became of it. Empty texts and missing days: not so, or not yet."""

    key: str
    kind: str
    channel: str
    clause_key: str
    clause_title: str
    theme: str
    passage: str
    author: str
    text: str
    received_on: date
    disposition: str
    reason: str
    later_wording: str
    answered_on: date | None
    department: str
    placement: str
    on_text: bool = True
    """Whether it was said about a text; ideas were there before."""

    @property
    def clause(self) -> str:
        return f"{self.clause_key} {self.clause_title}".strip()


@dataclass(frozen=True, slots=True)
class Judged:
    """A department's verdict on a clause, for the overview of feasibility."""

    clause: str
    department: str
    verdict: str
    reason: str
    conditions: str
    outdated: bool


@dataclass(frozen=True, slots=True)
class Count:
    """One figure and what it counts."""

    label: str
    number: int


@dataclass(frozen=True, slots=True)
class Wording:
    """A section or clause as a release has it; ``level`` 0 for a section, 1 for a clause."""

    key: str
    title: str
    html: str
    level: int


@dataclass(frozen=True, slots=True)
class ChangedText:
    """Both wordings of a text; empty where a release does not have it."""

    key: str
    old_title: str
    old_html: str
    new_title: str
    new_html: str

    @property
    def heading(self) -> str:
        return f"{self.key} {self.new_title or self.old_title}"


@dataclass(frozen=True, slots=True)
class Resolution:
    """What the council is asked to decide, in numbers: for the draft of its resolution."""

    old: str
    """The name of the release in force; empty when there is none yet."""
    new: str
    counts: tuple[Count, ...]
    complete: bool
    """Whether every contribution has its answer."""
    open_points: tuple[str, ...]
