"""A paper as a stream of blocks, from which the DOCX and the PDF are written alike.

A stream is read once, from front to back, and never held: a table of ten thousand rows is ten
thousand ``Row`` that come and go.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Mark = Literal["", "strong", "emphasis", "inserted", "deleted", "code"]
Form = Literal["plain", "title", "lead", "note", "quote", "code"]
Way = Literal["portrait", "landscape"]


@dataclass(frozen=True, slots=True)
class Run:
    """Words that look alike."""

    text: str
    mark: Mark = ""


Line = tuple[Run, ...]
"""One paragraph. A line break in a run's text is one on paper too."""

Cell = tuple[Line, ...]

LETTERS, EDGES, TOGETHER = 120, 2, 35
"""Letters that stand side by side in a table, at least, and those that the edges of a cell take
from its share; lines of a row that is not parted between two pages."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What follows stands on new pages: upright, or lengthwise for wide tables."""

    way: Way


@dataclass(frozen=True, slots=True)
class Heading:
    """Levels count from 1; the first heading of a paper is of level 1, and none is skipped."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    line: Line
    form: Form = "plain"


@dataclass(frozen=True, slots=True)
class Item:
    """A point of a list; ``number`` where the list counts, ``level`` from 0."""

    line: Line
    level: int = 0
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Column:
    label: str
    share: int
    """Of the table's width, relative to the other columns."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table begins; all ``Row`` up to the next other block belong to it."""

    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Row:
    cells: tuple[Cell, ...]

    @property
    def is_short(self) -> bool:
        """Whether all of it stands on one page. A longer row goes on on the next: what does not
        fit on any page would be lost."""
        width = max(LETTERS // len(self.cells) - EDGES, 1)
        return all(_lines(cell, width) <= TOGETHER for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Contents:
    """The table of contents, of headings down to ``depth``; at most one a paper, and all before
    it is its front matter."""

    label: str
    depth: int = 2


Block = Turn | Heading | Paragraph | Item | Table | Row | Contents
Blocks = Iterator[Block]


def _lines(cell: Cell, width: int) -> int:
    """How many lines the cell takes at most, at so many letters in each."""
    parts = (part for line in cell for part in "".join(run.text for run in line).split("\n"))
    return sum(1 + len(part) // width for part in parts)


def line(text: str, mark: Mark = "") -> Line:
    """A paragraph of one run."""
    return (Run(text, mark),)


def cell(*texts: str) -> Cell:
    """A cell of plain paragraphs; empty texts are left out, and an empty line parts paragraphs."""
    return tuple(line(part) for text in texts for part in paragraphs(text))


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a plain text, which empty lines part."""
    return [part.strip("\n") for part in text.split("\n\n") if part.strip()]
