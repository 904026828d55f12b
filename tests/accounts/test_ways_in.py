"""Mailed links to sign in, another address, where one is signed in, and fresh proof."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from charta.accounts.models import Person, SignIn
from charta.core.database import db, transaction
from tests.accounts.test_signing_in import CITIZEN, cookie, enter, sessions
from tests.support.accounts import StoppedClock, actions, mailed_path, mails
from tests.support.cast import PASSWORD, Cast, a_person
from tests.support.visitor import Visitor

BY_MAIL, ACCOUNT, PLACES = "/konto/anmelden/per-mail/", "/konto/", "/konto/anmeldungen/"
NEW = "carla.neu@example.org"


def test_a_mailed_link_signs_in_by_a_button_and_once(
    app: Flask, visitor: Visitor, city: Cast
) -> None:
    asked = visitor.open(f"{BY_MAIL}?next=/konto/%3Fvon=mail").press("Link schicken", email=CITIZEN)
    assert asked.heading == "Bitte sehen Sie in Ihr Postfach"
    link = mailed_path(app)
    page = visitor.open(link)
    assert sessions(app) == 0, "who only follows the link is a program"
    assert "Carla Bürgerin" in page.text
    assert page.press("Jetzt anmelden").path == "/konto/?von=mail"
    late = Visitor(app.test_client()).open(link, status=404)
    assert late.heading == "Dieser Link gilt nicht mehr"
    assert Visitor(app.test_client()).post(link).status_code == 404


def test_a_mailed_link_lasts_a_quarter_of_an_hour(
    app: Flask, visitor: Visitor, clock: StoppedClock, city: Cast
) -> None:
    visitor.post(BY_MAIL, email=CITIZEN)
    page = visitor.open(mailed_path(app))
    clock.forward(minutes=15)
    assert page.press("Jetzt anmelden").status == 404
    assert sessions(app) == 0


def test_whether_there_is_an_account_is_only_told_by_mail(
    app: Flask, visitor: Visitor, city: Cast
) -> None:
    with app.app_context(), transaction():
        a_person("neele@example.org", confirmed=False)
    texts = {
        visitor.open(BY_MAIL).press("Link schicken", email=email).text
        for email in (CITIZEN, "niemand@example.org", "neele@example.org")
    }
    assert len(texts) == 1
    there, nobody, unconfirmed = mails(app)
    assert "/link/" in there["body"]
    assert "kein Konto" in nobody["subject"]
    assert "bestaetigen" in unconfirmed["body"], "somebody else may have begun it"


def test_a_new_address_is_confirmed_there_and_told_here(
    app: Flask, visitor: Visitor, second_visitor: Visitor, city: Cast
) -> None:
    enter(visitor)
    enter(second_visitor)
    sent = visitor.open("/konto/adresse/").press("Link schicken", email=NEW)
    assert sent.link("Zum Konto") == ACCOUNT
    assert "Konto anlegen" not in sent.text, "they are signed in to one"
    link = mailed_path(app)
    assert mails(app)[-1]["to"] == NEW
    page = visitor.open(link)
    assert visitor.open(ACCOUNT).text.count(CITIZEN) == 1, "until the button is pressed"
    done = page.press("Adresse übernehmen")
    assert done.notices == ["Ihr Konto hat jetzt die neue Adresse."]
    assert NEW in done.text
    told = mails(app)[-1]
    assert told["to"] == CITIZEN
    assert "Verwaltung der Charta" in told["body"]
    assert "passwort-vergessen" not in told["body"], "nothing is sent there any more"
    assert second_visitor.client.get(ACCOUNT).status_code == 303
    assert actions(app) == ["person.address_changed"]
    assert visitor.post(link).status_code == 404
    enter(Visitor(app.test_client()), NEW)


def test_an_address_that_is_taken_is_not_betrayed(app: Flask, visitor: Visitor, city: Cast) -> None:
    enter(visitor)
    page = visitor.open("/konto/adresse/").press("Link schicken", email="editor@stralsund.example")
    assert page.heading == "Bitte sehen Sie in Ihr Postfach"
    assert "schon ein Konto" in mails(app)[-1]["subject"]


def test_an_address_taken_in_between_is_refused(app: Flask, visitor: Visitor, city: Cast) -> None:
    enter(visitor)
    visitor.open("/konto/adresse/").press("Link schicken", email=NEW)
    page = visitor.open(mailed_path(app))
    with app.app_context(), transaction():
        a_person(NEW)
    assert page.press("Adresse übernehmen").status == 409
    with app.app_context():
        number = db.session.scalar(select(Person.id).where(Person.email == CITIZEN))
    assert number == city.citizen.person_id


@pytest.mark.parametrize("email", ["", "x", CITIZEN])
def test_a_bad_address_is_refused_and_kept(visitor: Visitor, city: Cast, email: str) -> None:
    enter(visitor)
    page = visitor.open("/konto/adresse/").press("Link schicken", email=email)
    assert page.status == 422
    assert page.field("email") == email


def test_where_one_is_signed_in_and_an_end_to_it(
    app: Flask, visitor: Visitor, second_visitor: Visitor, city: Cast
) -> None:
    firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    second_visitor.client.environ_base["HTTP_USER_AGENT"] = firefox
    enter(visitor)
    enter(second_visitor)
    page = visitor.open(PLACES)
    assert "Firefox, Linux" in page.text
    assert "gegen 12 Uhr" in page.text
    assert "140" not in page.text
    ended = page.press("Abmelden: Firefox, Linux")
    assert ended.notices == ["Dieses Gerät ist abgemeldet."]
    assert second_visitor.client.get(ACCOUNT).status_code == 303
    enter(second_visitor)
    enter(Visitor(app.test_client()))
    assert visitor.open(PLACES).press("Alle anderen abmelden").notices == [
        "2 Geräte sind abgemeldet."
    ]
    assert sessions(app) == 1


def test_nobody_ends_the_sessions_of_others(
    app: Flask, visitor: Visitor, second_visitor: Visitor, city: Cast
) -> None:
    enter(visitor)
    enter(second_visitor, "editor@stralsund.example")
    with app.app_context():
        number = db.session.scalar(
            select(SignIn.id).where(SignIn.person_id == city.editor.person_id)
        )
    assert visitor.post(f"{PLACES}{number}/beenden/").status_code == 404
    assert Visitor(app.test_client()).post(f"{PLACES}{number}/beenden/").status_code == 403
    assert sessions(app) == 2


def test_another_role_is_another_token(
    app: Flask, visitor: Visitor, clock: StoppedClock, city: Cast
) -> None:
    admin = Visitor(app.test_client())
    enter(visitor)
    enter(admin, "admin@stralsund.example")
    before = cookie(visitor)
    roles = "/stralsund/schreibtisch/einstellungen/rollen/"
    admin.open(roles).press("Einladung senden", email=CITIZEN, role="editor")
    assert visitor.post(mailed_path(app)).status_code == 303
    assert visitor.client.get("/stralsund/schreibtisch/").status_code == 200
    assert visitor.client.get(ACCOUNT).status_code == 200
    copied = Visitor(app.test_client())
    copied.client.set_cookie("charta", before, domain="localhost")
    assert copied.client.get(ACCOUNT).status_code == 200, "what was under way"
    clock.forward(minutes=1)
    copied.client.set_cookie("charta", before, domain="localhost")
    assert copied.client.get(ACCOUNT).status_code == 303
    assert visitor.client.get(ACCOUNT).status_code == 303, "nobody knows which of them is the owner"


def test_old_proof_is_asked_for_before_roles_change(
    app: Flask, visitor: Visitor, clock: StoppedClock, city: Cast
) -> None:
    roles = "/stralsund/schreibtisch/einstellungen/rollen/"
    enter(visitor, "admin@stralsund.example")
    page = visitor.open(roles)
    assert page.path == roles
    clock.forward(minutes=29)
    asked = page.press("Einladung senden", email=CITIZEN, role="editor")
    assert actions(app) == ["invitation.sent"], "a page that was open may still be sent"
    assert asked.notices == ["Die Einladung ist unterwegs."]
    assert asked.heading == "Bitte bestätigen Sie, dass Sie es sind"
    wrong = asked.press("Bestätigen", password="falsch geraten")
    assert wrong.status == 422
    assert wrong.press("Bestätigen", password=PASSWORD).path == roles
    clock.forward(minutes=30)
    late = visitor.post(roles, email="citizen2@stralsund.example", role="editor")
    assert late.status_code == 303
    assert late.headers["Location"].startswith("/konto/noch-einmal/")
    assert actions(app) == ["invitation.sent"]


def test_proof_leads_to_no_other_site(visitor: Visitor, city: Cast) -> None:
    enter(visitor)
    answer = visitor.post("/konto/noch-einmal/?next=//boese.example/", password=PASSWORD)
    assert answer.headers["Location"] == ACCOUNT
    assert (
        Visitor(visitor.client.application.test_client())
        .post("/konto/noch-einmal/", password=PASSWORD)
        .status_code
        == 403
    )
