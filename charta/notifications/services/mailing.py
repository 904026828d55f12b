"""From notices to mails: all that is due for one person becomes one mail."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from charta.core.database import db, transaction
from charta.notifications import letters
from charta.notifications.models import Event, Notice
from charta.notifications.queries.addressees import recipients, without_token
from charta.notifications.queries.news import Collector
from charta.notifications.services.choosing import addressee

BATCH = 50


def mail_next(now: datetime) -> bool:
    """Write the mails of the next people for whom something is due, in one transaction with the
    notices that go by it; says whether there was anybody."""
    if not _people(now):
        return False
    with transaction() as session:
        people = _people(now)
        notices = session.scalars(
            select(Notice).where(Notice.person_id.in_(people), Notice.due_at <= now)
        ).all()
        due: dict[int, set[int]] = defaultdict(set)
        for notice in notices:
            due[notice.person_id].add(notice.event_id)
        numbers = {notice.event_id for notice in notices}
        events = session.scalars(select(Event).where(Event.id.in_(numbers)))
        collector = Collector({event.id: event for event in events}, now)
        collector.load(people)
        for person_id, language in without_token(people).items():
            addressee(person_id, language)
        for person_id, to in recipients(people).items():
            places = collector.news(person_id, due[person_id])
            if places:
                letters.write(to, places)
        for notice in notices:
            session.delete(notice)
    return True


def _people(now: datetime) -> Sequence[int]:
    return db.session.scalars(
        select(Notice.person_id)
        .where(Notice.due_at <= now)
        .distinct()
        .order_by(Notice.person_id)
        .limit(BATCH)
    ).all()
