"""Signing in: by password, by a mailed link, by a passkey; and the second step after the first
two. Sessions and links that only carry somebody there leave no entry in the journal."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import update

from charta.accounts import mails, queries, rules, sessions
from charta.accounts.models import Person, SignIn
from charta.accounts.services import codes
from charta.accounts.services.links import living_link, new_link
from charta.core.database import db
from charta.core.errors import Conflict, NotAllowed
from config import Settings


def sign_in(
    now: datetime,
    settings: Settings,
    person_id: int,
    *,
    verified_hash: str,
    better_hash: str | None = None,
    browser: str = "",
) -> sessions.Visitor | None:
    """Open a session for somebody whose password was verified against ``verified_hash``; None
    when their second step is still to come.

    ``better_hash`` replaces a hash made with older parameters. Raises Conflict when the
    password was changed in the meantime.
    """
    person = queries.person(person_id)
    if person.password_hash != verified_hash or person.confirmed_at is None:
        raise Conflict(_("Das Passwort wurde eben geändert. Bitte melden Sie sich neu an."))
    if better_hash is not None:
        person.password_hash = better_hash
    if person.second_step_since is not None:
        db.session.flush()
        return None
    return sessions.open_session(person, now, settings, browser)


def ask_to_enter(now: datetime, *, email: str, next_path: str | None = None) -> None:
    """Send a link to sign in, or say that there is no account; one mail either way. An account
    that has not been confirmed is confirmed first: somebody else may have begun it."""
    email = rules.normal_address(email)
    person = queries.person_by_email(email)
    if person is None or not person.has_account:
        mails.nobody_there(email)
    elif person.confirmed_at is None:
        mails.confirm(person, new_link(now, person, "confirm"), next_path)
    else:
        mails.enter(person, new_link(now, person, "enter"), next_path)


def enter_by_link(
    now: datetime, settings: Settings, token: str, *, browser: str = ""
) -> tuple[Person, sessions.Visitor | None]:
    """Use up a mailed link; the person, and their session unless a second step is to come.

    Raises NotFound for a link that does not exist and Conflict for one that is too old or used.
    """
    link = living_link(now, token, "enter")
    link.used_at = now
    db.session.flush()
    person = link.person
    if person.second_step_since is not None:
        return person, None
    return person, sessions.open_session(person, now, settings, browser)


def confirm_second_step(
    now: datetime, settings: Settings, person: Person, code: str, *, browser: str = ""
) -> sessions.Visitor:
    """Open a session for somebody who has proven the first step, by a code of their app or one of
    their recovery codes. Raises Invalid for another code."""
    codes.use(now, settings, person, code)
    return sessions.open_session(person, now, settings, browser)


def prove_again(now: datetime, visitor: sessions.Visitor) -> None:
    """Note that the person has just proven once more to be themselves. Raises NotAllowed when
    the session has ended in the meantime."""
    done = db.session.execute(
        update(SignIn).where(SignIn.id == visitor.sign_in_id).values(proven_at=now)
    )
    if not done.rowcount:  # type: ignore[attr-defined]
        raise NotAllowed
