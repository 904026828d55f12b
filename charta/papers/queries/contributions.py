"""The contributions of a round with what became of them, some hundred at a time."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from flask_babel import gettext as _
from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from charta.charters.models import Department, Theme
from charta.consultation.models import (
    Answered,
    Comment,
    Passage,
    Placement,
    Response,
    Round,
    Suggestion,
)
from charta.consultation.placement_words import verdict as verdict_words
from charta.consultation.queries.force import has_answer, not_reopened, weighable
from charta.consultation.rules import PLACED, Disposition
from charta.consultation.words import disposition
from charta.core.clock import BERLIN
from charta.core.database import db
from charta.drafting.models import Document, Revision
from charta.intake.models import Intake
from charta.papers.letters.words import Recipient
from charta.papers.prose import plain, prose
from charta.papers.rows import WeighingRow
from charta.weighing.models import AnswerRelease
from charta.weighing.queries import standing
from charta.weighing.standing import Kind, Way
from charta.weighing.table_words import KINDS, WAYS

PAGE = 300

Progress = Callable[[int], None]
"""Told how many have been read; it may end the reading transaction."""


class Given(NamedTuple):
    """The answer in force, as a paper has it."""

    disposition: str
    html: str
    answered_at: Any
    department: str | None


def comments_in_order(found: Round) -> list[tuple[int, int]]:
    """The comments that are weighed: id, and where their text stands in the round's release. One
    query."""
    position = standing.position(found)
    query = select(Comment.id, position).where(Comment.round_id == found.id, weighable())
    rows = db.session.execute(query.order_by(position, Comment.id))
    return [(row[0], row[1]) for row in rows]


def answered_ids(found: Round) -> list[int]:
    """The comments with an answer in force, person by person. One query."""
    query = select(Comment.id).where(Comment.round_id == found.id, weighable(), has_answer())
    return list(db.session.scalars(query.order_by(Comment.author_id, Comment.id)))


def unanswered_keys(found: Round) -> list[str]:
    """The comments that have no answer in force. One query."""
    query = select(Comment.number).where(Comment.round_id == found.id, weighable(), ~has_answer())
    return [f"S-{number}" for number in db.session.scalars(query.order_by(Comment.number))]


def undivided_keys(found: Round) -> list[str]:
    """What came by letter or mail and is not divided yet. One query."""
    query = select(Intake.number).where(Intake.round_id == found.id, Intake.finished_at.is_(None))
    return [f"E-{number}" for number in db.session.scalars(query.order_by(Intake.number))]


def dispositions(found: Round) -> dict[str, int]:
    """How many comments were answered how, in words. One query."""
    newest = (
        select(func.max(Answered.response_id))
        .where(Answered.comment_id == Comment.id, not_reopened())
        .correlate(Comment)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(Response.disposition, func.count(Comment.id))
        .join(Comment, Response.id == newest)
        .where(Comment.round_id == found.id, weighable())
        .group_by(Response.disposition)
    )
    counts = dict(rows.all())
    return {disposition(one): counts[one] for one in Disposition if one in counts}


def comment_rows(found: Round, ids: Sequence[int], *, named: bool) -> dict[int, WeighingRow]:
    """A row for each of the comments, by its id. Two queries."""
    said = db.session.execute(_comments(found, ids)).all()
    answers = _answers(ids)
    return {row.id: _row(row, answers.get(row.id), named=named) for row in said}


def recipients(found: Round, ids: Sequence[int], *, progress: Progress) -> Iterator[Recipient]:
    """Who has answers to get, and which; ``ids`` come person by person."""
    read = _read(found, ids, named=True, progress=progress)
    for (_person, name, address), rows in groupby(read, key=lambda one: (one[0], *one[1])):
        yield Recipient(name, address, tuple(row for _number, _sender, row in rows))


def _read(
    found: Round, ids: Sequence[int], *, named: bool, progress: Progress
) -> Iterator[tuple[int, tuple[str, str], WeighingRow]]:
    for start in range(0, len(ids), PAGE):
        page = ids[start : start + PAGE]
        said = {row.id: row for row in db.session.execute(_comments(found, page))}
        answers = _answers(page)
        progress(start)
        for number in page:
            row = said[number]
            sender = (row.author, row.address or "")
            yield row.author_id, sender, _row(row, answers.get(number), named=named)


def _comments(found: Round, ids: Collection[int]) -> Select[*tuple[Any, ...]]:
    today, intake = aliased(Revision), aliased(Intake)
    newest = (
        select(func.max(Placement.id))
        .where(
            Placement.comment_id == Comment.id,
            Placement.release_id == standing.newest_release(found),
        )
        .correlate(Comment)
        .scalar_subquery()
    )
    length = Placement.end - Placement.start
    return (
        select(
            Comment.id,
            Comment.number,
            Comment.html,
            Comment.created_at,
            Comment.parent_id,
            Comment.author_id,
            standing.is_part().label("is_part"),
            standing.way().label("way"),
            standing.author().label("author"),
            Document.key,
            Revision.title,
            Theme.name.label("theme"),
            Passage.exact,
            Suggestion.wording,
            intake.received_on,
            intake.sender_address.label("address"),
            Placement.verdict,
            func.substr(today.plain, Placement.start + 1, length).label("now"),
        )
        .select_from(Comment)
        .join(Document, Document.id == Comment.document_id)
        .join(Theme, Theme.id == Document.theme_id)
        .join(Revision, Revision.id == Comment.revision_id)
        .outerjoin(Passage, Passage.comment_id == Comment.id)
        .outerjoin(Suggestion, Suggestion.comment_id == Comment.id)
        .outerjoin(intake, intake.id == standing.intake_id())
        .outerjoin(Placement, Placement.id == newest)
        .outerjoin(today, today.id == Placement.revision_id)
        .where(Comment.id.in_(ids))
    )


def _answers(ids: Collection[int]) -> dict[int, Given]:
    rows = db.session.execute(
        select(
            Answered.comment_id,
            Response.disposition,
            Response.html,
            Response.answered_at,
            Department.name,
        )
        .join(Response, Response.id == Answered.response_id)
        .outerjoin(AnswerRelease, AnswerRelease.response_id == Response.id)
        .outerjoin(Department, Department.id == AnswerRelease.department_id)
        .where(Answered.comment_id.in_(ids), not_reopened())
        .order_by(Response.id)
    )
    return {row[0]: Given(row[1], row[2], row[3], row[4]) for row in rows}


def _row(row: Any, given: Given | None, *, named: bool) -> WeighingRow:
    placed = row.verdict in PLACED and row.exact is not None
    return WeighingRow(
        key=f"S-{row.number}",
        kind=str(KINDS[_kind(row)]),
        channel=str(WAYS[Way(row.way)]),
        clause_key=row.key,
        clause_title=row.title,
        theme=row.theme,
        passage=row.exact or "",
        author=row.author if named else "",
        text=_text(row),
        received_on=row.received_on or row.created_at.astimezone(BERLIN).date(),
        disposition=disposition(given.disposition) if given else "",
        reason=plain(prose(given.html)) if given else "",
        later_wording=(row.now or "") if placed else "",
        answered_on=given.answered_at.astimezone(BERLIN).date() if given else None,
        department=(given.department or "") if given else "",
        placement=verdict_words(row.verdict) if row.verdict else "",
    )


def _kind(row: Any) -> Kind:
    if row.is_part:
        return Kind.PART
    if row.wording is not None:
        return Kind.SUGGESTION
    return Kind.REPLY if row.parent_id else Kind.COMMENT


def _text(row: Any) -> str:
    """What it says, and which other words it suggests."""
    said = plain(prose(row.html))
    if row.wording is None:
        return said
    suggested = row.wording or _("(streichen)")
    return "\n\n".join(
        part for part in (said, str(_("Vorschlag: %(words)s", words=suggested))) if part
    )
