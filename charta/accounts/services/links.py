"""Links sent by mail: each for one purpose, for one use, for a while."""

from __future__ import annotations

import secrets
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import delete, or_, update

from charta.accounts import queries, rules
from charta.accounts.models import MailLink, Person
from charta.accounts.rules import Purpose
from charta.accounts.sessions import token_hash
from charta.core.database import db
from charta.core.errors import Conflict, NotFound


def new_link(now: datetime, person: Person, purpose: Purpose, email: str | None = None) -> str:
    """A fresh token; older links of this purpose, and all that have run out, are gone."""
    token = secrets.token_urlsafe(32)
    mine = (MailLink.person_id == person.id) & (MailLink.purpose == purpose)
    db.session.execute(delete(MailLink).where(or_(mine, MailLink.expires_at <= now)))
    db.session.add(
        MailLink(
            token_hash=token_hash(token),
            person_id=person.id,
            purpose=purpose,
            email=email,
            created_at=now,
            expires_at=now + rules.LASTS[purpose],
        )
    )
    db.session.flush()
    return token


def living_link(now: datetime, token: str, purpose: Purpose) -> MailLink:
    """The link with this token; raises NotFound for one that does not exist and Conflict for one
    that is too old or used."""
    link = queries.mail_link(token, purpose)
    if link is None:
        raise NotFound
    if link.used_at is not None or link.expires_at <= now:
        raise Conflict(_("Dieser Link gilt nicht mehr. Bitte fordern Sie einen neuen an."))
    return link


def withdraw_links(now: datetime, person: Person) -> None:
    db.session.execute(
        update(MailLink)
        .where(MailLink.person_id == person.id, MailLink.used_at.is_(None))
        .values(used_at=now)
    )
