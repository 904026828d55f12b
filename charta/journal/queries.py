"""Reading the journal."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from charta.core.database import db
from charta.journal.models import JournalEntry

PAGE = 50


def entries(
    charter_id: int, before: int | None = None, limit: int = PAGE
) -> Sequence[JournalEntry]:
    """The newest entries of a charter, those before entry ``before`` when it is given; reads one
    more than ``limit`` so that the page knows whether there is another."""
    query = select(JournalEntry).where(JournalEntry.charter_id == charter_id)
    if before is not None:
        query = query.where(JournalEntry.id < before)
    return db.session.scalars(query.order_by(JournalEntry.id.desc()).limit(limit + 1)).all()


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(JournalEntry)) or 0


def head() -> JournalEntry | None:
    return db.session.scalars(
        select(JournalEntry).order_by(JournalEntry.id.desc()).limit(1)
    ).first()
