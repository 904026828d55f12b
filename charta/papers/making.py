"""The worker's turn: an ordered paper becomes a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from flask_babel import gettext as _
from flask_babel import ngettext

from charta.charters.models import Charter
from charta.consultation.models import Round
from charta.consultation.rules import Disposition
from charta.consultation.words import disposition
from charta.core.clock import BERLIN
from charta.core.database import db
from charta.core.errors import Invalid
from charta.papers import sheets, words
from charta.papers.blocks import Blocks
from charta.papers.council import council_pack
from charta.papers.letters import filling, template
from charta.papers.letters.default import default_template
from charta.papers.models import Paper
from charta.papers.pdf import writing as pdf
from charta.papers.queries import contributions, ideas, texts
from charta.papers.queries.weighed import Weighed, weighed, weighing_rows
from charta.papers.rows import Count, Head, Resolution, WeighingRow
from charta.papers.rules import Format, Kind
from charta.papers.synopsis import synopsis
from charta.papers.weighing import weighing_table
from charta.papers.word import writing as word

Report = Callable[[int, int], None]
"""Told how many of how many are done."""

MOST_KEYS = 40
"""Keys that an open point lists by name."""


@dataclass(frozen=True)
class Order:
    """A paper with what it is about, loaded."""

    paper: Paper
    charter: Charter
    now: datetime
    template: bytes | None
    report: Report

    @property
    def head(self) -> Head:
        kind = Kind(self.paper.kind)
        found = self.paper.round
        return Head(
            title=words.title(kind, self.charter.name),
            charter=self.charter.name,
            city=self.charter.city,
            round=words.round_name(found) if found else "",
            day=self.now.astimezone(BERLIN).date(),
            anonymous=not self.paper.named,
            language=self.paper.language,
        )


def make(order: Order, path: Path) -> None:
    """Write the paper to ``path``. Raises Invalid for a template that cannot be filled, and for
    letters while there is nothing to answer with."""
    makers = {
        Kind.WEIGHING: _weighing,
        Kind.SYNOPSIS: _synopsis,
        Kind.COUNCIL: _council,
        Kind.LETTERS: _letters,
    }
    makers[Kind(order.paper.kind)](order, path)


def _write(order: Order, blocks: Blocks, path: Path) -> None:
    writer = pdf.write if order.paper.format == Format.PDF else word.write
    writer(order.head, blocks, path)


def _weighing(order: Order, path: Path) -> None:
    found = _round(order)
    rows = _rows(order, found, weighed(found, order.now))
    if order.paper.format == Format.XLSX:
        sheets.write_xlsx(order.head, rows, path)
    elif order.paper.format == Format.CSV:
        sheets.write_csv(order.head, rows, path)
    else:
        _write(order, weighing_table(order.head, rows), path)


def _rows(order: Order, found: Round, wanted: Sequence[Weighed]) -> Iterator[WeighingRow]:
    return weighing_rows(
        found,
        wanted,
        now=order.now,
        named=order.paper.named,
        progress=partial(_told, order, len(wanted)),
    )


def _synopsis(order: Order, path: Path) -> None:
    old, new = order.paper.old_release, order.paper.new_release
    if old is None or new is None:
        raise ValueError("A synopsis has two ends.")
    names = words.release_name(old), words.release_name(new)
    _write(order, synopsis(order.head, *names, texts.changed_texts(old.id, new.id)), path)


def _council(order: Order, path: Path) -> None:
    found, old, new = _round(order), order.paper.old_release, order.paper.new_release
    if new is None:
        raise ValueError("A council decides on a release.")
    wanted = weighed(found, order.now)
    blocks = council_pack(
        order.head,
        _resolution(order, found, len(wanted)),
        text=texts.wordings(new.id),
        changed=texts.changed_texts(old.id, new.id) if old else (),
        rows=_rows(order, found, wanted),
        verdicts=texts.judged(new.id),
    )
    _write(order, blocks, path)


def _resolution(order: Order, found: Round, total: int) -> Resolution:
    old, new = order.paper.old_release, order.paper.new_release
    if new is None:
        raise ValueError("A council decides on a release.")
    dispositions = Counter(contributions.dispositions(found))
    dispositions.update(ideas.idea_dispositions(found, order.now))
    names = [name for name in map(disposition, Disposition) if name in dispositions]
    answered = sum(dispositions.values())
    return Resolution(
        old=words.release_name(old) if old else "",
        new=words.release_name(new),
        counts=(
            Count(str(_("Beiträge, die abgewogen werden")), total),
            Count(str(_("davon beantwortet")), answered),
            *(Count(f"– {name}", dispositions[name]) for name in names),
            Count(str(_("Klauseln")), texts.clauses(new.id)),
        ),
        complete=answered == total and not contributions.undivided_keys(found),
        open_points=tuple(_open_points(found, new.id, order.now)),
    )


def _open_points(found: Round, release_id: int, now: datetime) -> list[str]:
    points = []
    unanswered = contributions.unanswered_keys(found) + ideas.unanswered_idea_keys(found, now)
    if unanswered:
        count = ngettext(
            "Ein Beitrag ist noch nicht beantwortet",
            "%(num)s Beiträge sind noch nicht beantwortet",
            len(unanswered),
        )
        points.append(f"{count}: {_some(unanswered)}")
    if undivided := contributions.undivided_keys(found):
        points.append(_("Eingaben, die noch aufzuteilen sind: %(keys)s", keys=_some(undivided)))
    if missing := texts.unjudged(release_id):
        points.append(_("Klauseln ohne freigegebenes Urteil: %(keys)s", keys=_some(missing)))
    if stale := dict.fromkeys(one.clause for one in texts.judged(release_id) if one.outdated):
        points.append(
            _("Urteile zu einer älteren Version: %(clauses)s", clauses=_some(list(stale)))
        )
    return points


def _some(keys: list[str]) -> str:
    shown = ", ".join(keys[:MOST_KEYS])
    return f"{shown}, …" if len(keys) > MOST_KEYS else shown


def _letters(order: Order, path: Path) -> None:
    found = _round(order)
    ids = contributions.answered_ids(found)
    if not ids:
        raise Invalid(_("Noch ist kein Beitrag beantwortet; darum gibt es keine Schreiben."))
    content = order.template or default_template()
    people = contributions.recipients(found, ids, progress=partial(_told, order, len(ids)))
    writer = filling.write_files if order.paper.format == Format.ZIP else filling.write_one
    writer(order.head, template.read(content), people, path)


def _round(order: Order) -> Round:
    if order.paper.round is None:
        raise ValueError("This paper is about a round.")
    return order.paper.round


def _told(order: Order, total: int, done: int) -> None:
    """What has been read lets go of the database: a page takes a while to be set."""
    db.session.rollback()
    order.report(done, total)
