"""People who speak without an account: guests, and those whose letter somebody has entered.

A guest is a person with an address and without a password. That is no account: signing up with
the address works as for anybody, and whoever does so finds what they said as a guest.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import exists, select

from charta.accounts import queries
from charta.accounts.models import Person
from charta.core.actors import Actor
from charta.core.database import db
from charta.journal.models import JournalEntry
from charta.journal.services import record

WELCOMED = "person.welcomed"
"""The journal's word for a guest whose address has been confirmed."""


def a_voice(now: datetime, *, name: str) -> Person:
    """Somebody of whom the public reads a name and nobody knows an address. It belongs to the
    change that brings their words, so it is in that change's entry of the journal."""
    person = Person(email=None, name=name, password_hash=None, created_at=now, confirmed_at=None)
    db.session.add(person)
    db.session.flush()
    return person


def person_behind(now: datetime, *, email: str, name: str) -> Person:
    """The person with an address that has just been proven, in its normal spelling; a guest of
    this name when there is none. An account that has been confirmed keeps its own name; one that
    has not, was begun by whoever may have typed the address, so the guest is called as they say.
    """
    person = queries.person_by_email(email)
    if person is None:
        person = Person(
            email=email, name=name, password_hash=None, created_at=now, confirmed_at=None
        )
        db.session.add(person)
    elif person.confirmed_at is not None or is_guest(person):
        return person
    else:
        person.name = name
    db.session.flush()
    record(Actor(person.id, person.name), now, WELCOMED, person, None)
    return person


def is_guest(person: Person) -> bool:
    """Whether somebody has proven this address and spoken as a guest. One query."""
    found = exists().where(
        JournalEntry.subject_type == Person.__tablename__,
        JournalEntry.subject_id == person.id,
        JournalEntry.action == WELCOMED,
    )
    return db.session.scalar(select(found)) or False
