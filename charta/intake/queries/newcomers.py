"""How well a charter knows somebody, and what of theirs is not public yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from charta.accounts.models import Person
from charta.charters.models import Charter
from charta.consultation.models import Comment
from charta.core.database import db
from charta.intake.models import HeldAccount, HeldComment
from charta.intake.rules import KNOWN_AFTER, Standing

MOST_SHOWN = 50


def standing(charter_id: int, person_id: int | None, now: datetime) -> Standing:
    """How well a charter knows somebody; without a number, somebody it has never seen. One
    query."""
    said = select(Comment.id).where(Comment.author_id == person_id)
    unproven, first_held, spoken, known = db.session.execute(
        select(
            select(Person.unproven).where(Person.id == person_id).scalar_subquery(),
            select(Charter.first_held).where(Charter.id == charter_id).scalar_subquery(),
            said.where(Comment.charter_id == charter_id).exists(),
            said.where(Comment.created_at <= now - KNOWN_AFTER).exists(),
        )
    ).one()
    return Standing(bool(unproven), bool(first_held), spoken, known)


def sent_within_a_day(person_id: int, now: datetime) -> int:
    """How much of what somebody sent since yesterday was read before it was public. One query."""
    since = HeldComment.sent_at > now - timedelta(days=1)
    query = (
        select(func.count())
        .select_from(HeldAccount)
        .join(HeldComment, HeldComment.id == HeldAccount.held_id)
        .where(HeldAccount.person_id == person_id, since)
    )
    return db.session.scalar(query) or 0


def not_public(charter_id: int, person_id: int) -> Sequence[HeldComment]:
    """What somebody has said in a charter from their account and nobody can read, since it waits
    or was refused: the newest first, the newest fifty. One query."""
    return db.session.scalars(
        select(HeldComment)
        .join(HeldAccount, HeldAccount.held_id == HeldComment.id)
        .where(
            HeldAccount.person_id == person_id,
            HeldComment.charter_id == charter_id,
            HeldComment.comment_id.is_(None),
        )
        .options(
            joinedload(HeldComment.round),
            joinedload(HeldComment.document),
            joinedload(HeldComment.revision),
            joinedload(HeldComment.account),
        )
        .order_by(HeldComment.id.desc())
        .limit(MOST_SHOWN)
    ).all()
