"""The table of rights in ``SECURITY.md`` is the whole truth, and the site keeps to it.

Each page and method is asked by one person of every role, by one who holds all roles in another
charter, and by nobody; what people write in a round is sent before, during and after it. The
expectations come from the tables, never from what is tested.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from charta.charters.models import Membership
from charta.consultation.views import posting
from charta.core.actors import Actor, Role
from charta.core.database import db, transaction
from charta.core.rights import Right, as_markdown, rights, roles
from charta.journal.models import JournalEntry
from charta.moderation.rules import Kind
from charta.receipts.queries import codes
from charta.releases.models import Reading
from tests.house.test_bad_input import GOOD, OTHERWISE
from tests.support.cast import START, Cast, a_city, a_person, sign_in
from tests.support.consultation import CLOSES, a_comment, a_round, an_answer
from tests.support.consultation import DURING as MIDST
from tests.support.drafting import a_clause
from tests.support.intake import a_held, allow_guests, the_token
from tests.support.moderation import a_decision, a_report
from tests.support.visitor import Visitor
from tests.support.workshops import a_workshop, an_idea
from tools.rights import (
    AFTER,
    BEFORE,
    BEGIN,
    BEGIN_OF_TIMES,
    DOCUMENT,
    DURING,
    END,
    END_OF_TIMES,
    IN_A_ROUND,
    TIMES,
    times_as_markdown,
)

pytestmark = pytest.mark.one_engine


def between(begin: str, end: str) -> str:
    return DOCUMENT.read_text().split(begin)[1].split(end)[0].strip()


def marked(table: str, *, words: int) -> dict[tuple[str, ...], set[str]]:
    """A table of the document: by the words a line begins with, under which heads it has marks."""
    head, _line, *rows = [
        [cell.strip(" `") for cell in row.removeprefix("|")[:-1].split("|")]
        for row in table.splitlines()
    ]
    return {
        tuple(row[:words]): {
            name for name, mark in zip(head[words:], row[words:], strict=True) if mark == "●"
        }
        for row in rows
    }


def the_table() -> dict[tuple[str, ...], set[str]]:
    """What the document says: by address and use, who may."""
    return marked(between(BEGIN, END), words=2)


def test_the_document_is_up_to_date(app: Flask) -> None:
    """``make rights`` writes it."""
    assert between(BEGIN, END) == as_markdown(app).strip()
    assert between(BEGIN_OF_TIMES, END_OF_TIMES) == times_as_markdown(app).strip()


def test_no_page_is_missing(app: Flask) -> None:
    listed = {endpoint.endpoint for endpoint in rights(app)}
    assert listed == {rule.endpoint for rule in app.url_map.iter_rules()}


OPEN_TO_ALL = {
    "accounts.by_mail": "ask for a link to sign in with",
    "accounts.confirm": "confirm an address by its link",
    "accounts.enter": "sign in by a link",
    "accounts.forgot": "ask for a new password",
    "accounts.move": "confirm a new address by its link",
    "accounts.passkey_task": "ask what a passkey is to sign; it decides by what it is for",
    "accounts.provider_begin": "set out to the identity provider",
    "accounts.provider_new": "begin an account for which the provider has proven the address",
    "accounts.provider_return": "come back from the identity provider",
    "accounts.resend": "ask for the confirming mail again",
    "accounts.reset": "set a new password by its link",
    "accounts.second_step": "give the code of the second step",
    "accounts.second_step_passkey": "take the second step with a passkey",
    "accounts.sign_in": "sign in",
    "accounts.sign_in_passkey": "sign in with a passkey",
    "accounts.sign_out": "end one's own session",
    "accounts.sign_up": "make an account",
    "charters.invitation": "accept a role by the link in its mail; it decides whose it is",
    "intake.confirm": "confirm what one has said as a guest",
    "intake.guest": "speak as a guest, where the charter allows it",
    "moderation.object_with_code": "object to a decision with the code from its mail or receipt",
    "moderation.report_comment": "report a contribution: who is insulted need not be a citizen",
    "moderation.report_idea": "report an idea",
    "notifications.unsubscribe": "stop mails by the link in each of them",
    "site.receipt_differs": "say with one's receipt that an answer misses one",
    "site.receipt_search": "look for one's receipt",
}
"""What everybody on the internet may send, and why."""

ENDING = {"static", "accounts.sign_in", "accounts.sign_out", "accounts.sign_in_end"}
"""What would sign the asking person in or out."""

FINER = {"accounts.passkey_task"}


def test_only_these_may_be_written_by_nobody(app: Flask) -> None:
    open_to_all = {one.endpoint for one in rights(app) if one.writes and one.allowed["nobody"]}
    assert open_to_all == set(OPEN_TO_ALL)


@pytest.fixture
def people(app: Flask) -> dict[str, FlaskClient]:
    """Somebody of every role in Stralsund, with a browser of their own."""
    with app.app_context():
        city, other = a_city(), a_city("greifswald", "Greifswald")
        actors: dict[str, Actor | None] = {"nobody": None, "citizen": city.citizen}
        actors |= {role.value: city.actors[role.value] for role in Role if role is not Role.CITIZEN}
        with transaction():
            actors["all, elsewhere"] = _everywhere(other)
            actors["installation"] = _installation()
    assert actors.keys() == roles().keys()
    return {
        name: sign_in(app.test_client(), actor) if actor else app.test_client()
        for name, actor in actors.items()
    }


def _everywhere(other: Cast) -> Actor:
    person = a_person("alles@greifswald.example", "Alma Anderswo")
    for role in Role:
        if role is not Role.CITIZEN:
            _grant(person.id, other.charter_id, role, min(other.departments.values()))
    return Actor(person.id)


def _installation() -> Actor:
    person = a_person("betrieb@example.org", "Bodo Betrieb")
    _grant(person.id, None, Role.ADMIN, 0)
    return Actor(person.id)


def _grant(person_id: int, charter_id: int | None, role: Role, department_id: int) -> None:
    db.session.add(
        Membership(
            person_id=person_id,
            charter_id=charter_id,
            role=role.value,
            department_id=department_id if role is Role.REVIEWER else None,
            created_at=START,
        )
    )
    db.session.flush()


def path_of(right: Right, places: Mapping[str, str] | None = None) -> str:
    """The address in Stralsund; what stands at it need not exist, rights are asked first."""
    usual = OTHERWISE.get(right.endpoint, {}) if places is None else places
    values = {**GOOD, **usual, "charter": "stralsund"}
    path = right.address
    while "<" in path:
        name = path[path.index("<") + 1 : path.index(">")]
        path = path.replace(f"<{name}>", values.get(name, "1"), 1)
    return path


def is_refused(client: FlaskClient, right: Right, token: str) -> bool:
    """Whether a person is turned away: refused, or sent to sign in."""
    path = path_of(right)
    answer = client.post(path, data={"csrf_token": token}) if right.writes else client.get(path)
    leads = answer.headers.get("Location", "")
    return answer.status_code == 403 or leads.startswith("/konto/anmelden/?next=")


def test_everybody_may_what_the_table_says_and_no_more(
    app: Flask, people: dict[str, FlaskClient]
) -> None:
    table = the_table()
    wrong = []
    asked = [right for right in rights(app) if right.endpoint not in ENDING | FINER]
    for name, client in people.items():
        token = Visitor(client).token()
        for right in asked:
            use = "write" if right.writes else "read"
            if is_refused(client, right, token) is (name in table[right.address, use]):
                wrong.append(f"{name} {use} {right.address}")
    assert wrong == []


def written_outside(app: Flask) -> dict[str, Right]:
    """What citizens, or guests, write in a charter, by endpoint."""
    return {
        right.endpoint: right
        for right in rights(app)
        if right.writes
        and right.allowed["citizen"]
        and right.address.startswith(("/<charter>/", "/beleg/<"))
    }


def test_each_way_to_write_has_its_times(app: Flask) -> None:
    assert written_outside(app).keys() == IN_A_ROUND.keys()


HOUR = timedelta(hours=1)
MOMENTS = {BEFORE: START + HOUR, DURING: MIDST, AFTER: CLOSES + HOUR}
WRITERS = {"nobody": {"intake.guest", "intake.confirm", "site.receipt_differs"}}
WRITERS["nobody"] |= {
    "moderation.object_with_code",
    "moderation.report_comment",
    "moderation.report_idea",
}
WRITERS["citizen"] = IN_A_ROUND.keys() - {"intake.guest"}
"""Who writes in which way; whoever is signed in does not speak as a guest."""


@dataclass
class Scene:
    """A round at one of its times, with what was said and answered in it so far."""

    city: Cast
    token: str = "x"
    code: str = GOOD["code"]

    def places(self) -> dict[str, dict[str, str]]:
        """Where addresses differ from the usual: Carla's second comment is answered."""
        return {
            "consultation.reopen": {"number": "2"},
            "intake.confirm": {"token": self.token},
            "moderation.object_with_code": {"measure_id": "2", "code": self.code},
            "site.receipt_differs": {"code": self.code},
        }


@pytest.fixture
def scene(app: Flask, time: str) -> Scene:
    app.extensions["charta.clock"] = lambda: MOMENTS[time]
    with app.app_context():
        found = Scene(a_city())
        clause = a_clause(found.city)
        opened = a_round(found.city)
        allow_guests(found.city, "confirmed", now=START)
        with transaction():
            an_idea(found.city, a_workshop(found.city, opened=True))
        if time != BEFORE:
            said = [a_comment(found.city, opened, clause) for _number in range(3)]
            an_answer(found.city, said[1:])
            found.code = codes("comments", [said[2].id])[said[2].id]
            for _number in range(2):
                a_report(said[2], now=MOMENTS[time] - HOUR)
                a_decision(found.city, Kind.WARNED, now=MOMENTS[time] - HOUR)
            a_held(opened, clause, now=MOMENTS[time] - 2 * HOUR)
    if time != BEFORE:
        found.token = the_token(app)
    return found


def fields(endpoint: str) -> dict[str, str]:
    """What the form at an endpoint sends when it is filled in."""
    if endpoint in {"intake.confirm", "site.mark_read"}:
        return {}
    said = {"source": "Bitte mit Geländer."}
    if endpoint in {"consultation.reopen", "site.receipt_differs"} or ".object_" in endpoint:
        return said
    said["submission"] = str(uuid4())
    if endpoint == "consultation.suggest":
        said |= {"wording": "Anders.", "seen": posting.digest("Anders.")}
    if endpoint.startswith("moderation.report_"):
        said |= {"ground": "privacy", "good_faith": "y"}
    if endpoint == "intake.guest":
        said |= {"name": "Gitta Gast", "email": "gitta@gast.example"}
    return said


def traces(app: Flask) -> int:
    """How much has been written: by the journal, and marks of reading, which it does not tell."""
    with app.app_context():
        return sum(
            db.session.scalar(select(func.count()).select_from(table)) or 0
            for table in (JournalEntry, Reading)
        )


@pytest.mark.parametrize("time", TIMES)
@pytest.mark.parametrize("name", WRITERS)
def test_citizens_write_in_time_and_at_no_other(
    app: Flask, scene: Scene, name: str, time: str
) -> None:
    table = marked(between(BEGIN_OF_TIMES, END_OF_TIMES), words=1)
    client = app.test_client()
    if name == "citizen":
        sign_in(client, scene.city.citizen)
    token, wrong = Visitor(client).token(), []
    for endpoint, right in written_outside(app).items():
        path = path_of(right, scene.places().get(endpoint, {}))
        if endpoint == "consultation.passage":
            path += "?von=0&bis=9"
        before = traces(app)
        values = {"csrf_token": token, **fields(endpoint)}
        answer = client.post(path, data=values)
        did = (answer.status_code == 303, traces(app) > before)
        may = endpoint in WRITERS[name] and time in table[right.address,]
        if did != (may, may) and endpoint != "intake.guest":
            wrong.append(f"{answer.status} {name} {time} {right.address}")
        if endpoint == "intake.guest" and did[1] is not may:
            wrong.append(f"{answer.status} {name} {time} {right.address}")
    assert wrong == []


def test_every_test_that_the_document_names_is_there() -> None:
    named = set(re.findall(r"`(tests/[a-z_/]+\.py)`", DOCUMENT.read_text()))
    assert len(named) > 15
    assert {name for name in named if not (DOCUMENT.parent / name).is_file()} == set()
