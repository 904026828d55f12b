"""Whom an event concerns, and whether it may be told at all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import aliased

from charta.accounts.guests import WELCOMED
from charta.accounts.models import Person
from charta.consultation.models import Answered, Comment, Round
from charta.consultation.queries.force import not_reopened
from charta.core.database import db
from charta.journal.models import JournalEntry
from charta.notifications import rules
from charta.notifications.models import Event, Watch, Wish
from charta.notifications.rules import Frequency, Kind
from charta.releases.models import Opening, Release, ReleaseItem
from charta.releases.queries import public_release_ids, public_releases


def may_be_told(event: Event, now: datetime) -> bool:
    """Whether an event is true and public now: of a release, that it is the newest open one; of a
    round, that one may speak in it. One query."""
    if event.kind == Kind.ANSWERED:
        return True
    if event.kind == Kind.CHANGED:
        newest = public_releases(now).where(Release.charter_id == event.charter_id)
        found = db.session.scalars(newest.order_by(Release.number.desc()).limit(1)).first()
        return found is not None and found.id == event.subject_id
    found_round = db.session.scalars(
        select(Round).where(
            Round.id == event.subject_id,
            Round.opens_at <= now,
            Round.closes_at > now,
            Round.release_id.in_(public_release_ids(now)),
        )
    ).first()
    if found_round is None or event.kind == Kind.OPENED:
        return found_round is not None
    return found_round.closes_at - now <= rules.REMINDER


def audience(event: Event, now: datetime, limit: int) -> Sequence[tuple[int, Frequency]]:
    """The next people an event concerns and how often they want to hear of such things, by their
    number; those after ``event.reached``. One query."""
    topic = rules.TOPICS[Kind(event.kind)]
    rows = db.session.execute(
        select(Person.id, Wish.frequency)
        .outerjoin(Wish, (Wish.person_id == Person.id) & (Wish.topic == topic))
        .where(Person.id > event.reached, can_be_written_to(), _concerned(event, now))
        .order_by(Person.id)
        .limit(limit)
    )
    return [(number, Frequency(wish or rules.DEFAULT)) for number, wish in rows]


def can_be_written_to() -> ColumnElement[bool]:
    """Only whoever has shown that the address is theirs: by an account, or as a guest."""
    welcomed = exists().where(
        JournalEntry.subject_type == Person.__tablename__,
        JournalEntry.subject_id == Person.id,
        JournalEntry.action == WELCOMED,
    )
    return Person.email.is_not(None) & or_(Person.confirmed_at.is_not(None), welcomed)


def _concerned(event: Event, now: datetime) -> ColumnElement[bool]:
    if event.kind == Kind.ANSWERED:
        return Person.id.in_(answered(now).where(Answered.response_id == event.subject_id))
    here = Comment.charter_id == event.charter_id
    if event.kind == Kind.CHANGED:
        return Person.id.in_(
            select(Comment.author_id).where(spoke_before(event.subject_id, event.charter_id))
        )
    return or_(
        Person.id.in_(select(Comment.author_id).where(here)),
        Person.id.in_(select(Watch.person_id).where(Watch.charter_id == event.charter_id)),
    )


def answered(now: datetime) -> Select[int]:
    """The authors of comments that the public can read and that have an answer in force."""
    return (
        select(Comment.author_id)
        .join(Answered, Answered.comment_id == Comment.id)
        .join(Round, Round.id == Comment.round_id)
        .where(Round.release_id.in_(public_release_ids(now)), not_reopened())
    )


def before(release_id: int, charter_id: int) -> Select[int]:
    """The release that was the newest public one before this one."""
    old, was_opened = aliased(Release), aliased(Opening)
    new, opened = aliased(Release), aliased(Opening)
    return (
        select(old.id)
        .join(was_opened, was_opened.release_id == old.id)
        .join(new, new.id == release_id)
        .join(opened, opened.release_id == new.id)
        .where(
            old.charter_id == charter_id,
            old.number < new.number,
            was_opened.opens_at <= opened.opens_at,
        )
        .order_by(old.number.desc())
        .limit(1)
    )


def changed_documents(release_id: int, charter_id: int) -> Select[int]:
    """The documents that a release shows in another wording than the one before it, or no more."""
    old, new = aliased(ReleaseItem), aliased(ReleaseItem)
    return select(old.document_id).where(
        old.release_id == before(release_id, charter_id).scalar_subquery(),
        ~exists().where(
            new.release_id == release_id,
            new.document_id == old.document_id,
            new.revision_id == old.revision_id,
        ),
    )


def spoke_before(release_id: int, charter_id: int) -> ColumnElement[bool]:
    """Comments on texts that a release has changed, made before it opened."""
    opened = select(Opening.opens_at).where(Opening.release_id == release_id).scalar_subquery()
    return (
        (Comment.charter_id == charter_id)
        & Comment.document_id.in_(changed_documents(release_id, charter_id))
        & (Comment.created_at < opened)
    )
