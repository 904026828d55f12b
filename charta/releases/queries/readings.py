"""What a signed-in reader has marked as read, and whether there is something newer."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from charta.core.database import db
from charta.releases.models import Reading, Release
from charta.releases.queries.releases import public_releases


class Mark(NamedTuple):
    """The newest release somebody has marked as read, when, and the newest one there is."""

    number: int
    read_at: datetime
    newest: int

    @property
    def is_behind(self) -> bool:
        """Whether something has come since."""
        return self.newest > self.number


def reading_of(person_id: int, charter_id: int) -> Reading | None:
    """What the person has marked, with its release. One query."""
    return db.session.scalars(
        select(Reading)
        .where(Reading.person_id == person_id, Reading.charter_id == charter_id)
        .options(joinedload(Reading.release))
    ).first()


def mark_of(person_id: int | None, charter_id: int, now: datetime) -> Mark | None:
    """The person's mark in a charter beside the newest public release. One query, none for
    nobody."""
    if person_id is None:
        return None
    newest = (
        public_releases(now)
        .with_only_columns(func.max(Release.number))
        .where(Release.charter_id == charter_id)
        .correlate(None)
        .scalar_subquery()
    )
    row = db.session.execute(
        select(Release.number, Reading.read_at, newest)
        .join(Reading, Reading.release_id == Release.id)
        .where(Reading.person_id == person_id, Reading.charter_id == charter_id)
    ).first()
    return Mark(row[0], row[1], row[2] or row[0]) if row else None
