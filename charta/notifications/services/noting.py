"""From the journal to what is to be told, and when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from charta.consultation.models import Round
from charta.core.database import db, transaction
from charta.journal.models import JournalEntry
from charta.notifications import rules
from charta.notifications.models import Cursor, Event
from charta.notifications.rules import Kind
from charta.releases.models import Opening

ANSWERS = frozenset({"comment.answered", "answer.corrected"})
OPENINGS = frozenset({"release.opened", "release.published"})
ROUNDS = frozenset({"round.announced", "round.rescheduled"})
BATCH = 200


@dataclass(frozen=True)
class Fact:
    """What is to be told from ``due_at`` on; None: no longer."""

    kind: Kind
    subject_id: int
    charter_id: int
    due_at: datetime | None


def take_note(now: datetime) -> bool:
    """Read the next stretch of the journal; says whether there may be more.

    The journal is written serially and without gaps, so that a cursor misses nothing.
    """
    head = db.session.scalar(select(func.max(JournalEntry.id))) or 0
    if head <= (db.session.scalar(select(Cursor.entry_id)) or 0):
        return False
    with transaction() as session:
        cursor = session.get(Cursor, 1) or Cursor(id=1, entry_id=0)
        entries = _entries(cursor.entry_id)
        more = len(entries) == BATCH
        for fact in _facts(entries):
            _keep(fact, now)
        cursor.entry_id = entries[-1].id if more else head
        session.add(cursor)
    return more


def _entries(after: int) -> Sequence[JournalEntry]:
    return db.session.scalars(
        select(JournalEntry)
        .where(JournalEntry.id > after, JournalEntry.action.in_(ANSWERS | OPENINGS | ROUNDS))
        .order_by(JournalEntry.id)
        .limit(BATCH)
    ).all()


def _facts(entries: Sequence[JournalEntry]) -> Iterator[Fact]:
    for entry in entries:
        if entry.charter_id is None:
            continue
        if entry.action in ANSWERS:
            yield Fact(Kind.ANSWERED, entry.subject_id, entry.charter_id, entry.at)
        elif entry.action in OPENINGS:
            opens_at = db.session.scalar(
                select(Opening.opens_at).where(Opening.release_id == entry.subject_id)
            )
            yield Fact(Kind.CHANGED, entry.subject_id, entry.charter_id, opens_at)
        else:
            found = db.session.get_one(Round, entry.subject_id, populate_existing=True)
            yield Fact(Kind.OPENED, found.id, found.charter_id, found.opens_at)
            at = rules.reminder(found.opens_at, found.closes_at)
            yield Fact(Kind.CLOSING, found.id, found.charter_id, at)


def _keep(fact: Fact, now: datetime) -> None:
    """Write the event, or move one that has not been told; what is old is no news any more."""
    event = db.session.scalars(
        select(Event).where(Event.kind == fact.kind, Event.subject_id == fact.subject_id)
    ).first()
    if event is not None and event.told_at is not None:
        return
    if fact.due_at is None or fact.due_at < now - rules.FRESH:
        if event is not None:
            db.session.delete(event)
    elif event is not None:
        event.due_at = fact.due_at
    else:
        db.session.add(
            Event(
                kind=fact.kind,
                subject_id=fact.subject_id,
                charter_id=fact.charter_id,
                due_at=fact.due_at,
                reached=0,
            )
        )
    db.session.flush()
