"""Which stars and underscores belong together.

The method is the delimiter stack of the CommonMark specification (section 6.2 and its appendix),
with two changes for German: a single star or underscore inside a word is a letter like any other
(Bürger*innen, Bürger_innen), and runs of four and more mean nothing.
"""

import unicodedata
from dataclasses import dataclass, field
from typing import Literal

Tag = Literal["em", "strong"]

MAX_RUN = 3
"""Longer runs of stars or underscores are text."""


@dataclass(slots=True, eq=False)
class Delimiter:
    """A run of stars or underscores; pairing takes from `count` and fills the two lists."""

    character: str
    count: int
    opens: bool
    closes: bool
    length: int = 0
    position: int = 0
    opening: list[Tag] = field(default_factory=list)
    closing: list[Tag] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.length = self.count


def delimiter(text: str, start: int, end: int) -> Delimiter | None:
    """The run text[start:end], or None where it can only be read as text."""
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    length = end - start
    if length > MAX_RUN:
        return None
    left = not after.isspace() and (
        not _punctuation(after) or before.isspace() or _punctuation(before)
    )
    right = not before.isspace() and (
        not _punctuation(before) or after.isspace() or _punctuation(after)
    )
    if text[start] == "_" or length == 1:
        opens = left and (not right or _punctuation(before))
        closes = right and (not left or _punctuation(after))
    else:
        opens, closes = left, right
    return Delimiter(text[start], length, opens, closes) if opens or closes else None


def pair(delimiters: list[Delimiter]) -> None:
    """Note in each delimiter what it closes and what it opens.

    Linear in the number of delimiters: where a kind of closer found no opener, later closers of
    that kind look no further down.
    """
    openers: list[Delimiter] = []
    barren: dict[tuple[str, bool, int], int] = {}
    for position, closer in enumerate(delimiters):
        closer.position = position
        kind = (closer.character, closer.opens, closer.length % 3)
        while closer.closes and closer.count:
            found = _opener(openers, closer, barren.get(kind, -1))
            if found is None:
                barren[kind] = openers[-1].position if openers else -1
                break
            del openers[found + 1 :]
            _join(openers[found], closer)
            if not openers[found].count:
                openers.pop()
        if closer.opens and closer.count:
            openers.append(closer)


def _opener(openers: list[Delimiter], closer: Delimiter, bottom: int) -> int | None:
    for index in range(len(openers) - 1, -1, -1):
        opener = openers[index]
        if opener.position <= bottom:
            return None
        if opener.character == closer.character and not _odd(opener, closer):
            return index
    return None


def _odd(opener: Delimiter, closer: Delimiter) -> bool:
    """CommonMark's rule of three, which keeps ``*a**b*`` from being read two ways."""
    if not (opener.closes or closer.opens):
        return False
    lengths = (opener.length, closer.length)
    return sum(lengths) % 3 == 0 and any(length % 3 for length in lengths)


def _join(opener: Delimiter, closer: Delimiter) -> None:
    size = 2 if min(opener.count, closer.count) >= 2 else 1
    tag: Tag = "strong" if size == 2 else "em"
    opener.opening.append(tag)
    closer.closing.append(tag)
    opener.count -= size
    closer.count -= size


def _punctuation(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"
