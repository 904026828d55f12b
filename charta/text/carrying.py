"""Where a passage went, from the words that could be followed and from what stands around it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from charta.text.placed_words import Span, Words, same_words, weights, whole
from charta.text.placements import Placement
from charta.text.rivals import Rivals
from charta.text.successors import Successors
from charta.text.tokens import Vocabulary
from charta.text.tracing import trace

ENOUGH_WORDS = 4
"""A passage that stands once in each text needs so many words not to be a coincidence."""

MOST_RIVALS = 12
"""Equal passages that are compared with the one meant, the nearest ones."""

RUN = 5
"""Words of a paragraph, one after the other, of which some must be left to speak of rewording."""

FEW = 12
"""Paragraphs of a text so short that each of them is known by its place."""

MOST_CAME = 3
"""Words that may have come into a short paragraph that is still the same."""

_WORD = re.compile(r"\w+")

NOWHERE = Placement("uncertain", None, None, 0.0)


class Carrier:
    """Two texts, compared once, between which any number of passages can be carried."""

    def __init__(self, old: str, new: str) -> None:
        vocabulary = Vocabulary()
        self.old, self.new = Words(old, vocabulary), Words(new, vocabulary)
        self.weights = weights(self.old, self.new)
        self.trace = trace(self.old, self.new, self.weights)
        self.marked = set(_runs(new.split()))
        self.bare = set(_runs(_WORD.findall(new.casefold())))
        self.rivals = Rivals(self.old, self.new, self.weights)
        self.successors = Successors(self.old, self.new, self.trace, self.weights)

    def place(self, span: Span | None) -> Placement:
        """Where the passage old.text[start:end] stands; None is one that is not there."""
        if span is None:
            return NOWHERE
        text = self.old.text[span[0] : span[1]]
        core = (span[0] + len(text) - len(text.lstrip()), span[0] + len(text.rstrip()))
        first, last = self.old.over(core)
        if first >= last or core[0] >= core[1]:
            return NOWHERE
        found = self._same(core, (first, last)) or self.successors.place(first, last)
        found = self._unbroken(found, core)
        if found.verdict == "reworded" and not self._left(core):
            return replace(found, verdict="uncertain", confidence=found.confidence / 2)
        return self._with_blanks(found, core, span)

    def _with_blanks(self, found: Placement, core: Span, span: Span) -> Placement:
        """The same words with the blanks at their ends that were part of the passage."""
        start, end = found.start, found.end
        if found.verdict not in {"unchanged", "moved"} or start is None or end is None:
            return found
        old, new = self.old.text, self.new.text
        before, after = old[span[0] : core[0]], old[core[1] : span[1]]
        if before and new.endswith(before, 0, start):
            start -= len(before)
        if after and new.startswith(after, end):
            end += len(after)
        return replace(found, start=start, end=end)

    def _left(self, core: Span) -> bool:
        """Whether so much is left of a paragraph of the passage that it is more than chance.

        Of a paragraph of which no RUN words are left together anywhere, nobody can say whether it
        was rewritten or replaced. In a short one a single word breaks every run: in a text of a few
        paragraphs, where little else can have taken its place, it is enough that all others stayed.
        """
        text = self.old.text
        start, end = text.rfind("\n", 0, core[0]) + 1, text.find("\n", core[1])
        end = end if end >= 0 else len(text)
        lines = text[start:end].split("\n")
        return self._all_but_one((start, end)) or any(self._is_left(line) for line in lines)

    def _all_but_one(self, paragraph: Span) -> bool:
        """Whether of a paragraph that is no small part of its text at most one word went, and but
        a few came into it."""
        first, last = self.old.over(paragraph)
        if FEW * (last - first) < len(self.old):
            return False
        images = [at for at in self.trace.image[first:last] if at >= 0]
        size = last - first
        if len(images) < max(size - 1, 2):
            return False
        stayed = all(self.trace.stayed[at] or self.trace.image[at] < 0 for at in range(first, last))
        return stayed and images[-1] - images[0] < size + MOST_CAME

    def _is_left(self, line: str) -> bool:
        """Words count with the marks beside them and without: both runs must be left."""
        if len(_WORD.findall(line)) < RUN:
            return True
        return any(run in self.marked for run in _runs(line.split())) and any(
            run in self.bare for run in _runs(_WORD.findall(line.casefold()))
        )

    def _unbroken(self, found: Placement, core: Span) -> Placement:
        """A reworded passage that differs in blanks within words only is none."""
        if found.verdict != "reworded" or found.start is None or found.end is None:
            return found
        if not same_words(self.old.text[slice(*core)], self.new.text[found.start : found.end]):
            return found
        return Placement("unchanged", found.start, found.end, found.confidence)

    def _same(self, core: Span, words: Span) -> Placement | None:
        """The passage with all its words, or None where they do not stand together."""
        exact = self.old.text[slice(*core)]
        places, copies = self._places(self.new, exact, core), self._places(self.old, exact, core)
        if not places:
            return None
        followed = self._followed(core, words)
        if len(places) == 1 and len(copies) == 1 and words[1] - words[0] >= ENOUGH_WORDS:
            return self._found(words, places[0], 1.0)
        targets = [self.new.over(place) for place in places]
        if followed in places:
            target = self.new.over(followed)
            pairs = self._rivals(words, target, copies, targets)
            if not pairs or self.rivals.wins((words, target), pairs):
                return self._found(words, followed, 0.95)
            return Placement("uncertain", *followed, 0.5)
        return self._unfollowed(words, copies, places, targets)

    def _unfollowed(
        self, words: Span, copies: Sequence[Span], places: Sequence[Span], targets: Sequence[Span]
    ) -> Placement | None:
        free = [
            (place, target)
            for place, target in zip(places, targets, strict=True)
            if not self._claimed(target)
        ]
        for place, target in free:
            rest = [(words, its) for its in targets if its != target]
            rest += [
                (copy, target)
                for copy in map(self.old.over, copies)
                if copy != words and self._image(copy) is None
            ]
            near = self.rivals.agreement((words, target), 24)
            if near >= 3 and self.rivals.wins((words, target), rest):
                return self._found(words, place, 0.8)
        if free:
            return Placement("uncertain", *free[0][0], 0.3)
        for copy in map(self.old.over, copies):
            image = self._image(copy)
            if copy == words or image is None:
                continue
            if not self.rivals.wins((copy, image), [(words, image)]):
                return Placement("uncertain", *self.new.where(*image), 0.3)
        return None

    def _places(self, side: Words, exact: str, core: Span) -> list[Span]:
        places = side.quoted.places(exact)
        if whole(self.old.text, core):
            return [place for place in places if whole(side.text, place)]
        return places

    def _rivals(
        self, words: Span, target: Span, copies: Sequence[Span], targets: Sequence[Span]
    ) -> list[tuple[Span, Span]]:
        """Other pairs of old and new places of the same words that are not settled already."""
        pairs = [(words, its) for its in targets if its != target and not self._claimed(its)]
        pairs += [
            (copy, target)
            for copy in map(self.old.over, copies)
            if copy != words and self._image(copy) is None
        ]
        pairs.sort(key=lambda pair: abs(pair[0][0] - words[0]) + abs(pair[1][0] - target[0]))
        return pairs[:MOST_RIVALS]

    def _claimed(self, target: Span) -> bool:
        """Whether most words of a new passage came from words that could be followed."""
        known = sum(at >= 0 for at in self.trace.source[slice(*target)])
        return 2 * known > target[1] - target[0]

    def _image(self, words: Span) -> Span | None:
        """Where the old words went if they stayed together."""
        start = self.trace.image[words[0]]
        size = words[1] - words[0]
        if start < 0 or self.trace.image[slice(*words)] != list(range(start, start + size)):
            return None
        return start, start + size

    def _followed(self, core: Span, words: Span) -> Span | None:
        image = self._image(words)
        if image is None:
            return None
        before = core[0] - self.old.starts[words[0]]
        after = self.old.ends[words[1] - 1] - core[1]
        return self.new.starts[image[0]] + before, self.new.ends[image[1] - 1] - after

    def _found(self, words: Span, place: Span, confidence: float) -> Placement:
        start, end = self.new.over(place)
        before, after = self.successors.between(words[0], words[1])
        rises = before < start and end <= after
        if self._image(words) == (start, end):
            rises = all(self.trace.stayed[slice(*words)])
        return Placement("unchanged" if rises else "moved", *place, confidence)


def _runs(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """All runs of RUN words."""
    return zip(*(words[shift:] for shift in range(RUN)), strict=False)
