"""Insertions and deletions begin where a sentence begins, as far as the words allow it.

"Satz. Satz." may have got its second "Satz." or " Satz" and a point: both are as short, only one
is what happened (``charta.text.wording`` does the same for the eyes of a reader).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

MOST_SLIDE = 60
"""Words by which an insertion or deletion is moved at most."""


@dataclass(slots=True)
class Trace:
    """`image[n]` is the new position of the old word n, or -1; `source` the way back.

    `stayed[n]` says that the old word stands in its place in the sequence; else it was moved.
    """

    image: list[int]
    source: list[int]
    stayed: list[bool]


@dataclass(frozen=True, slots=True)
class _Side:
    """The words of the text that has more of them, and their partners in the other one."""

    numbers: Sequence[int]
    begins: Sequence[bool]
    partner: list[int]


def settle(
    trace: Trace,
    old: tuple[Sequence[int], Sequence[bool]],
    new: tuple[Sequence[int], Sequence[bool]],
) -> None:
    """Move what can be moved; of each text its words and which of them begin a sentence."""
    mine, its = _Side(*old, trace.image), _Side(*new, trace.source)
    kept = [at for at, stayed in enumerate(trace.stayed) if stayed]
    for left, right in pairwise(kept):
        start, end = trace.image[left], trace.image[right]
        if trace.image[left] < 0 or trace.image[right] < 0:
            continue
        if end - start > 1:
            _stop_early(trace, mine, its, left, right)
            end = trace.image[right]
        if right - left == 1 and end - start > 1:
            for old_at, new_at in _moves(its, start, end):
                _move(trace, old_at, old_at, new_at)
        elif right - left > 1 and end - start == 1:
            for new_at, old_at in _moves(mine, left, right):
                _move(trace, trace.source[new_at], old_at, new_at)


def _stop_early(trace: Trace, mine: _Side, its: _Side, left: int, right: int) -> None:
    """A full stop belongs to its own sentence, not to a new one that was put after it."""
    last = right + 1 == len(mine.begins) or mine.begins[right + 1]
    if not last or any(mine.begins[left + 1 : right + 1]):
        return
    end = trace.image[right]
    for at in range(trace.image[left] + 1, end):
        if its.begins[at + 1] and its.partner[at] < 0:
            if its.numbers[at] == mine.numbers[right]:
                _move(trace, right, right, at)
            return


def _moves(side: _Side, before: int, after: int) -> list[tuple[int, int]]:
    """(partner, new place) of the words that change places, for a gap between two words."""
    shift = _shift(side, before, after)
    if shift >= 0:
        steps = [(before - step, after - 1 - step) for step in range(shift)]
    else:
        steps = [(after + step, before + 1 + step) for step in range(-shift)]
    return [(side.partner[here], there) for here, there in steps]


def _shift(side: _Side, before: int, after: int) -> int:
    """By how many words the gap is better moved to the left; to the right if negative."""
    words, begins, partner = side.numbers, side.begins, side.partner
    most = min(MOST_SLIDE, after - before - 1)
    if begins[before + 1]:
        return 0
    for step in range(most):
        here, there = before - step, after - 1 - step
        linked = here > 0 and partner[here] == partner[before] - step
        if not linked or words[here] != words[there] or partner[there] >= 0:
            break
        if begins[here]:
            return step + 1
    for step in range(most):
        here, there = after + step, before + 1 + step
        linked = here < len(words) - 1 and partner[here] == partner[after] + step
        if not linked or words[here] != words[there] or partner[there] >= 0:
            break
        if begins[there + 1]:
            return -step - 1
    return 0


def _move(trace: Trace, was: int, old_at: int, new_at: int) -> None:
    """The old word `old_at` has its place at `new_at` now, which `was` had in the old text."""
    if was == old_at:
        trace.source[trace.image[was]] = -1
    trace.image[was], trace.stayed[was] = -1, False
    trace.image[old_at], trace.source[new_at], trace.stayed[old_at] = new_at, old_at, True
