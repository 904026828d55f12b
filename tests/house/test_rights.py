"""The table of rights in ``SECURITY.md`` is the whole truth, and the site keeps to it.

Each page and method is asked by one person of every role, by one who holds all roles in another
charter, and by nobody. The expectations come from the table, never from the guard that is tested.
"""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from charta.charters.models import Membership
from charta.core.actors import Actor, Role
from charta.core.database import db, transaction
from charta.core.rights import Right, as_markdown, rights, roles
from tests.house.test_bad_input import GOOD, OTHERWISE
from tests.support.cast import START, Cast, a_city, a_person, sign_in
from tests.support.visitor import Visitor
from tools.rights import BEGIN, DOCUMENT, END

pytestmark = pytest.mark.one_engine


def the_table() -> dict[tuple[str, str], set[str]]:
    """What the document says: by address and use, who may."""
    head, _line, *rows = DOCUMENT.read_text().split(BEGIN)[1].split(END)[0].strip().splitlines()
    names = [cell.strip() for cell in head.strip("|").split("|")][2:]
    found = {}
    for row in rows:
        address, use, *marks = [cell.strip() for cell in row.removeprefix("|")[:-1].split("|")]
        allowed = {name for name, mark in zip(names, marks, strict=True) if mark == "●"}
        found[address.strip("`"), use] = allowed
    return found


def test_the_document_is_up_to_date(app: Flask) -> None:
    """``make rights`` writes it."""
    table = DOCUMENT.read_text().split(BEGIN)[1].split(END)[0]
    assert table.strip() == as_markdown(app).strip()


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
    "accounts.resend": "ask for the confirming mail again",
    "accounts.reset": "set a new password by its link",
    "accounts.second_step": "give the code of the second step",
    "accounts.second_step_passkey": "take the second step with a passkey",
    "accounts.sign_in": "sign in",
    "accounts.sign_in_passkey": "sign in with a passkey",
    "accounts.sign_out": "end one's own session",
    "accounts.sign_up": "make an account",
    "intake.confirm": "confirm what one has said as a guest",
    "intake.guest": "speak as a guest, where the charter allows it",
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


def path_of(right: Right) -> str:
    """The address in Stralsund; what stands at it need not exist, rights are asked first."""
    values = {**GOOD, **OTHERWISE.get(right.endpoint, {}), "charter": "stralsund"}
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


def test_every_test_that_the_document_names_is_there() -> None:
    named = set(re.findall(r"`(tests/[a-z_/]+\.py)`", DOCUMENT.read_text()))
    assert len(named) > 15
    assert {name for name in named if not (DOCUMENT.parent / name).is_file()} == set()
