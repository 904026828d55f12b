"""From an event to the people it concerns: a notice for each, in batches."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from charta.core.database import db, transaction
from charta.notifications import rules
from charta.notifications.models import Event, Notice
from charta.notifications.queries.audiences import audience, may_be_told
from charta.notifications.rules import Kind

BATCH = 500
MOST_EVENTS = 50
"""Answers that were released together are many events with one author each."""


def tell_next(now: datetime) -> bool:
    """Note for the next people of the events that are due that it is to be told to them; says
    whether there were any. Where a worker dies in between, the next goes on after the last batch,
    so that nobody is told twice."""
    waiting = (
        select(Event)
        .where(Event.told_at.is_(None), Event.due_at <= now)
        .order_by(Event.due_at, Event.id)
        .limit(MOST_EVENTS)
    )
    if db.session.scalars(waiting.limit(1)).first() is None:
        return False
    with transaction() as session:
        room = BATCH
        for event in session.scalars(waiting).all():
            room -= _tell(event, now, room)
            if room <= 0:
                break
    return True


def _tell(event: Event, now: datetime, room: int) -> int:
    """The next people of one event, at most ``room``; returns how many it were."""
    people = audience(event, now, room) if may_be_told(event, now) else ()
    topic = rules.TOPICS[Kind(event.kind)]
    for number, frequency in people:
        due_at = rules.due(frequency, event.due_at)
        if due_at is not None:
            db.session.add(Notice(person_id=number, event_id=event.id, topic=topic, due_at=due_at))
        event.reached = number
    if len(people) < room:
        event.told_at = now
    db.session.flush()
    return len(people)
