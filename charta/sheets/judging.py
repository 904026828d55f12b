"""The verdict on each row of a table: taken, duplicate, or faulty and why."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, Literal, Protocol, TypeVar

from charta.core.forms.validators import ALLOWED_CONTROLS, BIDI_OVERRIDES
from charta.sheets.reading import SomeRow


class State(StrEnum):
    TAKEN = "taken"
    DUPLICATE = "duplicate"
    FAULTY = "faulty"


INVISIBLE = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Unicode's categories of characters that nobody can see."""

ERROR_VALUES = frozenset(
    {"#BEZUG!", "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#NV", "#REF!", "#VALUE!", "#WERT!"}
)
LONGEST_DETAIL = 60


class Marked(Protocol):
    """A row as it would be written, with the mark by which an equal one is found."""

    @property
    def fingerprint(self) -> str: ...


SomeCandidate = TypeVar("SomeCandidate", bound=Marked)
SomeReason = TypeVar("SomeReason", bound=StrEnum)


class Faulty(Exception):
    """A row cannot be taken, for this reason; ``detail`` is what the reason speaks of."""

    def __init__(self, reason: StrEnum, detail: object = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.detail = str(detail)


@dataclass(frozen=True)
class Verdict(Generic[SomeRow, SomeCandidate]):
    """What becomes of a row; ``detail`` is what the reason speaks of."""

    row: SomeRow
    state: State
    reason: StrEnum | None = None
    detail: str = ""
    candidate: SomeCandidate | None = None

    @property
    def short(self) -> str:
        """The detail as it fits into a sentence."""
        if len(self.detail) <= LONGEST_DETAIL:
            return self.detail
        return self.detail[: LONGEST_DETAIL - 1] + "…"


@dataclass(frozen=True)
class There:
    """What there is already: fingerprints and numbers, the letter before the numbers, and the
    reasons against a row that is among it or stood in the table before."""

    numbers: Mapping[str, int]
    letter: str
    same: StrEnum
    same_row: StrEnum


def judge(
    rows: Iterable[SomeRow], candidate_of: Callable[[SomeRow], SomeCandidate], there: There
) -> list[Verdict[SomeRow, SomeCandidate]]:
    """One verdict a row, in order; of equal rows the first one is taken. ``candidate_of`` raises
    Faulty."""
    seen: dict[str, int] = {}
    return [_verdict(row, candidate_of, there, seen) for row in rows]


def _verdict(
    row: SomeRow,
    candidate_of: Callable[[SomeRow], SomeCandidate],
    there: There,
    seen: dict[str, int],
) -> Verdict[SomeRow, SomeCandidate]:
    try:
        candidate = candidate_of(row)
    except Faulty as fault:
        return Verdict(row, State.FAULTY, fault.reason, fault.detail)
    mark = candidate.fingerprint
    if mark in there.numbers:
        key = f"{there.letter}-{there.numbers[mark]}"
        return Verdict(row, State.DUPLICATE, there.same, key)
    if mark in seen:
        return Verdict(row, State.DUPLICATE, there.same_row, str(seen[mark]))
    seen[mark] = row.number
    return Verdict(row, State.TAKEN, candidate=candidate)


def count(verdicts: Iterable[Verdict[Any, Any]]) -> dict[State, int]:
    """How many rows there are of each state."""
    found = Counter(verdict.state for verdict in verdicts)
    return {state: found[state] for state in State}


def bad_sign(words: str) -> Literal["control_character", "writing_direction"] | None:
    """What is wrong with a character in ``words`` that nobody can see; None when all are fine."""
    for character in words:
        if character in BIDI_OVERRIDES:
            return "writing_direction"
        invisible = unicodedata.category(character) in INVISIBLE
        if invisible and character not in ALLOWED_CONTROLS and character != "\r":
            return "control_character"
    return None
