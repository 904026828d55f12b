"""The words of a text as a reader sees and selects them, and where each block of them stands.

This is also the last look at the HTML before it is kept: it is read strictly, as nh3 writes it,
and anything that is not on the table makes it unsafe.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from charta.text.sanitising import ADDED, REL, allows, type_of_table

Kind = Literal["heading", "paragraph", "item", "quote", "row", "code"]

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)((?: [a-z]+=\"[^\"<>]*\")*)>|[^<>]+")
_ATTRIBUTE = re.compile(r" ([a-z]+)=\"([^\"]*)\"")
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


def read(source: str, table: type_of_table) -> tuple[str, tuple[Block, ...]]:
    """The plain text of `source`, HTML as ``cleaned`` returns it, and its blocks.

    Blanks are collapsed and a line break inside a paragraph is a blank, so ``\\n`` separates
    blocks and nothing else. List numbers and bullets are not part of the text, as in a browser.

    Raises Unsafe.
    """
    reader = _Reader()
    for closing, tag, text in _parts(source, table):
        if not tag:
            reader.text(text)
        elif closing:
            reader.end(tag)
        else:
            reader.start(tag)
    reader.flush()
    return "\n".join(reader.lines), tuple(reader.blocks)


def _parts(source: str, table: type_of_table) -> Iterator[tuple[bool, str, str]]:
    """Tags and texts in their order, checked against the table."""
    position = 0
    while position < len(source):
        part = _TAG.match(source, position)
        if part is None:
            raise Unsafe(source[position : position + 80])
        position = part.end()
        tag = part[2]
        if tag is None:
            yield False, "", html.unescape(part.group())
            continue
        _check(tag, part[3], table)
        yield bool(part[1]), tag, ""


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
    length: int = 0
    waiting: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    fresh_item: bool = False

    def text(self, text: str) -> None:
        if "pre" in self.open:
            for line in text.split("\n"):
                self._add("code", 0, line.rstrip())
        else:
            self.waiting.append(text)

    def start(self, tag: str) -> None:
        if tag == "br":
            self.waiting.append(" ")
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
            self._add("row", 0, "\t".join(self.cells))
            self.cells.clear()
        elif tag in _BLOCKS:
            self.flush()
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def flush(self) -> None:
        """Make a block of the words that are waiting."""
        text = self._collected()
        if text:
            self._add(*self._kind(), text)

    def _collected(self) -> str:
        text = _BLANKS.sub(" ", "".join(self.waiting)).strip(" ")
        self.waiting.clear()
        return text

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

    def _add(self, kind: Kind, level: int, text: str) -> None:
        if not text.strip():
            return
        start = self.length + 1 if self.lines else 0
        self.length = start + len(text)
        self.lines.append(text)
        self.blocks.append(Block(kind, level, start, self.length))
