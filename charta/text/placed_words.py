"""A text as words with their places, and where words stand in it, blanks not counted."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise

from charta.text.sentences import sentences
from charta.text.tokens import Vocabulary, tokens

Span = tuple[int, int]

MOST_PLACES = 50
"""Places of a quotation that are looked at; what stands more often tells nothing."""

FREQUENT = 30
"""From about this many occurrences in both texts together on, a word tells half as much."""


class Words:
    """The words and punctuation marks of a text: `words[n]` is text[starts[n]:ends[n]].

    `numbers` are the same for words that differ in capitals or in ß and ss only.
    """

    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        self.text = text
        self.words: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        at = 0
        for token in tokens(text):
            if token.word:
                self.words.append(token.word)
                self.starts.append(at)
                self.ends.append(at + len(token.word))
            at += len(token.text)
        self.numbers = vocabulary.numbers(word.casefold() for word in self.words)

    def __len__(self) -> int:
        return len(self.words)

    def over(self, span: Span) -> Span:
        """The positions of the words that text[start:end] touches."""
        return bisect_right(self.ends, span[0]), bisect_left(self.starts, span[1])

    def where(self, first: int, last: int) -> Span:
        """Where the words from `first` up to, not including, `last` stand in the text."""
        return self.starts[first], self.ends[last - 1]

    @cached_property
    def sentence(self) -> list[int]:
        """For each word the number of its sentence."""
        spans = sentences(self.text)
        begins = [start for start, _ in spans]
        return [bisect_right(begins, start) - 1 for start in self.starts]

    @cached_property
    def begins(self) -> list[bool]:
        """For each word whether a sentence begins with it."""
        numbers = [-1, *self.sentence]
        return [before != number for before, number in pairwise(numbers)]

    @cached_property
    def quoted(self) -> "Quoted":
        """The text, to look for quotations in it."""
        return Quoted(self.text)


class Quoted:
    """A text in which every run of blanks is one blank, so that quotations are found in it."""

    def __init__(self, text: str) -> None:
        self.text = text
        parts = text.split()
        self.spaced = " ".join(parts)
        self._here: list[int] = []
        self._there: list[int] = []
        here = there = 0
        for part in parts:
            there = text.index(part, there)
            self._here.append(here)
            self._there.append(there)
            here += len(part) + 1
            there += len(part)

    def places(self, quote: str) -> list[Span]:
        """Where `quote` stands in the text, at most MOST_PLACES.

        A quotation that begins or ends with a whole word is not looked for within words.
        """
        wanted = " ".join(quote.split())
        found: list[Span] = []
        at = self.spaced.find(wanted) if wanted else -1
        while at >= 0 and len(found) < MOST_PLACES:
            found.append((self._original(at), self._original(at + len(wanted) - 1) + 1))
            at = self.spaced.find(wanted, at + 1)
        return found

    def _original(self, at: int) -> int:
        part = bisect_right(self._here, at) - 1
        return self._there[part] + at - self._here[part]


def whole(text: str, span: Span) -> bool:
    """Whether text[start:end] neither begins nor ends in the middle of a word."""
    return not any(0 < at < len(text) and text[at - 1 : at + 1].isalnum() for at in span)


def weights(old: Words, new: Words) -> dict[int, float]:
    """How much each word tells about what a passage is about, from 0 to 1, by its number.

    Long words tell more than short ones, rare ones more than frequent ones (inverse document
    frequency, Spärck Jones 1972), and punctuation marks nothing.
    """
    counts = Counter(old.numbers)
    counts.update(new.numbers)
    found: dict[int, float] = {}
    for side in (old, new):
        for number, word in zip(side.numbers, side.words, strict=True):
            if number not in found:
                found[number] = _length_weight(word) / (1 + counts[number] / FREQUENT)
    return found


def _length_weight(word: str) -> float:
    if not word[0].isalnum():
        return 0.02
    if word[0].isdigit():
        return 0.4
    return min(1.0, max(0.1, (len(word) - 2) / 5))


def same_words(one: str, other: str) -> bool:
    """Whether two texts differ in nothing but blanks."""
    return one == other or "".join(one.split()) == "".join(other.split())


def weight(numbers: Sequence[int], table: dict[int, float]) -> float:
    """How much several words tell together."""
    return sum(table[number] for number in numbers)
