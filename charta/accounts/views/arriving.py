"""How somebody arrives who has proven a first step: signed in, or halfway with a second to come."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Response, redirect, session, url_for
from flask_babel import gettext as _

from charta.accounts import sessions, visiting
from charta.accounts.models import Person
from charta.core.clock import now
from charta.core.database import db
from charta.core.notices import notice

HALFWAY = "halfway"
LASTS = timedelta(minutes=10)


def arrive(person: Person, visitor: sessions.Visitor | None, next_path: str | None) -> Response:
    """Go where one came from; without a session the second step comes first."""
    if visitor is None:
        session.clear()
        session[HALFWAY] = [person.id, now().isoformat(), _fingerprint(person)]
        target = url_for("accounts.second_step", next=next_path)
        return redirect(target, code=303)  # type: ignore[return-value]
    sessions.remember(visitor)
    notice(_("Sie sind angemeldet."))
    answer = redirect(next_path or url_for("accounts.account"), code=303)
    visiting.know_browser(answer, person.email or "")  # type: ignore[arg-type]
    return answer  # type: ignore[return-value]


def waiting() -> Person | None:
    """Who has taken the first step in this browser within the last minutes, and has had the same
    password since."""
    kept = session.get(HALFWAY)
    if not isinstance(kept, list) or len(kept) != 3:
        return None
    number, since, fingerprint = kept
    if now() - datetime.fromisoformat(since) >= LASTS:
        return None
    person = db.session.get(Person, number)
    if person is None or _fingerprint(person) != fingerprint:
        return None
    return person


def _fingerprint(person: Person) -> str:
    return sessions.token_hash(person.password_hash or "")[:16]
