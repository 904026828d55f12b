"""Passages of the forty laws, and what may be said about them without following them.

See ``bench.anchors`` for the meaning of the three kinds and of a wrong place.
"""

import random
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from charta.text.anchors import Anchor, Placement, anchor
from tests.text.test_laws import NAMES, whole

Kind = Literal["once", "gone", "other"]
Judgement = Literal["right", "wrong", "removed", "uncertain"]
Span = tuple[int, int]
Method = Callable[[Sequence[Anchor], str, str], list[Placement]]

RUN = 5
"""Words of a run that is recognised."""

SHORTEST, LONGEST = 5, 60
TELLING = 5
"""Letters of a word that tells something."""

SHARED = 0.3
"""Part of the telling words that a successor without a recognised run must share."""

_WORD = re.compile(r"\w+")


class Text:
    """A wording of a law: its words in lower case, where they stand, and its runs of words."""

    def __init__(self, plain: str) -> None:
        self.plain = plain
        self.spaced = " ".join(plain.split())
        found = list(_WORD.finditer(plain))
        self.words = [part.group().casefold() for part in found]
        self.spans = [part.span() for part in found]
        self.starts = [start for start, _ in self.spans]
        self.ends = [end for _, end in self.spans]
        self.runs = Counter(self._runs())
        self.at = {run: place for place, run in enumerate(self._runs())}

    def _runs(self) -> list[tuple[str, ...]]:
        return list(zip(*(self.words[shift:] for shift in range(RUN)), strict=False))

    def once(self, run: tuple[str, ...]) -> bool:
        """Whether a run of five words stands here once."""
        return self.runs[run] == 1

    def over(self, span: Span) -> range:
        """The positions of the words that lie in plain[start:end], be it in part."""
        return range(bisect_left(self.ends, span[0] + 1), bisect_left(self.starts, span[1]))

    def paragraph(self, at: int) -> Span:
        """The line that holds a character."""
        end = self.plain.find("\n", at)
        return self.plain.rfind("\n", 0, at) + 1, len(self.plain) if end < 0 else end


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of a law's old wording. `place` is where it stands in the new one, if `once`."""

    law: str
    anchor: Anchor
    kind: Kind
    place: Span | None


@cache
def texts(law: str) -> tuple[Text, Text]:
    """The wordings of 2012 and of 2022."""
    return Text(whole(law, 2012).plain), Text(whole(law, 2022).plain)


def sample(count: int, seed: int) -> list[Passage]:
    """Passages from everywhere in the laws, the longer a law the more of them."""
    chance = random.Random(seed)
    sizes = [len(texts(law)[0].words) for law in NAMES]
    found: list[Passage] = []
    while len(found) < count:
        (law,) = chance.choices(NAMES, sizes)
        old, new = texts(law)
        length = chance.randint(SHORTEST, LONGEST)
        if length >= len(old.words):
            continue
        first = chance.randrange(len(old.words) - length)
        start, end = old.spans[first][0], old.spans[first + length - 1][1]
        kind, place = _kind(old, new, start, end)
        found.append(Passage(law, anchor(old.plain, start, end), kind, place))
    return found


def sample_gone(each: int, seed: int) -> list[Passage]:
    """Passages of all paragraphs that are gone, as many of each."""
    chance = random.Random(seed)
    found: list[Passage] = []
    for law in NAMES:
        old, new = texts(law)
        for line in re.finditer(r"[^\n]+", old.plain):
            words = old.over(line.span())
            for _ in range(each if len(words) > SHORTEST else 0):
                length = chance.randint(SHORTEST, min(LONGEST, len(words)))
                first = chance.randint(words.start, words.stop - length)
                start, end = old.spans[first][0], old.spans[first + length - 1][1]
                kind, place = _kind(old, new, start, end)
                if kind != "gone":
                    break
                found.append(Passage(law, anchor(old.plain, start, end), kind, place))
    return found


def _kind(old: Text, new: Text, start: int, end: int) -> tuple[Kind, Span | None]:
    exact = old.plain[start:end]
    places = _places(new, exact)
    if len(places) == 1 and len(_places(old, exact)) == 1:
        return "once", places[0]
    paragraph = old.paragraph(start)
    inside = end <= paragraph[1]
    runs = _runs(old, old.over(paragraph))
    if inside and runs and not any(run in new.runs for run in runs):
        return "gone", None
    return "other", None


def _places(text: Text, exact: str) -> list[Span]:
    """Where whole words stand, blanks not counted."""
    if " ".join(exact.split()) not in text.spaced:
        return []
    words = r"\s+".join(map(re.escape, exact.split()))
    return [part.span() for part in re.finditer(rf"(?<!\w){words}(?!\w)", text.plain)]


def _runs(text: Text, words: range) -> list[tuple[str, ...]]:
    return [
        tuple(text.words[at : at + RUN])
        for at in range(words.start, max(words.start, words.stop - RUN + 1))
    ]


def judge(passage: Passage, placement: Placement) -> Judgement:
    """Whether a placement is right, as far as can be told without following the passage."""
    verdict, start, end = placement.verdict, placement.start, placement.end
    if verdict == "uncertain":
        return "uncertain"
    if verdict == "removed":
        return "removed"
    if start is None or end is None or start >= end:
        return "wrong"
    old, new = texts(passage.law)
    if passage.kind == "once":
        place = passage.place or (0, 0)
        return "right" if new.over(place) == new.over((start, end)) else "wrong"
    if passage.kind == "gone":
        return "wrong"
    mine, its = old.over((passage.anchor.start, passage.anchor.end)), new.over((start, end))
    return "right" if _succeeds(old, new, mine, its) else "wrong"


def outcomes(passages: list[Passage], method: Method) -> Counter[tuple[Kind, Judgement]]:
    """How many placements of a method are right, wrong, removed, uncertain, for each kind."""
    counts: Counter[tuple[Kind, Judgement]] = Counter()
    for law in NAMES:
        mine = [passage for passage in passages if passage.law == law]
        old, new = texts(law)
        placed = method([passage.anchor for passage in mine], old.plain, new.plain)
        for passage, placement in zip(mine, placed, strict=True):
            counts[passage.kind, judge(passage, placement)] += 1
    return counts


def _succeeds(old: Text, new: Text, mine: range, its: range) -> bool:
    certain = {
        new.at[run] + shift
        for run in _runs(old, mine)
        if old.once(run) and new.once(run)
        for shift in range(RUN)
    }
    if certain:
        return 2 * len(certain & set(its)) >= len(certain)
    one = {old.words[at] for at in mine if len(old.words[at]) >= TELLING}
    other = {new.words[at] for at in its if len(new.words[at]) >= TELLING}
    least = min(len(one), len(other))
    if len(one & other) < SHARED * least:
        return False
    before, after = _bracket(old, new, mine)
    return before - RUN <= its.start and its.stop <= after + RUN


def _bracket(old: Text, new: Text, mine: range) -> Span:
    """New positions between which the passage's successor stands: the recognised runs around."""
    before, after = 0, len(new.words)
    for at in reversed(range(max(mine.start - RUN + 1, 0))):
        run = tuple(old.words[at : at + RUN])
        if old.once(run) and new.once(run):
            before = new.at[run] + RUN
            break
    for at in range(mine.stop, len(old.words) - RUN + 1):
        run = tuple(old.words[at : at + RUN])
        if old.once(run) and new.once(run):
            after = new.at[run]
            break
    return before, after
