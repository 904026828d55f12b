"""The weighing table for reading: the contributions by clause, each with what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from flask_babel import gettext as _
from flask_babel import pgettext

from charta.papers.blocks import (
    Block,
    Blocks,
    Cell,
    Column,
    Heading,
    Paragraph,
    Row,
    Table,
    Turn,
    line,
    paragraphs,
)
from charta.papers.cleaning import numerals
from charta.papers.rows import Head, WeighingRow


def weighing_table(head: Head, rows: Iterable[WeighingRow]) -> Blocks:
    """The paper; ``rows`` come ordered by clause."""
    yield Turn("landscape")
    yield Heading(1, head.title)
    yield from introduction(head)
    yield from by_clause(rows)


def introduction(head: Head) -> Iterator[Block]:
    """Whose paper this is, of which round and day, and whether it names people."""
    yield Paragraph(line(" · ".join(filter(None, (head.names, head.round)))), "lead")
    yield Paragraph(line(f"{stand(head)} {privacy(head)}"), "note")


def stand(head: Head) -> str:
    return str(_("Stand: %(day)s.", day=numerals(head.day)))


def privacy(head: Head) -> str:
    if head.anonymous:
        return str(_("Ohne Namen: Wer beigetragen hat, steht nicht in diesem Papier."))
    return str(_("Mit Namen: nur für den Dienstgebrauch, nicht zur Veröffentlichung."))


def by_clause(rows: Iterable[WeighingRow], level: int = 2) -> Iterator[Block]:
    """A heading and a table for each clause; says so when there is none."""
    nothing = True
    for clause, found in groupby(rows, key=lambda row: row.clause):
        nothing = False
        yield Heading(level, clause or str(_("Ohne Klausel")))
        yield Table(columns())
        for row in found:
            yield Row((_origin(row), _about(row), _text(row.text), _answer(row), _today(row)))
    if nothing:
        yield Paragraph(line(str(_("Noch ist kein Beitrag eingegangen."))))


def columns() -> tuple[Column, ...]:
    return (
        Column(str(pgettext("Spalte", "Beitrag")), 15),
        Column(str(_("Stelle")), 15),
        Column(str(_("Wortlaut")), 28),
        Column(str(_("Abwägung")), 28),
        Column(str(_("Stand heute")), 14),
    )


def _origin(row: WeighingRow) -> Cell:
    texts = (row.kind, row.author, row.channel, numerals(row.received_on))
    return (line(row.key, "strong"), *(line(text) for text in texts if text))


def _about(row: WeighingRow) -> Cell:
    if not row.on_text:
        return ()
    return _text(row.passage) or (line(str(_("ganzer Text")), "emphasis"),)


def _text(text: str) -> Cell:
    return tuple(line(part) for part in paragraphs(text))


def _answer(row: WeighingRow) -> Cell:
    if not row.disposition:
        return (line(str(_("noch offen")), "emphasis"),)
    foot = " · ".join(filter(None, (row.department, numerals(row.answered_on))))
    below = (line(foot, "emphasis"),) if foot else ()
    return (line(row.disposition, "strong"), *_text(row.reason), *below)


def _today(row: WeighingRow) -> Cell:
    above = (line(row.placement),) if row.placement else ()
    return (*above, *_text(row.later_wording))
