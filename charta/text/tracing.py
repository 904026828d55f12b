"""Which word of the old text became which word of the new one.

1. Runs of words that begin with SEED words standing once in each text are certain (maximal
   unique matches, as in the alignment of genomes, Delcher et al. 1999). The heaviest choice of
   them that rises in both texts is what stayed in its place (Bram Cohen's patience diff, with
   runs for lines); the others were moved.
2. Between certain runs the longest common subsequence (Indel distance) fills in the rest, but a
   lonely "und" between long replacements is chance and is left out.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from heapq import heapify, heappop, heappush
from itertools import pairwise

from charta.text.matching import Run, common, increasing
from charta.text.placed_words import Words
from charta.text.settling import Trace, settle

SEED = 4
"""Words a run needs that stand once in each text."""

LONGEST_STEP = 256
"""Words by which a run is followed in one go, so that all of it stays linear."""

MOVED = 6
"""Words a run needs at least to be recognised where it does not rise with the others."""

NEAR = 40
"""Words that may lie between two runs that moved together."""

CHANCE = 10.0
"""A match counts if it weighs at least this part of the shorter edit beside it."""


def trace(old: Words, new: Words, weights: dict[int, float]) -> Trace:
    """Follow the words; takes about half a second for 30,000 words on each side."""
    return _Tracer(old, new, weights).trace()


class _Tracer:
    def __init__(self, old: Words, new: Words, weights: dict[int, float]) -> None:
        self.old, self.new = old.numbers, new.numbers
        self.old_words, self.new_words = old, new
        self.weights = weights
        self.image = [-1] * len(self.old)
        self.source = [-1] * len(self.new)
        self.stayed = [False] * len(self.old)

    def trace(self) -> Trace:
        runs = unique_runs(self.old, self.new)
        kept = {
            (old, new)
            for old, new, _ in increasing([(r.old, r.new, float(r.length)) for r in runs])
        }
        backbone = [run for run in runs if (run.old, run.new) in kept]
        for run in _trimmed(backbone):
            self._take(run, stayed=True)
        self._take_moved([run for run in runs if (run.old, run.new) not in kept])
        self._fill_gaps()
        found = Trace(self.image, self.source, self.stayed)
        old, new = self.old_words, self.new_words
        settle(found, (old.numbers, old.begins), (new.numbers, new.begins))
        return found

    def _take(self, run: Run, *, stayed: bool) -> None:
        for step in range(run.length):
            self.image[run.old + step] = run.new + step
            self.source[run.new + step] = run.old + step
            self.stayed[run.old + step] = stayed

    def _take_moved(self, runs: Sequence[Run]) -> None:
        taken: list[Run] = []
        for run in sorted(runs, key=lambda run: (-run.length, run.old)):
            free = self._free(run)
            if free.length >= MOVED:
                self._take(free, stayed=False)
                taken.append(free)
        taken.sort()
        for one, other in pairwise(taken):
            gap = (one.old + one.length, other.old, one.new + one.length, other.new)
            if 0 <= gap[1] - gap[0] <= NEAR and 0 <= gap[3] - gap[2] <= NEAR:
                self._fill(*gap, stayed=False)
        for run in taken:
            self._fill_sentence(run)

    def _fill_sentence(self, run: Run) -> None:
        """What stands before and after a moved run in its sentence moved with it."""
        old, new = self.old_words.sentence, self.new_words.sentence
        first = bisect_left(old, old[run.old]), bisect_left(new, new[run.new])
        end = run.old + run.length, run.new + run.length
        last = bisect_right(old, old[end[0] - 1]), bisect_right(new, new[end[1] - 1])
        self._fill(first[0], run.old, first[1], run.new, stayed=False)
        self._fill(end[0], last[0], end[1], last[1], stayed=False)

    def _free(self, run: Run) -> Run:
        """The longest stretch of a run none of whose words has a place yet."""
        best = Run(run.old, run.new, 0)
        start = 0
        for step in range(run.length + 1):
            end = step == run.length
            if end or self.image[run.old + step] >= 0 or self.source[run.new + step] >= 0:
                if step - start > best.length:
                    best = Run(run.old + start, run.new + start, step - start)
                start = step + 1
        return best

    def _fill_gaps(self) -> None:
        at_old = at_new = 0
        stayed = [(at, to) for at, to in enumerate(self.image) if to >= 0 and self.stayed[at]]
        for old, new in [*stayed, (len(self.old), len(self.new))]:
            if old > at_old and new > at_new:
                self._fill(at_old, old, at_new, new, stayed=True)
            at_old, at_new = old + 1, new + 1

    def _fill(self, old: int, old_end: int, new: int, new_end: int, *, stayed: bool) -> None:
        """Match the free words of a gap in order, but for chance matches."""
        mine = [at for at in range(old, old_end) if self.image[at] < 0]
        its = [at for at in range(new, new_end) if self.source[at] < 0]
        runs = common([self.old[at] for at in mine], [self.new[at] for at in its])
        for run in self._credible(runs, mine, len(its)):
            for step in range(run.length):
                here, there = mine[run.old + step], its[run.new + step]
                self.image[here], self.source[there] = there, here
                self.stayed[here] = stayed

    def _credible(self, runs: Sequence[Run], mine: Sequence[int], size: int) -> list[Run]:
        """The runs without those that are likely chance, the weakest of them taken out first."""
        heavy = [
            sum(self.weights[self.old[mine[run.old + step]]] for step in range(run.length))
            for run in runs
        ]
        line = [Run(0, 0, 0), *runs, Run(len(mine), size, 0)]
        before = list(range(-1, len(line) - 1))
        after = list(range(1, len(line) + 1))
        gone = [False] * len(line)

        def doubt(at: int) -> float:
            edits = min(_between(line[before[at]], line[at]), _between(line[at], line[after[at]]))
            return edits / (CHANCE * heavy[at - 1] + 0.01)

        waiting = [(-doubt(at), at) for at in range(1, len(line) - 1)]
        heapify(waiting)
        while waiting and waiting[0][0] < -1:
            seen, at = heappop(waiting)
            if gone[at] or -seen != doubt(at):
                continue
            gone[at] = True
            after[before[at]], before[after[at]] = after[at], before[at]
            for near in (before[at], after[at]):
                if 0 < near < len(line) - 1:
                    heappush(waiting, (-doubt(near), near))
        return [run for run, out in zip(line[1:-1], gone[1:-1], strict=True) if not out]


def _between(one: Run, other: Run) -> int:
    """Old and new words between two runs."""
    return other.old - one.old - one.length + other.new - one.new - one.length


def unique_runs(old: Sequence[int], new: Sequence[int], seed: int = SEED) -> list[Run]:
    """Maximal runs of equal words around each `seed` of them that stands once in each text."""
    here, there = _once(old, seed), _once(new, seed)
    runs: list[Run] = []
    ends: dict[int, int] = {}
    for gram, at in here.items():
        to = there.get(gram, -1)
        if at < 0 or to < 0 or at < ends.get(to - at, 0):
            continue
        least = ends.get(to - at, 0)
        start, end = at, at + seed
        while start > max(least, at - LONGEST_STEP) and to - at + start > 0:
            if old[start - 1] != new[to - at + start - 1]:
                break
            start -= 1
        while end < min(len(old), at + LONGEST_STEP) and to - at + end < len(new):
            if old[end] != new[to - at + end]:
                break
            end += 1
        ends[to - at] = end
        if start == least and runs and runs[-1][1] - runs[-1][0] == to - at and least:
            last = runs.pop()
            start = last.old
        runs.append(Run(start, start + to - at, end - start))
    return runs


def _once(values: Sequence[int], size: int) -> dict[tuple[int, ...], int]:
    """Where each run of `size` values stands that stands once; -1 for those that come again."""
    found: dict[tuple[int, ...], int] = {}
    for at, gram in enumerate(zip(*(values[shift:] for shift in range(size)), strict=False)):
        found[gram] = -1 if gram in found else at
    return found


def _trimmed(runs: Sequence[Run]) -> list[Run]:
    """Runs that rise in both texts, without the words that two of them claim."""
    trimmed: list[Run] = []
    at_old = at_new = 0
    for run in sorted(runs):
        cut = max(at_old - run.old, at_new - run.new, 0)
        if cut < run.length:
            trimmed.append(Run(run.old + cut, run.new + cut, run.length - cut))
            at_old, at_new = run.old + run.length, run.new + run.length
    return trimmed
