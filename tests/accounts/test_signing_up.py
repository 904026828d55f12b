"""Signing up: two steps, one mail, and the same answer whether there is an account or not."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from charta.accounts.models import Person
from charta.core.database import db
from tests.support.accounts import StoppedClock, actions, mailed_path, mails
from tests.support.cast import PASSWORD, Cast
from tests.support.visitor import Visitor

SIGN_UP, SIGN_IN = "/konto/anlegen/", "/konto/anmelden/"
NEW = {"name": "Neele Neu", "email": "Neele@Example.org", "password": PASSWORD}


def people(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Person)) or 0


def test_the_link_is_confirmed_by_a_button(app: Flask, visitor: Visitor) -> None:
    sent = visitor.open(SIGN_UP).press("Konto anlegen", **NEW)
    assert sent.heading == "Bitte sehen Sie in Ihr Postfach"
    [mail] = mails(app)
    assert mail["to"] == "neele@example.org"
    assert "Neele Neu" not in mail["body"]
    link = mailed_path(app)
    visitor.open(link)
    page = visitor.open(link)  # a mail scanner has followed it: still nothing confirmed
    refused = visitor.open(SIGN_IN).press("Anmelden", email=NEW["email"], password=PASSWORD)
    assert refused.status == 422
    signing_in = page.press("Adresse bestätigen")
    assert signing_in.heading == "Anmelden"
    assert signing_in.notices == ["Ihre Adresse ist bestätigt. Sie können sich jetzt anmelden."]
    account = signing_in.press("Anmelden", email=NEW["email"], password=PASSWORD)
    assert account.heading == "Mein Konto"
    assert actions(app) == ["person.signed_up", "person.confirmed"]
    assert visitor.client.get(link).status_code == 200
    assert visitor.open(link).heading == "Ihre Adresse ist bestätigt"


def test_the_way_back_survives_the_mail(app: Flask, visitor: Visitor) -> None:
    visitor.open(f"{SIGN_UP}?next=/konto/%3Fvon=mail").press("Konto anlegen", **NEW)
    signing_in = visitor.open(mailed_path(app)).press("Adresse bestätigen")
    account = signing_in.press("Anmelden", email=NEW["email"], password=PASSWORD)
    assert account.path == "/konto/?von=mail"


def test_an_account_that_exists_is_not_betrayed(
    app: Flask, visitor: Visitor, second_visitor: Visitor, city: Cast
) -> None:
    before = people(app)
    known = NEW | {"email": "citizen@stralsund.example"}
    answers = [
        somebody.post(SIGN_UP, **values)
        for somebody, values in ((visitor, NEW), (second_visitor, known))
    ]
    assert len({(answer.status, answer.headers["Location"]) for answer in answers}) == 1
    assert len({visitor.open("/konto/post/").text, second_visitor.open("/konto/post/").text}) == 1
    first, second = mails(app)
    assert (first["to"], second["to"]) == ("neele@example.org", "citizen@stralsund.example")
    assert "schon ein Konto" in second["subject"]
    assert people(app) == before + 1
    assert actions(app) == ["person.signed_up"]
    with app.app_context():
        assert db.session.scalar(select(Person.name).where(Person.email == second["to"])) == (
            "Carla Bürgerin"
        )


def test_signing_up_again_before_confirming_starts_afresh(app: Flask, visitor: Visitor) -> None:
    visitor.post(SIGN_UP, **NEW)
    old = mailed_path(app)
    visitor.post(SIGN_UP, **(NEW | {"password": "acht-blaue-boote", "name": "Neele Neuer"}))
    assert visitor.open(old, status=404).heading == "Dieser Link gilt nicht mehr"
    visitor.open(mailed_path(app)).press("Adresse bestätigen")
    signing_in = visitor.open(SIGN_IN)
    assert signing_in.press("Anmelden", email=NEW["email"], password=PASSWORD).status == 422
    entered = signing_in.press("Anmelden", email=NEW["email"], password="acht-blaue-boote")
    assert "Neele Neuer" in entered.text
    assert people(app) == 1


def test_a_link_lasts_48_hours_and_no_longer(
    app: Flask, visitor: Visitor, clock: StoppedClock
) -> None:
    visitor.post(SIGN_UP, **NEW)
    link = mailed_path(app)
    clock.forward(hours=47, minutes=59)
    page = visitor.open(link)
    clock.forward(minutes=1)
    assert visitor.open(link, status=404).heading == "Dieser Link gilt nicht mehr"
    late = page.press("Adresse bestätigen")
    assert late.status == 409
    assert late.heading == "Dieser Link gilt nicht mehr"
    assert "person.confirmed" not in actions(app)


def test_a_link_nobody_was_sent_confirms_nobody(visitor: Visitor) -> None:
    assert visitor.open("/konto/bestaetigen/erfunden/", status=404)
    assert visitor.post("/konto/bestaetigen/erfunden/").status_code == 404


def test_a_link_to_confirm_sets_no_password(app: Flask, visitor: Visitor) -> None:
    visitor.post(SIGN_UP, **NEW)
    other = mailed_path(app).replace("bestaetigen", "passwort")
    assert visitor.open(other, status=404)


def test_the_mail_is_sent_again_without_a_word_about_who_is_there(
    app: Flask, visitor: Visitor, city: Cast
) -> None:
    visitor.post(SIGN_UP, **NEW)
    old = mailed_path(app)
    texts = set()
    for address in (NEW["email"], "citizen@stralsund.example", "niemand@example.org"):
        page = visitor.open("/konto/bestaetigung/").press("Link schicken", email=address)
        texts.add(page.text)
    assert len(texts) == 1
    _, again, there, nobody = mails(app)
    assert [mail["to"] for mail in (again, there, nobody)] == [
        "neele@example.org",
        "citizen@stralsund.example",
        "niemand@example.org",
    ]
    assert "bestaetigen" in again["body"]
    assert "bestaetigen" not in there["body"] + nobody["body"]
    assert visitor.open(old, status=404)


def test_mails_speak_the_language_of_the_page(app: Flask, visitor: Visitor) -> None:
    visitor.post(f"{SIGN_UP}?sprache=en", **NEW)
    assert mailed_path(app).endswith("?sprache=en")


BAD = [
    ("name", "", "füllen Sie dieses Feld aus"),
    ("name", "   ", "füllen Sie dieses Feld aus"),
    ("name", "n" * 81, "höchstens 80 Zeichen"),
    ("name", "Neele\x00Neu", "Steuerzeichen"),
    ("name", "Neele\nNeu", "Steuerzeichen"),
    ("name", "Neele\u202eueN", "Schreibrichtung"),
    ("email", "", "füllen Sie dieses Feld aus"),
    ("email", "neele", "vollständige E-Mail-Adresse"),
    ("email", "neele@example.org\nBcc: alle@example.org", "Steuerzeichen"),
    ("email", "a" * 250 + "@example.org", "höchstens 254 Zeichen"),
    ("email", "neele@-.example", "vollständige E-Mail-Adresse"),
    ("password", "", "füllen Sie dieses Feld aus"),
    ("password", "zu kurz", "mindestens 10 Zeichen"),
    ("password", "x" * 257, "höchstens 256 Zeichen"),
    ("password", "passwort1234", "leicht erraten"),
    ("password", "neele@example.org", "nicht Ihren Namen"),
]


@pytest.mark.parametrize(("field", "value", "message"), BAD)
def test_bad_entries_are_refused_and_kept(
    app: Flask, visitor: Visitor, field: str, value: str, message: str
) -> None:
    refused = visitor.open(SIGN_UP).press("Konto anlegen", **(NEW | {field: value}))
    assert refused.status == 422
    assert any(message in error for error in refused.errors), refused.errors
    for name in {"name", "email"} - {field}:
        assert refused.field(name) == NEW[name]
    assert refused.field("password") == ""
    assert people(app) == 0
    assert mails(app) == []


def test_markup_in_a_name_is_only_text(app: Flask, visitor: Visitor) -> None:
    name = '<script>alert("x")</script><b>Neele</b>'
    visitor.post(SIGN_UP, **(NEW | {"name": name}))
    visitor.open(mailed_path(app)).press("Adresse bestätigen")
    page = visitor.open(SIGN_IN).press("Anmelden", email=NEW["email"], password=PASSWORD)
    assert name in page.text


@pytest.mark.parametrize("extra", [{"admin": "1"}, {"name": ["Neele", "Nele"]}])
def test_unknown_and_doubled_entries_are_refused(
    app: Flask, visitor: Visitor, extra: dict[str, str | list[str]]
) -> None:
    values: dict[str, str | list[str]] = {**NEW, **extra}
    assert visitor.post(SIGN_UP, **values).status_code == 422
    assert people(app) == 0


def test_a_forged_request_does_nothing(app: Flask, visitor: Visitor) -> None:
    assert visitor.client.post(SIGN_UP, data=NEW).status_code == 400
    assert people(app) == 0
