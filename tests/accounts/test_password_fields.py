"""Fields for passwords: hidden, never sent back, and understood by password managers."""

from __future__ import annotations

import pytest

from tests.support.cast import PASSWORD
from tests.support.visitor import Values, Visit, Visitor

pytestmark = pytest.mark.one_engine

SIGN_IN, SIGN_UP = "/konto/anmelden/", "/konto/anlegen/"
AGAIN, ACCOUNT = "/konto/noch-einmal/", "/konto/"
TOLD = {
    SIGN_IN: {"current-password"},
    SIGN_UP: {"new-password"},
    AGAIN: {"current-password"},
    ACCOUNT: {"current-password", "new-password"},
}
"""What a password manager is told about the fields of a page."""

REFUSED: dict[str, tuple[str, Values]] = {
    SIGN_IN: ("Anmelden", {"email": "keine", "password": PASSWORD}),
    SIGN_UP: ("Konto anlegen", {"name": "", "email": "keine", "password": PASSWORD}),
    ACCOUNT: ("Passwort ändern", {"present": PASSWORD, "password": "kurz"}),
}
"""Buttons and entries with which a form comes back."""


def passwords(page: Visit) -> list[dict[str, str]]:
    found = [one.attributes for one in page.root.all("input")]
    names = ("password", "present")
    return [one for one in found if one.get("name", "").endswith(names)]


@pytest.fixture
def somebody(path: str, public: Visitor, citizen: Visitor) -> Visitor:
    """Give whoever may open the page."""
    return public if path in {SIGN_IN, SIGN_UP} else citizen


@pytest.mark.parametrize("path", TOLD)
def test_password_managers_know_what_belongs_there(somebody: Visitor, path: str) -> None:
    found = passwords(somebody.open(path))
    assert {one.get("autocomplete") for one in found} == TOLD[path]
    assert {one["type"] for one in found} == {"password"}
    assert not any("readonly" in one for one in found)


@pytest.mark.parametrize("path", REFUSED)
def test_passwords_are_hidden_and_never_sent_back(somebody: Visitor, path: str) -> None:
    button, values = REFUSED[path]
    page = somebody.open(path).press(button, **values)
    assert page.errors
    for one in passwords(page):
        assert one["type"] == "password"
        assert not one.get("value")
    assert PASSWORD not in page.answer.text
