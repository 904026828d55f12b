"""The papers of a charter, and what can be chosen for a new one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from charta.consultation.models import Round
from charta.core.database import db
from charta.core.errors import NotFound
from charta.papers.models import Paper
from charta.papers.rules import KEPT
from charta.releases.models import Release

SHOWN = 30

LOADED = (
    joinedload(Paper.round),
    joinedload(Paper.old_release),
    joinedload(Paper.new_release),
    joinedload(Paper.ordered_by),
)


def papers(charter_id: int, before: int | None = None) -> Sequence[Paper]:
    """The newest papers first; reads one more than ``SHOWN``. One query."""
    query = select(Paper).where(Paper.charter_id == charter_id).options(*LOADED)
    if before is not None:
        query = query.where(Paper.id < before)
    return db.session.scalars(query.order_by(Paper.id.desc()).limit(SHOWN + 1)).all()


def paper(charter_id: int, number: int) -> Paper:
    """A paper of this charter; raises NotFound. One query."""
    found = db.session.scalars(
        select(Paper).where(Paper.charter_id == charter_id, Paper.id == number).options(*LOADED)
    ).first()
    if found is None:
        raise NotFound
    return found


def in_the_making(charter_id: int) -> int:
    """How many papers of a charter the worker has still to make. One query."""
    waiting = (Paper.finished_at.is_(None), Paper.failed_at.is_(None))
    query = select(func.count(Paper.id)).where(Paper.charter_id == charter_id, *waiting)
    return db.session.scalar(query) or 0


def kept_since(now: datetime) -> set[str]:
    """The names of all files that may still be fetched. One query."""
    fresh = Paper.finished_at > now - KEPT
    found = db.session.execute(select(Paper.id, Paper.format).where(fresh))
    return {f"{number}.{file_format}" for number, file_format in found}


def rounds(charter_id: int) -> Sequence[Round]:
    """Newest first. One query."""
    return db.session.scalars(
        select(Round).where(Round.charter_id == charter_id).order_by(Round.number.desc())
    ).all()


def releases(charter_id: int) -> Sequence[Release]:
    """Newest first, public or not. One query."""
    return db.session.scalars(
        select(Release).where(Release.charter_id == charter_id).order_by(Release.number.desc())
    ).all()
