"""A stream of blocks becomes a PDF file."""

from __future__ import annotations

import tempfile
from pathlib import Path

from charta.papers.blocks import Blocks
from charta.papers.pdf.joining import Joiner
from charta.papers.pdf.pieces import Piece, pieces
from charta.papers.pdf.typesetting import MARKER, Entry, typeset
from charta.papers.rows import Head


def write(head: Head, blocks: Blocks, path: Path) -> None:
    """Write the paper to ``path``. Pages before the table of contents have Roman numbers, so
    that the others need not wait for it. Raises CannotTypeset."""
    front: Piece | None = None
    with tempfile.TemporaryDirectory(prefix="charta-paper-") as folder, path.open("wb") as target:
        joiner = Joiner(target, MARKER)
        part = Path(folder) / "part.pdf"
        for piece in pieces(blocks):
            if piece.contents is not None:
                front = piece
                continue
            typeset(head, piece, part, first=joiner.body_pages + 1)
            joiner.add(part, levels=piece.levels)
        if front is not None and front.contents is not None:
            entries = [
                Entry(mark.level, mark.title, mark.page + 1)
                for mark in joiner.bookmarks
                if mark.level <= front.contents.depth
            ]
            typeset(head, front, part, first=1, entries=entries)
            joiner.add(part, front=True)
        joiner.finish()
