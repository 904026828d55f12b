"""Letters, calls and guests with dull defaults, made through the services."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from itertools import count
from typing import Any

from flask import Flask
from sqlalchemy import select

from charta.consultation.models import Comment, Round
from charta.consultation.services import Said
from charta.core.database import db
from charta.core.outbox import OutboxMessage
from charta.drafting.models import Document
from charta.intake import queries, services
from charta.intake.models import HeldComment, Intake
from charta.text.spans import Span
from tests.support.cast import Cast
from tests.support.consultation import DURING
from tests.support.drafting import writing
from tests.support.proofs import a_proof

TEXT = """Sehr geehrte Damen und Herren,

der Radweg am Hafen fehlt. Bitte bauen Sie ihn bald.

Die Schulen brauchen schnelles Internet.

Mit freundlichen Grüßen"""

RECEIVED = DURING.date()

_numbers = count(1)


def an_intake(
    city: Cast,
    found: Round,
    *,
    source: str = TEXT,
    channel: str = "letter",
    received_on: date = RECEIVED,
    title: str = "Anregungen zum Entwurf",
    document: Document | None = None,
    seen: int | None = None,
    now: datetime = DURING,
    **more: str,
) -> Intake:
    """A letter entered by Edda."""
    with writing():
        return services.enter_intake(
            city.editor,
            now,
            db.session.merge(found, load=False),
            services.Entry(channel, received_on, title, source, **more),
            document=document,
            seen=seen,
        )


def the_stretch(source: str, words: str) -> Span:
    """Where ``words`` stand in a text; they must stand there once."""
    assert source.count(words) == 1, words
    start = source.index(words)
    return start, start + len(words)


def an_excerpt(
    city: Cast, intake: Intake, document: Document, *words: str, now: datetime = DURING
) -> Comment:
    """Words of an Eingabe made a comment on a text."""
    with writing():
        loaded = queries.intake_by_number(intake.charter_id, intake.number)
        stretches = [the_stretch(loaded.source, one) for one in words]
        return services.assign(city.editor, now, loaded, stretches, document)


def allow_guests(city: Cast, mode: str, now: datetime = DURING) -> None:
    with writing():
        services.allow_guests(city.admin, now, city.charter_id, mode)


def a_held(
    found: Round,
    document: Document,
    *,
    source: str = "Auch ohne Konto: Bitte mehr Bänke.",
    name: str = "Gerda Gast",
    email: str | None = "gerda@gast.example",
    submission: str | None = None,
    passage: Span | None = None,
    wording: str | None = None,
    now: datetime = DURING,
    proven: bool = True,
    language: str = "de",
    **more: Any,
) -> HeldComment:
    """What a guest has said; the mail with the link lies in the outbox."""
    with writing():
        return services.hold(
            now,
            db.session.merge(found, load=False),
            document,
            Said(source, None, passage, wording),
            submission=submission or f"guest-{next(_numbers)}",
            name=name,
            email=email,
            language=language,
            proof=a_proof(now) if proven else None,
            **more,
        )


def mails(app: Flask) -> Sequence[dict[str, Any]]:
    """What waits to be sent, the oldest first."""
    with app.app_context():
        query = select(OutboxMessage).where(OutboxMessage.kind == "mail").order_by(OutboxMessage.id)
        found = [row.payload for row in db.session.scalars(query)]
        db.session.rollback()
        return found


def the_token(app: Flask) -> str:
    """The token in the newest mail to a guest."""
    found = re.search(r"/ohne-konto/([\w-]{20,})/", mails(app)[-1]["body"])
    assert found is not None
    return found[1]
