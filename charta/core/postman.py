"""Sends the mails of the outbox: in batches over one connection, at a rate, each claimed first.

SMTP knows no "exactly once": who dies between handing a mail over and noting it cannot know
whether it was taken. So a row is claimed in a commit of its own, after the server has accepted
sender and recipient and before the mail itself goes out. Where the claim outlives the worker, a
bulk mail is not sent again but noted as uncertain, for the administrator to see; a mail about an
account, which somebody waits for, is sent again under the same Message-ID.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from datetime import datetime, timedelta
from email.message import EmailMessage

from flask import current_app
from sqlalchemy import delete, func, select, update

from charta.core import clock, mail, outbox
from charta.core.carriers import Carrier, NoService, Refused, Unsure, carrier
from charta.core.database import db, transaction
from charta.core.logs import log
from charta.core.outbox import OutboxMessage
from config import Settings

BATCH = 100
MINUTE = timedelta(minutes=1)
ORPHANED = timedelta(minutes=10)
"""A claim that old belongs to nobody any more; no mail takes so long."""
MOST_REFUSALS, MOST_ATTEMPTS = 3, 20
"""After so many tries a mail is given up that is refused for good, or that only ever fails."""
KEPT = timedelta(days=30)
"""How long a mail that was given up can be seen."""
UNCERTAIN, UNFIT, UNREACHABLE = "uncertain", "unfit", "unreachable"
RATE = "charta.mail_rate"


class Rate:
    """When mails have left in the last minute."""

    def __init__(self) -> None:
        self.left: deque[datetime] = deque()

    def allows(self, now: datetime, per_minute: int) -> int:
        """How many more may leave now."""
        while self.left and not now - MINUTE < self.left[0] <= now:
            self.left.popleft()
        return max(0, per_minute - len(self.left))

    def note(self, now: datetime) -> None:
        self.left.append(now)


def _rate() -> Rate:
    rate: Rate = current_app.extensions.setdefault(RATE, Rate())
    return rate


def deliver_due(now: datetime) -> int:
    """Send a batch of the mails that are due; returns how many went. Asks for another turn while
    there are more, so that other work is not kept waiting."""
    recover(now)
    settings: Settings = current_app.extensions["charta.settings"]
    numbers = _due(now, _rate().allows(now, settings.mails_per_minute))
    if not numbers:
        return 0
    with carrier(settings) as way:
        sent = _send_all(way, settings, numbers, now)
    if len(numbers) == BATCH and sent:
        outbox.wake()
    return sent


def _due(now: datetime, allowed: int) -> Sequence[int]:
    """The rows to be sent now, those about accounts first; the rate holds for the others."""
    waiting = (
        select(OutboxMessage.id)
        .where(
            OutboxMessage.due_at <= now,
            OutboxMessage.claimed_at.is_(None),
            OutboxMessage.given_up_at.is_(None),
        )
        .order_by(OutboxMessage.id)
    )
    urgent = db.session.scalars(waiting.where(OutboxMessage.kind == mail.KIND).limit(BATCH)).all()
    room = min(BATCH, allowed) - len(urgent)
    if room <= 0:
        return urgent
    bulk = db.session.scalars(waiting.where(OutboxMessage.kind == mail.BULK).limit(room)).all()
    return [*urgent, *bulk]


def _send_all(way: Carrier, settings: Settings, numbers: Sequence[int], now: datetime) -> int:
    sent = 0
    for number in numbers:
        try:
            message = _message(number, settings)
            sent += message is not None and _send(way, number, message)
        except NoService as error:
            log.warning("mail_server", row=number, failure=type(error.__cause__).__name__)
            _failed(number, now, UNREACHABLE, MOST_ATTEMPTS)
            return sent
        except Refused as error:
            log.warning("mail_refused", row=number, code=error.code)
            most = MOST_REFUSALS if error.permanent else MOST_ATTEMPTS
            _failed(number, now, str(error.code), most)
        except Unsure:
            _unsure(number, now)
        except ValueError:
            _give_up(number, UNFIT, now)
    return sent


def _message(number: int, settings: Settings) -> EmailMessage | None:
    """The mail of a row that nobody has claimed. No transaction stays open while the server is
    spoken to."""
    row = db.session.get(OutboxMessage, number, populate_existing=True)
    if row is None or row.claimed_at is not None:
        return None
    message = mail.compose(row.payload, settings, number=number, created_at=row.created_at)
    db.session.rollback()
    return message


def _send(way: Carrier, number: int, message: EmailMessage) -> bool:
    way.offer(message)
    if not _claim(number):
        return False
    way.hand_over(message)
    _rate().note(clock.now())
    with transaction() as session:
        session.execute(delete(OutboxMessage).where(OutboxMessage.id == number))
    return True


def _claim(number: int) -> bool:
    """Note that the mail may leave from now on; False when somebody else has done so."""
    with transaction() as session:
        claimed = session.execute(
            update(OutboxMessage)
            .where(OutboxMessage.id == number, OutboxMessage.claimed_at.is_(None))
            .values(claimed_at=clock.now())
        )
        return bool(claimed.rowcount)  # type: ignore[attr-defined]


def _release(number: int) -> None:
    with transaction() as session:
        session.execute(
            update(OutboxMessage).where(OutboxMessage.id == number).values(claimed_at=None)
        )


def _failed(number: int, now: datetime, failure: str, most: int) -> None:
    """Try again later, or give up after so many tries."""
    with transaction() as session:
        row = session.get(OutboxMessage, number, populate_existing=True)
        if row is None:
            return
        row.postpone(now)
        if row.attempts >= most:
            row.given_up_at, row.failure = now, failure


def _unsure(number: int, now: datetime) -> None:
    """A mail that may have been taken: another try for one that is awaited, none for the rest."""
    row = db.session.get(OutboxMessage, number, populate_existing=True)
    if row is not None and row.kind == mail.KIND:
        _failed(number, now, UNCERTAIN, MOST_ATTEMPTS)
    else:
        _give_up(number, UNCERTAIN, now)


def _give_up(number: int, failure: str, now: datetime) -> None:
    log.warning("mail_given_up", row=number, failure=failure)
    with transaction() as session:
        row = session.get(OutboxMessage, number, populate_existing=True)
        if row is not None:
            row.claimed_at, row.given_up_at, row.failure = None, now, failure


def recover(now: datetime, *, starting: bool = False) -> None:
    """See to claims whose worker has died, and forget what was given up long ago. ``starting``:
    this is the one worker, and it has just begun, so that every claim is of another life."""
    limit = now if starting else now - ORPHANED
    claimed = select(OutboxMessage.id, OutboxMessage.kind).where(OutboxMessage.claimed_at <= limit)
    for number, kind in db.session.execute(claimed.order_by(OutboxMessage.id)).all():
        if kind == mail.KIND:
            _release(number)
        else:
            _give_up(number, UNCERTAIN, now)
    old = OutboxMessage.given_up_at <= now - KEPT
    if db.session.scalar(select(func.count()).select_from(OutboxMessage).where(old)):
        with transaction() as session:
            session.execute(delete(OutboxMessage).where(old))


def init_app() -> None:
    outbox.take_over(deliver_due, mail.KIND, mail.BULK)
