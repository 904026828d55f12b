"""The charter that is measured: written through the services, as large as a normal city's.

Eight sections, fifty clauses, a published edition with 200 comments on it (fifty of them on one
clause), and an open round in which ``comments`` have been made in all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from secrets import choice
from uuid import uuid4

from flask import Flask
from sqlalchemy import select

from charta.accounts import services as accounts
from charta.accounts.sessions import open_session
from charta.charters import services as charters
from charta.charters.models import Charter
from charta.consultation import services as consultation
from charta.consultation.models import Round
from charta.core.actors import OPERATOR, Actor, Grant, Role
from charta.core.database import db, transaction
from charta.drafting import services as drafting
from charta.drafting.models import Document
from charta.releases import services as releases
from charta.releases.rules import Kind
from config import Settings

SECTIONS = 8
CLAUSES = 50
COMMENTS = 200
ON_ONE_CLAUSE = 50

NOBODYS = "no password fits"
NOW = datetime.now(UTC)
BEGINNING = NOW - timedelta(days=100)

TEXT = (
    "Die Stadt plant Wege so, dass Kinder sie **allein** gehen können. Vor jeder Schule werden "
    "Querungen gezählt und geprüft; das Ergebnis wird jedes Jahr veröffentlicht.\n\n"
    "- Wo sich Rad- und Fußverkehr kreuzen, haben die Langsameren Vorrang.\n"
    "- Zählungen geschehen ohne Kameras."
)


@dataclass
class Ground:
    """What the measurements ask for: the busy clause's key, the open round, a session's token."""

    slug: str
    clause: str
    round_number: int
    token: str
    person_id: int


def prepare(app: Flask, settings: Settings, comments: int = COMMENTS) -> Ground:
    """Write the ground into the empty, migrated database of ``app``."""
    with app.app_context(), transaction():
        charter, people = a_city()
        editor = people[Role.EDITOR]
        clauses = _draft(charter, editor)
        _publish(charter, people)
        opened = _open_round(charter, editor)
        _comment(opened, clauses, comments)
        person = accounts.create_person(
            OPERATOR, BEGINNING, email="leser@example.org", name="Leser", password_hash=NOBODYS
        )
        visitor = open_session(person, NOW, settings)
        return Ground(charter.slug, clauses[0].key, opened.number, visitor.token, person.id)


def a_city() -> tuple[Charter, dict[Role, Actor]]:
    """Write the charter ``bank`` with an editor and an approver; in a transaction."""
    charter = charters.create_charter(
        OPERATOR, BEGINNING, slug="bank", name="Charta", city="Stadt", description="Zum Messen."
    )
    return charter, {role: _person(charter, role) for role in (Role.EDITOR, Role.APPROVER)}


def _person(charter: Charter, role: Role) -> Actor:
    person = accounts.create_person(
        OPERATOR, BEGINNING, email=f"{role}@example.org", name=role.title(), password_hash=NOBODYS
    )
    charters.grant_role(OPERATOR, BEGINNING, charter, person, role)
    return Actor(person.id, person.name, frozenset({Grant(role, charter.id)}))


def _draft(charter: Charter, editor: Actor) -> list[Document]:
    clauses: list[Document] = []
    for number in range(1, SECTIONS + 1):
        theme = charters.add_theme(
            OPERATOR, BEGINNING, charter, code=f"T{chr(64 + number)}", name=f"Thema {number}"
        )
        section = drafting.create_section(
            editor, BEGINNING, charter, theme=theme, title=f"Abschnitt {number}", source=TEXT
        )
        share = CLAUSES * number // SECTIONS - len(clauses)
        clauses += [
            drafting.create_clause(
                editor, BEGINNING, section, title=f"Klausel {place} zu {number}", source=TEXT
            )
            for place in range(1, share + 1)
        ]
    return clauses


def _publish(charter: Charter, people: dict[Role, Actor]) -> None:
    edition = releases.prepare(
        people[Role.EDITOR], BEGINNING, charter, kind=Kind.EDITION, title="Charta"
    )
    releases.publish_edition(
        people[Role.APPROVER],
        BEGINNING + timedelta(days=1),
        edition,
        decided_on=BEGINNING.date(),
        decision_number="1",
    )


def _open_round(charter: Charter, editor: Actor) -> Round:
    moment = BEGINNING + timedelta(days=2)
    draft = releases.prepare(editor, moment, charter, kind=Kind.CONSULTATION, title="Entwurf")
    return consultation.announce_round(
        editor,
        moment,
        draft,
        title="Beteiligung",
        introduction="Sagen Sie Ihre Meinung.",
        opens_at=moment,
        closes_at=NOW + timedelta(days=30),
    )


def _comment(found: Round, clauses: list[Document], comments: int) -> None:
    """A quarter of the comments on the first clause, the others spread over the rest."""
    person = accounts.create_person(
        OPERATOR, BEGINNING, email="stimme@example.org", name="Stimme", password_hash=NOBODYS
    )
    citizen = Actor(person.id, person.name)
    busy = comments * ON_ONE_CLAUSE // COMMENTS
    for number in range(comments):
        place = 0 if number < busy else 1 + number % (len(clauses) - 1)
        consultation.post_comment(
            citizen,
            NOW - timedelta(days=20),
            found,
            clauses[place],
            source=f"Stellungnahme {number}: Bitte schreiben Sie dazu, **wann** das geschieht.",
            submission=f"bank-{number}",
        )


def speak_elsewhere(ground: Ground) -> None:
    """Say something on another clause than the busy one; in a transaction."""
    found = db.session.scalars(select(Round).where(Round.number == ground.round_number)).one()
    quiet = db.session.scalars(
        select(Document).where(Document.kind == "clause", Document.key != ground.clause)
    ).all()
    consultation.post_comment(
        Actor(ground.person_id, "Leser"),
        datetime.now(UTC),
        found,
        choice(quiet),
        source="Das sehe ich auch so.",
        submission=str(uuid4()),
    )
