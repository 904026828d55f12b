"""Which passages of a wording were spoken of, and what was said on one of them.

A comment stands where it was made when the wording is the very one it was made on; in a later
wording it stands where it was carried to. Both are counted in SQL.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import (
    Integer,
    Select,
    Subquery,
    bindparam,
    func,
    select,
    union_all,
)
from sqlalchemy.orm import aliased, joinedload

from charta.consultation.models import Comment, Passage, Placement, Round
from charta.consultation.queries.carrying import in_force
from charta.consultation.queries.comments import (
    WITH_PASSAGE,
    Contribution,
    ContributionPage,
    with_answers,
)
from charta.consultation.queries.moments import MOMENT
from charta.consultation.rules import PLACED
from charta.core.database import db, rows
from charta.releases.queries import public_release_ids
from charta.text.spans import Span

BESIDE = 10
"""Comments shown beside a text at once."""


@dataclass(frozen=True)
class Spoken:
    """Characters of a plain text and how many comments are on exactly these."""

    start: int
    end: int
    comments: int

    @property
    def span(self) -> Span:
        return self.start, self.end


@cache
def _standing() -> Subquery:
    """Every comment that stands at some place of a wording (parameters ``document``, ``revision``
    and ``now``), with that place. Of several releases that show it the newest placement counts."""
    here = (Comment.document_id == bindparam("document")) & Comment.round_id.in_(
        select(Round.id).where(Round.release_id.in_(public_release_ids(MOMENT)))
    )
    revision = bindparam("revision", type_=Integer())
    made = (
        select(
            Passage.comment_id.label("comment_id"),
            Passage.start.label("start"),
            (Passage.start + func.length(Passage.exact)).label("end"),
        )
        .join(Comment, Comment.id == Passage.comment_id)
        .where(here, Comment.revision_id == revision)
    )
    newest = func.row_number().over(partition_by=Placement.comment_id, order_by=Placement.id.desc())
    carried = (
        select(Placement.comment_id, Placement.start, Placement.end, Placement.verdict)
        .add_columns(newest.label("place"))
        .join(Comment, Comment.id == Placement.comment_id)
        .where(
            here,
            Comment.revision_id != revision,
            Placement.revision_id == revision,
            Placement.release_id.in_(public_release_ids(MOMENT)),
            in_force(),
        )
        .subquery()
    )
    there = select(carried.c.comment_id, carried.c.start, carried.c.end).where(
        carried.c.place == 1, carried.c.verdict.in_(PLACED), carried.c.start.is_not(None)
    )
    return union_all(made, there).subquery()


@cache
def _spoken() -> Select[int, int, int]:
    places = _standing()
    return (
        select(places.c.start, places.c.end, func.count())
        .group_by(places.c.start, places.c.end)
        .order_by(places.c.start, places.c.end)
    )


def spoken_of(document_id: int, revision_id: int, *, now: datetime) -> tuple[Spoken, ...]:
    """The passages of a wording that comments in public rounds are on, in order. One query."""
    found = rows(_spoken(), document=document_id, revision=revision_id, now=now)
    return tuple(Spoken(*row) for row in found)


@cache
def _on_passage() -> Select[Comment, int]:
    places = _standing()
    reply = aliased(Comment)
    replies = select(func.count(reply.id)).where(reply.parent_id == Comment.id).scalar_subquery()
    return (
        select(Comment, replies)
        .join(places, places.c.comment_id == Comment.id)
        .where(
            places.c.start == bindparam("start"),
            places.c.end == bindparam("end"),
            Comment.id > bindparam("after"),
        )
        .options(joinedload(Comment.author), *WITH_PASSAGE)
        .order_by(Comment.id)
        .limit(bindparam("limit"))
    )


def comments_at(
    document_id: int,
    revision_id: int,
    passage: Span,
    *,
    now: datetime,
    after: int | None = None,
    limit: int = BESIDE,
    answered: bool = True,
) -> ContributionPage:
    """The comments on exactly this passage of a wording, oldest first, with authors, answers and
    the number of replies. Two queries; one where answers are left to ``with_answers``."""
    asked = {
        "document": document_id,
        "revision": revision_id,
        "start": passage[0],
        "end": passage[1],
        "now": now,
        "after": after or 0,
        "limit": limit + 1,
    }
    found: Sequence[tuple[Comment, int]] = db.session.execute(_on_passage(), asked).all()
    items = tuple(Contribution(comment, reply_count=replies) for comment, replies in found[:limit])
    page = ContributionPage(items, None, items[-1].comment.id if len(found) > limit else None)
    return with_answers(page, now=now)[0] if answered else page
