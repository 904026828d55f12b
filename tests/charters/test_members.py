"""Roles through the screens: given by address, taken one by one."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from charta.charters.models import Membership
from charta.core.database import db, transaction
from tests.charters.conftest import Becoming
from tests.support.accounts import actions
from tests.support.cast import Cast, a_city, a_person
from tests.support.visitor import Visitor

SETTINGS = "/stralsund/schreibtisch/einstellungen/"
ROLES = f"{SETTINGS}rollen/"


def test_a_role_is_given_and_taken(app: Flask, admin: Visitor, as_: Becoming, city: Cast) -> None:
    citizen = as_("citizen")
    assert citizen.client.get(SETTINGS).status_code == 403
    page = admin.open(ROLES).press(
        "Rolle vergeben", email="Citizen@Stralsund.example", role="admin"
    )
    assert page.notices == ["Die Rolle ist vergeben."]
    assert citizen.client.get(SETTINGS).status_code == 200
    page = page.press("Entziehen: Carla Bürgerin, Verwaltung")
    assert page.notices == ["Die Rolle ist entzogen."]
    assert citizen.client.get(SETTINGS).status_code == 403
    assert actions(app) == ["role.granted", "role.withdrawn"]


def test_a_reviewer_gets_a_department(app: Flask, admin: Visitor, city: Cast) -> None:
    values = {"email": "citizen@stralsund.example", "role": "reviewer"}
    page = admin.open(ROLES).press("Rolle vergeben", **values)
    assert page.status == 422
    assert "Bitte wählen Sie das Fachamt" in page.errors[0]
    department = str(city.departments["Schulamt"])
    page = page.press("Rolle vergeben", **values, department=department)
    assert page.status == 200
    with app.app_context():
        held = db.session.scalars(
            select(Membership).where(Membership.person_id == city.citizen.person_id)
        ).one()
        assert held.department_id == city.departments["Schulamt"]


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"email": "niemand@example.org"}, "gibt es kein Konto"),
        ({"email": "neele@example.org"}, "noch nicht bestätigt"),
        ({"email": "editor@stralsund.example"}, "hat diese Rolle schon"),
        ({"email": "citizen"}, "vollständige E-Mail-Adresse"),
        ({"email": ""}, "füllen Sie dieses Feld aus"),
        ({"role": "citizen"}, "angebotenen Möglichkeiten"),
        ({"role": "king"}, "angebotenen Möglichkeiten"),
        ({"role": []}, "wählen Sie eine der Möglichkeiten"),
        ({"department": "999999"}, "angebotenen Möglichkeiten"),
        ({"department": "eins"}, "angebotenen Möglichkeiten"),
        ({"department": "1"}, "Nur die Fachprüfung"),
    ],
)
def test_roles_that_cannot_be_given(
    app: Flask, admin: Visitor, values: dict[str, str | list[str]], message: str
) -> None:
    with app.app_context(), transaction():
        a_person("neele@example.org", confirmed=False)
    usual: dict[str, str | list[str]] = {"email": "citizen@stralsund.example", "role": "editor"}
    page = admin.open(ROLES).press("Rolle vergeben", **(usual | values))
    assert page.status == 422
    assert any(message in error for error in page.errors), page.errors
    assert page.field("email") == (values.get("email", usual["email"]))
    assert actions(app) == []


def test_a_department_of_another_city_is_none(app: Flask, admin: Visitor, city: Cast) -> None:
    with app.app_context():
        theirs = a_city("wismar", "Wismar").departments["Bauamt"]
    page = admin.open(ROLES).press(
        "Rolle vergeben",
        email="citizen@stralsund.example",
        role="reviewer",
        department=str(theirs),
    )
    assert page.status == 422
    assert "angebotenen Möglichkeiten" in page.errors[0]


def test_the_last_admin_cannot_go(admin: Visitor, city: Cast) -> None:
    page = admin.open(ROLES).press("Entziehen: Adele Verwaltung, Verwaltung")
    assert page.status == 409
    assert "letzte Verwaltung" in page.text
    assert admin.open(ROLES)


def test_addresses_are_not_shown(admin: Visitor) -> None:
    assert "@" not in admin.open(ROLES).text.replace("name@beispiel.de", "")
