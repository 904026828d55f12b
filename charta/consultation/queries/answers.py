"""What the city answered, and which wording an answer led to."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

from sqlalchemy import ColumnElement, Select, bindparam, func, literal, select
from sqlalchemy.orm import aliased, joinedload

from charta.accounts.models import Person
from charta.consultation.models import Answered, Comment, Response
from charta.consultation.queries.moments import MOMENT
from charta.core.database import db
from charta.drafting.models import Revision
from charta.releases.models import Release, ReleaseItem
from charta.releases.queries import public_release_ids


@dataclass(frozen=True)
class Answer:
    """One answer as a reader may see it. ``revision_number`` names the version it led to and
    ``release_number`` the first Fassung that shows it; for the public both are None as long as
    no opened release contains that version. ``answered_by`` is for staff."""

    response: Response
    revision_id: int | None
    revision_number: int | None
    release_number: int | None
    answered_by: str


@dataclass(frozen=True)
class Lead:
    """A comment whose answer led to a version of the document it speaks of."""

    comment: Comment
    author: str
    answer: Answer


@dataclass
class Leads:
    """The comments that changed a document: how many in all, and the first of them."""

    total: int = 0
    shown: list[Lead] = field(default_factory=list)


def _first_release(now: datetime | None) -> ColumnElement[int]:
    """The number of the first release that contains the revision an answer led to; for the
    public (``now``) of the first opened one."""
    query = (
        select(func.min(Release.number))
        .join(ReleaseItem, ReleaseItem.release_id == Release.id)
        .where(ReleaseItem.revision_id == Response.revision_id)
        .correlate(Response)
    )
    if now is not None:
        query = query.where(Release.id.in_(public_release_ids(now)))
    return query.scalar_subquery()


def _answer(
    response: Response,
    revision_number: int | None,
    release_number: int | None,
    answered_by: str,
    now: datetime | None,
) -> Answer:
    if now is not None and release_number is None:
        return Answer(response, None, None, None, answered_by)
    return Answer(response, response.revision_id, revision_number, release_number, answered_by)


@cache
def _answers(*, public: bool) -> Select[int, Response, int | None, int | None, str]:
    """The query of :func:`answers_to`, built once since it runs on every page of comments."""
    first_release = _first_release(MOMENT if public else None)
    return (
        select(Answered.comment_id, Response, Revision.number, first_release, Person.name)
        .join(Answered.response)
        .join(Person, Person.id == Response.answered_by_id)
        .outerjoin(Revision, Revision.id == Response.revision_id)
        .where(Answered.comment_id.in_(bindparam("ids", expanding=True)))
        .order_by(Response.id.desc())
    )


def answers_to(
    comment_ids: Collection[int], *, now: datetime | None
) -> dict[int, tuple[Answer, ...]]:
    """All answers to each of the comments, the one in force first, replaced ones after it. With
    ``now`` as the public may see them, with None as staff may. One query."""
    given = {"ids": list(comment_ids)} | ({} if now is None else {"now": now})
    rows = db.session.execute(_answers(public=now is not None), given)
    found: dict[int, tuple[Answer, ...]] = {}
    for comment_id, response, number, release_number, name in rows:
        answer = _answer(response, number, release_number, name, now)
        found[comment_id] = (*found.get(comment_id, ()), answer)
    return found


def leading_to(
    document_ids: Collection[int], *, now: datetime | None, limit: int = 20
) -> dict[int, Leads]:
    """For each document the comments whose answer in force names a version of it, oldest first
    and at most ``limit`` each. With ``now`` only versions the public may read. One query."""
    newer = aliased(Response)
    release_number = _first_release(now)
    query = (
        select(
            Comment.id,
            Response.id.label("response_id"),
            release_number.label("release_number"),
            func.row_number()
            .over(partition_by=Comment.document_id, order_by=Comment.id)
            .label("place"),
            func.count().over(partition_by=Comment.document_id).label("total"),
        )
        .join(Answered, Answered.comment_id == Comment.id)
        .join(Response, Response.id == Answered.response_id)
        .outerjoin(newer, newer.replaces_id == Response.id)
        .where(
            Comment.document_id.in_(document_ids),
            Response.revision_id.is_not(None),
            newer.id.is_(None),
        )
    )
    if now is not None:
        query = query.where(release_number.is_not(None))
    ranked = query.subquery()
    rows = db.session.execute(
        select(Comment, Response, Revision.number, ranked.c.release_number, ranked.c.total)
        .add_columns(Person.name)
        .join(ranked, ranked.c.id == Comment.id)
        .join(Response, Response.id == ranked.c.response_id)
        .join(Revision, Revision.id == Response.revision_id)
        .join(Person, Person.id == Comment.author_id)
        .where(ranked.c.place <= literal(limit))
        .order_by(Comment.id)
    )
    found: dict[int, Leads] = {}
    for comment, response, number, first, total, author in rows:
        leads = found.setdefault(comment.document_id, Leads())
        leads.total = total
        leads.shown.append(Lead(comment, author, _answer(response, number, first, "", now)))
    return found


def wording_led_to(answer: Answer | None) -> Revision | None:
    """The wording an answer led to, if this reader may know of it. One query, or none."""
    if answer is None or answer.revision_id is None:
        return None
    return db.session.get(Revision, answer.revision_id)


def covered(response_id: int) -> Sequence[Comment]:
    """The comments an answer covers, with author, document and revision, oldest first."""
    return db.session.scalars(
        select(Comment)
        .join(Answered, Answered.comment_id == Comment.id)
        .where(Answered.response_id == response_id)
        .options(
            joinedload(Comment.author),
            joinedload(Comment.document),
            joinedload(Comment.revision),
            joinedload(Comment.round),
            joinedload(Comment.passage),
            joinedload(Comment.suggestion),
        )
        .order_by(Comment.id)
    ).all()
