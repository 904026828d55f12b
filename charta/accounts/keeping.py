"""What a session row learns while its person reads: that they are there, a new token where their
roles have changed, and its end where an old one comes back.

This is the one thing that reading writes, at most every few minutes and outside the pages' own
transactions: who only reads must not be taken for somebody who has left.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta

from flask import Flask, Response, current_app, g, request, session
from sqlalchemy import Delete, Update, and_, delete, select, update
from sqlalchemy.exc import SQLAlchemyError

from charta.accounts.models import Person, SignIn
from charta.accounts.sessions import Visitor, day_of, token_hash
from charta.core.clock import now
from charta.core.database import db
from charta.core.logs import log
from charta.core.outages import state, trouble
from config import Settings

SEEN_EVERY = timedelta(minutes=5)
OLD_TOKEN_LASTS = timedelta(minutes=1)
"""For requests that were under way with the old token."""


def init_app(app: Flask) -> None:
    app.after_request(keep)


def keep(response: Response) -> Response:
    """Note after a page that its reader was there."""
    visitor, token = g.get("_login_user"), session.get("_user_id")
    if visitor is None or token is None or request.method != "GET" or response.status_code >= 500:
        return response
    try:
        if not isinstance(visitor, Visitor):
            _end_if_replaced(token, now())
        elif token == visitor.token:  # else somebody has just signed in
            _note(visitor, now())
    except SQLAlchemyError as error:
        if trouble(error) is None:
            raise
        # the page is there; the next one tries again
        log.warning("session", failure=state(error))
    return response


def _note(visitor: Visitor, at: datetime) -> None:
    if visitor.to_renew:
        _renew(visitor, at)
    elif visitor.last_seen_at < at - _often():
        _write(
            update(SignIn).where(SignIn.id == visitor.sign_in_id).values(last_seen_at=at),
            *_active(visitor, at),
        )


def _end_if_replaced(token: str, at: datetime) -> None:
    """End a session whose token of before comes back: two have had the cookie, and who was quicker
    to get the new token may be the thief. The owner proves again who they are."""
    came_back = and_(SignIn.previous_hash == token_hash(token), SignIn.previous_until <= at)
    if db.session.scalar(select(SignIn.id).where(came_back)) is not None:
        _write(delete(SignIn).where(came_back))
        log.warning("session", ended="a replaced token came back")


def _active(visitor: Visitor, at: datetime) -> Iterator[Update]:
    """That the person was here today, once a day: an account that is used is not deleted."""
    if visitor.last_active_at is None or visitor.last_active_at < day_of(at):
        yield (
            update(Person)
            .where(Person.id == visitor.person_id)
            .values(last_active_at=day_of(at), inactive_warned_at=None)
        )


def _often() -> timedelta:
    settings: Settings = current_app.extensions["charta.settings"]
    return min(SEEN_EVERY, timedelta(minutes=settings.session_idle_minutes) / 4)


def _renew(visitor: Visitor, at: datetime) -> None:
    """Give the browser another token; of several requests at once only the first does."""
    token = secrets.token_urlsafe(32)
    old = token_hash(visitor.token)
    renewed = _write(
        update(SignIn)
        .where(SignIn.id == visitor.sign_in_id, SignIn.token_hash == old, SignIn.to_renew)
        .values(
            token_hash=token_hash(token),
            previous_hash=old,
            previous_until=at + OLD_TOKEN_LASTS,
            last_seen_at=at,
            to_renew=False,
        )
    )
    if renewed:
        session["_user_id"] = token


def _write(*statements: Update | Delete) -> int:
    """In one transaction; how many rows they met together."""
    with db.engine.begin() as connection:
        return sum(connection.execute(statement).rowcount for statement in statements)
