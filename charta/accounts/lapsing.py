"""Accounts that nobody has confirmed or that nobody uses, as what is kept for a while only."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import ColumnElement, delete, exists, func, select

from charta.accounts import guests, mails
from charta.accounts.duties import Duty, months_before
from charta.accounts.models import MailLink, Person, SignIn, SignInAttempt
from charta.accounts.services.erasing import erase, objections
from charta.core.actors import OPERATOR
from charta.core.database import db
from config import Settings

LAST_HERE = func.coalesce(Person.last_active_at, Person.confirmed_at)
"""Since accounts know no day before this was kept, the day they were confirmed counts."""


def forget_unconfirmed(now: datetime, settings: Settings, limit: int) -> int:
    """Accounts begun and never confirmed. A guest stays a guest: what falls away is the password
    that somebody has typed for their address."""
    begun = now - timedelta(days=settings.keep_unconfirmed_days)
    open_link = exists().where(MailLink.person_id == Person.id, MailLink.expires_at > now)
    found = db.session.scalars(
        select(Person)
        .where(
            Person.password_hash.is_not(None),
            Person.confirmed_at.is_(None),
            Person.created_at <= begun,
            ~open_link,
        )
        .order_by(Person.id)
        .limit(limit)
    ).all()
    for person in found:
        if guests.is_guest(person):
            person.password_hash = None
        else:
            erase(OPERATOR, now, person, farewell=False)
    db.session.flush()
    return len(found)


def forget_attempts(now: datetime, settings: Settings, limit: int) -> int:
    """Also swept each hour; here it is counted."""
    old = SignInAttempt.at <= now - timedelta(days=settings.keep_attempts_days)
    found = db.session.scalars(
        select(SignInAttempt.id).where(old).order_by(SignInAttempt.id).limit(limit)
    ).all()
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.id.in_(found)))
    return len(found)


def warn_inactive(now: datetime, settings: Settings, limit: int) -> int:
    """Write to who has not been here for nearly so long, once."""
    notice = timedelta(days=settings.warn_inactive_days)
    unused_since = months_before(now + notice, settings.keep_inactive_months)
    found = _unused(unused_since, Person.inactive_warned_at.is_(None), limit)
    for person in found:
        person.inactive_warned_at = now
        mails.unused(person, now + notice)
    db.session.flush()
    return len(found)


def forget_inactive(now: datetime, settings: Settings, limit: int) -> int:
    """Accounts whose owners were warned and did not come. Who administers a charter alone stays
    until somebody else does."""
    warned = now - timedelta(days=settings.warn_inactive_days)
    unused_since = months_before(now, settings.keep_inactive_months)
    gone = 0
    for person in _unused(unused_since, Person.inactive_warned_at <= warned, limit):
        if not objections(person.id):
            erase(OPERATOR, now, person)
            gone += 1
    return gone


def _unused(since: datetime, condition: ColumnElement[bool], limit: int) -> list[Person]:
    here = exists().where(SignIn.person_id == Person.id, SignIn.last_seen_at > since)
    return list(
        db.session.scalars(
            select(Person)
            .where(
                Person.confirmed_at.is_not(None),
                Person.email.is_not(None),
                since >= LAST_HERE,
                condition,
                ~here,
            )
            .order_by(Person.id)
            .limit(limit)
        )
    )


def in_days(number: int) -> str:
    return str(ngettext("%(num)s Tag", "%(num)s Tage", number))


def in_months(number: int) -> str:
    return str(ngettext("%(num)s Monat", "%(num)s Monate", number))


DUTIES = (
    Duty(
        "unconfirmed_accounts",
        lambda: _("Konten, deren Adresse nie bestätigt wurde"),
        lambda settings: in_days(settings.keep_unconfirmed_days),
        forget_unconfirmed,
        "people",
    ),
    Duty(
        "sign_in_attempts",
        lambda: _("Fehlversuche beim Anmelden, als Prüfsummen"),
        lambda settings: in_days(settings.keep_attempts_days),
        forget_attempts,
        "sign_in_attempts",
    ),
    Duty("inactive_warnings", lambda: "", lambda _settings: "", warn_inactive, "people"),
    Duty(
        "inactive_accounts",
        lambda: _("Konten, die niemand benutzt"),
        lambda settings: _(
            "%(months)s ohne Anmeldung; %(days)s vorher schreiben wir Ihnen",
            months=in_months(settings.keep_inactive_months),
            days=in_days(settings.warn_inactive_days),
        ),
        forget_inactive,
        "people",
    ),
)
"""In the order of the page; of the warnings the last one speaks."""
