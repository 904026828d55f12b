"""Pieces are set by a process of their own: its memory returns to the machine when it ends, and
a text that takes for ever is ended."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask_babel import gettext as _

from charta.core.programs import environment
from charta.papers.blocks import Block, Heading, Item, Line, Paragraph, Row, Table, line
from charta.papers.cleaning import numerals
from charta.papers.pdf.coverage import FONTS, fitted
from charta.papers.pdf.pieces import Piece
from charta.papers.pdf.typeset import REFUSED
from charta.papers.rows import Head

PROGRAM = Path(__file__).with_name("typeset.py")
TEMPLATE = Path(__file__).with_name("paper.typ")
SECONDS = 120
MARKER = "charta:page/"
"""Begins the address of a link to a page; ``joining`` makes a real link of it."""


class CannotTypeset(Exception):
    """Typst did not set a piece; the message is its own, for the log of those who run it."""


@dataclass(frozen=True)
class Entry:
    """A line of the table of contents."""

    level: int
    text: str
    page: int


def typeset(
    head: Head, piece: Piece, output: Path, *, first: int, entries: Sequence[Entry] = ()
) -> None:
    """Set ``piece`` as a PDF of its own, its pages counted from ``first``. Raises CannotTypeset."""
    for strict in (False, True):
        spelling = _Spelling(strict)
        paper = spelling.paper(head, piece, first, entries)
        order = {
            "template": str(TEMPLATE),
            "fonts": str(FONTS),
            "output": str(output),
            "paper": paper,
        }
        done = subprocess.run(
            [sys.executable, "-I", str(PROGRAM)],
            input=json.dumps(order).encode(),
            capture_output=True,
            env=environment(),
            timeout=SECONDS,
            check=False,
        )
        if done.returncode == 0:
            return
        if done.returncode != REFUSED:
            break
    raise CannotTypeset(done.stderr.decode(errors="replace")[-2000:])


class _Spelling:
    """The values that the template reads, with signs that can be set."""

    def __init__(self, strict: bool) -> None:
        self.strict = strict

    def paper(
        self, head: Head, piece: Piece, first: int, entries: Sequence[Entry]
    ) -> dict[str, Any]:
        blocks = list(self._blocks(piece))
        if piece.contents is not None:
            label = Paragraph(line(piece.contents.label), "lead")
            blocks += [self._block(label), *map(self._entry, entries)]
        return {
            "title": self._text(head.title),
            "author": self._text(head.city),
            "language": head.language,
            "way": piece.way,
            "front": piece.contents is not None,
            "first": first,
            "above": self._text(" · ".join(filter(None, (head.names, head.round)))),
            "below": self._text(f"{head.title} · {numerals(head.day)}"),
            "page": str(_("Seite")),
            "marker": MARKER,
            "blocks": blocks,
        }

    def _blocks(self, piece: Piece) -> Iterator[dict[str, Any]]:
        """Each block; the rows of a table go into it."""
        table: dict[str, Any] | None = None
        for number, block in enumerate(piece.blocks):
            if isinstance(block, Row) and table is not None:
                whole = block.is_short
                table["rows"].append([self._cell(cell, whole) for cell in block.cells])
                continue
            if table is not None:
                yield table
            table = None
            written = self._block(block, again=number < piece.repeated)
            if isinstance(block, Table):
                table = written
            else:
                yield written
        if table is not None:
            yield table

    def _block(self, block: Block, *, again: bool = False) -> dict[str, Any]:
        match block:
            case Heading():
                continued = _("(Fortsetzung)")
                text = f"{block.text} {continued}" if again else block.text
                found = {"level": block.level, "text": self._text(text), "listed": not again}
                return {"kind": "heading", **found}
            case Paragraph():
                return {"kind": "paragraph", "form": block.form, "line": self._runs(block.line)}
            case Item():
                found = {"level": block.level, "number": block.number}
                return {"kind": "item", **found, "line": self._runs(block.line)}
            case Table():
                columns = [
                    {"label": self._text(column.label), "share": column.share}
                    for column in block.columns
                ]
                return {"kind": "table", "columns": columns, "rows": []}
        raise TypeError(f"{type(block).__name__} is no block that is set here.")

    def _entry(self, entry: Entry) -> dict[str, Any]:
        found = {"level": entry.level, "text": self._text(entry.text), "page": entry.page}
        return {"kind": "entry", **found}

    def _cell(self, lines: Sequence[Line], whole: bool) -> dict[str, Any]:
        return {"lines": [{"runs": self._runs(one)} for one in lines], "whole": whole}

    def _runs(self, words: Line) -> list[list[str]]:
        return [[self._text(run.text), run.mark] for run in words if run.text]

    def _text(self, text: str) -> str:
        return fitted(text, strict=self.strict)
