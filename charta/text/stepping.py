"""The changes of a page numbered, each with the way to its neighbours."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """One change among ``total``; ``anchor`` is its id on the page, ``previous`` and ``next`` are
    the addresses of its neighbours, None at the ends."""

    number: int
    total: int
    anchor: str
    previous: str | None
    next: str | None


def steps(anchors: Sequence[str], addresses: Sequence[str] | None = None) -> tuple[Step, ...]:
    """All changes in order. ``addresses`` says where each is found when they stand on several
    pages; without it all stand on this one."""
    found = addresses or [f"#{anchor}" for anchor in anchors]
    return tuple(
        Step(
            number,
            len(anchors),
            anchor,
            found[number - 2] if number > 1 else None,
            found[number] if number < len(anchors) else None,
        )
        for number, anchor in enumerate(anchors, 1)
    )
