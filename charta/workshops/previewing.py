"""What a preview shows of the verdicts on a table's rows: those of one kind, page by page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Protocol

from charta.workshops.judging import State
from charta.workshops.wording import STATES, TONES

PAGE = 50


class Numbered(Protocol):
    """A row of a table with its number in the file."""

    @property
    def number(self) -> int: ...


class Judged(Protocol):
    """A row and what becomes of it."""

    @property
    def row(self) -> Numbered: ...

    @property
    def state(self) -> State: ...


def preview_of(verdicts: Sequence[Judged], wanted: str, start: int | None) -> dict[str, Any]:
    """The values of a preview's template: the verdicts ``wanted`` (a state; all where it is
    empty) from row ``start`` on, how many there are of each, and where its pages begin."""
    counts = Counter(verdict.state for verdict in verdicts)
    shown = [verdict for verdict in verdicts if wanted in {"", verdict.state.value}]
    first = _first(shown, start)
    return {
        "total": len(verdicts),
        "counts": {state: counts[state] for state in State},
        "wanted": wanted if wanted in set(State) else "",
        "found": len(shown),
        "first": first + 1,
        "verdicts": shown[first : first + PAGE],
        "previous": shown[max(first - PAGE, 0)].row.number if first else None,
        "following": shown[first + PAGE].row.number if first + PAGE < len(shown) else None,
        "states": STATES,
        "tones": TONES,
    }


def _first(verdicts: Sequence[Judged], row: int | None) -> int:
    """The place in the list of the first row numbered ``row`` or higher."""
    if row is None:
        return 0
    places = (place for place, verdict in enumerate(verdicts) if verdict.row.number >= row)
    return next(places, 0)
