"""Comments that led to new wordings, as the public may know: their suggestion was taken over, or
their answer names the wording."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import CTE, Select, Subquery, func, literal, or_, select

from charta.accounts.models import Person
from charta.consultation.models import (
    Adoption,
    Answered,
    Comment,
    Passage,
    Placement,
    Response,
    Round,
)
from charta.consultation.queries.carrying import in_force
from charta.consultation.queries.force import not_reopened
from charta.consultation.rules import PLACED
from charta.core.database import db
from charta.releases.queries import public_release_ids
from charta.text.spans import Span


class Influence(NamedTuple):
    """A comment that led to a wording, its passage, whether its suggestion was taken over wholly
    (None: it was not), and the answer in force."""

    comment_id: int
    document_id: int
    revision_id: int
    number: int
    author: str
    html: str
    start: int | None
    exact: str | None
    wholly: bool | None
    disposition: str | None
    answer: str | None


@dataclass
class Influences:
    """The comments that led to the new wording of one document: how many, and the first."""

    total: int = 0
    shown: list[Influence] = field(default_factory=list)


def influences(steps: Select[int], *, now: datetime, limit: int = 12) -> dict[int, Influences]:
    """By document the comments that led to one of the revisions in ``steps``, suggestions that
    were taken over first, at most ``limit`` for each document. A revision on the way that no
    release shows is not named, and neither is what the comment had to do with it. One query."""
    ranked = _ranked(steps.cte("way"), now)
    rows = db.session.execute(
        select(
            Comment.id,
            Comment.document_id,
            Comment.revision_id,
            Comment.number,
            Person.name,
            Comment.html,
            Passage.start,
            Passage.exact,
            ranked.c.wholly,
            Response.disposition,
            Response.html,
            ranked.c.total,
        )
        .join(ranked, ranked.c.id == Comment.id)
        .join(Person, Person.id == Comment.author_id)
        .outerjoin(Passage, Passage.comment_id == Comment.id)
        .outerjoin(Response, Response.id == ranked.c.response_id)
        .where(ranked.c.place <= literal(limit))
        .order_by(ranked.c.place)
    )
    found: dict[int, Influences] = {}
    for *values, total in rows:
        influence = Influence(*values)
        led = found.setdefault(influence.document_id, Influences())
        led.total = total
        led.shown.append(influence)
    return found


def _ranked(way: CTE, now: datetime) -> Subquery:
    """The public comments that led to one of the revisions on the way, with the answer in force,
    and for each its place among those on the same document and how many these are."""
    revisions = select(way.c.id)
    taken = select(Adoption.comment_id).where(Adoption.revision_id.in_(revisions))
    named = (
        select(Answered.comment_id)
        .join(Response, Response.id == Answered.response_id)
        .where(Response.revision_id.in_(revisions), not_reopened())
    )
    newest_answer = (
        select(func.max(Answered.response_id))
        .where(Answered.comment_id == Comment.id, not_reopened())
        .correlate(Comment)
        .scalar_subquery()
    )
    order = (Adoption.id.is_(None), Comment.id)
    return (
        select(
            Comment.id,
            Adoption.wholly,
            Response.id.label("response_id"),
            func.row_number().over(partition_by=Comment.document_id, order_by=order).label("place"),
            func.count().over(partition_by=Comment.document_id).label("total"),
        )
        .join(Comment.round)
        .outerjoin(
            Adoption,
            (Adoption.comment_id == Comment.id) & Adoption.revision_id.in_(revisions),
        )
        .outerjoin(Response, Response.id == newest_answer)
        .where(
            Comment.id.in_(taken.union_all(named)),
            Round.release_id.in_(public_release_ids(now)),
            or_(Adoption.id.is_not(None), Response.revision_id.in_(revisions)),
        )
        .subquery()
    )


def passages_in(
    comment_ids: Collection[int], release_ids: Collection[int]
) -> dict[tuple[int, int], Span]:
    """Where the passages of comments stand in releases, by comment and revision, as the placement
    in force says; uncertain, removed and moved to nowhere are left out. One query."""
    rows = db.session.execute(
        select(Placement.comment_id, Placement.revision_id, Placement.start, Placement.end).where(
            Placement.comment_id.in_(comment_ids),
            Placement.release_id.in_(release_ids),
            Placement.verdict.in_(PLACED),
            in_force(),
        )
    )
    return {
        (comment, revision): (start, end)
        for comment, revision, start, end in rows
        if revision is not None and start is not None and end is not None
    }
