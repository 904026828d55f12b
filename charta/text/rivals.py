"""Which of several equal passages is meant: the one with most of the words around it."""

from collections.abc import Iterable

from rapidfuzz.distance import LCSseq

from charta.text.placed_words import Span, Words

WIDTHS = (24, 96, 384)
"""Words on each side that are compared, from near to far, until they tell the places apart."""

TELLING = 0.3
"""Weight from which a word around a passage counts."""

AHEAD = 1
"""Words by which a place must be better than the next one."""


class Rivals:
    """Compares what stands around passages of two texts."""

    def __init__(self, old: Words, new: Words, weights: dict[int, float]) -> None:
        self.old, self.new = old.numbers, new.numbers
        self.telling = {number for number, weight in weights.items() if weight >= TELLING}

    def wins(self, pair: tuple[Span, Span], rivals: Iterable[tuple[Span, Span]]) -> bool:
        """Whether the old and the new passage of `pair` agree more than those of each rival."""
        rivals = list(rivals)
        for width in WIDTHS:
            mine = self.agreement(pair, width)
            best = max((self.agreement(rival, width) for rival in rivals), default=-1 - AHEAD)
            if mine > best + AHEAD:
                return True
            if best > mine + AHEAD:
                return False
        return False

    def agreement(self, pair: tuple[Span, Span], width: int) -> int:
        """How many telling words around both passages are common, in order."""
        (first, last), (start, end) = pair
        before = LCSseq.similarity(
            self._telling(self.old[max(first - width, 0) : first]),
            self._telling(self.new[max(start - width, 0) : start]),
        )
        after = LCSseq.similarity(
            self._telling(self.old[last : last + width]),
            self._telling(self.new[end : end + width]),
        )
        return int(before + after)

    def _telling(self, numbers: list[int]) -> list[int]:
        return [number for number in numbers if number in self.telling]
