"""A new charter through the screen, by whoever administers all of them."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from charta.charters.models import Charter, Membership
from charta.core.actors import Role
from charta.core.database import db, transaction
from tests.charters.conftest import Becoming
from tests.charters.test_pages import BAD_LINES
from tests.support.accounts import actions
from tests.support.cast import START, Cast
from tests.support.visitor import Visitor


@pytest.fixture
def operator(app: Flask, as_: Becoming, city: Cast) -> Visitor:
    """An administrator of all charters, who is nothing in Stralsund itself."""
    with app.app_context(), transaction() as session:
        session.add(
            Membership(
                person_id=city.second_citizen.person_id,
                charter_id=None,
                role=Role.ADMIN.value,
                department_id=None,
                created_at=START,
            )
        )
    return as_("second_citizen")


NEW = {"name": "Charta", "city": "Wismar", "slug": "wismar", "description": "Worum es geht."}


def test_a_new_charter(app: Flask, operator: Visitor) -> None:
    account = operator.open("/konto/")
    page = operator.open(account.link("Neue Charta anlegen")).press("Charta anlegen", **NEW)
    assert page.path == "/wismar/schreibtisch/einstellungen/"
    assert "Zivilgesellschaft" in operator.open(page.link("Gruppen")).text
    assert actions(app) == ["charter.created"]


@pytest.mark.parametrize(
    ("field", "value"),
    [("slug", slug) for slug in ("", "Wismar", "konto", "stralsund", "a b", "x" * 51, "a\x00")]
    + [("name", value) for value, _message in BAD_LINES]
    + [("description", ""), ("description", "x" * 501)],
)
def test_a_charter_that_cannot_begin(app: Flask, operator: Visitor, field: str, value: str) -> None:
    page = operator.open("/konto/charten/neu/").press("Charta anlegen", **(NEW | {field: value}))
    assert page.status == 422
    assert page.errors
    kept = "city" if field != "city" else "name"
    assert page.field(kept) == NEW[kept]
    with app.app_context():
        assert [charter.slug for charter in db.session.scalars(select(Charter))] == ["stralsund"]


@pytest.mark.parametrize("key", ["", "citizen", "admin"])
def test_nobody_else_begins_one(app: Flask, as_: Becoming, key: str) -> None:
    expected = 403 if key else 303
    assert as_(key).client.get("/konto/charten/neu/").status_code == expected
    assert as_(key).post("/konto/charten/neu/", **NEW).status_code == 403
    assert actions(app) == []
