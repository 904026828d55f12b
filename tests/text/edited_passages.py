"""Passages of laws that were edited at random, carried and judged by what is known of each word.

See ``bench.anchors`` for what counts as a wrong place.
"""

import random
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass
from functools import cache

from charta.text.anchors import Placement, anchor
from tests.text.editing import (
    Edited,
    Recipe,
    Word,
    edited,
    in_order,
    parsed,
    places,
    written,
)
from tests.text.law_passages import LONGEST, SHORTEST, Method
from tests.text.test_laws import NAMES, whole

Outcome = tuple[str, str, bool]
"""The true verdict ("torn" where no single place is right), the verdict, and a wrong place."""

ENOUGH = 300
"""Words a law needs to lend some of its own to another one."""


@dataclass(frozen=True, slots=True)
class Truth:
    """What became of a passage: the right verdict, and where its successor stands.

    `words` are the positions of its words, and of those in their place, in the new text. It is
    `torn` if they are in another order now or lie far apart, so that one place for all of them
    holds more strange words than its own.
    """

    verdict: str
    words: tuple[int, ...]
    torn: bool


def truth(first: int, last: int, new: list[Word], at: dict[int, int]) -> Truth:
    """The truth about the old words from number `first` up to, not including, `last`.

    `at` is ``positions(new)``.
    """
    places = [at[number] for number in range(first, last) if number in at]
    found = tuple(sorted(places))
    if not found:
        return Truth("removed", (), torn=False)
    spread = found[-1] - found[0] + 1
    torn = places != sorted(places) or spread > 2 * (last - first) + 10
    same = [new[place].number for place in places] == list(range(first, last))
    if same and spread == last - first and not torn:
        moved = {new[place].moved for place in found}
        return Truth("moved" if moved == {True} else "unchanged", found, torn=len(moved) > 1)
    return Truth("reworded", found, torn)


def positions(new: list[Word]) -> dict[int, int]:
    """Where each old word, or the one in its place, stands among the new words."""
    found = {}
    for place, word in enumerate(new):
        found[word.number if word.instead < 0 else word.instead] = place
    return found


def outcomes(
    recipe: list[Recipe], method: Method, seed: int, each: int, step: int = 1
) -> Counter[Outcome]:
    """The outcomes of `each` passages of every `step`th law, after the edits of a recipe."""
    counts: Counter[Outcome] = Counter()
    for index, law in enumerate(NAMES[::step]):
        plain = written(parsed(whole(law, 2012).plain))
        text = edited(plain, _strange(law), recipe, 1000 * seed + index)
        if text.new:
            counts += _carried(text, method, random.Random(77 * seed + index), each)
    return counts


@cache
def _strange(law: str) -> list[str]:
    """Words of the next law that has enough."""
    at = NAMES.index(law)
    lenders = (whole(other, 2022).plain.split() for other in (*NAMES[at + 1 :], *NAMES))
    return next(words for words in lenders if len(words) >= ENOUGH)


def _carried(text: Edited, method: Method, chance: random.Random, each: int) -> Counter[Outcome]:
    old, new = written(text.old), written(text.new)
    new_words, where = in_order(text.new), places(text.new)
    at, old_where = positions(new_words), places(text.old)
    spans = []
    for _ in range(each):
        length = chance.randint(SHORTEST, LONGEST)
        if length < len(old_where):
            first = chance.randrange(len(old_where) - length)
            spans.append((first, first + length))
    anchors = [anchor(old, old_where[one][0], old_where[last - 1][1]) for one, last in spans]
    counts: Counter[Outcome] = Counter()
    for (first, last), placement in zip(spans, method(anchors, old, new), strict=True):
        right = truth(first, last, new_words, at)
        name = "torn" if right.torn else right.verdict
        counts[name, placement.verdict, is_wrong(right, placement, where)] += 1
    return counts


def is_wrong(right: Truth, placement: Placement, where: list[tuple[int, int]]) -> bool:
    """Whether a passage was placed on words most of which are not its successor."""
    start, end = placement.start, placement.end
    if placement.verdict in {"removed", "uncertain"} or start is None or end is None:
        return False
    first = bisect_right([after for _, after in where], start)
    placed = range(first, bisect_left([before for before, _ in where], end))
    if not right.words:
        return True
    if len(set(right.words).intersection(placed)) < 0.3 * len(right.words) and not right.torn:
        return True
    own = set(right.words if right.torn else range(right.words[0], right.words[-1] + 1))
    return len(own.intersection(placed)) < len(placed) / (4 if right.torn else 2)
