"""Addresses to which nobody has answered are forgotten, once an hour."""

from __future__ import annotations

from datetime import datetime

from flask import Flask
from sqlalchemy import update

from charta.charters.models import Invitation
from charta.core import jobs
from charta.core.database import transaction


def init_app(app: Flask) -> None:
    jobs.every_hour(app, sweep)


def sweep(now: datetime) -> None:
    """Forget address and link of the invitations that have run out; that they were sent stays. One
    from a backup has an address without a link."""
    with transaction() as session:
        session.execute(
            update(Invitation)
            .where(Invitation.expires_at <= now, Invitation.email.is_not(None))
            .values(email=None, token_hash=None)
        )
