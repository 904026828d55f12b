"""What the city answered, and which wording an answer led to."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import ColumnElement, Select, bindparam, func, select
from sqlalchemy.orm import InstrumentedAttribute, aliased, joinedload

from charta.accounts.models import Person
from charta.consultation.models import Answered, Comment, Response
from charta.consultation.queries.force import not_reopened
from charta.consultation.queries.moments import MOMENT
from charta.core.database import db
from charta.drafting.models import Revision
from charta.releases.models import Release, ReleaseItem
from charta.releases.queries import public_release_ids


@dataclass(frozen=True)
class Answer:
    """One answer as a reader may see it. ``revision_number`` names the version it led to and
    ``release_number`` the first Fassung that shows it, or a later one that followed it before
    anything was released. For the public the version is the one which that Fassung shows, and
    both are None as long as there is no opened one. ``answered_by`` is for staff."""

    response: Response
    revision_id: int | None
    revision_number: int | None
    release_number: int | None
    answered_by: str
    covers: int = 1
    """How many comments it answers."""
    reopened: bool = False
    """Whether the author has said that it misses what they meant: it is no longer in force."""


def in_force(answers: Sequence[Answer]) -> Answer | None:
    """Of all answers to a comment, newest first, the one in force."""
    return answers[0] if answers and not answers[0].reopened else None


def _first_shown(column: InstrumentedAttribute[int], now: datetime | None) -> ColumnElement[int]:
    """Of the first release that shows the revision an answer led to, or a later one: its number
    or the revision it shows; for the public (``now``) of the first opened one."""
    led, shown = aliased(Revision), aliased(Revision)
    query = (
        select(column)
        .select_from(Release)
        .join(ReleaseItem, ReleaseItem.release_id == Release.id)
        .join(shown, shown.id == ReleaseItem.revision_id)
        .join(led, led.document_id == shown.document_id)
        .where(led.id == Response.revision_id, shown.number >= led.number)
        .order_by(Release.number)
        .limit(1)
        .correlate(Response)
    )
    if now is not None:
        query = query.where(Release.id.in_(public_release_ids(now)))
    return query.scalar_subquery()


def _covers() -> ColumnElement[int]:
    """How many comments a response answers whose authors have let it stand."""
    other = aliased(Answered)
    return (
        select(func.count(other.id))
        .where(other.response_id == Answered.response_id, not_reopened(other))
        .correlate(Answered)
        .scalar_subquery()
    )


@cache
def _answers(
    *, public: bool
) -> Select[int, Response, int | None, int | None, int | None, str, int, bool]:
    """The query of :func:`answers_to`, built once since it runs on every page of comments."""
    moment = MOMENT if public else None
    wording = _first_shown(ReleaseItem.revision_id, moment) if public else Response.revision_id
    return (
        select(Answered.comment_id, Response, Revision.id, Revision.number)
        .add_columns(_first_shown(Release.number, moment), Person.name, _covers(), ~not_reopened())
        .join(Answered.response)
        .join(Person, Person.id == Response.answered_by_id)
        .outerjoin(Revision, Revision.id == wording)
        .where(Answered.comment_id.in_(bindparam("ids", expanding=True)))
        .order_by(Response.id.desc())
    )


def answers_to(
    comment_ids: Collection[int], *, now: datetime | None
) -> dict[int, tuple[Answer, ...]]:
    """All answers to each of the comments, the one in force first (if there is one: see
    :func:`in_force`), replaced and reopened ones after it. With ``now`` as the public may see
    them, with None as staff may. One query."""
    given = {"ids": list(comment_ids)} | ({} if now is None else {"now": now})
    rows = db.session.execute(_answers(public=now is not None), given)
    found: dict[int, tuple[Answer, ...]] = {}
    for comment_id, response, revision_id, number, release_number, name, covers, reopened in rows:
        answer = Answer(
            response, revision_id, number, release_number, name, covers=covers, reopened=reopened
        )
        found[comment_id] = (*found.get(comment_id, ()), answer)
    return found


def wording_led_to(answer: Answer | None) -> Revision | None:
    """The wording an answer led to, if this reader may know of it. One query, or none."""
    if answer is None or answer.revision_id is None:
        return None
    return db.session.get(Revision, answer.revision_id)


def covered(response_id: int) -> Sequence[Comment]:
    """The comments an answer covers and whose authors have let it stand, with author, document
    and revision, oldest first."""
    return db.session.scalars(
        select(Comment)
        .join(Answered, Answered.comment_id == Comment.id)
        .where(Answered.response_id == response_id, not_reopened())
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
