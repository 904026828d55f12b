"""Finding out who has an account (observable discrepancies, CWE-204 and CWE-208).

The known case is CVE-2024-39329: Django answered sooner where an account had no usable password.
Answers are compared letter by letter, and their time by the work that is done for them: how many
passwords are hashed and how many statements the database is asked. No clock is looked at.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from flask import Flask
from werkzeug.test import TestResponse

from charta.accounts import passwords, throttling
from charta.core.database import transaction
from tests.accounts.conftest import clock, visitor
from tests.accounts.test_signing_in import CITIZEN, SIGN_IN, enter
from tests.intake.conftest import Setting, setting
from tests.support.accounts import StoppedClock, mails
from tests.support.cast import PASSWORD, Cast, a_person
from tests.support.consultation import DURING
from tests.support.intake import allow_guests
from tests.support.statements import counted
from tests.support.visitor import Visitor, entries, parse

__all__ = ["clock", "setting", "visitor"]

UNCONFIRMED, GUEST = "neele@stralsund.example", "gerda@stralsund.example"
NOBODY = "niemand@stralsund.example"
PEOPLE = (CITIZEN, UNCONFIRMED, GUEST, NOBODY)
SENT = "/konto/post/"


@dataclass
class Counting:
    """A hasher that remembers how often it was asked."""

    inner: PasswordHasher
    calls: list[str] = field(default_factory=list)

    def hash(self, password: str) -> str:
        self.calls.append("hash")
        return self.inner.hash(password)

    def verify(self, password_hash: str, password: str) -> bool:
        self.calls.append("verify")
        return self.inner.verify(password_hash, password)

    def check_needs_rehash(self, password_hash: str) -> bool:
        return self.inner.check_needs_rehash(password_hash)


@pytest.fixture
def hasher(quick_hashing: None, monkeypatch: pytest.MonkeyPatch) -> Counting:
    counting = Counting(passwords.hasher)
    monkeypatch.setattr(passwords, "hasher", counting)
    passwords.matches(None, "warm")
    return counting


@pytest.fixture
def people(app: Flask, city: Cast, clock: StoppedClock) -> tuple[str, ...]:
    """An account, one that nobody has confirmed, a guest without a password, and nobody."""
    with app.app_context(), transaction():
        a_person(UNCONFIRMED, confirmed=False)
        a_person(GUEST).password_hash = None
    return PEOPLE


def shown(answer: TestResponse) -> tuple[object, ...]:
    """All that an answer tells: without the token, the number of the request, and the address
    that was typed, which comes back."""
    text = re.sub(r'name="csrf_token"[^>]*value="[^"]*"', "", answer.text)
    for email in PEOPLE:
        text = text.replace(email, "")
    told = {
        name: "" if name in {"X-Request-Id", "Set-Cookie", "Content-Length"} else value
        for name, value in answer.headers
    }
    return answer.status_code, tuple(sorted(told.items())), text


@dataclass(frozen=True)
class Told:
    shown: tuple[object, ...]
    hashed: tuple[str, ...]
    statements: int


def ask(app: Flask, hasher: Counting, path: str, form: dict[str, str]) -> Told:
    visitor = Visitor(app.test_client())
    token = visitor.token()
    hasher.calls.clear()
    with counted(app) as found:
        answer = visitor.client.post(path, data={"csrf_token": token, **form})
    return Told(shown(answer), tuple(hasher.calls), len(found))


FORMS = {
    "/konto/passwort-vergessen/": {},
    "/konto/anmelden/per-mail/": {},
    "/konto/bestaetigung/": {},
    "/konto/anlegen/": {"name": "Nora Neu", "password": PASSWORD},
}


@pytest.mark.parametrize("path", FORMS)
def test_what_is_mailed_is_not_shown(
    app: Flask, hasher: Counting, people: tuple[str, ...], path: str
) -> None:
    """A link to send costs a few statements more than the words that there is no account; that is
    milliseconds, five times an hour for an address."""
    told = {email: ask(app, hasher, path, {**FORMS[path], "email": email}) for email in people}
    assert len({one.shown for one in told.values()}) == 1, told
    assert told[NOBODY].shown[0] == 303
    assert len({one.hashed for one in told.values()}) == 1, told
    assert [mail["to"] for mail in mails(app)] == list(people), "one mail each"


def test_a_wrong_password_takes_as_long_as_no_account(
    app: Flask, hasher: Counting, people: tuple[str, ...]
) -> None:
    form = {"password": "falsch geraten"}
    told = {email: ask(app, hasher, SIGN_IN, {**form, "email": email}) for email in people}
    assert len({one.shown for one in told.values()}) == 1
    assert {one.hashed for one in told.values()} == {("verify",)}
    assert len({one.statements for one in told.values()}) == 1


def test_after_five_mails_an_hour_nothing_differs_any_more(
    app: Flask, hasher: Counting, people: tuple[str, ...]
) -> None:
    for email in people:
        for _time in range(throttling.MAILS):
            ask(app, hasher, "/konto/passwort-vergessen/", {"email": email})
    for path, values in FORMS.items():
        told = [ask(app, hasher, path, {**values, "email": email}) for email in people]
        assert len(set(told)) == 1, path


def test_where_one_waits_one_waits_for_nobody_too(
    app: Flask, hasher: Counting, people: tuple[str, ...]
) -> None:
    form = {"password": "falsch geraten"}
    told = {
        email: [ask(app, hasher, SIGN_IN, {**form, "email": email}) for _time in range(6)][-1]
        for email in people
    }
    assert len({one.shown for one in told.values()}) == 1
    assert told[NOBODY].shown[0] == 429
    assert {one.hashed for one in told.values()} == {()}, "nothing is tried any more"


def test_an_address_that_is_taken_is_told_to_its_owner_alone(
    app: Flask, visitor: Visitor, people: tuple[str, ...]
) -> None:
    enter(visitor)
    token = visitor.token()
    told = []
    for email in (UNCONFIRMED, GUEST, NOBODY, "editor@stralsund.example"):
        values = {"csrf_token": token, "email": email}
        told.append(shown(visitor.client.post("/konto/adresse/", data=values)))
    assert len(set(told)) == 1
    assert told[0][0] == 303


def test_a_guest_learns_of_no_account(
    app: Flask, people: tuple[str, ...], setting: Setting
) -> None:
    with app.app_context():
        allow_guests(setting.city, "confirmed")
    path = "/stralsund/beteiligung/1/MOB-1/ohne-konto/"
    told = {}
    for email in people:
        visitor = Visitor(app.test_client())
        app.extensions["charta.clock"] = lambda: DURING
        page = parse(visitor.client.get(path).text)
        app.extensions["charta.clock"] = lambda: DURING + timedelta(minutes=1)
        form = next(one for one in page.all("form") if one["method"].lower() == "post")
        values = {**entries(form), "source": "Bänke fehlen.", "name": "Gerda", "email": email}
        with counted(app) as found:
            answer = visitor.client.post(path, data=values)
        told[email] = shown(answer), len(found)
    assert next(iter(told.values()))[0][0] == 303, told
    assert len({count for _shown, count in told.values()}) == 1, told
    assert len({page for page, _count in told.values()}) == 1, told
    assert len({mail["subject"] for mail in mails(app)}) == 1


@pytest.mark.one_engine
def test_pages_of_accounts_name_nobody(app: Flask, people: tuple[str, ...]) -> None:
    """There is no list, and no number in an address, by which people are counted."""
    for rule in app.url_map.iter_rules():
        assert "person" not in rule.rule
        assert not {"person_id", "account", "email"} & rule.arguments, rule
    visitor = Visitor(app.test_client())
    told = [visitor.client.get(f"/konto/{what}/erfunden/") for what in ("passwort", "adresse")]
    assert {answer.status_code for answer in told} == {404}
    assert SENT in {rule.rule for rule in app.url_map.iter_rules()}
