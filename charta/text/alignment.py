"""Which block of the old text became which block of the new one.

The surest first: long blocks with the same words in the same order, then elsewhere; between
those that stayed, the pairs of similar or short blocks that keep most words together; at last
similar blocks anywhere. Similarity is measured only where two blocks share telling words, so the
work grows with the text and not with its square.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from charta.text.matching import common, increasing
from charta.text.tokens import Vocabulary, tokens

MIN_TELLING_WORDS = 4
"""Words a block needs to be recognised anywhere; shorter ones stand in many places."""

SIMILAR_IN_PLACE = 0.4
"""Share of common words from which a block between the same neighbours is the changed one."""

SIMILAR_ELSEWHERE = 0.75
"""The same for a block that stands elsewhere."""

CANDIDATES = 4
"""New blocks an old block is compared with."""

COMMON_WORD = 40
"""A word that stands in more blocks than this tells nothing."""

ALL_PAIRS = 64
"""Gaps with no more pairs than this are compared in full, telling words or not."""

MAX_COMPARED = 4_000_000_000
"""Words times words compared to find similar blocks, about half a second; beyond, blocks are
removed and added."""


@dataclass(frozen=True, slots=True)
class Match:
    """Positions of an old and of a new block, and whether the new one stands elsewhere."""

    old: int
    new: int
    moved: bool


@dataclass(slots=True)
class _Side:
    words: list[list[int]]
    free: set[int]


def matches(old: Sequence[str], new: Sequence[str]) -> list[Match]:
    """The pairs of blocks that belong together, sorted by the position of the new one."""
    return _Aligner(old, new).matches()


class _Aligner:
    def __init__(self, old: Sequence[str], new: Sequence[str]) -> None:
        vocabulary, texts = Vocabulary(), Vocabulary()
        self.old_text, self.new_text = texts.numbers(old), texts.numbers(new)
        self.old = _side(old, vocabulary)
        self.new = _side(new, vocabulary)
        self.found: dict[int, Match] = {}
        self.budget = MAX_COMPARED

    def matches(self) -> list[Match]:
        self._same(self._telling(self.old), self._telling(self.new))
        self._same_elsewhere()
        for gap_old, gap_new in self._gaps():
            self._similar_in_place(gap_old, gap_new)
        for gap_old, gap_new in self._gaps():
            self._same(gap_old, gap_new)
        self._similar_elsewhere()
        return sorted(self.found.values(), key=lambda match: match.new)

    def _same(self, old: Sequence[int], new: Sequence[int]) -> None:
        for mine, theirs in self._equal(old, new):
            self._match(mine, theirs, moved=False)

    def _equal(self, old: Sequence[int], new: Sequence[int]) -> list[tuple[int, int]]:
        """Blocks with the same words among those at the given positions, in order."""
        runs = common([self.old_text[at] for at in old], [self.new_text[at] for at in new])
        return [
            (old[run.old + step], new[run.new + step]) for run in runs for step in range(run.length)
        ]

    def _same_elsewhere(self) -> None:
        waiting: dict[int, list[int]] = defaultdict(list)
        for position in reversed(self._telling(self.new)):
            waiting[self.new_text[position]].append(position)
        for position in self._telling(self.old):
            places = waiting.get(self.old_text[position])
            if places:
                self._match(position, places.pop(), moved=True)

    def _gaps(self) -> list[tuple[list[int], list[int]]]:
        """The free positions between blocks that stayed, where there are some on both sides."""
        stayed = sorted((match.old, match.new) for match in self.found.values() if not match.moved)
        gaps = []
        at_old = at_new = 0
        for end_old, end_new in [*stayed, (len(self.old.words), len(self.new.words))]:
            gap_old = [at for at in range(at_old, end_old) if at in self.old.free]
            gap_new = [at for at in range(at_new, end_new) if at in self.new.free]
            at_old, at_new = end_old + 1, end_new + 1
            if gap_old and gap_new:
                gaps.append((gap_old, gap_new))
        return gaps

    def _similar_in_place(self, old: Sequence[int], new: Sequence[int]) -> None:
        pairs = [
            (mine, theirs, share * (len(self.old.words[mine]) + len(self.new.words[theirs]) + 1))
            for mine, theirs, share in self._similar(old, new, SIMILAR_IN_PLACE)
        ]
        pairs += [
            (mine, theirs, 2 * len(self.old.words[mine]) + 1.0)
            for mine, theirs in self._equal(old, new)
        ]
        for mine, theirs, _ in increasing(pairs):
            self._match(mine, theirs, moved=False)

    def _similar_elsewhere(self) -> None:
        pairs = self._similar(self._telling(self.old), self._telling(self.new), SIMILAR_ELSEWHERE)
        for mine, theirs, _ in sorted(pairs, key=lambda pair: (-pair[2], pair[0], pair[1])):
            if mine in self.old.free and theirs in self.new.free:
                self._match(mine, theirs, moved=True)

    def _similar(
        self, old: Sequence[int], new: Sequence[int], least: float
    ) -> list[tuple[int, int, float]]:
        """Pairs whose share of common words is at least `least`, with that share."""
        if len(old) * len(new) <= ALL_PAIRS:
            candidates: Iterable[tuple[int, int]] = ((mine, its) for mine in old for its in new)
        else:
            candidates = self._candidates(old, new)
        pairs = []
        for mine, theirs in candidates:
            before, after = self.old.words[mine], self.new.words[theirs]
            self.budget -= len(before) * len(after)
            if self.budget < 0:
                break
            share = Indel.normalized_similarity(before, after, score_cutoff=least)
            if share >= least:
                pairs.append((mine, theirs, share))
        return pairs

    def _candidates(self, old: Sequence[int], new: Sequence[int]) -> Iterable[tuple[int, int]]:
        """For each old block the new ones that share most of its telling words."""
        places: dict[int, list[int]] = defaultdict(list)
        for position in new:
            for word in set(self.new.words[position]):
                places[word].append(position)
        for position in old:
            shared: Counter[int] = Counter()
            for word in set(self.old.words[position]):
                at = places.get(word, ())
                if len(at) <= COMMON_WORD:
                    for place in at:
                        shared[place] += 1
            best = sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:CANDIDATES]
            for place, _ in best:
                yield position, place

    def _match(self, old: int, new: int, *, moved: bool) -> None:
        self.found[old] = Match(old, new, moved)
        self.old.free.discard(old)
        self.new.free.discard(new)

    @staticmethod
    def _telling(side: _Side) -> list[int]:
        """Free blocks long enough to be recognised anywhere."""
        return [at for at in sorted(side.free) if len(side.words[at]) >= MIN_TELLING_WORDS]


def _side(texts: Sequence[str], vocabulary: Vocabulary) -> _Side:
    words = [
        vocabulary.numbers(token.word.casefold() for token in tokens(text) if token.is_word)
        for text in texts
    ]
    return _Side(words, set(range(len(texts))))
