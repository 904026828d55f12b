"""Contributions that say the same: groups of many, and those like a single one.

Proposals for a person to confirm, so a missed one does less harm than a wrong one. Two texts say
the same when they have most of their words in common (weighted Jaccard index over stems, rare
words counting more) and do not contradict: see `claims`. The shorter they are, the more must
agree; texts of a word or two only when they are equal.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from charta.text.claims import SHORT, Claim, Language, Subject, differ, pieces
from charta.text.leading import Words, led, weights
from charta.text.stems import folded

MOST_WORDS = 8
"""Words that explain a group."""

OFTEN = 0.8
"""Share of the members that have a word which explains the group."""

Texts = Mapping[int, str] | Sequence[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Group:
    """Contributions that say the same, by the least likeness to their representative."""

    members: tuple[int, ...]
    representative: int
    similarity: float
    words: tuple[str, ...]
    """What they have in common as the representative writes it, the most telling first."""


@dataclass(frozen=True, slots=True)
class Alike:
    """A contribution that says the same as a given one, and the words both have."""

    id: int
    similarity: float
    words: tuple[str, ...]


def groups(texts: Texts) -> list[Group]:
    """Groups of two or more contributions, the largest first; no contribution is in two.

    Every member is like its representative. The order of `texts` does not count; of texts with
    the same id the last one does. 10,000 comments take a few seconds.
    """
    found = _Collection(dict(texts))
    proposed = [*found.equal(), *found.similar()]
    return sorted(proposed, key=lambda group: (-len(group.members), group.members))


def alike(text: str, texts: Texts, limit: int = 5) -> list[Alike]:
    """At most `limit` of `texts` that say the same as `text`, the most similar first.

    Reads all of them, which takes about a second for 10,000 comments.
    """
    every = dict(texts)
    mine = min(every, default=0) - 1
    found = _Collection(every | {mine: text}).like(mine)
    return sorted(found, key=lambda one: (-one.similarity, one.id))[: max(limit, 0)]


class _Collection:
    """Texts read once; those that say the very same stand for each other."""

    def __init__(self, texts: Mapping[int, str]) -> None:
        self.texts = texts
        self.language = Language()
        same: dict[object, list[int]] = defaultdict(list)
        claims: dict[int, Claim] = {}
        for one in sorted(texts):
            claim = self.language.claim(texts[one])
            key = claim.words or (frozenset(claim.stems), claim.turned)
            if claim.words is None or claim.words:
                same[key].append(one)
                claims.setdefault(same[key][0], claim)
        self.short = [ids for ids in same.values() if claims[ids[0]].words is not None]
        self.ids = [ids for ids in same.values() if claims[ids[0]].words is None]
        self.ids.sort(key=lambda ids: (-len(ids), len(claims[ids[0]].stems), ids))
        self.claims = [claims[ids[0]] for ids in self.ids]
        self.sets = self._ordered()
        self.subject = lru_cache(maxsize=None)(self._subject)

    def _ordered(self) -> list[Words]:
        """The stems of each claim, the rarest first."""
        count = Counter(stem for claim in self.claims for stem in claim.stems)
        spelt = self.language.stems
        order = sorted(count, key=lambda stem: (count[stem], spelt[stem]))
        rank = {stem: place for place, stem in enumerate(order)}
        weight = weights([claim.stems for claim in self.claims])
        return [Words(sorted(claim.stems, key=rank.__getitem__), weight) for claim in self.claims]

    def _subject(self, one: int) -> Subject:
        return self.language.subject(self.texts[self.ids[one][0]])

    def agree(self, one: int, other: int) -> bool:
        """Whether two sets of common words may still mean the same."""
        if self.language.contradict(self.claims[one], self.claims[other]):
            return False
        short = min(len(self.sets[one].words), len(self.sets[other].words)) < SHORT
        return not differ(self.subject(one), self.subject(other), short)

    def equal(self) -> Iterable[Group]:
        """Groups of texts of a word or two."""
        for ids in self.short:
            if len(ids) > 1:
                yield Group(tuple(ids), ids[0], 1.0, _first_words(self.texts[ids[0]]))

    def similar(self) -> Iterable[Group]:
        """Groups of longer texts."""
        for leader, members in led(self.sets, self.agree).items():
            ids = sorted(one for member in members for one in self.ids[member])
            if len(ids) > 1:
                words = set(self.sets[leader].words)
                least = min(self.sets[leader].likeness(self.sets[one], words) for one in members)
                explained = self._explained(leader, members)
                yield Group(tuple(ids), self.ids[leader][0], least, explained)

    def like(self, mine: int) -> Iterable[Alike]:
        """The other texts that say the same as the text `mine`."""
        for ids in self.short:
            if mine in ids:
                shown = _first_words(self.texts[mine])
                yield from (Alike(one, 1.0, shown) for one in ids if one != mine)
                return
        here = next((at for at, ids in enumerate(self.ids) if mine in ids), None)
        if here is None:
            return
        words = set(self.sets[here].words)
        for at, ids in enumerate(self.ids):
            likeness = self.sets[here].likeness(self.sets[at], words)
            if likeness and self.agree(here, at):
                shown = self._explained(here, [here, at])
                yield from (Alike(one, likeness, shown) for one in ids if one != mine)

    def _explained(self, leader: int, members: Sequence[int]) -> tuple[str, ...]:
        """What most members have in common with their leader, as it writes it."""
        count = Counter(stem for one in members for stem in self.sets[one].words)
        often = [stem for stem in self.sets[leader].words if count[stem] >= OFTEN * len(members)]
        written = self.language.written(self.texts[self.ids[leader][0]], often)
        weight = self.sets[leader].weights
        telling = sorted(
            written, key=lambda stem: (-weight[stem] * count[stem], -len(written[stem]))
        )
        return tuple(written[stem] for stem in telling[:MOST_WORDS])


def _first_words(text: str) -> tuple[str, ...]:
    written: dict[str, str] = {}
    for piece in pieces(text):
        if piece[0].isalnum():
            written.setdefault(folded(piece), piece)
    return tuple(written.values())[:MOST_WORDS]
