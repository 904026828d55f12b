"""What a preview shows of the verdicts on a table's rows: those of one kind, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from charta.sheets.judging import State, Verdict, count
from charta.sheets.wording import STATES, TONES

PAGE = 50


def preview_of(
    verdicts: Sequence[Verdict[Any, Any]], wanted: str, start: int | None
) -> dict[str, Any]:
    """The values of ``layouts/import.html``: the verdicts ``wanted`` (a state; all where it is
    empty) from row ``start`` on, how many there are of each, and where its pages begin."""
    shown = [verdict for verdict in verdicts if wanted in {"", verdict.state.value}]
    first = _first(shown, start)
    return {
        "total": len(verdicts),
        "counts": count(verdicts),
        "wanted": wanted if wanted in set(State) else "",
        "found": len(shown),
        "first": first + 1,
        "verdicts": shown[first : first + PAGE],
        "previous": shown[max(first - PAGE, 0)].row.number if first else None,
        "following": shown[first + PAGE].row.number if first + PAGE < len(shown) else None,
        "states": STATES,
        "tones": TONES,
    }


def _first(verdicts: Sequence[Verdict[Any, Any]], row: int | None) -> int:
    """The place in the list of the first row numbered ``row`` or higher."""
    if row is None:
        return 0
    places = (place for place, verdict in enumerate(verdicts) if verdict.row.number >= row)
    return next(places, 0)
