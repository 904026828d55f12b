"""Sessions held on the server: Flask-Login finds the person by a token, not by their number.

The signed cookie carries a random token; its SHA-256 is a row of ``sign_ins``. Signing out
deletes the row, so a cookie copied before is worth nothing afterwards.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from flask import Flask, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from sqlalchemy import Select, delete, select

from charta.accounts.models import Person, SignIn
from charta.core.clock import now
from charta.core.database import db
from config import Settings

manager = LoginManager()
manager.session_protection = None


class Visitor(UserMixin):  # type: ignore[misc]
    """A signed-in person as Flask-Login wants them; the id is the session's token."""

    def __init__(self, person: Person, token: str) -> None:
        self.person_id = person.id
        self.name = person.name
        self.token = token

    def get_id(self) -> str:
        return self.token


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def init_app(app: Flask) -> None:
    manager.init_app(app)


def living(token: str) -> Select[Person]:
    """The person whose living session the token belongs to. A later feature, which knows what
    people may do, finds both in one query and gives Flask-Login its loader."""
    return (
        select(Person)
        .join(SignIn, SignIn.person_id == Person.id)
        .where(SignIn.token_hash == token_hash(token), SignIn.expires_at > now())
    )


def open_session(person: Person, at: datetime, settings: Settings) -> Visitor:
    """Write the session's row; give the visitor to :func:`remember` after the commit."""
    token = secrets.token_urlsafe(32)
    db.session.execute(delete(SignIn).where(SignIn.expires_at <= at))
    db.session.add(
        SignIn(
            token_hash=token_hash(token),
            person_id=person.id,
            created_at=at,
            expires_at=at + timedelta(hours=settings.session_hours),
        )
    )
    db.session.flush()
    return Visitor(person, token)


def remember(visitor: Visitor) -> None:
    """Begin a fresh cookie session for the visitor: nothing from before it is kept."""
    session.clear()
    login_user(visitor)


def close_session() -> None:
    """End this browser's session: its row first, then its cookie. Inside a transaction."""
    if current_user.is_authenticated:
        db.session.execute(
            delete(SignIn).where(SignIn.token_hash == token_hash(current_user.token))
        )
    leave()


def leave() -> None:
    """Empty this browser's cookie; its row, if it has one, must have gone."""
    logout_user()
    session.clear()


def close_all_sessions(person_id: int) -> None:
    """End all sessions of a person, wherever they are signed in. Inside a transaction."""
    db.session.execute(delete(SignIn).where(SignIn.person_id == person_id))
