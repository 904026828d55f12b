"""Writing the journal: one entry a change, in the transaction of the change."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select

from charta.core.actors import Actor
from charta.core.database import db
from charta.core.hashing import GENESIS
from charta.journal.models import JournalEntry


def record(
    actor: Actor,
    now: datetime,
    action: str,
    subject: Any,
    charter_id: int | None,
    **details: Any,
) -> JournalEntry:
    """Append one entry to the chain.

    ``action`` reads ``object.past-tense``; ``subject`` is a row that has been flushed; details
    hold ids, codes, numbers and hashes, never a person's words, name or address. Runs two
    queries.
    """
    session = db.session
    last = session.execute(
        select(JournalEntry.id, JournalEntry.hash).order_by(JournalEntry.id.desc()).limit(1)
    ).first()
    entry = JournalEntry(
        id=last.id + 1 if last else 1,
        at=now,
        actor_id=actor.person_id,
        charter_id=charter_id,
        action=action,
        subject_type=subject.__tablename__,
        subject_id=subject.id,
        details=details,
        previous_hash=last.hash if last else GENESIS,
    )
    entry.hash = entry.digest()
    session.add(entry)
    session.flush()
    return entry
