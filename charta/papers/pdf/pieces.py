"""A stream of blocks cut into pieces that can be set one by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from charta.papers.blocks import (
    Block,
    Blocks,
    Contents,
    Heading,
    Item,
    Paragraph,
    Row,
    Table,
    Turn,
    Way,
)

MOST_ROWS = 100
MOST_CHARACTERS = 80_000
"""Of one piece; Typst takes some 80 megabytes for it and a fifth of a second."""


@dataclass
class Piece:
    """Blocks that begin on a new page. The first ``repeated`` of them are headings of the piece
    before, said again."""

    way: Way
    blocks: list[Block] = field(default_factory=list)
    repeated: int = 0
    rows: int = 0
    characters: int = 0
    contents: Contents | None = None
    """The piece is front matter, and the table of contents stands at its end."""

    def add(self, block: Block) -> None:
        self.blocks.append(block)
        self.rows += isinstance(block, Row)
        self.characters += _characters(block)

    @property
    def is_full(self) -> bool:
        """Whether it may end here: not behind a heading, nor with a table that has no row."""
        return (self.rows >= MOST_ROWS or self.characters >= MOST_CHARACTERS) and not isinstance(
            self.blocks[-1], Heading | Table
        )

    @property
    def levels(self) -> list[int]:
        """Those of its own headings, in order."""
        return [one.level for one in self.blocks[self.repeated :] if isinstance(one, Heading)]

    @property
    def is_empty(self) -> bool:
        return len(self.blocks) == self.repeated


def pieces(blocks: Blocks) -> Iterator[Piece]:
    """The pieces in order. One that begins in the midst of something repeats the headings above
    it and the head of its table, so that it can be understood by itself."""
    piece = Piece("portrait")
    trail: list[Heading] = []
    table: Table | None = None
    for block in blocks:
        if isinstance(block, Turn):
            if not piece.is_empty:
                yield piece
            piece = Piece(block.way)
            continue
        if isinstance(block, Contents):
            piece.contents = block
            yield piece
            piece, trail = Piece(piece.way), []
            continue
        if isinstance(block, Heading):
            trail = [*trail[: block.level - 1], block]
        table = block if isinstance(block, Table) else table if isinstance(block, Row) else None
        if not piece.is_empty and piece.is_full:
            yield piece
            piece = Piece(piece.way)
        if piece.is_empty and not piece.blocks:
            _begin(piece, trail, table, block)
        piece.add(block)
    if not piece.is_empty:
        yield piece


def _begin(piece: Piece, trail: list[Heading], table: Table | None, block: Block) -> None:
    above = trail[:-1] if isinstance(block, Heading) else trail
    piece.blocks += above
    piece.repeated = len(above)
    if isinstance(block, Row) and table is not None:
        piece.blocks.append(table)


def _characters(block: Block) -> int:
    match block:
        case Row():
            return sum(len(run.text) for cell in block.cells for line in cell for run in line)
        case Paragraph() | Item():
            return sum(len(run.text) for run in block.line)
        case _:
            return 0
