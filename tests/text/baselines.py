"""What others do to find a passage again, to measure ours against."""

from collections.abc import Sequence
from difflib import SequenceMatcher

from rapidfuzz import fuzz

from charta.text.anchors import Anchor, Placement
from charta.text.placed_words import Words
from charta.text.tokens import Vocabulary

NEAREST = 30
"""Exact places of a quotation that are compared by their context."""


def fuzzy(anchors: Sequence[Anchor], old: str, new: str) -> list[Placement]:
    """The best match by quote and context, whatever its score.

    Hypothesis' client weighs quote 50, prefix 20, suffix 20, position 2 and takes the best
    (hypothesis/client, src/annotator/anchoring/match-quote.ts).
    """
    return [_best(anchor, old, new) for anchor in anchors]


def _best(anchor: Anchor, old: str, new: str) -> Placement:
    places: list[tuple[int, int]] = []
    at = new.find(anchor.exact)
    while at >= 0 and len(places) < NEAREST:
        places.append((at, at + len(anchor.exact)))
        at = new.find(anchor.exact, at + 1)
    if not places and new:
        quoted = anchor.prefix + anchor.exact + anchor.suffix
        for wanted, cut in ((anchor.exact, False), (quoted, True)):
            found = fuzz.partial_ratio_alignment(wanted, new)
            if found is None:
                continue
            start, end = found.dest_start, found.dest_end
            if cut:
                start, end = start + len(anchor.prefix), end - len(anchor.suffix)
            if 0 <= start < end:
                places.append((start, end))
    if not places:
        return Placement("removed", 0, 0, 0.0)
    start, end = max(places, key=lambda place: _score(anchor, old, new, place))
    return Placement("reworded", start, end, 0.0)


def _score(anchor: Anchor, old: str, new: str, place: tuple[int, int]) -> float:
    start, end = place
    before = new[max(start - len(anchor.prefix), 0) : start]
    after = new[end : end + len(anchor.suffix)]
    distance = abs(start / max(len(new), 1) - anchor.start / max(len(old), 1))
    return (
        50 * fuzz.ratio(anchor.exact, new[start:end]) / 100
        + 20 * fuzz.ratio(anchor.prefix, before) / 100
        + 20 * fuzz.ratio(anchor.suffix, after) / 100
        + 2 * (1 - distance)
    ) / 92


def difflib_map(anchors: Sequence[Anchor], old: str, new: str) -> list[Placement]:
    """The place that difflib's opcodes over words give the first and the last word."""
    vocabulary = Vocabulary()
    mine, its = Words(old, vocabulary), Words(new, vocabulary)
    image = [0.0] * (len(mine) + 1)
    matcher = SequenceMatcher(None, mine.numbers, its.numbers, autojunk=False)
    for tag, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if tag == "insert":
            continue
        for at in range(old_start, old_end):
            part = (at - old_start) / (old_end - old_start)
            image[at] = new_start + part * (new_end - new_start)
    image[-1] = len(its)
    placed = []
    for anchor in anchors:
        first, last = mine.over((anchor.start, anchor.end))
        start, end = round(image[first]), round(image[last - 1]) + 1
        if image[last] == image[last - 1]:
            end -= 1
        if start < end <= len(its):
            placed.append(Placement("reworded", *its.where(start, end), 0.0))
        else:
            placed.append(Placement("removed", None, None, 0.0))
    return placed
