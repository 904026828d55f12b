"""What took the place of a passage whose words do not all stand together any more."""

from rapidfuzz import fuzz

from charta.text.placed_words import Span, Words, weight
from charta.text.placements import Placement
from charta.text.tracing import Trace

SURE = 0.5
"""Kept part of a passage's telling words from which its successor is certain."""

LIKELY = 0.25
"""The same where the words around the passage stayed too."""

NEAR = 6
"""Words within which neighbours of a passage make its place certain."""

SPREAD = 12
"""Words by which a passage's words may drift apart."""

ALIKE = 70.0
UNLIKE = 50.0
"""Percent of letters in common from which words of other form are the same, and below which
nothing speaks for it (rapidfuzz's ratio)."""

LONGEST_GAP = 400
"""Words in place of a passage among which its successor is looked for."""


class Successors:
    """Two texts whose words have been followed."""

    def __init__(self, old: Words, new: Words, trace: Trace, weights: dict[int, float]) -> None:
        self.old, self.new, self.trace, self.weights = old, new, trace, weights
        self._last, self._next = _stayed(trace)

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
        group = self._group(first, last)
        total = weight(self.old.numbers[first:last], self.weights)
        kept = weight([self.old.numbers[at] for at in group], self.weights)
        share = kept / total if total else 0.0
        if group and (share >= SURE or (share >= LIKELY and self._held(first, last, group))):
            start, end = self._span(first, last, group)
            confidence = min(0.95, 0.5 + share / 2)
            return Placement("reworded", *self.new.where(start, end), confidence)
        return self._replaced(first, last, share)

    def _group(self, first: int, last: int) -> list[int]:
        """The heaviest of the old words that stayed together."""
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
        return max(
            groups,
            key=lambda group: weight([self.old.numbers[at] for at in group], self.weights),
            default=[],
        )

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
        image, stayed = self.trace.image, self.trace.stayed
        mine = kept - first
        if not mine:
            return 0
        known = kept - 1
        while known >= 0 and kept - known <= mine + NEAR and image[known] < 0:
            known -= 1
        if known < 0 or image[known] < 0 or stayed[known] != stayed[kept]:
            return 0
        gap = image[kept] - image[known] - 1
        return self._part(mine, kept - known - 1, gap, image[kept], -1)

    def _after(self, last: int, kept: int) -> int:
        image, stayed = self.trace.image, self.trace.stayed
        mine = last - kept - 1
        if not mine:
            return 0
        known = kept + 1
        while known < len(image) and known - kept <= mine + NEAR and image[known] < 0:
            known += 1
        if known >= len(image) or image[known] < 0 or stayed[known] != stayed[kept]:
            return 0
        gap = image[known] - image[kept] - 1
        return self._part(mine, known - kept - 1, gap, image[kept], 1)

    def _part(self, mine: int, size: int, gap: int, kept: int, step: int) -> int:
        """The passage's part of a gap of new words beside a kept one."""
        if gap <= 0:
            return 0
        part = gap if mine >= size else round(gap * mine / size)
        sentence = self.new.sentence
        if part > 1.5 * mine + 3:
            same = 0
            while same < part and sentence[kept + step * (same + 1)] == sentence[kept]:
                same += 1
            return same
        return part

    def _replaced(self, first: int, last: int, share: float) -> Placement:
        """The verdict where hardly a word of the passage was kept."""
        left, right = self.between(first, last)
        here = self.new.ends[left] if left >= 0 else 0
        gone = Placement("removed", here, here, 0.9)
        if right - left <= 1:
            return gone
        if right - left > LONGEST_GAP:
            return gone if share < 0.1 else Placement("uncertain", here, here, 0.3)
        old_text = self.old.text[slice(*self.old.where(first, last))]
        start, end = self.new.where(left + 1, right)
        found = fuzz.partial_ratio_alignment(old_text, self.new.text[start:end])
        score = found.score if found is not None else 0.0
        if end - start < len(old_text) / 2:
            score = fuzz.ratio(old_text, self.new.text[start:end])
        words = (
            self.new.over((start + found.dest_start, start + found.dest_end)) if found else (0, 0)
        )
        if score >= ALIKE and words[0] < words[1]:
            return Placement("reworded", *self.new.where(*words), score / 100)
        if share < 0.15 and score < UNLIKE:
            return gone
        if words[0] < words[1]:
            return Placement("uncertain", *self.new.where(*words), 0.4)
        return Placement("uncertain", here, here, 0.4)


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
