"""Who is written to, where and how; and what they have chosen."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from charta.accounts.models import Person
from charta.consultation.models import Comment
from charta.core.database import db
from charta.core.errors import NotFound
from charta.core.i18n import DEFAULT as GERMAN
from charta.core.i18n import LANGUAGES
from charta.intake.models import HeldComment
from charta.notifications import rules
from charta.notifications.models import Addressee, Watch, Wish
from charta.notifications.queries.audiences import can_be_written_to
from charta.notifications.rules import Frequency, Topic


@dataclass(frozen=True)
class Recipient:
    """Somebody who can be written to."""

    person_id: int
    email: str
    name: str
    token: str
    language: str


@dataclass(frozen=True)
class Chosen:
    """What somebody wants to hear of, how often and in which language; and the charters whose
    rounds they asked to hear of."""

    wishes: Mapping[Topic, Frequency]
    language: str
    watched: frozenset[int]


def recipients(person_ids: Collection[int]) -> dict[int, Recipient]:
    """Those of some people who can be written to and have their token. One query."""
    rows = db.session.execute(
        select(Person.id, Person.email, Person.name, Addressee.token, Addressee.language)
        .join(Addressee, Addressee.person_id == Person.id)
        .where(Person.id.in_(person_ids), can_be_written_to())
    )
    return {
        number: Recipient(number, email, name, token, language)
        for number, email, name, token, language in rows
        if email is not None
    }


def without_token(person_ids: Collection[int]) -> dict[int, str]:
    """Those of some people who have never been written to, each with the language in which they
    last spoke as a guest, else German. Two queries."""
    known = select(Addressee.person_id)
    query = select(Person.id).where(Person.id.in_(person_ids), Person.id.not_in(known))
    new = db.session.scalars(query.order_by(Person.id)).all()
    spoken = db.session.execute(
        select(Comment.author_id, HeldComment.language)
        .join(HeldComment, HeldComment.comment_id == Comment.id)
        .where(Comment.author_id.in_(new))
        .order_by(HeldComment.id)
    )
    languages = {number: code for number, code in spoken if code in LANGUAGES}
    return {number: languages.get(number, GERMAN) for number in new}


def language_of(person_id: int) -> str:
    """The language somebody has chosen, else that in which they last spoke as a guest, else
    German. Up to three queries."""
    found = db.session.scalar(select(Addressee.language).where(Addressee.person_id == person_id))
    return found or without_token([person_id]).get(person_id, GERMAN)


def addressee_of(token: str) -> Addressee:
    """Who the link of a mail belongs to; raises NotFound."""
    found = db.session.scalars(select(Addressee).where(Addressee.token == token)).first()
    if found is None:
        raise NotFound
    return found


def chosen(person_id: int) -> Chosen:
    """What somebody has chosen, else what holds without a choice. Three queries."""
    rows = db.session.execute(select(Wish.topic, Wish.frequency).where(Wish.person_id == person_id))
    wishes = {Topic(topic): Frequency(frequency) for topic, frequency in rows}
    language = db.session.scalar(select(Addressee.language).where(Addressee.person_id == person_id))
    watched = db.session.scalars(select(Watch.charter_id).where(Watch.person_id == person_id))
    return Chosen(
        {topic: wishes.get(topic, rules.DEFAULT) for topic in Topic},
        language or GERMAN,
        frozenset(watched),
    )
