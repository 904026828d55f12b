"""A city in which every field that a person can fill holds payloads: the whole process once,
through the services."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Flask
from sqlalchemy import select

from charta.accounts import services as accounts
from charta.accounts import visiting
from charta.accounts.models import Passkey, Person
from charta.accounts.sessions import token_hash
from charta.charters import services as charters
from charta.charters.models import Department, Membership, StakeholderGroup, Theme
from charta.charters.services.lists import Listed
from charta.consultation.models import Comment, Passage
from charta.core.actors import Role
from charta.core.database import db, transaction
from charta.core.outbox import deliver_due
from charta.drafting import services as drafting
from charta.drafting.models import Document
from charta.releases import services as releases
from charta.weighing.services.waivers import waive
from charta.workshops import services as workshops
from charta.workshops.models import Idea, Workshop
from charta.workshops.sheets import Row, Sheet
from tests.e2e.poison import Poison
from tests.e2e.poisoned_intake import TOKEN, receive
from tests.e2e.poisoned_moderation import moderate
from tests.e2e.poisoned_weighing import weigh
from tests.support.cast import START, Cast, a_city, password_hash
from tests.support.charters import a_legal_page, the_charter
from tests.support.consultation import AFTER, DURING, a_comment, a_round, a_settlement, an_answer
from tests.support.drafting import a_clause, a_revision, a_section
from tests.support.feasibility import an_assessment
from tests.support.releases import a_release
from tests.support.suggestions import a_suggestion, an_adoption

LATER = AFTER + timedelta(days=3)
NOW = AFTER + timedelta(days=5)
COLUMNS = ("text", "theme", "group")
"""Those whose words the preview of an import shows; table and channel it names at most."""

LEGAL = ("impressum", "datenschutz", "barrierefreiheit", "spielregeln")


def a_poisoned_city(app: Flask, poison: Poison) -> Cast:
    """Stralsund at :data:`NOW`, in its second round; its admin holds every role."""
    app.extensions["charta.clock"] = lambda: NOW
    with app.app_context():
        city = a_city()
        with transaction():
            _names(city, poison)
            _pages(city, poison)
        with transaction():
            ideas = _workshop(city, poison)
        with transaction():
            clause = _draft(city, poison, ideas)
        with transaction():
            _consult(city, poison, clause)
        with transaction():
            _consult_again(city, poison, clause)
        with transaction():
            weigh(city, poison, LATER)
        with transaction():
            receive(city, poison, NOW)
        with transaction():
            moderate(city, poison, NOW)
        _invite(city)
        deliver_due(NOW)
        db.session.remove()
    return city


def _invite(city: Cast) -> None:
    """Somebody without an account, whose link the tests know."""
    with transaction():
        found = charters.invite(
            city.admin,
            NOW,
            visiting.settings(),
            the_charter(city),
            email="invited@poison.example",
            role=Role.EDITOR,
        )
        found.token_hash = token_hash(TOKEN)


def _names(city: Cast, poison: Poison) -> None:
    for person in db.session.scalars(select(Person)):
        person.name = poison.line(f"name of {person.email}")
    charter = the_charter(city)
    charters.change_charter(
        city.admin,
        START,
        charter,
        name=poison.line("name of the charter"),
        city=poison.line("city"),
        description=poison.text("description of the charter", 500),
    )
    listed: list[Listed] = [
        *db.session.scalars(select(Theme)),
        *db.session.scalars(select(Department)),
        *db.session.scalars(select(StakeholderGroup)),
    ]
    for item in listed:
        name = poison.line(f"name in {item.__tablename__}")
        charters.rename(city.admin, START, charter, item, name=name)
    _all_roles(city)
    accounts.sign_up(
        NOW,
        email="neu@stralsund.example",
        name="Neele Neu",
        password_hash=password_hash(),
    )


def _all_roles(city: Cast) -> None:
    for role in (Role.FACILITATOR, Role.REVIEWER, Role.EDITOR, Role.APPROVER, Role.ADMIN):
        reviews = role is Role.REVIEWER
        db.session.add(
            Membership(
                person_id=city.admin.person_id,
                charter_id=None if role is Role.ADMIN else city.charter_id,
                role=role.value,
                department_id=city.departments["Schulamt"] if reviews else None,
                created_at=START,
            )
        )
    db.session.flush()


def _pages(city: Cast, poison: Poison) -> None:
    for slug in LEGAL:
        page = a_legal_page(city, slug)
        charters.change_legal_page(
            city.admin,
            START,
            the_charter(city),
            page,
            source=poison.text(f"page {slug}", 15_000),
            base=page.updated_at,
        )


def _workshop(city: Cast, poison: Poison) -> list[int]:
    """An open workshop with a table, an import that waits, and four ideas; one not yet open."""
    workshop = _a_workshop(city, poison)
    _a_workshop(city, poison)
    workshops.open_workshop(city.facilitator, START, workshop)
    theme = db.session.get_one(Theme, city.themes["MOB"])
    table = workshops.add_table(
        city.facilitator, START, workshop, theme=theme, host=poison.line("host of a table", 200)
    )
    group = db.session.get_one(StakeholderGroup, city.groups["Politik"])
    rows = [
        Row(2, text=poison.text("imported idea", 2_000)),
        Row(3, *(poison.line(f"imported {name}", 200) for name in COLUMNS)),
    ]
    workshops.prepare_import(
        city.facilitator,
        NOW,
        workshop,
        file_name=poison.line("name of a file", 120),
        sheet=Sheet(tuple(rows), (poison.line("heading of a column", 100),)),
    )
    return [
        workshops.add_idea(
            city.facilitator,
            START,
            workshop,
            text=poison.text(f"idea {which}", 2_000),
            theme=theme,
            group=group,
            table=table,
        ).id
        for which in ("promoted", "attached", "shelved", "waiting")
    ]


def _a_workshop(city: Cast, poison: Poison) -> Workshop:
    return workshops.create_workshop(
        city.facilitator,
        START,
        the_charter(city),
        title=poison.line("title of a workshop", 200),
        starts_at=START,
        ends_at=START + timedelta(hours=4),
        place=poison.line("place of a workshop", 200),
        organiser=poison.line("organiser of a workshop", 200),
        partners=poison.line("partners of a workshop", 200),
        participants=80,
        description=poison.text("description of a workshop", 10_000),
    )


def _draft(city: Cast, poison: Poison, numbers: list[int]) -> Document:
    """Sections and clauses, one withdrawn, with the edition that the council has decided."""
    promoted, attached, shelved, _waiting = (db.session.get_one(Idea, one) for one in numbers)
    section = a_section(
        city,
        title=poison.line("title of a section", 200),
        source=poison.text("text of a section", 6_000),
    )
    clause = drafting.promote_to_new_clause(
        city.editor,
        START,
        [promoted],
        section=section,
        title=poison.line("title of a clause", 200),
        source=poison.text("text of a clause", 6_000),
        reason=poison.text("reason of a promotion", 1_000),
    )
    reason = poison.text("reason of an attachment", 1_000)
    drafting.attach_to_clause(city.editor, START, [attached], clause=clause, reason=reason)
    drafting.shelve(city.editor, START, shelved, reason=poison.text("reason of a shelving", 1_000))
    withdrawn = a_clause(city, section, title=poison.line("title withdrawn", 200))
    _edition(city, poison)
    a_revision(city, section, poison.text("newer text of a section", 6_000))
    drafting.withdraw(
        city.editor, START, withdrawn, reason=poison.text("reason of a withdrawal", 1_000)
    )
    _judge(city, poison, clause, released=True)
    return clause


def _judge(city: Cast, poison: Poison, clause: Document, *, released: bool) -> None:
    kind = "released" if released else "waiting"
    an_assessment(
        city,
        clause,
        verdict="conditional",
        reason=poison.text(f"reason of a {kind} verdict", 2_000),
        conditions=poison.text(f"conditions of a {kind} verdict", 2_000),
        released=released,
    )


def _edition(city: Cast, poison: Poison) -> None:
    title = poison.line("title of an edition", 200)
    note = poison.text("note of an edition", 2_000)
    edition = a_release(city, "edition", title, note)
    releases.publish_edition(
        city.approver,
        START,
        edition,
        decided_on=date(2026, 2, 26),
        decision_number=poison.line("number of a decision", 100),
        decision_link=f"https://a.example/{poison.line('link of a decision', 400)}",
    )


def _consult(city: Cast, poison: Poison, clause: Document) -> None:
    """The first round, with comments of every kind, an answer and a suggestion taken over."""
    release = a_release(
        city, title=poison.line("title of a draft", 200), note=poison.text("note of a draft", 2_000)
    )
    first = a_round(
        city,
        release,
        title=poison.line("title of a round", 200),
        introduction=poison.text("introduction of a round", 10_000),
    )
    whole = a_comment(city, first, clause, source=poison.text("comment", 5_000))
    a_comment(
        city,
        first,
        clause,
        source=poison.text("comment on a passage", 5_000),
        passage=(20, 44),
        wording=poison.text("wording of a passage", 2_000),
    )
    reply = poison.text("reply", 2_000)
    a_comment(city, first, clause, source=reply, parent=whole, author=city.second_citizen)
    suggestion = a_suggestion(
        city,
        first,
        clause,
        None,
        poison.text("wording of a clause", 6_000),
        source=poison.text("reason of a suggestion", 5_000),
    )
    an_adoption(city, suggestion)
    an_answer(city, whole, source=poison.text("answer", 5_000))
    a_revision(
        city,
        clause,
        poison.text("newer text of a clause", 6_000),
        title=poison.line("newer title of a clause", 200),
        note=poison.text("note of a revision", 500),
        now=DURING,
    )


def _consult_again(city: Cast, poison: Poison, clause: Document) -> None:
    """The second round, to which the comments of the first have travelled; what waits beside it."""
    clause = db.session.get_one(Document, clause.id)
    _judge(city, poison, clause, released=False)
    release = a_release(city, title=poison.line("title of a later draft", 200), now=AFTER)
    travelled = db.session.scalars(select(Comment).join(Passage).order_by(Comment.id)).first()
    assert travelled is not None
    reason = poison.text("reason of a settlement", 1_000)
    a_settlement(city, release, travelled, reason=reason, now=AFTER)
    second = a_round(
        city,
        release,
        title=poison.line("title of a later round", 200),
        introduction=poison.text("introduction of a later round", 2_000),
        opens_at=AFTER + timedelta(days=1),
        closes_at=AFTER + timedelta(days=20),
        now=AFTER,
    )
    a_comment(city, second, clause, source=poison.text("later comment", 5_000), now=LATER)
    for kind in ("edition", "consultation"):
        waiting = poison.line(f"title of a waiting {kind}", 200)
        note = poison.text(f"note of a waiting {kind}", 2_000)
        release = a_release(city, kind, waiting, note, now=LATER)
        if kind == "edition":
            reason = poison.text("why an edition does not wait", 2_000)
            waive(city.approver, LATER, release, source=reason)
    _add_passkey(city, poison)


def _add_passkey(city: Cast, poison: Poison) -> None:
    name = poison.line("name of a passkey", 80)
    key = {"credential": "eins", "public_key": b"eins", "sign_count": 0}
    db.session.add(Passkey(person_id=city.citizen.person_id, name=name, created_at=START, **key))
    db.session.flush()
