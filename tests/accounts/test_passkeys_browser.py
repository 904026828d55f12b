"""Passkeys in a real browser with a virtual authenticator: added, named, used, removed."""

from __future__ import annotations

import json
import re
import socket
from urllib.parse import parse_qs

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import func, select
from webauthn.helpers import base64url_to_bytes

from charta.accounts import challenges, services
from charta.accounts.models import Person, SignIn, SpentChallenge
from charta.accounts.rules import DEMONSTRATION_DOMAIN
from charta.core.clock import now
from charta.core.database import db, transaction
from charta.core.errors import Invalid
from tests.e2e.people import Somebody
from tests.support.accounts import actions, mails
from tests.support.axe import axe
from tests.support.browser import Browse
from tests.support.cast import Cast
from tests.support.hashing import quick_hashing

__all__ = ["quick_hashing"]

CITIZEN = "citizen@stralsund.example"


@pytest.fixture
def base_url() -> str:
    """Give the site a name: for an IP address no browser makes passkeys."""
    with socket.socket() as asking:
        asking.bind(("127.0.0.1", 0))
        return f"http://localhost:{asking.getsockname()[1]}"


def with_device(page: Page, *, verified: bool = True) -> None:
    """Give the browser a device that knows its owner."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": verified,
        "automaticPresenceSimulation": True,
    }
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def signed_in(page: Page) -> Somebody:
    carla = Somebody(page).sign_in(CITIZEN)
    expect(page.locator("h1")).to_have_text("Mein Konto")
    return carla


def add_passkey(somebody: Somebody, name: str) -> None:
    somebody.go("/konto/sicherheit/").fill("Name des Passkeys", name)
    somebody.page.get_by_role("button", name="Passkey hinzufügen").click()
    expect(somebody.page.get_by_role("heading", name=name)).to_be_visible()


def press(page: Page, words: str, heading: str) -> None:
    page.get_by_role("button", name=words).click()
    expect(page.locator("h1")).to_have_text(heading)


def test_a_passkey_signs_in_without_a_password(
    app: Flask, page: Page, city: Cast, quick_hashing: None
) -> None:
    with_device(page)
    carla = signed_in(page)
    add_passkey(carla, "Diensthandy")
    assert mails(app)[-1]["subject"] == "Ein neuer Passkey für Ihr Konto"
    page.get_by_role("button", name="Abmelden").first.click()
    carla.go("/konto/anmelden/")
    press(page, "Mit Passkey anmelden", "Mein Konto")
    carla.sees(CITIZEN)
    carla.go("/konto/sicherheit/").sees("zuletzt benutzt am")
    page.get_by_role("button", name=re.compile("^Entfernen")).click()
    expect(page.get_by_role("heading", name="Diensthandy")).to_have_count(0)
    page.get_by_role("button", name="Abmelden").first.click()
    carla.go("/konto/anmelden/")
    page.get_by_role("button", name="Mit Passkey anmelden").click()
    carla.sees("nicht geklappt")
    expect(page.locator("h1")).to_have_text("Anmelden")
    assert actions(app) == ["person.passkey_added", "person.passkey_removed"]


def test_a_passkey_is_the_second_step_and_fresh_proof(
    app: Flask, page: Page, city: Cast, quick_hashing: None
) -> None:
    with_device(page)
    carla = signed_in(page)
    add_passkey(carla, "Schlüssel")
    assert axe(page) == []
    press(page, "Zweiten Schritt einschalten", "Ihre Wiederherstellungscodes")
    carla.go("/konto/")
    page.get_by_role("button", name="Abmelden").first.click()
    carla.sign_in(CITIZEN)
    expect(page.locator("h1")).to_have_text("Zweiter Schritt")
    assert axe(page) == []
    press(page, "Mit Passkey bestätigen", "Mein Konto")
    carla.go("/konto/noch-einmal/?next=/konto/anmeldungen/")
    assert axe(page) == []
    press(page, "Mit Passkey bestätigen", "Wo Sie angemeldet sind")


def test_a_passkey_of_the_demonstration_opens_nothing_elsewhere(
    app: Flask, page: Page, city: Cast, quick_hashing: None
) -> None:
    """Everybody can sign in there, and so add one."""
    with_device(page)
    carla = signed_in(page)
    add_passkey(carla, "Diensthandy")
    page.get_by_role("button", name="Abmelden").first.click()
    with app.app_context(), transaction():
        db.session.get_one(Person, city.citizen.person_id).email = f"x@{DEMONSTRATION_DOMAIN}"
    carla.go("/konto/anmelden/")
    page.get_by_role("button", name="Mit Passkey anmelden").click()
    carla.sees("gehört zur Demonstration")
    expect(page.locator("h1")).to_have_text("Anmelden")
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(SignIn)) == 0


def test_an_answer_is_good_once_and_for_its_challenge(
    app: Flask, page: Page, city: Cast, quick_hashing: None
) -> None:
    with_device(page)
    carla = signed_in(page)
    add_passkey(carla, "Diensthandy")
    page.get_by_role("button", name="Abmelden").first.click()
    carla.go("/konto/anmelden/")
    sent: list[str] = []
    page.on("request", lambda one: sent.append(one.post_data or ""))
    press(page, "Mit Passkey anmelden", "Mein Konto")
    [answer] = [parse_qs(body)["credential"][0] for body in sent if "credential=" in body]
    client_data = base64url_to_bytes(json.loads(answer)["response"]["clientDataJSON"])
    challenge = json.loads(client_data)["challenge"]
    site = challenges.site(app.extensions["charta.settings"])
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(SpentChallenge)) == 2
        for shown in (challenge, challenge[::-1]):
            with pytest.raises(Invalid), transaction():
                services.use_passkey(now(), site, challenge=shown, answer=answer, verified=True)


def test_without_scripts_the_page_says_so(browse: Browse, city: Cast) -> None:
    page = browse(javascript=False)
    page.goto("/konto/anmelden/")
    expect(page.get_by_text("Passkeys brauchen JavaScript")).to_be_visible()
    expect(page.get_by_role("button", name="Mit Passkey anmelden")).to_have_count(0)
