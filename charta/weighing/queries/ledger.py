"""How much came in, how much is answered, how soon: counted in SQL for all rounds at once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, and_, case, cast, func, or_, select, type_coerce
from sqlalchemy.orm import aliased, joinedload

from charta.charters.models import Theme
from charta.consultation.models import Answered, Comment, Response, Round
from charta.consultation.queries.force import (
    answered_by_parts,
    has_answer,
    not_reopened,
    voice,
    weighable,
)
from charta.core.database import db
from charta.drafting.models import Document
from charta.intake.models import Excerpt, HeldComment, Intake
from charta.releases.models import Opening, Release
from charta.releases.queries import public_release_ids
from charta.weighing.balance import OPEN, Balance, midnight_after
from charta.weighing.queries import standing
from charta.weighing.standing import State
from charta.workshops.models import Idea, Workshop


def public_ledger(charter_id: int, now: datetime) -> list[Balance]:
    """The balances of a charter's public rounds, the newest first; ideas of workshops that are
    not open do not exist here. Six queries."""
    public = Round.release_id.in_(public_release_ids(now))
    rounds = _rounds(select(Round).where(Round.charter_id == charter_id, public))
    return _balances(rounds, charter_id, now, public=True)


def rounds_before(releases: Collection[Release]) -> dict[int, list[Round]]:
    """For each edition the rounds whose contributions it must have answers to: those on releases
    after the edition published before it. Two queries."""
    charters = {release.charter_id for release in releases}
    rounds = _rounds(select(Round).where(Round.charter_id.in_(charters)))
    published = db.session.execute(
        select(Release.charter_id, Release.number)
        .join(Opening, Opening.release_id == Release.id)
        .where(Release.charter_id.in_(charters), Release.kind == "edition")
    ).all()
    found: dict[int, list[Round]] = {}
    for release in releases:
        earlier = [
            number
            for charter_id, number in published
            if charter_id == release.charter_id and number < release.number
        ]
        found[release.id] = [
            one
            for one in rounds
            if one.charter_id == release.charter_id
            and max(earlier, default=0) < one.release.number < release.number
        ]
    return found


def balances(rounds: Sequence[Round], charter_id: int, now: datetime) -> list[Balance]:
    """The same for staff and for some rounds: with the ideas of all workshops, and with what is
    read before it is public. Seven queries."""
    wanted = {one.id for one in rounds}
    every = _rounds(select(Round).where(Round.charter_id == charter_id))
    return [
        one for one in _balances(every, charter_id, now, public=False) if one.round.id in wanted
    ]


def themes(charter_id: int) -> Sequence[Theme]:
    """In their order. One query."""
    return db.session.scalars(
        select(Theme).where(Theme.charter_id == charter_id).order_by(Theme.position, Theme.id)
    ).all()


def _rounds(query: Select[Round]) -> Sequence[Round]:
    ordered = query.options(joinedload(Round.release)).order_by(Round.number.desc())
    return db.session.scalars(ordered).all()


def _balances(
    rounds: Sequence[Round], charter_id: int, now: datetime, *, public: bool
) -> list[Balance]:
    found = {one.id: Balance(one) for one in rounds}
    if found:
        _count_voices(found)
        _count_answers(found)
        _count_open(found)
        _count_intakes(found)
        _count_ideas(found, charter_id, now, public=public)
        if not public:
            _count_unread(found)
    return list(found.values())


def _count_voices(found: dict[int, Balance]) -> None:
    answered = or_(has_answer(), answered_by_parts())
    rows = db.session.execute(
        select(Comment.round_id, func.count(), func.sum(case((answered, 1), else_=0)))
        .where(Comment.round_id.in_(found), voice())
        .group_by(Comment.round_id)
    )
    for round_id, said, told in rows:
        found[round_id].contributions += said
        found[round_id].answered += int(told)


def _count_answers(found: dict[int, Balance]) -> None:
    """By theme and disposition, and by the days they took."""
    given = (
        select(
            Answered.comment_id,
            func.max(Answered.response_id).label("newest"),
            func.min(Response.answered_at).label("first"),
        )
        .join(Response, Response.id == Answered.response_id)
        .where(not_reopened())
        .group_by(Answered.comment_id)
        .subquery()
    )
    newest = aliased(Response)
    came = func.coalesce(_received_on(), cast_day(Comment.created_at))
    kinds = (
        Comment.round_id,
        Document.theme_id,
        newest.disposition,
        _late(found, given.c.first),
        came,
        cast_day(given.c.first),
    )
    rows = db.session.execute(
        select(*kinds, func.count())
        .select_from(Comment)
        .join(given, given.c.comment_id == Comment.id)
        .join(newest, newest.id == given.c.newest)
        .join(Document, Document.id == Comment.document_id)
        .where(Comment.round_id.in_(found), weighable())
        .group_by(*kinds)
    )
    for round_id, theme_id, disposition, late, received, answered, number in rows:
        balance = found[round_id]
        balance.count(theme_id, disposition, number)
        balance.late += number if late else 0
        balance.days[max(0, (_day(answered) - _day(received)).days)] += number


def _received_on() -> ColumnElement[Any]:
    """When the letter came that a comment was taken from."""
    return (
        select(func.min(Intake.received_on))
        .join(Excerpt, Excerpt.intake_id == Intake.id)
        .where(Excerpt.comment_id == Comment.id)
        .correlate(Comment)
        .scalar_subquery()
    )


def _late(found: dict[int, Balance], first: ColumnElement[datetime]) -> ColumnElement[int]:
    """1 for an answer that came after the day its round had promised."""
    promised = {
        one.round.id: midnight_after(one.round.answer_by)
        for one in found.values()
        if one.round.answer_by is not None
    }
    after = [
        and_(Comment.round_id == round_id, first >= moment) for round_id, moment in promised.items()
    ]
    return case((or_(*after), 1), else_=0) if after else type_coerce(0, Comment.id.type)


def cast_day(moment: Any) -> ColumnElement[Any]:
    """The day of a stored moment (UTC): a date on PostgreSQL, its text on SQLite."""
    return func.date(moment) if db.engine.dialect.name == "sqlite" else cast(moment, Date)


def _day(found: date | str) -> date:
    return date.fromisoformat(found) if isinstance(found, str) else found


def _count_open(found: dict[int, Balance]) -> None:
    rows = db.session.execute(
        select(Comment.round_id, Document.theme_id, func.count())
        .join(Document, Document.id == Comment.document_id)
        .where(Comment.round_id.in_(found), weighable(), ~has_answer())
        .group_by(Comment.round_id, Document.theme_id)
    )
    for round_id, theme_id, number in rows:
        found[round_id].count(theme_id, OPEN, number)


def _count_intakes(found: dict[int, Balance]) -> None:
    """Letters of which something may still have to be answered."""
    rows = db.session.execute(
        select(Intake.round_id, func.count())
        .where(Intake.round_id.in_(found), Intake.finished_at.is_(None))
        .group_by(Intake.round_id)
    )
    for round_id, number in rows:
        found[round_id].contributions += number
        found[round_id].count(None, OPEN, number)


def _count_unread(found: dict[int, Balance]) -> None:
    """What waits for somebody to read it: nobody else knows of it, and it wants an answer."""
    rows = db.session.execute(
        select(HeldComment.round_id, func.count())
        .where(
            HeldComment.round_id.in_(found),
            HeldComment.token_hash.is_(None),
            HeldComment.comment_id.is_(None),
            HeldComment.refused_at.is_(None),
        )
        .group_by(HeldComment.round_id)
    )
    for round_id, number in rows:
        found[round_id].contributions += number
        found[round_id].count(None, OPEN, number)


def _count_ideas(
    found: dict[int, Balance], charter_id: int, now: datetime, *, public: bool
) -> None:
    """Each idea with the first round that closes after its workshop began."""
    kinds = (
        Workshop.starts_at,
        Idea.theme_id,
        standing.idea_state(now),
        standing.idea_disposition(),
    )
    query = (
        select(*kinds, func.count())
        .select_from(Idea)
        .join(Workshop, Workshop.id == Idea.workshop_id)
        .where(Idea.charter_id == charter_id)
        .group_by(*kinds)
    )
    if public:
        query = query.where(Workshop.opened_at.is_not(None))
    by_end = sorted(found.values(), key=lambda one: one.round.closes_at)
    for starts_at, theme_id, state, disposition, number in db.session.execute(query):
        balance = next((one for one in by_end if starts_at < one.round.closes_at), None)
        if balance is None:
            continue
        answered = state == State.RELEASED
        balance.contributions += number
        balance.answered += number if answered else 0
        balance.count(theme_id, disposition if answered and disposition else OPEN, number)
