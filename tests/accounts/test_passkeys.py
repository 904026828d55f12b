"""One's own passkeys on the page of the account; those of others are out of reach."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from charta.accounts.models import Passkey
from charta.core.database import db, transaction
from tests.accounts.test_signing_in import enter
from tests.support.accounts import NOON, actions, mails
from tests.support.cast import Cast
from tests.support.visitor import Visitor

SECURITY = "/konto/sicherheit/"
EDITOR = "editor@stralsund.example"


@pytest.fixture
def hers(app: Flask, city: Cast) -> int:
    """A passkey of Edda's."""
    with app.app_context(), transaction() as session:
        passkey = Passkey(
            person_id=city.editor.person_id,
            credential="eddas-key",
            public_key=b"x",
            sign_count=0,
            name="Eddas Handy",
            created_at=NOON,
        )
        session.add(passkey)
        session.flush()
        return passkey.id


def names(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(Passkey.name)))


@pytest.mark.parametrize(("what", "said"), [("name", {"name": "Fremdes"}), ("entfernen", {})])
def test_nobody_touches_the_passkeys_of_others(  # noqa: PLR0917
    app: Flask,
    visitor: Visitor,
    second_visitor: Visitor,
    hers: int,
    what: str,
    said: dict[str, str | list[str]],
) -> None:
    enter(visitor)
    path = f"{SECURITY}passkeys/{hers}/{what}/"
    assert visitor.post(path, **said).status_code == 404
    assert second_visitor.post(path, **said).status_code == 403
    assert names(app) == ["Eddas Handy"]
    assert (actions(app), mails(app)) == ([], [])


def test_the_passkeys_of_others_are_not_shown(visitor: Visitor, hers: int) -> None:
    enter(visitor)
    assert "Eddas Handy" not in visitor.open(SECURITY).text


def test_one_names_and_removes_ones_own(app: Flask, visitor: Visitor, hers: int) -> None:
    enter(visitor, EDITOR)
    page = visitor.open(SECURITY)
    for bad in ("", "x" * 61):
        wrong = page.press("Namen speichern: Eddas Handy", name=bad)
        assert wrong.status == 422
        assert bad in [one["value"] for one in wrong.root.all("input") if one["name"] == "name"]
        assert names(app) == ["Eddas Handy"]
    named = page.press("Namen speichern: Eddas Handy", name="Schlüssel am Bund")
    assert named.notices == ["Der Name ist gespeichert."]
    assert names(app) == ["Schlüssel am Bund"]
    gone = named.press("Entfernen: Schlüssel am Bund")
    assert gone.notices == ["Der Passkey ist entfernt."]
    assert names(app) == []
    assert actions(app) == ["person.passkey_named", "person.passkey_removed"]
    assert [mail["subject"] for mail in mails(app)] == ["Ein Passkey wurde entfernt"]
