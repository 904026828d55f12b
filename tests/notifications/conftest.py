"""A city whose people are told: what happens, the worker's minute, and what lies in the outbox."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from charta.consultation.models import Round
from charta.core import mail
from charta.core.actors import Actor
from charta.core.database import db, transaction
from charta.core.outbox import OutboxMessage
from charta.drafting.models import Document
from charta.notifications import services
from charta.notifications.background import tell_people
from charta.notifications.queries.addressees import chosen
from charta.notifications.rules import Frequency, Topic
from tests.support.accounts import StoppedClock, stop_clock
from tests.support.cast import Cast
from tests.support.consultation import DURING, OPENS, a_round
from tests.support.drafting import a_clause

CARLA, CURT = "citizen@stralsund.example", "second_citizen@stralsund.example"


@dataclass
class Post:
    """The mails to be sent: :meth:`come` lets the worker have its minute and gives the new ones."""

    clock: StoppedClock
    seen: set[int] = field(default_factory=set)

    def come(self, at: datetime | None = None) -> list[dict[str, Any]]:
        self.clock.at = at or self.clock.at
        db.session.rollback()
        tell_people(self.clock.at)
        rows = db.session.scalars(
            select(OutboxMessage)
            .where(OutboxMessage.kind == mail.BULK, OutboxMessage.id.not_in(self.seen))
            .order_by(OutboxMessage.id)
        ).all()
        self.seen |= {row.id for row in rows}
        return [row.payload for row in rows]


@pytest.fixture
def post(app: Flask) -> Iterator[Post]:
    """Let the whole test speak to the database, at :data:`DURING`."""
    with app.app_context():
        yield Post(stop_clock(app, DURING))


@pytest.fixture
def clause(post: Post, city: Cast) -> Document:
    """MOB-1, in section A-1."""
    return a_clause(city)


@pytest.fixture
def found(post: Post, city: Cast, clause: Document) -> Round:
    """A round that shows MOB-1; its opening has been told, to nobody yet."""
    made = a_round(city)
    assert post.come(OPENS) == []
    post.clock.at = DURING
    return made


def wants(
    actor: Actor,
    *,
    language: str = "de",
    watched: tuple[int, ...] = (),
    **frequencies: str,
) -> None:
    """Let somebody choose: ``wants(city.citizen, answers="daily")``."""
    with transaction():
        wishes = dict(chosen(actor.person_id or 0).wishes)
        wishes |= {Topic(topic): Frequency(often) for topic, often in frequencies.items()}
        services.choose(actor, wishes=wishes, language=language, watched=watched)


def to(mails: list[dict[str, Any]]) -> list[str]:
    return [one["to"] for one in mails]
