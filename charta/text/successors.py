"""What took the place of a passage whose words do not all stand together any more."""

from itertools import pairwise

from rapidfuzz import fuzz

from charta.text.placed_words import Span, Words, weight
from charta.text.placements import Placement
from charta.text.settling import Trace

SURE = 0.5
"""Kept part of a passage's telling words from which its successor is certain."""

LIKELY = 0.25
"""The same where the words around the passage stayed too."""

OTHERS = 0.3
"""Part of a passage's followed words that may have gone elsewhere than the rest."""

RUN = 5
"""Words of a passage, one after the other, that are recognised wherever they stand."""

TELLING = 1.5
"""Weight that such a run needs."""

UNFOLLOWED = 10_000
"""Words in place of a passage that are too many to have been compared with its surroundings."""

NEAR = 12
"""Words within which neighbours of a passage make its place certain."""

SPREAD = 12
"""Words by which a passage's words may drift apart."""

ALIKE = 70.0
UNLIKE = 50.0
"""Percent of letters in common from which words of other form are the same, and below which
nothing speaks for it (rapidfuzz's ratio)."""

ALIKE_LONG = 3
"""How many times longer or shorter other words in the place of a passage may be."""

LONGEST_GAP = 400
"""Words in place of a passage among which its successor is looked for."""


class Successors:
    """Two texts whose words have been followed."""

    def __init__(self, old: Words, new: Words, trace: Trace, weights: dict[int, float]) -> None:
        self.old, self.new, self.trace, self.weights = old, new, trace, weights
        self._last, self._next = _stayed(trace)
        self._numbers = set(new.numbers)
        shifted = (new.numbers[shift:] for shift in range(RUN))
        self._runs = {run: at for at, run in enumerate(zip(*shifted, strict=False))}

    def between(self, first: int, last: int) -> Span:
        """The new words next to a passage that stayed: the last before it, the first after it."""
        before = self._last[first - 1] if first else -1
        after = self._next[last] if last < len(self.old) else len(self.old)
        image = self.trace.image
        return (
            image[before] if before >= 0 else -1,
            image[after] if after < len(self.old) else len(self.new),
        )

    def place(self, first: int, last: int) -> Placement:
        """The verdict on the old words from `first` up to, not including, `last`."""
        groups = self._groups(first, last)
        total = weight(self.old.numbers[first:last], self.weights)
        group = self._joined(groups)
        kept = self._weight(group)
        share = kept / total if total else 0.0
        whole = sum(map(self._weight, groups))
        if not group or whole - kept > max(OTHERS * whole, 0.2):
            if not group:
                return self._replaced(first, last, share)
            return Placement("uncertain", *self.new.where(*self._span(first, last, group)), 0.4)
        if share >= SURE or (share >= LIKELY and self._held(first, last, group)):
            start, end = self._span(first, last, group)
            confidence = min(0.95, 0.5 + share / 2)
            return Placement("reworded", *self.new.where(start, end), confidence)
        return self._replaced(first, last, share)

    def _groups(self, first: int, last: int) -> list[list[int]]:
        """The old words that were followed, those together that stayed together."""
        groups: list[list[int]] = []
        image, stayed = self.trace.image, self.trace.stayed
        for at in range(first, last):
            if image[at] < 0:
                continue
            if groups:
                before = groups[-1][-1]
                step = image[at] - image[before]
                if stayed[at] == stayed[before] and 0 < step <= at - before + SPREAD:
                    groups[-1].append(at)
                    continue
            groups.append([at])
        return groups

    def _joined(self, groups: list[list[int]]) -> list[int]:
        """All groups if no more was put between them than they are long; else the heaviest."""
        image, stayed = self.trace.image, self.trace.stayed
        joined = [at for group in groups for at in group]
        rises = all(
            stayed[one[-1]] == stayed[other[0]] and image[one[-1]] < image[other[0]]
            for one, other in pairwise(groups)
        )
        if joined and rises and image[joined[-1]] - image[joined[0]] < 2 * len(joined) + SPREAD:
            return joined
        return max(groups, key=self._weight, default=[])

    def _weight(self, group: list[int]) -> float:
        return weight([self.old.numbers[at] for at in group], self.weights)

    def _held(self, first: int, last: int, group: list[int]) -> bool:
        """Whether words close by on both sides stayed close by."""
        before, after = self._near(first, last)
        image = self.trace.image
        if not self.trace.stayed[group[0]]:
            return False
        return (
            before is not None
            and after is not None
            and image[group[0]] - image[before] <= group[0] - before + SPREAD
            and image[after] - image[group[-1]] <= after - group[-1] + SPREAD
        )

    def _near(self, first: int, last: int) -> tuple[int | None, int | None]:
        before = self._last[first - 1] if first else -1
        after = self._next[last] if last < len(self.old) else len(self.old)
        return (
            before if before >= 0 and first - before <= NEAR else None,
            after if after < len(self.old) and after - last < NEAR else None,
        )

    def _span(self, first: int, last: int, group: list[int]) -> Span:
        """The new words from what became of the first word to what became of the last one."""
        image = self.trace.image
        start, end = image[group[0]], image[group[-1]] + 1
        start -= self._before(first, group[0])
        end += self._after(last, group[-1])
        return start, end

    def _before(self, first: int, kept: int) -> int:
        """How many new words before the first kept one belong to the passage."""
        known = kept - 1
        while known >= 0 and kept - known <= LONGEST_GAP and self.trace.image[known] < 0:
            known -= 1
        return self._part(kept - max(first, known + 1), kept, known, -1)

    def _after(self, last: int, kept: int) -> int:
        """The same after the last kept one."""
        known = kept + 1
        size = len(self.old)
        while known < size and known - kept <= LONGEST_GAP and self.trace.image[known] < 0:
            known += 1
        return self._part(min(last, known) - kept - 1, kept, known, 1)

    def _part(self, mine: int, kept: int, known: int, step: int) -> int:
        """The part of `mine` old words in what stands beside the kept one now.

        `known` is the next old word on that side that was followed. What was replaced word by
        word is divided in proportion; another sentence beside the kept word is none of it.
        """
        image, stayed = self.trace.image, self.trace.stayed
        if not mine or not 0 <= known < len(image) or image[known] < 0:
            return 0
        if stayed[known] != stayed[kept]:
            return 0
        gap = step * (image[known] - image[kept]) - 1
        if gap <= 0:
            return 0
        part = round(gap * mine / (abs(known - kept) - 1))
        sentence = self.new.sentence
        same = 0
        while same < part and sentence[image[kept] + step * (same + 1)] == sentence[image[kept]]:
            same += 1
        return same

    def _within(self, first: int, last: int) -> Span | None:
        """The new words in place of the passage, if its sentence goes on before and after it."""
        before = self._last[first - 1] if first else -1
        after = self._next[last] if last < len(self.old) else len(self.old)
        if before < 0 or after >= len(self.old):
            return None
        start, end = self.trace.image[before] + 1, self.trace.image[after]
        old, new = self.old.sentence, self.new.sentence
        if old[before] != old[after] or new[start - 1] != new[end]:
            return None
        size, gap = after - before - 1, end - start
        if not size <= ALIKE_LONG * gap <= ALIKE_LONG**2 * size:
            return None
        if size > last - first + NEAR:
            return None
        here = start + round(gap * (first - before - 1) / size)
        there = end - round(gap * (after - last) / size)
        return (here, there) if here < there else None

    def _replaced(self, first: int, last: int, share: float) -> Placement:
        """The verdict where hardly a word of the passage was kept."""
        within = self._within(first, last)
        if within is not None:
            return Placement("reworded", *self.new.where(*within), 0.6)
        elsewhere = self._elsewhere(first, last)
        if elsewhere is not None:
            return Placement("uncertain", *self.new.where(*elsewhere), 0.3)
        left, right = self.between(first, last)
        here = self.new.ends[left] if left >= 0 else 0
        if right - left > UNFOLLOWED and self._known(first, last) > share + 0.3:
            return Placement("uncertain", here, here, 0.2)
        if 1 < right - left <= LONGEST_GAP:
            return self._likened(first, last, (left + 1, right), share)
        return Placement("removed", here, here, 0.9)

    def _likened(self, first: int, last: int, gap: Span, share: float) -> Placement:
        """The verdict by letters: words of other form may stand in the gap."""
        old_text = self.old.text[slice(*self.old.where(first, last))]
        start, end = self.new.where(*gap)
        here = self.new.ends[gap[0] - 1] if gap[0] else 0
        found = fuzz.partial_ratio_alignment(old_text, self.new.text[start:end])
        if found is None or found.dest_start == found.dest_end:
            return Placement("removed", here, here, 0.7)
        score = found.score
        if end - start < len(old_text) / 2:
            score = fuzz.ratio(old_text, self.new.text[start:end])
        if share < 0.15 and score < UNLIKE:
            return Placement("removed", here, here, 0.7)
        place = self.new.where(*self.new.over((start + found.dest_start, start + found.dest_end)))
        if score >= ALIKE:
            return Placement("reworded", *place, score / 100)
        return Placement("uncertain", *place, 0.4)

    def _elsewhere(self, first: int, last: int) -> Span | None:
        """New words that nothing else became, of which RUN are the passage's, in its order."""
        for at in range(first, last - RUN + 1):
            to = self._runs.get(tuple(self.old.numbers[at : at + RUN]), -1)
            if to < 0 or max(self.trace.source[to : to + RUN]) >= 0:
                continue
            if weight(self.old.numbers[at : at + RUN], self.weights) >= TELLING:
                return to, to + RUN
        return None

    def _known(self, first: int, last: int) -> float:
        """The part of the passage's telling words that the new text has anywhere."""
        numbers = self.old.numbers[first:last]
        known = weight([number for number in numbers if number in self._numbers], self.weights)
        return known / max(weight(numbers, self.weights), 0.01)


def _stayed(trace: Trace) -> tuple[list[int], list[int]]:
    """For each old word the last one up to it and the first one from it on that stayed."""
    size = len(trace.image)
    before, after = [-1] * size, [size] * size
    known = -1
    for at in range(size):
        known = at if trace.stayed[at] else known
        before[at] = known
    known = size
    for at in reversed(range(size)):
        known = at if trace.stayed[at] else known
        after[at] = known
    return before, after
