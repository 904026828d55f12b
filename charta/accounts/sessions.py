"""Sessions held on the server: Flask-Login finds the person by a token, not by their number.

The signed cookie carries a random token; its SHA-256 is a row of ``sign_ins``. Signing out
deletes the row, so a cookie copied before is worth nothing afterwards.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, datetime, timedelta

from flask import Flask, current_app, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from sqlalchemy import ColumnElement, Select, and_, delete, or_, select, update

from charta.accounts.models import Person, SignIn
from charta.core.clock import now
from charta.core.database import db
from config import Settings

manager = LoginManager()
manager.session_protection = None


class Visitor(UserMixin):  # type: ignore[misc]
    """A signed-in person as Flask-Login wants them; the id is the session's token."""

    def __init__(self, person: Person, token: str, sign_in: SignIn) -> None:
        self.person_id = person.id
        self.name = person.name
        self.token = token
        self.sign_in_id = sign_in.id
        self.proven_at = sign_in.proven_at
        self.last_seen_at = sign_in.last_seen_at
        self.to_renew = sign_in.to_renew
        self.last_active_at = person.last_active_at
        self.second_step = person.second_step_since is not None

    def get_id(self) -> str:
        return self.token


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def init_app(app: Flask) -> None:
    manager.init_app(app, add_context_processor=False)  # error pages must be drawn without a query


def belongs(token: str, at: datetime) -> ColumnElement[bool]:
    """Which row of ``sign_ins`` the token is for; the one before it counts for a minute."""
    kept = token_hash(token)
    before = and_(SignIn.previous_hash == kept, SignIn.previous_until > at)
    return or_(SignIn.token_hash == kept, before)


def alive(at: datetime, settings: Settings) -> ColumnElement[bool]:
    """Which rows of ``sign_ins`` have neither come to their end nor been left idle."""
    idle = timedelta(minutes=settings.session_idle_minutes)
    return and_(SignIn.expires_at > at, SignIn.last_seen_at > at - idle)


def living(token: str) -> Select[Person, SignIn]:
    """The person whose living session the token belongs to, and that session. A later feature,
    which knows what people may do, finds both in one query and gives Flask-Login its loader."""
    settings: Settings = current_app.extensions["charta.settings"]
    at = now()
    return (
        select(Person, SignIn)
        .join(SignIn, SignIn.person_id == Person.id)
        .where(belongs(token, at), alive(at, settings))
    )


def day_of(at: datetime) -> datetime:
    """The beginning of the day: more is not kept of when somebody was last here."""
    return at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def open_session(person: Person, at: datetime, settings: Settings, browser: str = "") -> Visitor:
    """Write the session's row; give the visitor to :func:`remember` after the commit. The words
    for the browser are for the person to know it again."""
    token = secrets.token_urlsafe(32)
    person.last_active_at, person.inactive_warned_at = day_of(at), None
    db.session.execute(delete(SignIn).where(~alive(at, settings)))
    row = SignIn(
        token_hash=token_hash(token),
        person_id=person.id,
        created_at=at,
        expires_at=at + timedelta(hours=settings.session_hours),
        last_seen_at=at,
        proven_at=at,
        browser=browser,
    )
    db.session.add(row)
    db.session.flush()
    return Visitor(person, token, row)


def remember(visitor: Visitor) -> None:
    """Begin a fresh cookie session for the visitor: nothing from before it is kept."""
    session.clear()
    login_user(visitor)


def close_session() -> None:
    """End this browser's session: its row first, then its cookie. Inside a transaction."""
    if current_user.is_authenticated:
        db.session.execute(delete(SignIn).where(SignIn.id == current_user.sign_in_id))
    leave()


def leave() -> None:
    """Empty this browser's cookie; its row, if it has one, must have gone."""
    logout_user()
    session.clear()


def close_all_sessions(person_id: int, *, but: int | None = None) -> int:
    """End all sessions of a person, wherever they are signed in, or all but one; how many that
    were. The one that stays gets another token with its next page, so that copies of its cookie
    end as well. Inside a transaction."""
    mine = SignIn.person_id == person_id
    ended = db.session.execute(
        delete(SignIn).where(mine if but is None else and_(mine, SignIn.id != but))
    )
    if but is not None:
        renew_tokens(person_id)
    return int(ended.rowcount)  # type: ignore[attr-defined]


def renew_tokens(person_id: int) -> None:
    """Give each of a person's browsers another token with its next page: what the person may do
    has changed, or copies of their cookies shall end. Inside a transaction."""
    db.session.execute(update(SignIn).where(SignIn.person_id == person_id).values(to_renew=True))
