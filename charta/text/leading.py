"""Groups around leaders: every member is like its leader, so that nothing chains.

Each set of words looks for the leader it is most like and becomes one itself where there is none.
Then every group is led by its most typical member, and all look once more. Leaders are found by
their rarest words (the prefix filter of Bayardo, Ma and Srikant, "Scaling Up All Pairs Similarity
Search", 2007, for weighted sets): two sets as much alike as is asked share one of the words that
make up the rarer part of each. Weights are whole numbers, so that sums do not depend on order.
"""

import heapq
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log

LOOKED_THROUGH = 1_000
"""Leaders looked through for one set, the rarest words first; a bound for endless sameness."""

TRIED = 12
"""Leaders that a set is compared with."""

FULL_WEIGHT = 1_000
LEAST_WEIGHT = 300

_STEPS = ((3, 1.0), (6, 0.74), (12, 0.66), (25, 0.62))
"""How much two sets must have in common that have fewer words than this."""
_LONG = 0.6


def needed(count: int) -> float:
    """The likeness, from 0 to 1, that is asked of the shorter of two sets, of `count` words."""
    return next((share for below, share in _STEPS if count < below), _LONG)


def weights(sets: Sequence[Sequence[int]]) -> dict[int, int]:
    """How much each word tells: all of it up to one set in a hundred, then less and less."""
    found = Counter(word for words in sets for word in words)
    common = max(10.0, len(sets) / 100)
    fall = (FULL_WEIGHT - LEAST_WEIGHT) / log(100)
    return {
        word: round(FULL_WEIGHT - fall * max(log(count / common), 0))
        for word, count in found.items()
    }


@dataclass(frozen=True)
class Words:
    """A set of words, the rarest first, and their weights."""

    words: Sequence[int]
    weights: dict[int, int]

    @cached_property
    def weight(self) -> int:
        """What all of them weigh."""
        return sum(map(self.weights.__getitem__, self.words))

    @cached_property
    def rarest(self) -> Sequence[int]:
        """Those without which too little would be left to be like any other set."""
        left, enough = self.weight, needed(len(self.words)) * self.weight
        for at, word in enumerate(self.words):
            if left < enough:
                return self.words[:at]
            left -= self.weights[word]
        return self.words

    def likeness(self, other: "Words", mine: set[int]) -> float:
        """The weighted Jaccard index, 0 where it is less than needed; `mine` is set(words)."""
        asked = needed(min(len(self.words), len(other.words)))
        small, large = sorted((self.weight, other.weight))
        if small < asked * large:
            return 0.0
        weight = self.weights
        common = sum(weight[word] for word in other.words if word in mine)
        index = common / (self.weight + other.weight - common)
        return index if index >= asked else 0.0


class Leaders:
    """The leaders so far, to be found by their rarest words."""

    def __init__(self, sets: Sequence[Words], agree: Callable[[int, int], bool]) -> None:
        self._sets = sets
        self._agree = agree
        self._by_word: dict[int, list[int]] = defaultdict(list)
        self.members: dict[int, list[int]] = {}

    def add(self, one: int) -> None:
        """Make a set a leader, of itself to begin with."""
        self.members[one] = [one]
        for word in self._sets[one].rarest:
            self._by_word[word].append(one)

    def best(self, one: int) -> int | None:
        """The leader that a set is most like, of equals the earlier one; None without any."""
        mine = self._sets[one]
        words = set(mine.words)
        best, most = None, 0.0
        for leader in self._likely(mine):
            likeness = mine.likeness(self._sets[leader], words)
            if likeness > most and self._agree(leader, one):
                best, most = leader, likeness
        return best

    def _likely(self, mine: Words) -> list[int]:
        shared: Counter[int] = Counter()
        left = LOOKED_THROUGH
        for word in mine.rarest:
            found = self._by_word.get(word, [])[:left]
            for leader in found:
                shared[leader] += mine.weights[word]
            left -= len(found)
            if left <= 0:
                break
        return heapq.nsmallest(TRIED, shared, key=lambda leader: (-shared[leader], leader))


def led(sets: Sequence[Words], agree: Callable[[int, int], bool]) -> dict[int, list[int]]:
    """Each leader with its members, the leader first; every set is in one of the lists.

    `sets` stand in the order in which they may lead. `agree` says of two that are alike whether
    they may be together.
    """
    first = _gathered(sets, agree, [])
    typical = [_most_typical(sets, group) for group in first.values() if len(group) > 1]
    return _gathered(sets, agree, typical)


def _gathered(
    sets: Sequence[Words], agree: Callable[[int, int], bool], beginning: Sequence[int]
) -> dict[int, list[int]]:
    leaders = Leaders(sets, agree)
    for one in beginning:
        leaders.add(one)
    for one in range(len(sets)):
        if one in leaders.members:
            continue
        leader = leaders.best(one)
        if leader is None:
            leaders.add(one)
        else:
            leaders.members[leader].append(one)
    return leaders.members


def _most_typical(sets: Sequence[Words], group: Sequence[int]) -> int:
    """The member that has most in common with all of them together."""
    count = Counter(word for one in group for word in sets[one].words)
    weight = sets[group[0]].weights
    whole = sum(weight[word] * number for word, number in count.items())

    def share(one: int) -> tuple[float, int]:
        common = sum(weight[word] * count[word] for word in sets[one].words)
        return common / (whole + len(group) * sets[one].weight - common), -one

    return max(group, key=share)
