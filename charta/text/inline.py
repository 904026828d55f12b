"""The inside of a paragraph: emphasis, links, code, entities, line breaks.

Python-Markdown's own inline patterns each search the paragraph again after every hit, which
takes seconds for a few thousand brackets. This scanner reads a paragraph once, from left to
right, and every step moves forward; it takes the place of Python-Markdown's ``inline`` tree
processor. The rules are CommonMark's, without raw HTML, images and reference links: those stay
the text they were.
"""

import html
import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from html.entities import html5
from typing import Literal

from charta.text.emphasis import Delimiter, delimiter, pair
from charta.text.links import address, bare, destination
from charta.text.normalising import without_forbidden

_TOKEN = re.compile(
    r"(?P<escape>\\[!-/:-@\[-`{-~])"
    r"|(?P<ticks>`++)"
    r"|<(?P<angle>(?i:https?://|mailto:)[^\s<>]++|[^\s<>@:]++@[^\s<>@:]++)>"
    r"|(?P<bare>(?<![\w/])(?i:https?)://[^\s<>\[\]`\"]++)"
    r"|(?P<entity>&(?:\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});)"
    r"|(?P<newline>(?:\x20\x20|\\)\n)"
    r"|(?P<run>\*++|_++)"
    r"|(?P<open>\[)"
    r"|(?P<close>\])"
)
_TICKS = re.compile("`+")


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that is not text: the beginning or end of a link, code, a line break."""

    kind: Literal["link", "end", "code", "break"]
    value: str = ""


Piece = str | Mark | Delimiter
"""A paragraph is read into these, in their order."""


@dataclass(frozen=True, slots=True)
class _Bracket:
    piece: int
    delimiters: int


def read(text: str) -> list[Piece]:
    """The pieces of `text`, the stars and underscores in them paired."""
    return _Reader(text).read()


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.pieces: list[Piece] = []
        self.delimiters: list[Delimiter] = []
        self.brackets: list[_Bracket] = []
        self.ticks: dict[int, list[int]] = defaultdict(list)
        for run in _TICKS.finditer(text):
            self.ticks[len(run.group())].append(run.start())

    def read(self) -> list[Piece]:
        while found := _TOKEN.search(self.text, self.position):
            if found.start() > self.position:
                self.pieces.append(self.text[self.position : found.start()])
            self.position = found.end()
            getattr(self, f"_{found.lastgroup}")(found)
        self.pieces.append(self.text[self.position :])
        pair(self.delimiters)
        return self.pieces

    def _escape(self, found: re.Match[str]) -> None:
        self.pieces.append(found.group()[1])

    def _ticks(self, found: re.Match[str]) -> None:
        """Code up to the next run of as many backticks; without one the backticks are text."""
        length = len(found.group())
        ends = self.ticks[length]
        index = bisect_left(ends, found.end())
        if index == len(ends):
            self.pieces.append(found.group())
            return
        self.pieces.append(Mark("code", self.text[found.end() : ends[index]].strip()))
        self.position = ends[index] + length

    def _angle(self, found: re.Match[str]) -> None:
        inner = found["angle"]
        href = address(inner) or address(f"mailto:{inner}")
        self.pieces += [Mark("link", href), inner, Mark("end")] if href else [found.group()]

    def _bare(self, found: re.Match[str]) -> None:
        run = bare(found["bare"])
        href = address(html.unescape(run))
        if href:
            self.pieces += [Mark("link", href), html.unescape(run), Mark("end")]
            self.position = found.start() + len(run)
        else:
            self.pieces.append(found.group())

    def _entity(self, found: re.Match[str]) -> None:
        name = found.group()
        known = name[1] == "#" or name[1:] in html5
        self.pieces.append(without_forbidden(html.unescape(name)) if known else name)

    def _newline(self, _: re.Match[str]) -> None:
        self.pieces.append(Mark("break"))

    def _run(self, found: re.Match[str]) -> None:
        run = delimiter(self.text, found.start(), found.end())
        if run is None:
            self.pieces.append(found.group())
            return
        self.pieces.append(run)
        self.delimiters.append(run)

    def _open(self, _: re.Match[str]) -> None:
        self.brackets.append(_Bracket(len(self.pieces), len(self.delimiters)))
        self.pieces.append("[")

    def _close(self, _: re.Match[str]) -> None:
        target = destination(self.text, self.position) if self.brackets else None
        if target is None:
            if self.brackets:
                self.brackets.pop()
            self.pieces.append("]")
            return
        href, self.position = target
        self._link(self.brackets[-1], href)

    def _link(self, start: _Bracket, href: str) -> None:
        """Make the pieces since the bracket a link; links do not hold links, nor half emphases."""
        self.brackets.clear()
        pair(self.delimiters[start.delimiters :])
        del self.delimiters[start.delimiters :]
        inner = [
            piece
            for piece in self.pieces[start.piece + 1 :]
            if not (isinstance(piece, Mark) and piece.kind in {"link", "end"})
        ]
        self.pieces[start.piece :] = [Mark("link", href), *inner, Mark("end")]
