"""Finding people and the links they were sent."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from charta.accounts.models import MailLink, Person
from charta.accounts.rules import Purpose
from charta.accounts.sessions import token_hash
from charta.core.database import db
from charta.core.errors import NotFound


def person(number: int) -> Person:
    """The person with this number; raises NotFound."""
    found = db.session.get(Person, number)
    if found is None:
        raise NotFound
    return found


def person_by_email(email: str) -> Person | None:
    """The person with this address, which is in its normal spelling."""
    return db.session.scalars(select(Person).where(Person.email == email)).first()


def mail_link(token: str, purpose: Purpose) -> MailLink | None:
    """The link with this token and its person, however old and whether used or not."""
    return db.session.scalars(
        select(MailLink)
        .options(joinedload(MailLink.person))
        .where(MailLink.token_hash == token_hash(token), MailLink.purpose == purpose)
    ).first()
