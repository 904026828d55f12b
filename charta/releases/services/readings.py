"""Marking what one has read."""

from __future__ import annotations

from datetime import datetime

from charta.core.actors import Actor
from charta.core.database import db
from charta.core.errors import NotAllowed, NotFound
from charta.releases import policies, queries
from charta.releases.models import Reading, Release


def mark_read(actor: Actor, now: datetime, release: Release) -> Reading:
    """Remember that the actor has read ``release``; a mark never goes back to an older one.

    No entry of the journal: like a session it is a private bookmark of one person, and what
    somebody has read is nothing the public journal should know.

    Raises NotAllowed without an account, NotFound as long as the release is not public.
    """
    if not policies.may_mark_read(actor) or actor.person_id is None:
        raise NotAllowed
    opening = queries.opening_of(release.id)
    if opening is None or opening.opens_at > now:
        raise NotFound
    reading = queries.reading_of(actor.person_id, release.charter_id)
    if reading is None:
        reading = Reading(
            person_id=actor.person_id,
            charter_id=release.charter_id,
            release_id=release.id,
            read_at=now,
        )
        db.session.add(reading)
    elif release.number > reading.release.number:
        reading.release_id = release.id
        reading.read_at = now
    db.session.flush()
    return reading
