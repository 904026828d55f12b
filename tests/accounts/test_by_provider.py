"""Signing in through a real identity provider: new people, those who are known, those who are not
to come this way; and who must not get into an account of somebody else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import func, select

from charta.accounts.models import Identity, Person, SignIn
from charta.core.database import db, transaction
from config import Settings
from tests.support.accounts import actions, mailed_path, mails
from tests.support.cast import PASSWORD, Cast, a_person
from tests.support.hashing import quick_hashing
from tests.support.provider import (
    NAME,
    OpenIdProvider,
    Wanderer,
    come_back,
    openid,
    sign_in_by_provider,
    there,
)
from tests.support.visitor import Visit, Visitor

__all__ = ["openid", "quick_hashing"]

pytestmark = pytest.mark.usefixtures("quick_hashing")

CITIZEN = "citizen@stralsund.example"
BEA = "bea@example.org"
FAILED = f"Mit {NAME} hat es nicht geklappt"
SECURITY, JOURNEY = "/konto/sicherheit/", "charta-journey"


@pytest.fixture
def settings(settings: Settings, openid: OpenIdProvider) -> Settings:
    return replace(settings, **openid.settings())


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    """Somebody today: the provider's clock cannot be stopped."""
    return Visitor(app.test_client())


def change(app: Flask, **values: object) -> None:
    """Run the installation with other settings from now on."""
    kept: Settings = app.extensions["charta.settings"]
    app.extensions["charta.settings"] = replace(kept, **values)  # type: ignore[arg-type]


def count(app: Flask, model: type) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model)) or 0


def person(app: Flask, email: str) -> Person:
    with app.app_context():
        return db.session.scalars(select(Person).where(Person.email == email)).one()


def enter(visitor: Visitor, email: str = CITIZEN) -> Visit:
    return visitor.open("/konto/anmelden/").press("Anmelden", email=email, password=PASSWORD)


def linked(app: Flask, openid: OpenIdProvider, person_id: int | None, key: str) -> None:
    """Somebody whose account is linked already."""
    assert person_id is not None
    with app.app_context(), transaction() as session:
        at = db.session.get_one(Person, person_id).created_at
        row = {"person_id": person_id, "issuer": openid.issuer, "subject": key}
        session.add(Identity(**row, created_at=at, last_used_at=at))


def test_somebody_new_chooses_a_name_and_is_signed_in(
    app: Flask, visitor: Visitor, openid: OpenIdProvider, city: Cast
) -> None:
    openid.knows("bea", email="Bea@Example.org")
    page = sign_in_by_provider(visitor, "bea", next_path="/stralsund/")
    assert page.heading == "Willkommen"
    assert page.field("name") == "Bea Beispiel"
    assert count(app, SignIn) == 0, "who only comes from there has not agreed to anything"
    assert page.press("Konto anlegen", name="").status == 422
    done = page.press("Konto anlegen", name="Hafenkind")
    assert done.path == "/stralsund/"
    made = person(app, BEA)
    assert (made.name, made.password_hash) == ("Hafenkind", None)
    assert made.confirmed_at is not None
    assert actions(app) == ["person.joined_by_provider"]
    again = sign_in_by_provider(Visitor(app.test_client()), "bea")
    assert again.notices == ["Sie sind angemeldet."]
    assert BEA in again.text
    assert count(app, Identity) == 1


def test_what_the_provider_says_is_text(
    app: Flask, visitor: Visitor, openid: OpenIdProvider
) -> None:
    name = '"><img src=x onerror=alert(1)>{{7*7}}'
    openid.knows("bea", email=BEA, name=name)
    page = sign_in_by_provider(visitor, "bea")
    assert page.field("name") == name
    assert not [one for one in page.root.all("img") if one["onerror"] or one["src"] == "x"]
    assert page.press("Konto anlegen").field("name") == name
    assert person(app, BEA).name == name


def test_who_has_no_password_comes_by_mail_and_may_set_one(
    app: Flask, visitor: Visitor, openid: OpenIdProvider
) -> None:
    openid.knows("bea", email=BEA)
    sign_in_by_provider(visitor, "bea").press("Konto anlegen")
    assert "Ihr Konto hat kein Passwort." in visitor.open("/konto/").text
    other = Visitor(app.test_client())
    other.open("/konto/anmelden/per-mail/").press("Link schicken", email=BEA)
    assert other.open(mailed_path(app)).press("Jetzt anmelden").path == "/konto/"
    other.open("/konto/passwort-vergessen/").press("Link schicken", email=BEA)
    assert "/konto/passwort/" in mailed_path(app)
    other.open("/konto/bestaetigung/").press("Link schicken", email=BEA)
    assert mails(app)[-1]["subject"] == "Sie haben schon ein Konto"


def test_an_account_is_not_joined_because_the_address_is_the_same(
    app: Flask, visitor: Visitor, openid: OpenIdProvider, city: Cast
) -> None:
    """Pre-hijacking (Sudhodanan and Paverd 2022): it takes a proof for both sides."""
    openid.knows("carla", email=CITIZEN)
    page = sign_in_by_provider(visitor, "carla")
    assert page.heading == "Sie haben hier schon ein Konto"
    assert (count(app, SignIn), count(app, Identity)) == (0, 0)
    assert (
        visitor.client.get("/konto/sicherheit/anbieter/")
        .headers["Location"]
        .startswith("/konto/anmelden/?next=")
    )
    sign_in = visitor.open(page.link("Anmelden und verknüpfen"))
    asked = sign_in.press("Anmelden", email=CITIZEN, password=PASSWORD)
    assert asked.heading == f"Mit {NAME} verknüpfen"
    assert count(app, Identity) == 0, "until the button is pressed"
    done = asked.press("Verknüpfen")
    assert done.notices == [f"Sie können sich jetzt auch mit {NAME} anmelden."]
    assert actions(app) == ["person.identity_linked"]
    assert mails(app)[-1]["subject"] == "Ein weiterer Weg in Ihr Konto"
    assert CITIZEN in sign_in_by_provider(Visitor(app.test_client()), "carla").text


def test_another_account_cannot_take_who_is_waiting(
    app: Flask, visitor: Visitor, openid: OpenIdProvider, city: Cast
) -> None:
    openid.knows("carla", email=CITIZEN)
    page = sign_in_by_provider(visitor, "carla")
    sign_in = visitor.open(page.link("Anmelden und verknüpfen"))
    email = "editor@stralsund.example"
    assert sign_in.press("Anmelden", email=email, password=PASSWORD).path == SECURITY
    assert visitor.post("/konto/sicherheit/anbieter/").headers["Location"] == SECURITY
    assert count(app, Identity) == 0


def test_what_a_stranger_began_under_the_address_falls_away(
    app: Flask, visitor: Visitor, openid: OpenIdProvider
) -> None:
    """Classic-federated merge: an attacker signs up first and waits for the owner to come."""
    with app.app_context(), transaction():
        a_person(BEA, "Angreifer", confirmed=False)
    openid.knows("bea", email=BEA)
    sign_in_by_provider(visitor, "bea").press("Konto anlegen")
    made = person(app, BEA)
    assert (made.password_hash, made.name) == (None, "Bea Beispiel")
    assert enter(Visitor(app.test_client()), BEA).status == 422


@pytest.mark.parametrize("verified", [False, None, "true", 1])
def test_an_unproven_address_is_no_address(
    app: Flask, visitor: Visitor, openid: OpenIdProvider, city: Cast, verified: object
) -> None:
    """Microsoft's "nOAuth" (2023): whoever may type an address there would own it here."""
    openid.knows("mallory", email=CITIZEN, verified=verified)
    page = sign_in_by_provider(visitor, "mallory")
    assert (page.status, page.heading) == (422, FAILED)
    assert "keine bestätigte E-Mail-Adresse" in page.text
    assert (count(app, SignIn), count(app, Identity)) == (0, 0)


def test_where_citizens_do_not_come_this_way_staff_still_do(
    app: Flask, visitor: Visitor, openid: OpenIdProvider, city: Cast
) -> None:
    change(app, oidc_citizens=False)
    openid.knows("bea", email=BEA)
    page = sign_in_by_provider(visitor, "bea")
    assert (page.status, page.heading) == (403, FAILED)
    assert visitor.client.get("/konto/anmelden/anbieter/neu/").status_code == 303
    change(app, oidc_role_claim="groups", oidc_roles="redaktion=stralsund:editor")
    openid.knows("bea", email=BEA, groups=("redaktion", "anderes"))
    assert sign_in_by_provider(visitor, "bea").press("Konto anlegen").path == "/konto/"
    linked(app, openid, city.citizen.person_id, "carla")
    openid.knows("carla")
    other = sign_in_by_provider(Visitor(app.test_client()), "carla")
    assert other.notices == ["Sie sind angemeldet."]


def test_who_is_signed_in_links_and_cuts_the_link(
    app: Flask, visitor: Visitor, openid: OpenIdProvider, city: Cast
) -> None:
    openid.knows("anders", email="anders@example.org", verified=False)
    enter(visitor)
    setting_out = visitor.open(SECURITY).press(f"Mit {NAME} verknüpfen")
    page = come_back(setting_out, "anders").press("Weiter")
    assert page.path == SECURITY
    assert "Verknüpft seit" in page.text
    assert CITIZEN in sign_in_by_provider(Visitor(app.test_client()), "anders").text
    done = page.press(f"Verknüpfung lösen: {NAME}")
    assert done.notices == ["Die Verknüpfung ist gelöst."]
    assert actions(app) == ["person.identity_linked", "person.identity_cut"]
    assert sign_in_by_provider(Visitor(app.test_client()), "anders").heading == FAILED


def test_who_somebody_is_belongs_to_one_account(
    app: Flask, visitor: Visitor, openid: OpenIdProvider, city: Cast
) -> None:
    linked(app, openid, city.editor.person_id, "edda")
    openid.knows("edda")
    enter(visitor)
    setting_out = visitor.open(SECURITY).press(f"Mit {NAME} verknüpfen")
    page = come_back(setting_out, "edda").press("Weiter")
    assert (page.status, page.heading) == (422, FAILED)
    with app.app_context():
        number = db.session.scalar(select(Identity.id))
    assert visitor.post(f"{SECURITY}anbieter/{number}/loesen/").status_code == 404
    assert count(app, Identity) == 1


def test_nobody_links_the_account_of_another_browser(
    app: Flask, visitor: Visitor, openid: OpenIdProvider, city: Cast
) -> None:
    """Whoever has signed in since, in the same browser, has not set out to link anything."""
    openid.knows("mallory")
    enter(visitor)
    setting_out = visitor.open(SECURITY).press(f"Mit {NAME} verknüpfen")
    back = come_back(setting_out, "mallory")
    visitor.open("/konto/").press("Abmelden")
    enter(visitor, "editor@stralsund.example")
    page = visitor.open(back.path)
    assert page.press("Weiter").heading == FAILED
    assert count(app, Identity) == 0


def test_our_second_step_is_asked_for_unless_the_provider_has_seen_two(
    app: Flask, visitor: Visitor, openid: OpenIdProvider, city: Cast
) -> None:
    linked(app, openid, city.citizen.person_id, "carla")
    with app.app_context(), transaction():
        carla = db.session.get_one(Person, city.citizen.person_id)
        carla.second_step_since = carla.created_at
    for ways, heading in (
        ({}, "Zweiter Schritt"),
        ({"amr": ("pwd",)}, "Zweiter Schritt"),
        ({"amr": ("pwd", "mfa")}, "Mein Konto"),
        ({"acr": "zwei"}, "Mein Konto"),
    ):
        openid.knows("carla", **ways)
        page = sign_in_by_provider(Visitor(app.test_client()), "carla")
        assert page.heading == heading
        said = any(f"{NAME} hat nicht bestätigt" in one for one in page.notices)
        assert said is (heading == "Zweiter Schritt"), "nobody is led in a circle without a word"


def test_the_provider_may_be_the_second_step(
    app: Flask, visitor: Visitor, openid: OpenIdProvider, city: Cast
) -> None:
    linked(app, openid, city.citizen.person_id, "carla")
    openid.knows("carla", amr=("mfa",))
    page = sign_in_by_provider(visitor, "carla", next_path=SECURITY)
    assert "bleiben Ihnen nur die Wiederherstellungscodes" in page.text
    assert page.press("Zweiten Schritt einschalten").heading == "Ihre Wiederherstellungscodes"
    halfway = enter(Visitor(app.test_client()))
    assert halfway.heading == "Zweiter Schritt"
    code = halfway.text.index("Mit einem Wiederherstellungscode")
    assert halfway.text.index(f"Mit {NAME}") < code, "the last resort comes last"
    come = come_back(halfway.press(f"Mit {NAME} anmelden"), "carla")
    assert come.press("Weiter").notices == ["Sie sind angemeldet."]
    cut = visitor.open(SECURITY).press(f"Verknüpfung lösen: {NAME}")
    assert "ein Schritt" in cut.text, "nobody is asked for what they cannot show"


def test_fresh_proof_asks_the_provider_anew(
    app: Flask, visitor: Visitor, openid: OpenIdProvider
) -> None:
    openid.knows("bea", email=BEA)
    wanderer = Wanderer()
    sign_in_by_provider(visitor, "bea", wanderer=wanderer).press("Konto anlegen")
    asked = visitor.open("/konto/noch-einmal/?next=/konto/anmeldungen/")
    assert not asked.has_button("Bestätigen"), "there is no password"
    setting_out = asked.press(f"Mit {NAME} bestätigen")
    assert "prompt=login" in there(setting_out)
    assert "max_age=0" in there(setting_out)
    with app.app_context():
        before = db.session.scalar(select(SignIn.proven_at))
    page = come_back(setting_out, "bea", wanderer).press("Weiter")
    assert page.path == "/konto/anmeldungen/"
    with app.app_context():
        after = db.session.scalar(select(SignIn.proven_at))
    assert before is not None
    assert after is not None
    assert after > before


def test_nobody_proves_to_be_somebody_else(
    app: Flask, visitor: Visitor, openid: OpenIdProvider, city: Cast
) -> None:
    linked(app, openid, city.citizen.person_id, "carla")
    linked(app, openid, city.editor.person_id, "edda")
    openid.knows("carla")
    openid.knows("edda")
    sign_in_by_provider(visitor, "carla")
    setting_out = visitor.open("/konto/noch-einmal/").press(f"Mit {NAME} bestätigen")
    page = come_back(setting_out, "edda").press("Weiter")
    assert (page.status, page.heading) == (422, FAILED)


def test_an_english_reader_comes_back_to_english(
    app: Flask, visitor: Visitor, openid: OpenIdProvider
) -> None:
    openid.knows("bea", email=BEA)
    start = visitor.open("/konto/anmelden/?sprache=en").press(f"Sign in with {NAME}")
    address = start.link(f"On to {NAME}")
    assert "ui_locales=en" in address
    page = visitor.open(Wanderer().answer(address, "bea"))
    assert "sprache=en" in page.path
    assert page.press("Continue").heading == "Welcome"


def test_without_a_provider_there_is_nothing(app: Flask, visitor: Visitor, city: Cast) -> None:
    nothing = dict.fromkeys(("oidc_issuer", "oidc_client_id", "oidc_client_secret"), "")
    change(app, **nothing, oidc_name="", oidc_citizens=False, oidc_second_step=())
    assert NAME not in visitor.open("/konto/anmelden/").text
    for path in ("weiter/", "zurueck/?code=x&state=y", "neu/", "bekannt/"):
        assert visitor.client.get(f"/konto/anmelden/anbieter/{path}").status_code == 404
    assert visitor.post("/konto/anmelden/anbieter/").status_code == 404
    enter(visitor)
    assert NAME not in visitor.open(SECURITY).text
    assert visitor.post(f"{SECURITY}anbieter/neu/").status_code == 404
