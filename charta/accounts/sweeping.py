"""What has run out and is of no use to anybody, swept once an hour."""

from __future__ import annotations

from datetime import datetime

from flask import Flask, current_app
from sqlalchemy import delete

from charta.accounts import throttling
from charta.accounts.models import MailLink, SignIn, SpentChallenge
from charta.accounts.sessions import alive
from charta.core import jobs
from charta.core.database import transaction
from config import Settings


def init_app(app: Flask) -> None:
    jobs.every_hour(app, sweep)


def sweep(now: datetime) -> None:
    """Delete sessions that have ended, links and challenges that have run out, and old
    attempts."""
    settings: Settings = current_app.extensions["charta.settings"]
    with transaction() as session:
        session.execute(delete(SignIn).where(~alive(now, settings)))
        session.execute(delete(MailLink).where(MailLink.expires_at <= now))
        session.execute(delete(SpentChallenge).where(SpentChallenge.expires_at <= now))
        throttling.sweep(now, settings)
