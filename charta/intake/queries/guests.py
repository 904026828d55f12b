"""Whether guests may speak, what they have said, and what waits for somebody to read it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload

from charta.accounts.sessions import token_hash
from charta.consultation.models import Comment
from charta.core.database import db
from charta.core.errors import NotFound
from charta.intake.models import GuestSetting, HeldAccount, HeldComment
from charta.intake.rules import Mode

PAGE = 20


def setting(charter_id: int) -> GuestSetting | None:
    """What a charter has decided about guests, if it has."""
    return db.session.scalars(
        select(GuestSetting).where(GuestSetting.charter_id == charter_id)
    ).first()


def guest_mode(charter_id: int) -> Mode:
    """Whether people may comment without an account in a charter. One query."""
    mode = db.session.scalar(select(GuestSetting.mode).where(GuestSetting.charter_id == charter_id))
    return Mode(mode) if mode else Mode.NONE


def _held() -> Select[HeldComment]:
    return select(HeldComment).options(
        joinedload(HeldComment.round),
        joinedload(HeldComment.document),
        joinedload(HeldComment.revision),
        joinedload(HeldComment.account).joinedload(HeldAccount.parent),
    )


def held_by_submission(submission: str) -> HeldComment | None:
    """What this form has made, if anything, by a guest or from an account."""
    return db.session.scalars(_held().where(HeldComment.submission == submission)).first()


def held_by_token(token: str) -> HeldComment | None:
    """What the link in a mail confirms, however old and whether used or not."""
    return db.session.scalars(_held().where(HeldComment.token_hash == token_hash(token))).first()


def held_by_id(charter_id: int, held_id: int) -> HeldComment:
    """One contribution that waits or waited for a moderator; raises NotFound for any other."""
    found = db.session.scalars(
        _held().where(
            HeldComment.charter_id == charter_id,
            HeldComment.id == held_id,
            HeldComment.token_hash.is_(None),
        )
    ).first()
    if found is None:
        raise NotFound
    return found


def never_confirmed(charter_id: int, before: datetime) -> Sequence[HeldComment]:
    """Contributions sent before a moment whose address nobody has proven."""
    return db.session.scalars(
        select(HeldComment).where(
            HeldComment.charter_id == charter_id,
            HeldComment.token_hash.is_not(None),
            HeldComment.comment_id.is_(None),
            HeldComment.sent_at <= before,
        )
    ).all()


def waits(charter_id: int) -> tuple[ColumnElement[bool], ...]:
    """What is true of words that wait for somebody to read them, a guest's or of an account."""
    return (
        HeldComment.charter_id == charter_id,
        HeldComment.token_hash.is_(None),
        HeldComment.comment_id.is_(None),
        HeldComment.refused_at.is_(None),
    )


def count_waiting(charter_id: int) -> int:
    """How many contributions wait for somebody to read them. One query."""
    return db.session.scalar(select(func.count(HeldComment.id)).where(*waits(charter_id))) or 0


def waiting(charter_id: int, *, after: int | None = None) -> tuple[list[HeldComment], int | None]:
    """Contributions that wait for somebody to read them, the oldest first, and where the list
    goes on. One query."""
    query = _held().where(*waits(charter_id)).order_by(HeldComment.id).limit(PAGE + 1)
    if after is not None:
        query = query.where(HeldComment.id > after)
    found = list(db.session.scalars(query))
    return found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else None


def number_of(comment_id: int) -> int:
    """The number of the comment that something has become. One query."""
    return db.session.scalars(select(Comment.number).where(Comment.id == comment_id)).one()
