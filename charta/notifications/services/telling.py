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


def tell_next(now: datetime) -> bool:
    """Note for the next people of the first event that is due that it is to be told to them; says
    whether there was one. Where a worker dies in between, the next goes on after the last batch,
    so that nobody is told twice."""
    waiting = (
        select(Event)
        .where(Event.told_at.is_(None), Event.due_at <= now)
        .order_by(Event.due_at, Event.id)
        .limit(1)
    )
    if db.session.scalars(waiting).first() is None:
        return False
    with transaction() as session:
        event = session.scalars(waiting).first()
        if event is None:
            return False
        people = audience(event, now, BATCH) if may_be_told(event, now) else ()
        topic = rules.TOPICS[Kind(event.kind)]
        for number, frequency in people:
            due_at = rules.due(frequency, event.due_at)
            if due_at is not None:
                session.add(Notice(person_id=number, event_id=event.id, topic=topic, due_at=due_at))
            event.reached = number
        if len(people) < BATCH:
            event.told_at = now
    return True
