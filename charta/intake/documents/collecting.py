"""The words of an XML document put together to paragraphs, tables row by row."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Literal
from xml.etree.ElementTree import Element

Event = tuple[Literal["start", "end", "words"], str, Element]


def events(root: Element, skipped: Collection[str]) -> Iterator[Event]:
    """Walk through a tree in the order of its words, without recursion; the elements ``skipped``
    are left out with all that is in them. Names come without their namespace."""
    waiting: list[tuple[Element, bool]] = [(root, False)]
    while waiting:
        element, done = waiting.pop()
        name = local(element)
        if done or name in skipped:
            if done:
                yield "end", name, element
            if element.tail and element is not root:
                yield "words", element.tail, element
            continue
        yield "start", name, element
        if element.text:
            yield "words", element.text, element
        waiting.append((element, True))
        waiting.extend((child, False) for child in reversed(element))


def local(element: Element) -> str:
    """An element's name without its namespace; nothing for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: Element, name: str) -> str:
    """An attribute, whatever its namespace."""
    values = (value for key, value in element.items() if key.rpartition("}")[2] == name)
    return next(values, "")


class Collector:
    """Takes words and gives paragraphs; the cells of a row become one of them."""

    def __init__(self) -> None:
        self.paragraphs: list[str] = []
        self._places: list[list[str]] = [self.paragraphs]
        self._rows: list[list[str]] = []
        self._open: list[list[str]] = []

    @property
    def within(self) -> bool:
        """Whether a paragraph is open."""
        return bool(self._open)

    def begin(self, beginning: str = "") -> None:
        """A paragraph begins, perhaps within another one (a note, a text box)."""
        self._open.append([beginning])

    def say(self, words: str) -> None:
        if self._open:
            self._open[-1].append(words)

    def end(self) -> None:
        if not self._open:
            return
        beginning, *words = self._open.pop()
        said = "".join(words).strip()
        if said:
            self._places[-1].append(beginning + said)

    def begin_row(self) -> None:
        self._rows.append([])

    def begin_cell(self) -> None:
        self._places.append([])

    def end_cell(self) -> None:
        if len(self._places) > 1 and self._rows:
            self._rows[-1].append(" ".join(self._places.pop()))

    def end_row(self) -> None:
        if self._rows:
            cells = [cell for cell in self._rows.pop() if cell]
            if cells:
                self._places[-1].append(" | ".join(cells))
