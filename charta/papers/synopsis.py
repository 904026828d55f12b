"""Old and new side by side: what was taken out is struck through, what was put in underlined."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flask_babel import gettext as _

from charta.papers.blocks import (
    Block,
    Blocks,
    Cell,
    Column,
    Heading,
    Mark,
    Paragraph,
    Row,
    Run,
    Table,
    Turn,
    line,
)
from charta.papers.rows import ChangedText, Head
from charta.papers.weighing import stand
from charta.text.diff import Edit, blocks, words
from charta.text.markdown import reread
from charta.text.presenting import Fold, Line
from charta.text.wording import Op

MARKS: dict[Op, Mark] = {"insert": "inserted", "delete": "deleted"}


def synopsis(head: Head, old: str, new: str, texts: Iterable[ChangedText]) -> Blocks:
    """The paper; ``old`` and ``new`` name the releases, ``texts`` are those that changed."""
    yield Turn("landscape")
    yield Heading(1, head.title)
    yield Paragraph(line(head.names), "lead")
    yield Paragraph(line(f"{old} → {new}. {stand(head)}"), "note")
    yield from changes(old, new, texts)


def changes(old: str, new: str, texts: Iterable[ChangedText], level: int = 2) -> Iterator[Block]:
    """A heading and a table of both wordings for each text; says so when there is none."""
    nothing = True
    for text in texts:
        nothing = False
        yield Heading(level, text.heading)
        yield Table((Column(old, 1), Column(new, 1)))
        yield from _title(text)
        if not text.old_html:
            yield Row(((line(str(_("(neu)")), "emphasis"),), _whole(text.new_html, "insert")))
        elif not text.new_html:
            yield Row((_whole(text.old_html, "delete"), (line(str(_("(entfallen)")), "emphasis"),)))
        else:
            for row in blocks(reread(text.old_html), reread(text.new_html)).columns:
                yield _row(row)
    if nothing:
        yield Paragraph(line(str(_("Die beiden Fassungen unterscheiden sich nicht."))))


def _title(text: ChangedText) -> Iterator[Block]:
    if text.old_title and text.new_title and text.old_title != text.new_title:
        edits = words(text.old_title, text.new_title)
        yield Row((_side(edits, "insert", strong=True), _side(edits, "delete", strong=True)))


def _row(row: Line | Fold) -> Row:
    if isinstance(row, Fold):
        same = (line(str(_("[unverändert]")), "emphasis"),)
        return Row((same, same))
    return Row((_side(row.old_edits, "insert"), _side(row.new_edits, "delete")))


def _side(edits: Iterable[Edit], other: Op, *, strong: bool = False) -> Cell:
    """The words of one column: all but those of the other."""
    marks: dict[Op, Mark] = {**MARKS, "equal": "strong" if strong else ""}
    runs = tuple(Run(edit.text, marks[edit.op]) for edit in edits if edit.op != other)
    return (runs,) if runs else ()


def _whole(html: str, op: Op) -> Cell:
    """All of a text that is there in one release only."""
    return tuple(line(part, MARKS[op]) for part in reread(html).plain.split("\n") if part.strip())
