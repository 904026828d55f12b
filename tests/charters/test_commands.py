"""The command line of whoever runs the installation."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from charta.accounts import passwords, queries
from charta.accounts.models import Person
from charta.accounts.services import erase, rename_person
from charta.charters.models import Charter, Membership
from charta.core.database import db, transaction
from charta.core.errors import NotAllowed
from tests.support.accounts import actions
from tests.support.cast import PASSWORD, START, Cast
from tests.support.consultation import DURING, a_comment, a_round
from tests.support.drafting import a_clause

CREATE = ("charters", "create", "wismar", "--name", "Charta", "--city", "Wismar")


def run(app: Flask, *arguments: str, typed: str = "") -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=list(arguments), input=typed)
    return result.exit_code, result.output


def test_a_charter_and_its_admin(app: Flask, city: Cast) -> None:
    code, words = run(app, *CREATE, "--admin", "Citizen@Stralsund.example")
    assert (code, words) == (0, "Angelegt: /wismar/\n")
    with app.app_context():
        charter = db.session.scalars(select(Charter).where(Charter.slug == "wismar")).one()
        held = db.session.scalars(
            select(Membership).where(Membership.charter_id == charter.id)
        ).one()
        assert (held.person_id, held.role) == (city.citizen.person_id, "admin")
    assert actions(app) == ["charter.created", "role.granted"]
    code, words = run(app, "charters", "list")
    assert words.splitlines() == [
        "stralsund\tHansestadt Stralsund\tSmart City Charta",
        "wismar\tWismar\tCharta",
    ]


@pytest.mark.parametrize(
    "arguments",
    [
        ("charters", "create", "stralsund", "--name", "C", "--city", "S"),
        ("charters", "create", "Groß", "--name", "C", "--city", "S"),
        ("charters", "create", "konto", "--name", "C", "--city", "S"),
        ("charters", "create", "wismar", "--name", " ", "--city", "W"),
        ("charters", "create", "wismar", "--name", "C\n", "--city", "W\x07"),
        (*CREATE, "--admin", "niemand@example.org"),
        (*CREATE, "--admin", "kaputt"),
        (*CREATE, "--description", "x" * 501),
    ],
)
def test_a_charter_that_cannot_begin(app: Flask, city: Cast, arguments: tuple[str, ...]) -> None:
    code, words = run(app, *arguments)
    assert code == 1
    assert words.startswith("Error: ")
    assert actions(app) == []


def test_a_person_with_a_password_typed_twice(app: Flask) -> None:
    code, _ = run(
        app,
        *("people", "create", "Betrieb@Example.org", "--name", "Bea Betrieb", "--admin"),
        typed=f"{PASSWORD}\n{PASSWORD}\n",
    )
    assert code == 0
    with app.app_context():
        person = queries.person_by_email("betrieb@example.org")
        assert person is not None
        assert passwords.matches(person.password_hash, PASSWORD)
        held = db.session.scalars(select(Membership)).one()
        assert (held.person_id, held.charter_id, held.role) == (person.id, None, "admin")
    assert actions(app) == ["person.created", "role.granted"]


@pytest.mark.parametrize(
    ("email", "name", "password"),
    [
        ("kaputt", "Bea", PASSWORD),
        ("citizen@stralsund.example", "Bea", PASSWORD),
        ("bea@example.org", "", PASSWORD),
        ("bea@example.org", "Bea", "kurz"),
        ("bea@example.org", "Bea", ""),
        ("bea@example.org", "Bea", "passwort1234"),
    ],
)
def test_a_person_who_cannot_be_made(
    app: Flask, city: Cast, email: str, name: str, password: str
) -> None:
    code, words = run(
        app, "people", "create", email, "--name", name, "--password-stdin", typed=f"{password}\n"
    )
    assert code == 1
    assert words.startswith("Error: ")
    assert actions(app) == []


def test_a_name_that_nobody_may_read_is_replaced_everywhere(app: Flask, city: Cast) -> None:
    """A contribution can be hidden, the name above it stays: it may be the insult itself."""
    app.extensions["charta.clock"] = lambda: DURING
    with app.app_context():
        clause = a_clause(city)
        said = a_comment(city, a_round(city), clause)
    path = f"/stralsund/stellungnahmen/{said.number}/"
    assert "Carla Bürgerin" in app.test_client().get(path).text
    code, words = run(app, "people", "rename", "citizen@stralsund.example", "--name", "Jemand")
    assert (code, words) == (0, f"Heißt jetzt Jemand: Nummer {city.citizen.person_id}\n")
    page = app.test_client().get(path).text
    assert "Carla Bürgerin" not in page
    assert "Jemand" in page
    assert actions(app)[-1] == "person.renamed"
    code, _words = run(app, "people", "rename", str(city.second_citizen.person_id), "--name", "X")
    assert code == 0
    with app.app_context():
        assert db.session.get_one(Person, city.second_citizen.person_id).name == "X"


@pytest.mark.parametrize(
    ("who", "name"),
    [
        ("niemand@example.org", "Jemand"),
        ("99999", "Jemand"),
        ("citizen@stralsund.example", ""),
        ("citizen@stralsund.example", "a\u202eb"),
        ("citizen@stralsund.example", "x" * 81),
        ("citizen@stralsund.example", "Gelöschtes  Konto"),
    ],
)
def test_a_name_that_cannot_be_given(app: Flask, city: Cast, who: str, name: str) -> None:
    code, words = run(app, "people", "rename", who, "--name", name)
    assert code == 1
    assert words.startswith("Error: ")
    assert actions(app) == []


def test_who_was_erased_gets_no_name_again(app: Flask, city: Cast) -> None:
    with app.app_context(), transaction() as session:
        carla = session.get_one(Person, city.citizen.person_id)
        erase(city.citizen, START, carla, farewell=False)
    code, words = run(app, "people", "rename", str(city.citizen.person_id), "--name", "Jemand")
    assert (code, "gibt es nicht mehr" in words) == (1, True)


def test_nobody_renames_another(app: Flask, city: Cast) -> None:
    with app.app_context():
        for actor in (city.citizen, city.editor, city.admin):
            with pytest.raises(NotAllowed), transaction() as session:
                other = session.get_one(Person, city.second_citizen.person_id)
                rename_person(actor, START, other, name="Jemand")
    assert actions(app) == []
