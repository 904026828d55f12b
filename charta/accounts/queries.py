"""Finding people, the links they were sent, and what they prove themselves with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from charta.accounts.models import (
    Authenticator,
    Identity,
    MailLink,
    Passkey,
    Person,
    RecoveryCode,
    SignIn,
)
from charta.accounts.rules import Purpose
from charta.accounts.sessions import alive, token_hash
from charta.core.database import db
from charta.core.errors import NotFound
from config import Settings


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


def authenticator(person_id: int) -> Authenticator | None:
    """The person's app, whether they have typed a code from it yet or not."""
    return db.session.scalars(
        select(Authenticator).where(Authenticator.person_id == person_id)
    ).first()


def passkeys(person_id: int) -> Sequence[Passkey]:
    """The person's passkeys, the oldest first."""
    return db.session.scalars(
        select(Passkey).where(Passkey.person_id == person_id).order_by(Passkey.id)
    ).all()


def passkey(person_id: int, number: int) -> Passkey:
    """One of the person's passkeys; raises NotFound."""
    found = db.session.get(Passkey, number)
    if found is None or found.person_id != person_id:
        raise NotFound
    return found


def passkey_by_credential(credential: str) -> Passkey | None:
    return db.session.scalars(select(Passkey).where(Passkey.credential == credential)).first()


def identity(issuer: str, subject: str) -> Identity | None:
    """Whoever the provider calls so."""
    return db.session.scalars(
        select(Identity).where(Identity.issuer == issuer, Identity.subject == subject)
    ).first()


def identities(person_id: int, issuer: str) -> Sequence[Identity]:
    """Who the person is to this provider, the oldest first."""
    return db.session.scalars(
        select(Identity)
        .where(Identity.person_id == person_id, Identity.issuer == issuer)
        .order_by(Identity.id)
    ).all()


def recovery_codes_left(person_id: int) -> int:
    query = select(func.count()).select_from(RecoveryCode)
    return db.session.scalar(query.where(RecoveryCode.person_id == person_id)) or 0


def sign_ins(person_id: int, now: datetime, settings: Settings) -> Sequence[SignIn]:
    """Where the person is signed in, the one seen last first."""
    return db.session.scalars(
        select(SignIn)
        .where(SignIn.person_id == person_id, alive(now, settings))
        .order_by(SignIn.last_seen_at.desc(), SignIn.id.desc())
    ).all()
