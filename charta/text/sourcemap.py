"""Where the words of a rendered text stand in its Markdown source.

The words of the plain text are found again among those of the source as their longest common
subsequence: what the source has besides is markup. Escapes and entities are read, addresses of
links left out first. A map is a proposal: whoever changes a source by it renders the result and
looks whether it says what it should.
"""

import html
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from charta.text.matching import common
from charta.text.normalising import normalised
from charta.text.plain import Block
from charta.text.spans import Span
from charta.text.tokens import Vocabulary, tokens

ADDRESS = r"\]\((?:[^()\s]|\([^()\s]*\))+(?:\s+(?:\"[^\"\n]*\"|'[^'\n]*'))?\)"
"""The end of a link: its closing bracket and its address."""

_HIDDEN = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|(?P<entity>&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});)"
    rf"|(?P<address>{ADDRESS})"
)


@dataclass(frozen=True, slots=True)
class SourceMap:
    """The words of a plain text: `plain[i]` and `source[i]` are the places of the i-th one in
    both texts, `block[i]` says which block it stands in. A word that could not be found in the
    source has no place there."""

    text: str
    """The source, normalised as ``render`` does it."""
    plain: Sequence[Span]
    source: Sequence[Span | None]
    block: Sequence[int]

    def between(self, start: int, end: int) -> tuple[int, int]:
        """The words that stand, if only with a part, in the characters start to end of the plain
        text: from which word, and before which."""
        first = bisect_right([span[1] for span in self.plain], start)
        last = first
        while last < len(self.plain) and self.plain[last][0] < end:
            last += 1
        return first, last


def spans(text: str) -> list[Span]:
    """Where the words and punctuation marks of a text stand, without the blanks after them."""
    found = []
    position = 0
    for token in tokens(text):
        if token.word:
            found.append((position, position + len(token.word)))
        position += len(token.text)
    return found


def source_map(source: str, plain: str, blocks: Sequence[Block]) -> SourceMap:
    """The map of `source`, whose rendering has the words `plain` in `blocks`."""
    text = normalised(source)
    shown, places = _read(text)
    in_plain, in_shown = spans(plain), spans(shown)
    vocabulary = Vocabulary()
    runs = common(
        vocabulary.numbers(plain[start:end] for start, end in in_plain),
        vocabulary.numbers(shown[start:end] for start, end in in_shown),
    )
    in_source: list[Span | None] = [None] * len(in_plain)
    for run in runs:
        for step in range(run.length):
            start, end = in_shown[run.new + step]
            in_source[run.old + step] = (places[start][0], places[end - 1][1])
    starts = [block.start for block in blocks]
    block_of = [bisect_right(starts, start) - 1 for start, _ in in_plain]
    return SourceMap(text, in_plain, in_source, block_of)


def _read(text: str) -> tuple[str, list[Span]]:
    """The source with escapes and entities read and without the addresses of links, and where
    each of its characters stands in `text`."""
    shown: list[str] = []
    places: list[Span] = []
    position = 0
    for hidden in [*_HIDDEN.finditer(text), None]:
        end = hidden.start() if hidden else len(text)
        shown.append(text[position:end])
        places += [(at, at + 1) for at in range(position, end)]
        if hidden is None:
            break
        position = hidden.end()
        if hidden["escaped"]:
            meant = hidden["escaped"]
        elif hidden["entity"]:
            meant = html.unescape(hidden["entity"])
        else:
            meant = " " * 2
        shown.append(meant)
        places += [hidden.span()] * len(meant)
    return "".join(shown), places
