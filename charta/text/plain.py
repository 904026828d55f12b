"""The words of a text as a reader sees and selects them, and where each block of them stands.

This is also the last look at the HTML before it is kept: it is read strictly, as nh3 writes it,
and anything that is not on the table makes it unsafe.
"""

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from charta.text.sanitising import ADDED, REL, allows, type_of_table

Kind = Literal["heading", "paragraph", "item", "quote", "row", "code"]

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)((?: [a-z]+=\"[^\"<>]*\")*)>|[^<>]+")
_ATTRIBUTE = re.compile(r" ([a-z]+)=\"([^\"]*)\"")
_BLANK = frozenset(" \t\n\r\f")
_BLANKS = re.compile(r"[ \t\n\r\f]+")
_LEVELS = {"h3": 3, "h4": 4, "h5": 5, "h6": 6}
_BLOCKS = frozenset({*_LEVELS, "p", "li", "ul", "ol", "blockquote", "tr", "pre", "hr", "table"})


class Unsafe(Exception):
    """The HTML holds something that its table does not allow."""


@dataclass(frozen=True, slots=True)
class Block:
    """One line of the plain text: plain[start:end].

    `level` is the level of a heading, or how deep an item or quote is nested (from 1); else 0.
    A table row is one block, its cells separated by tabs; a line of code is one block.
    """

    kind: Kind
    level: int
    start: int
    end: int


class Part(NamedTuple):
    """A tag or a text of the HTML, from where it begins in it; a text is unescaped."""

    start: int
    end: int
    tag: str
    closing: bool
    text: str


class Piece(NamedTuple):
    """Characters of the text part `part`, from its character `start` on."""

    part: int
    start: int
    text: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """A line, or a cell of one, and the pieces it was made of."""

    start: int
    length: int
    pieces: Sequence[Piece]
    as_typed: bool
    """Whether blanks in it were kept, as in code."""

    def places(self) -> Iterator[tuple[Piece, list[int]]]:
        """For each piece where each of its characters stands in the plain text: the number of
        characters before it. A blank that is not shown has the place of what follows it."""
        place, blank, begun = self.start, False, self.as_typed
        for piece in self.pieces:
            at = []
            for character in piece.text:
                is_blank = character in _BLANK and not self.as_typed
                if blank and not is_blank and begun:
                    place += 1
                blank = is_blank
                at.append(place)
                if not is_blank:
                    place, begun = place + 1, True
            yield piece, at


@dataclass(frozen=True, slots=True)
class Laid:
    """A text with where each of its words stands in the HTML."""

    plain: str
    blocks: tuple[Block, ...]
    parts: Sequence[Part]
    owners: Sequence[int]
    """For each block the first of the parts it was made of."""
    stretches: Sequence[Stretch]


def read(source: str, table: type_of_table) -> tuple[str, tuple[Block, ...]]:
    """The plain text of `source`, HTML as ``cleaned`` returns it, and its blocks.

    Blanks are collapsed and a line break inside a paragraph is a blank, so ``\\n`` separates
    blocks and nothing else. List numbers and bullets are not part of the text, as in a browser.

    Raises Unsafe.
    """
    reader = _through(_parts(source, table))
    return "\n".join(reader.lines), tuple(reader.blocks)


def laid(source: str, table: type_of_table) -> Laid:
    """The same as ``read``, with where in `source` each word stands. Raises Unsafe."""
    parts = list(_parts(source, table))
    reader = _through(parts)
    return Laid(
        "\n".join(reader.lines),
        tuple(reader.blocks),
        parts,
        reader.owners,
        reader.stretches,
    )


def _parts(source: str, table: type_of_table) -> Iterator[Part]:
    """Tags and texts in their order, checked against the table."""
    position = 0
    while position < len(source):
        part = _TAG.match(source, position)
        if part is None:
            raise Unsafe(source[position : position + 80])
        start, position = position, part.end()
        tag = part[2]
        if tag is None:
            yield Part(start, position, "", False, html.unescape(part.group()))
            continue
        _check(tag, part[3], table)
        yield Part(start, position, tag, bool(part[1]), "")


def _check(tag: str, attributes: str, table: type_of_table) -> None:
    if tag not in table:
        raise Unsafe(tag)
    for name, value in _ATTRIBUTE.findall(attributes):
        added = name in ADDED.get(tag, ()) and value in {REL, "col"}
        if not added and not allows(table, tag, name, html.unescape(value)):
            raise Unsafe(f"{tag} {name}")


@dataclass(slots=True)
class _Reader:
    lines: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    owners: list[int] = field(default_factory=list)
    stretches: list[Stretch] = field(default_factory=list)
    length: int = 0
    waiting: list[Piece] = field(default_factory=list)
    cells: list[tuple[str, list[Piece]]] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    fresh_item: bool = False

    def part(self, number: int, part: Part) -> None:
        if not part.tag:
            self.text(number, part.text)
        elif part.closing:
            self.end(part.tag)
        else:
            self.start(number, part.tag)

    def text(self, number: int, text: str) -> None:
        if "pre" not in self.open:
            self.waiting.append(Piece(number, 0, text))
            return
        start = 0
        for line in text.split("\n"):
            shown = line.rstrip()
            self._add("code", 0, [(shown, [Piece(number, start, shown)])])
            start += len(line) + 1

    def start(self, number: int, tag: str) -> None:
        if tag == "br":
            self.waiting.append(Piece(number, 0, " "))
            return
        if tag in _BLOCKS:
            self.flush()
        if tag != "hr":
            self.open.append(tag)
        if tag == "li":
            self.fresh_item = True

    def end(self, tag: str) -> None:
        if tag in {"td", "th"}:
            self.cells.append(self._collected())
        elif tag == "tr":
            self._add("row", 0, self.cells)
            self.cells = []
        elif tag in _BLOCKS:
            self.flush()
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def flush(self) -> None:
        """Make a block of the words that are waiting."""
        found = self._collected()
        if found[0]:
            self._add(*self._kind(), [found])

    def _collected(self) -> tuple[str, list[Piece]]:
        """The words that are waiting, and the pieces they were made of."""
        pieces, self.waiting = self.waiting, []
        return _BLANKS.sub(" ", "".join([piece.text for piece in pieces])).strip(" "), pieces

    def _kind(self) -> tuple[Kind, int]:
        for tag in reversed(self.open):
            if tag in _LEVELS:
                return "heading", _LEVELS[tag]
            if tag == "li" and self.fresh_item:
                self.fresh_item = False
                return "item", self.open.count("li")
            if tag == "blockquote":
                return "quote", self.open.count("blockquote")
        return "paragraph", self.open.count("li")

    def _add(self, kind: Kind, level: int, cells: Sequence[tuple[str, list[Piece]]]) -> None:
        text = "\t".join([words for words, _pieces in cells])
        if not text.strip():
            return
        start = place = self.length + 1 if self.lines else 0
        for words, pieces in cells:
            self.stretches.append(Stretch(place, len(words), pieces, kind == "code"))
            place += len(words) + 1
        self.length = start + len(text)
        self.lines.append(text)
        self.blocks.append(Block(kind, level, start, self.length))
        self.owners.append(next(piece.part for _, pieces in cells for piece in pieces))


def _through(parts: Iterable[Part]) -> _Reader:
    """A reader that has read all parts."""
    reader = _Reader()
    for number, part in enumerate(parts):
        reader.part(number, part)
    reader.flush()
    return reader
