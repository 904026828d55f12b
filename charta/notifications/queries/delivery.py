"""How the sending of mails stands: numbers, never addresses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select

from charta.core import mail, postman
from charta.core.database import db
from charta.core.outbox import OutboxMessage


@dataclass(frozen=True)
class Standing:
    """How many mails wait for their turn, how many for another try, and how many were given up:
    refused by the mail server, never accepted, uncertain whether they left, or not sendable."""

    waiting: int
    again: int
    refused: int
    unreachable: int
    uncertain: int
    unfit: int


def standing(now: datetime) -> Standing:
    """Count; one query."""
    open_, failure = OutboxMessage.given_up_at.is_(None), OutboxMessage.failure
    later = OutboxMessage.due_at > now
    kinds = (
        open_ & ~later,
        open_ & later,
        failure.like("5__"),
        failure.like("4__") | (failure == postman.UNREACHABLE),
        failure == postman.UNCERTAIN,
        failure == postman.UNFIT,
    )
    counts = [func.coalesce(func.sum(case((kind, 1), else_=0)), 0) for kind in kinds]
    row = db.session.execute(
        select(*counts).where(OutboxMessage.kind.in_((mail.KIND, mail.BULK)))
    ).one()
    return Standing(*row)
