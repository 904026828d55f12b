"""The finished answers of a round that wait for their release."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from sqlalchemy import ColumnElement, Select, exists, func, select

from charta.consultation.models import Comment, Round
from charta.core.database import db
from charta.drafting.models import Document
from charta.weighing.models import Draft, Drafted
from charta.weighing.queries.drafts import LOADED

PAGE = 25


@dataclass(frozen=True)
class Chosen:
    """Which of them: all, or what fits each of the given."""

    disposition: str | None = None
    theme: str | None = None
    """The code of a theme that one of the comments is about."""


@dataclass
class Tally:
    """How many answers wait, how many comments they answer, and how many of each disposition."""

    answers: int = 0
    comments: int = 0
    dispositions: dict[str, int] = field(default_factory=dict)


def waiting(found: Round, chosen: Chosen, after: int | None = None) -> Sequence[Draft]:
    """A page of them and one more, the oldest first. One query."""
    query = select(Draft).where(_waits(found, chosen)).options(*LOADED).order_by(Draft.id)
    if after is not None:
        query = query.where(Draft.id > after)
    return db.session.scalars(query.limit(PAGE + 1)).all()


def waiting_tally(found: Round, chosen: Chosen, *, but: int | None = None) -> Tally:
    """Count them; ``but`` leaves out those that answer what this person has said. One query."""
    covers = (
        select(func.count(Drafted.id))
        .where(Drafted.draft_id == Draft.id)
        .correlate(Draft)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(Draft.disposition, func.count(Draft.id), func.sum(covers))
        .where(_waits(found, chosen), _not_of(but))
        .group_by(Draft.disposition)
        .order_by(Draft.disposition)
    )
    tally = Tally()
    for disposition, answers, comments in rows:
        tally.answers += answers
        tally.comments += int(comments)
        tally.dispositions[disposition or ""] = answers
    return tally


def all_waiting(found: Round, chosen: Chosen, *, but: int | None, limit: int) -> Sequence[Draft]:
    """The first of them, without those that answer what this person has said. One query."""
    return db.session.scalars(
        select(Draft)
        .where(_waits(found, chosen), _not_of(but))
        .options(*LOADED)
        .order_by(Draft.id)
        .limit(limit)
    ).all()


def waiting_in_rounds(charter_id: int) -> list[tuple[int, str, int]]:
    """The rounds of a charter in which answers wait, the newest first: number, title, and how
    many answers. One query."""
    rows = db.session.execute(
        select(Round.number, Round.title, func.count(Draft.id.distinct()))
        .join(Comment, Comment.round_id == Round.id)
        .join(Drafted, Drafted.comment_id == Comment.id)
        .join(Draft, Draft.id == Drafted.draft_id)
        .where(Round.charter_id == charter_id, Draft.finished_at.is_not(None))
        .group_by(Round.id)
        .order_by(Round.number.desc())
    )
    return [(number, title, count) for number, title, count in rows]


def drafts_by_ids(charter_id: int, ids: Collection[int]) -> Sequence[Draft]:
    """Drafts of a charter, by their ids. One query."""
    return db.session.scalars(
        select(Draft)
        .where(Draft.charter_id == charter_id, Draft.id.in_(ids))
        .options(*LOADED)
        .order_by(Draft.id)
    ).all()


def fingerprint(drafts: Collection[Draft]) -> str:
    """Names exactly these drafts with what they say now."""
    text = " ".join(f"{draft.id}:{draft.stamp}" for draft in drafts)
    return sha256(text.encode()).hexdigest()


def _waits(found: Round, chosen: Chosen) -> ColumnElement[bool]:
    """Of a draft: finished, and for a comment of the round that fits."""
    comments: Select[int] = (
        select(Drafted.draft_id)
        .join(Comment, Comment.id == Drafted.comment_id)
        .where(Comment.round_id == found.id)
    )
    if chosen.theme:
        comments = comments.join(Document, Document.id == Comment.document_id).where(
            Document.theme.has(code=chosen.theme)
        )
    waits = Draft.finished_at.is_not(None) & Draft.id.in_(comments)
    return waits & (Draft.disposition == chosen.disposition) if chosen.disposition else waits


def _not_of(person_id: int | None) -> ColumnElement[bool]:
    """Of a draft: it answers nothing that this person has said."""
    return ~exists().where(
        Drafted.draft_id == Draft.id,
        Comment.id == Drafted.comment_id,
        Comment.author_id == person_id,
    ).correlate(Draft)
