"""Rounds, what they show, and how much was said; all counts are made in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import ColumnElement, Select, bindparam, func, select
from sqlalchemy.orm import contains_eager, joinedload

from charta.consultation.models import Answered, Comment, Part, Round
from charta.consultation.queries.force import answered_by_parts, not_reopened, voice, voice_here
from charta.consultation.queries.moments import MOMENT
from charta.consultation.rules import State
from charta.core.database import db
from charta.drafting.models import Document, Revision
from charta.releases.models import Opening, Release, ReleaseItem
from charta.releases.queries import public_release_ids
from charta.releases.rules import Kind


@dataclass(frozen=True)
class RoundSummary:
    """A round with its state now, whether its text may be read, and how much was said in it."""

    round: Round
    state: State
    readable: bool
    comments: int
    answered: int

    @property
    def open_comments(self) -> int:
        """Comments that still wait for their answer."""
        return self.comments - self.answered


@dataclass(frozen=True)
class Place:
    """One document in the wording a round shows, with the number of comments on it there."""

    round: Round
    item: ReleaseItem
    comments: int


@dataclass(frozen=True)
class ContentsLine:
    """One line of a round's table of contents."""

    document_id: int
    parent_id: int | None
    key: str
    title: str
    comments: int


@dataclass(frozen=True)
class Totals:
    """How many comments there are in public, and how many of them have an answer."""

    comments: int
    answered: int


def _said(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return select(func.count(Comment.id)).where(condition, voice()).scalar_subquery()


def _answered(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """Those that have an answer of their own, and those whose parts all have one."""
    wholly = (
        select(func.count(Answered.comment_id.distinct()))
        .join(Comment, Comment.id == Answered.comment_id)
        .where(condition, not_reopened(), voice())
    )
    in_parts = select(func.count(Comment.id)).where(
        condition, Comment.id.in_(select(Part.original_id)), answered_by_parts()
    )
    return wholly.scalar_subquery() + in_parts.scalar_subquery()


def _said_here(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """How many speak of one text: with the parts that were said elsewhere."""
    return select(func.count(Comment.id)).where(condition, voice_here()).scalar_subquery()


def _summaries(charter_id: int) -> Select[Round, int, int]:
    here = Comment.round_id == Round.id
    return (
        select(Round, _said(here), _answered(here))
        .join(Round.release)
        .join(Release.opening)
        .where(Round.charter_id == charter_id)
        .options(contains_eager(Round.release).contains_eager(Release.opening))
    )


def _summary(row: tuple[Round, int, int], now: datetime) -> RoundSummary:
    found, comments, answered = row
    opening = found.release.opening
    readable = opening is not None and opening.opens_at <= now
    return RoundSummary(found, found.state(now), readable, comments, answered)


def rounds(charter_id: int, now: datetime) -> list[RoundSummary]:
    """All announced rounds of a charter, the one that closes last first. One query."""
    query = _summaries(charter_id).order_by(Round.closes_at.desc(), Round.id.desc())
    return [_summary(row, now) for row in db.session.execute(query)]


def open_rounds(charter_id: int, now: datetime) -> list[RoundSummary]:
    """The rounds in which one may speak now, the one that closes first in front."""
    query = _summaries(charter_id).where(Round.opens_at <= now, Round.closes_at > now)
    query = query.order_by(Round.closes_at, Round.id)
    return [_summary(row, now) for row in db.session.execute(query)]


def round_by_number(charter_id: int, number: int, now: datetime) -> RoundSummary | None:
    """Round ``number`` with its release and opening."""
    row = db.session.execute(_summaries(charter_id).where(Round.number == number)).first()
    return _summary(row, now) if row else None


@cache
def _place() -> Select[Round, ReleaseItem, int]:
    """The query of :func:`place`, built once since reading and writing both begin with it."""
    here = (Comment.round_id == Round.id) & (Comment.document_id == ReleaseItem.document_id)
    return (
        select(Round, ReleaseItem, _said_here(here))
        .join(ReleaseItem, ReleaseItem.release_id == Round.release_id)
        .join(ReleaseItem.document)
        .where(
            Round.charter_id == bindparam("charter"),
            Round.number == bindparam("number"),
            Round.release_id.in_(public_release_ids(MOMENT)),
            Document.key == bindparam("key"),
        )
        .options(
            joinedload(Round.release),
            contains_eager(ReleaseItem.document).joinedload(Document.theme),
            joinedload(ReleaseItem.revision),
        )
    )


def place(charter_id: int, number: int, key: str, now: datetime) -> Place | None:
    """The document ``key`` as round ``number`` shows it, with theme and revision; None while the
    round's text may not be read or when it does not contain the document. One query."""
    asked = {"charter": charter_id, "number": number, "key": key, "now": now}
    row = db.session.execute(_place(), asked).first()
    return Place(*row) if row else None


def contents(found: Round) -> list[ContentsLine]:
    """The documents of the round's release in order, with their comments there. One query."""
    counts = (
        select(Comment.document_id, func.count().label("comments"))
        .where(Comment.round_id == found.id, voice_here())
        .group_by(Comment.document_id)
        .subquery()
    )
    rows = db.session.execute(
        select(
            ReleaseItem.document_id,
            ReleaseItem.parent_id,
            Document.key,
            Revision.title,
            func.coalesce(counts.c.comments, 0),
        )
        .join(Document, Document.id == ReleaseItem.document_id)
        .join(Revision, Revision.id == ReleaseItem.revision_id)
        .join(counts, counts.c.document_id == ReleaseItem.document_id, isouter=True)
        .where(ReleaseItem.release_id == found.release_id)
        .order_by(ReleaseItem.position)
    )
    return [ContentsLine(*row) for row in rows]


def totals(charter_id: int, now: datetime) -> Totals:
    """The comments that the public can read and those of them that were answered. One query."""
    public = select(Round.id).where(
        Round.charter_id == charter_id, Round.release_id.in_(public_release_ids(now))
    )
    here = Comment.round_id.in_(public)
    row = db.session.execute(select(_said(here), _answered(here))).one()
    return Totals(*row)


def fixed_releases(charter_id: int) -> Sequence[Release]:
    """The consultation drafts that nobody has opened yet, newest first."""
    return db.session.scalars(
        select(Release)
        .outerjoin(Opening, Opening.release_id == Release.id)
        .where(
            Release.charter_id == charter_id,
            Release.kind == Kind.CONSULTATION,
            Opening.id.is_(None),
        )
        .order_by(Release.number.desc())
    ).all()
