"""What came by other ways to the poisoned city: a letter, a table of them, and guests."""

from __future__ import annotations

from datetime import datetime

from flask import Flask
from sqlalchemy import select

from charta.accounts.models import Person
from charta.accounts.sessions import token_hash
from charta.consultation import services as consultation
from charta.consultation.holding import Held
from charta.consultation.models import Round
from charta.core.database import db
from charta.drafting.models import Document
from charta.intake import queries, services
from charta.intake.models import HeldComment
from charta.intake.sheets import Row, Sheet
from charta.receipts.queries import codes
from tests.e2e.poison import Poison
from tests.support.cast import Cast
from tests.support.intake import a_held, allow_guests, an_intake

TOKEN = "poisoned"
"""What is in the link of a mail to a guest."""


def receive(city: Cast, poison: Poison, now: datetime) -> None:
    """Within the open transaction, in the newest round."""
    found = db.session.scalars(select(Round).order_by(Round.number.desc())).first()
    clause = db.session.scalars(select(Document).where(Document.kind == "clause")).first()
    assert found is not None
    assert clause is not None
    _letters(city, poison, found, now)
    allow_guests(city, "moderated", now)
    _guests(city, poison, found, clause, now)
    _newcomers(city, poison, found, clause, now)


def _letters(city: Cast, poison: Poison, found: Round, now: datetime) -> None:
    an_intake(
        city,
        found,
        title=poison.line("subject of a letter", 200),
        source=poison.text("letter", 9_000),
        public_name=poison.line("public name of a sender"),
        sender_name=poison.line("name of a sender", 200),
        sender_address=poison.text("address of a sender", 500),
        file_name=poison.line("file of a letter", 120),
        received_on=now.date(),
        now=now,
    )
    row = Row(
        2,
        text=poison.text("row of a table of letters", 400),
        sender=poison.line("sender in a table"),
        public=poison.line("organisation in a table"),
    )
    services.prepare_import(
        city.editor,
        now,
        found,
        file_name=poison.line("file of a table of letters", 120),
        sheet=Sheet((row,), (poison.line("column nobody reads"),)),
    )


def _guests(city: Cast, poison: Poison, found: Round, clause: Document, now: datetime) -> None:
    for kind in ("waiting", "refused", "unconfirmed"):
        held = a_held(
            found,
            clause,
            source=poison.text(f"{kind} words of a guest", 5_000),
            name=poison.line("name of a guest") if kind == "waiting" else "Gast",
            passage=(0, 5) if kind == "waiting" else None,
            wording=poison.line("other words of a guest", 500) if kind == "waiting" else None,
            email="guest@poison.example" if kind == "unconfirmed" else None,
            now=now,
        )
        if kind == "refused":
            reason = poison.text("why a guest is refused", 1_000)
            services.refuse(
                city.editor, now, queries.held_by_id(city.charter_id, held.id), reason=reason
            )
        if kind == "unconfirmed":
            held.token_hash = token_hash(TOKEN)
            db.session.flush()


def _newcomers(city: Cast, poison: Poison, found: Round, clause: Document, now: datetime) -> None:
    """What a citizen without a proof of work has said: one waits, one was refused."""
    db.session.get_one(Person, city.second_citizen.person_id).unproven = True
    for kind in ("waiting", "refused"):
        said = consultation.say(
            city.second_citizen,
            now,
            found,
            clause,
            source=poison.text(f"{kind} words of a newcomer", 4_000),
            submission=f"newcomer-{kind}",
            wording=poison.text("other words of a newcomer", 4_000),
        )
        assert isinstance(said, Held)
    held = db.session.scalars(select(HeldComment).order_by(HeldComment.id.desc())).first()
    assert held is not None
    reason = poison.text("why a newcomer is refused", 1_000)
    services.refuse(city.editor, now, queries.held_by_id(city.charter_id, held.id), reason=reason)


def receipts(app: Flask) -> list[str]:
    """The addresses of what guests have in their hands."""
    with app.app_context():
        ids = db.session.scalars(select(HeldComment.id)).all()
        found = sorted(codes("held_comments", ids).values())
        db.session.rollback()
    return [f"/beleg/{code}/" for code in found]
