"""What must happen outside the database once a transaction has been committed.

A row is written in the same transaction as the change it belongs to; the worker carries it out
and deletes it. Rolled back, it never was; crashed in between, it is found again by the sweep.

Most kinds have a handler for one row. Mails leave in batches over one connection: their kinds are
taken over by a deliverer of its own (``charta/core/postman.py``).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import JSON, func, select
from sqlalchemy.orm import Mapped, mapped_column

from charta.core import clock
from charta.core.database import Base, after_commit, db, transaction
from charta.core.logs import log

Handler = Callable[[dict[str, Any]], None]
Deliverer = Callable[[datetime], int]

HANDLERS: dict[str, Handler] = {}
DELIVERERS: dict[Deliverer, frozenset[str]] = {}
LONGEST_PAUSE = timedelta(hours=6)
BATCH = 100


class OutboxMessage(Base):
    """Something to be done: what kind, with what, and how often it failed.

    A row that must not be carried out twice is claimed first. One that has been given up stays
    for a while, with a word why, so that somebody can see it.
    """

    __tablename__ = "outbox_messages"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime] = mapped_column(index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_at: Mapped[datetime | None] = mapped_column(index=True)
    given_up_at: Mapped[datetime | None] = mapped_column(index=True)
    failure: Mapped[str | None]

    def postpone(self, now: datetime) -> None:
        """One more failure: try again after 1, 2, 4 … minutes, at most six hours."""
        self.attempts += 1
        minutes = 2 ** min(self.attempts - 1, 12)
        self.due_at = now + min(timedelta(minutes=minutes), LONGEST_PAUSE)
        self.claimed_at = None


def on(kind: str, handler: Handler) -> None:
    HANDLERS[kind] = handler


def take_over(deliverer: Deliverer, *kinds: str) -> None:
    """Let ``deliverer`` carry out all rows of these kinds; it returns how many went."""
    DELIVERERS[deliverer] = frozenset(kinds)


def put(kind: str, payload: dict[str, Any]) -> None:
    """Write a row into the open transaction and wake the worker after its commit."""
    from_now = clock.now()
    db.session.add(
        OutboxMessage(kind=kind, payload=payload, created_at=from_now, due_at=from_now, attempts=0)
    )
    db.session.flush()
    after_commit(wake)


def wake() -> None:
    """Tell the worker, where one is wired, that there is something to do."""
    listener: Callable[[], None] | None = current_app.extensions.get("charta.wake")
    if listener is not None:
        listener()


def pending() -> int:
    """How many rows are still to be carried out."""
    query = select(func.count()).select_from(OutboxMessage)
    return db.session.scalar(query.where(OutboxMessage.given_up_at.is_(None))) or 0


def deliver_due(now: datetime) -> int:
    """Carry out all rows that are due, each in a transaction of its own; returns how many went.

    A row that fails is tried again after 1, 2, 4 … minutes, at most six hours apart. A crash
    between the deed and the commit repeats the deed: at least once, never lost.
    """
    taken_over = frozenset().union(*DELIVERERS.values())
    done = 0
    due = db.session.scalars(
        select(OutboxMessage.id)
        .where(OutboxMessage.due_at <= now, OutboxMessage.kind.not_in(taken_over))
        .order_by(OutboxMessage.id)
        .limit(BATCH)
    ).all()
    for number in due:
        done += _deliver(number, now)
    return done + sum(deliverer(now) for deliverer in DELIVERERS)


def _deliver(number: int, now: datetime) -> int:
    message = db.session.get(OutboxMessage, number)
    if message is None:
        return 0
    try:
        HANDLERS[message.kind](message.payload)
    except Exception as error:  # noqa: BLE001 - one bad row must not stop the others
        log.warning("outbox", kind=message.kind, row=number, failure=type(error).__name__)
        with transaction() as session:
            failed = session.get(OutboxMessage, number)
            if failed is not None:
                failed.postpone(now)
        return 0
    with transaction() as session:
        delivered = session.get(OutboxMessage, number)
        if delivered is not None:
            session.delete(delivered)
    return 1
