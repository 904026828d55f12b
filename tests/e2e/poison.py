"""Texts that try to run as a script, for every field a person can fill."""

from __future__ import annotations

from collections import deque
from itertools import count

from tests.text.payloads import numbered

OUT = "\"'--></title></textarea></select></script><img src=x: onerror=fired({number})>"
"""Breaks out of wherever a page may put a text, and is short enough for a name."""

FIRST = 10_000
"""The numbers of fields begin here; those below are the numbers of payloads."""

TYPED = OUT.format(number=FIRST - 1)
"""What a visitor puts into addresses and forms."""


class Poison:
    """Hands out texts: first what breaks out, with the number of the field, then as many other
    payloads as fit. Every payload is given once before the first comes again."""

    def __init__(self) -> None:
        self.fields: dict[int, str] = {}
        self.given: dict[int, str] = {}
        self._numbers = count(FIRST)
        all_payloads = numbered().items()
        texts = [one for one in all_payloads if one[1].replace("\n", "").isprintable()]
        self._texts = deque(texts)
        self._lines = deque(one for one in texts if one[1].isprintable())

    def where(self, number: int) -> str:
        """The field from which a payload fired."""
        return self.fields.get(number) or self.given.get(number, "what a visitor has sent")

    def line(self, field: str, longest: int = 80) -> str:
        """One line for a field."""
        return self._packed(field, longest, self._lines, " ")

    def text(self, field: str, longest: int = 1_000) -> str:
        """A text of several paragraphs for a field."""
        return self._packed(field, longest, self._texts, "\n\n")

    def _packed(
        self, field: str, longest: int, waiting: deque[tuple[int, str]], between: str
    ) -> str:
        number = next(self._numbers)
        self.fields[number] = field
        packed = OUT.format(number=number)
        while len(packed) + len(between) + len(waiting[0][1]) <= longest:
            number, payload = waiting[0]
            packed += between + payload
            self.given[number] = field
            waiting.rotate(-1)
        assert len(packed) <= longest, field
        return packed
