"""What is not released leaks nowhere: not into pages, headers, tables, mails, papers or logs.

Each field that somebody keeps back holds a word of its own. Every address that can be read is
asked by those who must not know, and no answer may hold the word. The known case is
CVE-2026-40870: Decidim's interface for programs told everybody what its pages kept back.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from charta.charters.models import Department
from charta.consultation import services as consultation
from charta.consultation.holding import Held
from charta.consultation.models import Comment, Round
from charta.consultation.services.reopening import reopen
from charta.core import clock, outbox
from charta.core.actors import Actor, Grant, Role
from charta.core.database import db, transaction
from charta.core.outbox import OutboxMessage
from charta.drafting.models import Document
from charta.papers.models import Paper
from charta.weighing import services as weighing
from charta.weighing.models import AdviceRequest
from charta.weighing.services.waivers import waive
from tests.house.test_bad_input import address
from tests.support.cast import Cast, a_city, sign_in
from tests.support.charters import an_invitation
from tests.support.consultation import DURING, a_comment, a_round, an_answer
from tests.support.drafting import a_clause, a_revision
from tests.support.intake import a_held, allow_guests, an_intake
from tests.support.releases import a_release
from tests.support.visitor import Visitor
from tests.support.workshops import a_workshop, an_idea

pytestmark = pytest.mark.one_engine

ANSWERS = ("entwurfkanarie", "ratkanarie", "fragekanarie", "anderskanarie")
DESK = ("gruppekanarie", "bausteinkanarie", "titelkanarie")
GUESTS = ("gastkanarie", "gerdakanarie", "gast@kanarie.example")
NEW = ("neukanarie", "andereskanarie")
SENDERS = ("absenderkanarie", "gassekanarie", "brief@kanarie.example", "briefkanarie")
WORKSHOPS = ("werkstattkanarie", "ideekanarie")
TEXTS = ("fassungkanarie", "klauselkanarie")
WAIVED = ("verzichtkanarie",)
INVITED = ("einladung@kanarie.example",)
ADDRESSES = ("approver@stralsund.example", "editor@stralsund.example", "reviewer@stralsund.example")

EVERYTHING = (
    *(*ANSWERS, *DESK, *GUESTS, *NEW, *SENDERS, *WORKSHOPS, *TEXTS, *WAIVED, *INVITED, *ADDRESSES),
)
HIDDEN = {
    "nobody": EVERYTHING,
    "second_citizen": EVERYTHING,
    "reviewer": (*ANSWERS, *DESK, *GUESTS, *NEW, *SENDERS, *INVITED, ADDRESSES[0], ADDRESSES[1]),
    "facilitator": (*ANSWERS, *DESK, *INVITED, *ADDRESSES),
    "admin": (*ANSWERS, *DESK, *GUESTS, *NEW, *SENDERS),
}
"""By person, what they must not read; Rolf belongs to a department that was not asked."""


@pytest.fixture
def town(app: Flask) -> Cast:
    app.extensions["charta.clock"] = lambda: DURING
    with app.app_context():
        city = a_city()
        clause = a_clause(city)
        found = a_round(city)
        said = [a_comment(city, found, clause) for _number in range(3)]
        an_answer(city, said[0])
        with transaction():
            an_idea(city, a_workshop(city, "Werkstattkanarie"), "Ideekanarie")
            reopen(city.citizen, DURING, said[0], source="Anderskanarie")
            weighing.create_group(city.editor, DURING, found, said[1:], title="Gruppekanarie")
            weighing.create_text_module(
                city.editor, DURING, city.charter_id, title="Titelkanarie", source="Bausteinkanarie"
            )
        _answer(city, said[1].id)
        allow_guests(city, "moderated")
        a_held(found, clause, source="Gastkanarie", name="Gerdakanarie", email=None)
        a_held(found, clause, email=GUESTS[2])
        _newcomer(city, found, clause)
        an_intake(
            city,
            found,
            source="Briefkanarie",
            sender_name="Absenderkanarie",
            sender_address="Gassekanarie 1",
            sender_email=SENDERS[2],
        )
        a_revision(city, clause, "Fassungkanarie", title="Klauselkanarie", now=DURING)
        edition = a_release(city, "edition", "Beschlussfassung", now=DURING)
        with transaction():
            waive(city.approver, DURING, edition, source="Verzichtkanarie")
        an_invitation(app, city, INVITED[0], now=DURING)
        return city


def _newcomer(city: Cast, found: Round, clause: Document) -> None:
    """What somebody new says with too many links, by the passage and with other words."""
    with transaction():
        said = consultation.say(
            city.citizen,
            DURING,
            db.session.merge(found, load=False),
            clause,
            source="Neukanarie https://eins.example https://zwei.example",
            submission="neu",
            passage=(0, 8),
            wording="Andereskanarie",
        )
        assert isinstance(said, Held)


def _answer(city: Cast, comment_id: int) -> None:
    """A drafted answer, and the advice of a department it could rest on."""
    office = db.session.get_one(Department, city.departments["Schulamt"])
    adviser = Actor(
        city.reviewer.person_id,
        "Rat",
        frozenset({Grant(Role.REVIEWER, city.charter_id, office.id)}),
    )
    with transaction():
        comment = db.session.get_one(Comment, comment_id)
        db.session.refresh(comment, ["revision"])
        words = weighing.Words("noted", "Entwurfkanarie")
        weighing.save_draft(city.editor, DURING, [comment], words, finish=True)
        weighing.ask(city.editor, DURING, [comment], [office], question="Fragekanarie")
        asked = db.session.scalars(select(AdviceRequest)).one()
        weighing.give_advice(adviser, DURING, asked, source="Ratkanarie", based_on=None)


def visitor(app: Flask, city: Cast, name: str) -> Visitor:
    client = app.test_client()
    return Visitor(client if name == "nobody" else sign_in(client, city.actors[name]))


def readable(app: Flask) -> Iterator[Rule]:
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.endpoint != "static":
            yield rule


def paths(app: Flask) -> set[str]:
    """Every address that can be read, with the first few numbers where it holds one."""
    found = set()
    for rule in readable(app):
        several = {"number", "held_id"} & rule.arguments
        numbers = ("1", "2", "3", "4") if several else ("1",)
        for number in numbers:
            found.add(address(rule, number=number, held_id=number, import_id="1", token="x"))
    return found


def told_by(answer: TestResponse) -> str:
    """Headers and body in small letters, pictures and papers as far as they are words."""
    return f"{answer.headers}{answer.get_data().decode(errors='replace')}".lower()


@pytest.mark.parametrize("name", HIDDEN)
def test_no_address_tells(
    app: Flask, town: Cast, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    reader, opened = visitor(app, town, name), 0
    for path in sorted(paths(app)):
        answer = reader.client.get(path)
        told = told_by(answer)
        leaked = [word for word in HIDDEN[name] if word in told]
        assert not leaked, f"{path} tells {name} {leaked}"
        opened += answer.status_code == 200
        answer.close()
    assert opened > 20
    logged = capsys.readouterr()
    assert not [word for word in EVERYTHING if word in f"{logged.out}{logged.err}".lower()]


def test_those_who_may_do_read_it(app: Flask, town: Cast) -> None:
    """Else the test above would find nothing wherever it looked."""
    told = ""
    for name in ("editor", "approver", "facilitator", "admin"):
        reader = visitor(app, town, name)
        told += "".join(told_by(reader.client.get(path)) for path in sorted(paths(app)))
    missing = [word for word in EVERYTHING if word not in told]
    assert set(missing) <= {*ADDRESSES, GUESTS[2]}, missing


def test_no_mail_tells(app: Flask, town: Cast) -> None:
    """Only the guest is written to, at the address they have given."""
    with app.app_context():
        mails = [row.payload for row in db.session.scalars(select(OutboxMessage))]
    for mail in mails:
        told = str({**mail, "to": ""}).lower()
        assert not [word for word in EVERYTHING if word in told], mail


def test_no_paper_without_names_tells(app: Flask, town: Cast) -> None:
    editor = visitor(app, town, "editor")
    papers = "/stralsund/schreibtisch/unterlagen/"
    editor.open(f"{papers}abwaegungstabelle/").press("Papier erstellen", format="csv")
    with app.app_context():
        outbox.deliver_due(clock.now())
        number = db.session.scalars(select(Paper.id)).one()
    answer = editor.client.get(f"{papers}{number}/datei/")
    assert answer.status_code == 200
    told = answer.text.lower()
    answer.close()
    kept_back = (*ANSWERS, *DESK, *GUESTS, *NEW, *SENDERS[:3], *WORKSHOPS, *WAIVED, *ADDRESSES)
    assert "lastenräder" in told
    assert not [word for word in (*kept_back, "carla") if word in told]
