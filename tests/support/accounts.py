"""The post box of the tests, and a clock that stands where one puts it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from sqlalchemy import select

from charta.core.database import db
from charta.core.outbox import OutboxMessage
from charta.journal.models import JournalEntry

NOON = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)


@dataclass
class StoppedClock:
    """The application's clock; :meth:`forward` turns it on."""

    at: datetime = NOON

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **span: float) -> None:
        self.at += timedelta(**span)


def stop_clock(app: Flask, at: datetime = NOON) -> StoppedClock:
    clock = StoppedClock(at)
    app.extensions["charta.clock"] = clock
    return clock


def mails(app: Flask) -> list[dict[str, Any]]:
    """All mails on their way, oldest first, each with ``to``, ``subject`` and ``body``."""
    with app.app_context():
        return list(
            db.session.scalars(
                select(OutboxMessage.payload)
                .where(OutboxMessage.kind == "mail")
                .order_by(OutboxMessage.id)
            )
        )


def mailed_path(app: Flask) -> str:
    """The path of the first link in the newest mail."""
    found = re.search(r"https?://\S+", mails(app)[-1]["body"])
    assert found, "The mail has no link."
    parts = urlsplit(found.group())
    return parts.path + (f"?{parts.query}" if parts.query else "")


def actions(app: Flask) -> list[str]:
    """What the journal says has been done, oldest first."""
    with app.app_context():
        return list(db.session.scalars(select(JournalEntry.action).order_by(JournalEntry.id)))
