"""People who speak without an account, and what becomes of them when they want one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from charta.accounts import guests, queries, services
from charta.accounts.models import MailLink, Person
from charta.core.actors import OPERATOR
from charta.core.database import db, transaction
from charta.core.errors import Invalid
from charta.core.outbox import OutboxMessage
from tests.support.cast import START, a_person, password_hash

ADDRESS = "gast@stadt.example"


@pytest.fixture(autouse=True)
def inside(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


def welcome(name: str = "Gerda Gast") -> Person:
    with transaction():
        return guests.person_behind(START, email=ADDRESS, name=name)


def sign_up(name: str = "Fremder Name") -> None:
    with transaction():
        services.sign_up(START, email=ADDRESS, name=name, password_hash=password_hash())


def sent() -> list[dict[str, str]]:
    rows = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
    return [row.payload for row in rows]


def subjects() -> list[str]:
    return [mail["subject"] for mail in sent()]


def bodies() -> list[str]:
    return [mail["body"] for mail in sent()]


def test_a_guest_is_welcomed_once_and_has_no_account() -> None:
    person = welcome()
    assert (person.name, person.password_hash, person.confirmed_at) == ("Gerda Gast", None, None)
    assert welcome("Anders").id == person.id
    assert queries.person(person.id).name == "Gerda Gast"


def test_an_account_keeps_its_own_name() -> None:
    with transaction():
        there = a_person(ADDRESS, "Petra Person")
    assert welcome().id == there.id
    assert there.name == "Petra Person"
    assert not guests.is_guest(there)


def test_who_proves_the_address_is_named_as_they_say_and_not_as_somebody_signed_up() -> None:
    sign_up("Schimpfwort")
    assert welcome().name == "Gerda Gast"
    sign_up("Schimpfwort")
    assert queries.person_by_email(ADDRESS).name == "Gerda Gast"  # type: ignore[union-attr]


def test_signing_up_works_as_for_anybody() -> None:
    person = welcome()
    sign_up()
    assert subjects() == ["Bitte bestätigen Sie Ihre Adresse"]
    assert db.session.scalars(select(MailLink.person_id)).one() == person.id
    assert queries.person(person.id).confirmed_at is None


def test_a_guest_is_told_which_name_the_account_keeps() -> None:
    sign_up("Erster Versuch")
    assert "ohne Konto" not in bodies()[-1]
    welcome()
    sign_up("Fremder Name")
    assert "Gerda Gast" in bodies()[-1]
    assert "Fremder Name" not in bodies()[-1]
    with transaction():
        services.send_confirmation_again(START, email=ADDRESS)
    assert "Gerda Gast" in bodies()[-1]


def test_a_guest_has_no_password_to_forget_and_nothing_to_confirm() -> None:
    welcome()
    with transaction():
        services.ask_for_reset(START, email=ADDRESS)
        services.send_confirmation_again(START, email=ADDRESS)
    assert subjects() == ["Zu dieser Adresse gibt es kein Konto"] * 2


def test_an_account_can_be_made_for_a_guest_but_once() -> None:
    person = welcome()
    with transaction():
        made = services.create_person(
            OPERATOR, START, email=ADDRESS, name="Gerda", password_hash=password_hash()
        )
    assert (made.id, made.name, made.confirmed_at) == (person.id, "Gerda", START)
    with pytest.raises(Invalid), transaction():
        services.create_person(OPERATOR, START, email=ADDRESS, name="X", password_hash="y")


def test_a_voice_is_nobody_one_could_write_to() -> None:
    with transaction():
        voice = guests.a_voice(START, name="Einsendung per Brief")
    assert (voice.email, voice.password_hash) == (None, None)
