"""Words, the way a German reader counts them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_TOKEN = re.compile(
    r"(?P<word>"
    r"[0-9]+(?:[.,:][0-9]+)*[^\W_]*"  # 1.000,50   12.11.2026   35a
    r"|[^\W_]+(?:[-'’*:_·/\u00ad\u200b\u200c\u200d‑&][^\W_]+)*"  # Rad-Weg, Bürger*innen
    r"|[^\w\s]|_)"
    r"(?P<blank>\s*)"
)
_LETTER = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a punctuation mark, and the blank after it."""

    word: str
    blank: str

    @property
    def text(self) -> str:
        """The token as it stands in its text."""
        return self.word + self.blank

    @property
    def is_word(self) -> bool:
        """Whether it is a word and not a punctuation mark."""
        return _LETTER.match(self.word) is not None


def tokens(text: str) -> list[Token]:
    """The tokens of `text`; joined, they give the text again, from its first word on.

    Plain texts have no blanks at their beginning; where one has, they become an empty word.
    """
    start = len(text) - len(text.lstrip())
    found = [Token(part["word"], part["blank"]) for part in _TOKEN.finditer(text, start)]
    return [Token("", text[:start]), *found] if start else found


def count_words(text: str) -> int:
    """How many words a text has, punctuation not counted."""
    return sum(1 for part in _TOKEN.finditer(text) if _LETTER.match(part["word"]))


class Vocabulary:
    """Numbers for words, so that comparing two words is comparing two numbers."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def number(self, word: str) -> int:
        """The number of a word, a new one when it has none."""
        return self._numbers.setdefault(word, len(self._numbers))

    def numbers(self, words: Iterable[str]) -> list[int]:
        """The numbers of several words."""
        return [self.number(word) for word in words]
