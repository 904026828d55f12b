"""What two sequences have in common, in order, within bounded time and memory."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz.distance import Indel

MAX_PRODUCT = 300_000_000
"""Length times length that is compared in full; rapidfuzz needs a bit for each: 38 MB."""


class Run(NamedTuple):
    """old[old:old + length] equals new[new:new + length]."""

    old: int
    new: int
    length: int


def common(old: Sequence[int], new: Sequence[int]) -> list[Run]:
    """The runs of a longest common subsequence, in order, neighbours joined.

    Where both sequences are too long for that, elements that occur once in each serve as anchors
    (Bram Cohen's patience diff) and only what is between them is compared; what is too long
    without an anchor has nothing in common.
    """
    head = _head(old, new)
    tail = _head(old[head:][::-1], new[head:][::-1])
    middle = _middle(old[head : len(old) - tail], new[head : len(new) - tail])
    runs = [Run(0, 0, head)] if head else []
    runs += [Run(run.old + head, run.new + head, run.length) for run in middle]
    if tail:
        runs.append(Run(len(old) - tail, len(new) - tail, tail))
    return _joined(runs)


def increasing(pairs: Sequence[tuple[int, int, float]]) -> list[tuple[int, int, float]]:
    """The heaviest choice of (old, new, weight) in which both positions strictly rise.

    Takes n log n steps: a Fenwick tree holds the best chain that ends at or before each new
    position.
    """
    ordered = sorted(pairs, key=lambda pair: (pair[0], -pair[1]))
    ranks = {new: rank for rank, new in enumerate(sorted({pair[1] for pair in pairs}), 1)}
    best: list[tuple[float, int]] = [(0.0, -1)] * (len(ranks) + 1)
    previous: list[int] = []
    for index, (_, new, weight) in enumerate(ordered):
        rank = ranks[new]
        below = max((best[at] for at in _downwards(rank - 1)), default=(0.0, -1))
        previous.append(below[1])
        chain = (below[0] + weight, index)
        while rank <= len(ranks):
            if chain[0] > best[rank][0]:
                best[rank] = chain
            rank += rank & -rank
    index = max((best[at] for at in _downwards(len(ranks))), default=(0.0, -1))[1]
    chosen: list[tuple[int, int, float]] = []
    while index >= 0:
        chosen.append(ordered[index])
        index = previous[index]
    return chosen[::-1]


def _downwards(rank: int) -> list[int]:
    steps = []
    while rank:
        steps.append(rank)
        rank -= rank & -rank
    return steps


def _head(old: Sequence[int], new: Sequence[int]) -> int:
    length = 0
    for mine, theirs in zip(old, new, strict=False):
        if mine != theirs:
            break
        length += 1
    return length


def _middle(old: Sequence[int], new: Sequence[int]) -> list[Run]:
    if len(old) * len(new) <= MAX_PRODUCT:
        return _full(old, new)
    runs: list[Run] = []
    at_old = at_new = 0
    for anchor in [*_anchors(old, new), Run(len(old), len(new), 0)]:
        gap_old, gap_new = old[at_old : anchor.old], new[at_new : anchor.new]
        if len(gap_old) * len(gap_new) <= MAX_PRODUCT:
            runs += [
                Run(run.old + at_old, run.new + at_new, run.length)
                for run in _full(gap_old, gap_new)
            ]
        runs.append(anchor)
        at_old, at_new = anchor.old + anchor.length, anchor.new + anchor.length
    return runs


def _full(old: Sequence[int], new: Sequence[int]) -> list[Run]:
    return [
        Run(code.src_start, code.dest_start, code.src_end - code.src_start)
        for code in Indel.opcodes(old, new)
        if code.tag == "equal"
    ]


def _anchors(old: Sequence[int], new: Sequence[int]) -> list[Run]:
    once_old, once_new = _once(old), _once(new)
    shared = [(at, once_new[value]) for value, at in once_old.items() if value in once_new]
    shared.sort()
    return [Run(at_old, at_new, 1) for at_old, at_new in _rising(shared)]


def _once(values: Sequence[int]) -> dict[int, int]:
    counts = Counter(values)
    return {value: at for at, value in enumerate(values) if counts[value] == 1}


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """A longest choice of `pairs`, sorted by old position, whose new positions rise."""
    ends: list[int] = []
    at: list[int] = []
    previous: list[int] = []
    for index, (_, new) in enumerate(pairs):
        rank = bisect_left(ends, new)
        previous.append(at[rank - 1] if rank else -1)
        if rank == len(ends):
            ends.append(new)
            at.append(index)
        else:
            ends[rank] = new
            at[rank] = index
    index = at[-1] if at else -1
    chosen = []
    while index >= 0:
        chosen.append(pairs[index])
        index = previous[index]
    return chosen[::-1]


def _joined(runs: Sequence[Run]) -> list[Run]:
    joined: list[Run] = []
    for run in runs:
        last = joined[-1] if joined else None
        if last and last.old + last.length == run.old and last.new + last.length == run.new:
            joined[-1] = Run(last.old, last.new, last.length + run.length)
        elif run.length:
            joined.append(run)
    return joined
