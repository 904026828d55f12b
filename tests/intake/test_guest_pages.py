"""Speaking without an account on screen, the link in the mail, and whoever reads it first."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from charta.consultation.models import Comment, Suggestion
from charta.core.database import db
from charta.intake.models import GuestSetting, HeldComment
from tests.intake.conftest import Setting
from tests.support.cast import sign_in
from tests.support.consultation import AFTER, CLOSES, DURING
from tests.support.intake import a_held, allow_guests, mails, the_token
from tests.support.proofs import prove, solution
from tests.support.visitor import Visit, Visitor

TEXT = "/stralsund/beteiligung/1/MOB-1/"
SPEAK = f"{TEXT}ohne-konto/"
PASSAGE = f"{SPEAK}?von=15&bis=30"
GUESTS = "/stralsund/schreibtisch/eingaben/gaeste/"
SETTING = "/stralsund/schreibtisch/einstellungen/ohne-konto/"
SAID = {"source": "Mehr Bänke, bitte.", "name": "Gerda Gast", "email": "gerda@gast.example"}
SEND = "Stellungnahme absenden"


@pytest.fixture(autouse=True)
def allowed(app: Flask, setting: Setting) -> None:
    with app.app_context():
        allow_guests(setting.city, "confirmed")


def at(app: Flask, moment: datetime) -> None:
    app.extensions["charta.clock"] = lambda: moment


def write(app: Flask, visitor: Visitor, path: str = SPEAK) -> Visit:
    """Open the form, with a browser that works for it, and take half a minute to fill it in."""
    at(app, DURING)
    page = prove(visitor.open(path), "guest")
    at(app, DURING + timedelta(seconds=30))
    return page


def held(app: Flask) -> list[HeldComment]:
    with app.app_context():
        return list(db.session.scalars(select(HeldComment).order_by(HeldComment.id)))


def comments(app: Flask) -> int:
    with app.app_context():
        return len(db.session.scalars(select(Comment)).all())


def test_a_guest_speaks_confirms_and_is_read(app: Flask, public: Visitor) -> None:
    public.open(TEXT).link("Ohne Konto schreiben")
    page = write(app, public).press(SEND, **SAID)
    assert page.heading == "Ihre Stellungnahme ist da"
    assert "Ein Link ist an Ihre E-Mail-Adresse unterwegs." in page.text
    code = page.root.all("strong")[0].text
    assert "Mehr Bänke" in public.open(f"/beleg/{code}/").text
    assert comments(app) == 0
    assert "Mehr Bänke" not in public.open(TEXT).text
    path = f"/stralsund/beteiligung/ohne-konto/{the_token(app)}/"
    link = public.open(path)
    assert "Mehr Bänke" in link.text
    assert comments(app) == 0
    done = link.press("Ja, das ist von mir")
    assert done.notices == ["Danke! Ihre Stellungnahme S-1 ist jetzt öffentlich."]
    assert "Gerda Gast" in done.text
    assert comments(app) == 1
    assert public.open(path).path == done.path
    assert link.press("Ja, das ist von mir").path == done.path
    assert comments(app) == 1


def test_a_passage_with_other_words_is_seen_first(app: Flask, public: Visitor) -> None:
    start = public.open(f"{TEXT}stelle/?von=15&bis=30")
    page = write(app, public, start.link("Ohne Konto schreiben"))
    look = page.press(SEND, **SAID, suggests="y", wording="gute Radwege")
    assert "Bitte sehen Sie sich Ihren Vorschlag an" in look.text
    assert held(app) == []
    assert look.press(SEND).heading == "Ihre Stellungnahme ist da"
    [one] = held(app)
    assert (one.start, one.end, one.wording) == (15, 30, "gute Radwege")
    code = look.visitor.open("/stralsund/beteiligung/ohne-konto/gesendet/").root.all("strong")[0]
    receipt = public.open(f"/beleg/{code.text}/")
    assert "gute" in receipt.root.of_class("c-passage__words")[0].text
    confirm = public.open(f"/stralsund/beteiligung/ohne-konto/{the_token(app)}/")
    confirm.press("Ja, das ist von mir")
    with app.app_context():
        assert db.session.scalars(select(Suggestion.wording)).one() == "gute Radwege"


def test_the_answer_is_the_same_for_an_address_with_an_account(
    app: Flask, setting: Setting
) -> None:
    pages = []
    for email in ("citizen@stralsund.example", "niemand@gast.example"):
        page = write(app, Visitor(app.test_client())).press(SEND, **{**SAID, "email": email})
        pages.append((page.status, page.text.replace(page.root.all("strong")[0].text, "")))
    assert pages[0] == pages[1]
    first, second = mails(app)
    assert first["subject"] == second["subject"]


def test_a_bad_form_keeps_what_was_typed(app: Flask, public: Visitor) -> None:
    page = write(app, public)
    without = page.press(SEND, source="Nur Text", name="Gerda")
    assert (without.status, without.field("source").strip()) == (422, "Nur Text")
    assert "E-Mail-Adresse" in without.errors[0]
    assert page.press(SEND, **{**SAID, "source": ""}).status == 422
    assert page.press(SEND, **{**SAID, "email": "keine"}).status == 422
    assert page.press(SEND, **{**SAID, "name": "x" * 81}).status == 422
    same = write(app, public, PASSAGE).press(SEND, **SAID, suggests="y")
    assert "noch denselben Wortlaut" in same.errors[0]
    assert held(app) == []


def the_unread(app: Flask, page: Visit, **more: str) -> Visit:
    """Send a form that something speaks against: it arrives, and is not public when confirmed."""
    before = len(held(app))
    sent = page.press(SEND, **{**SAID, **more})
    assert sent.heading == "Ihre Stellungnahme ist da"
    assert "Danach liest jemand aus der Stadtverwaltung Ihren Text" in sent.text
    assert len(held(app)) == before + 1
    assert held(app)[-1].unproven
    assert "Danach liest die Redaktion Ihren Text" in mails(app)[-1]["body"]
    link = page.visitor.open(f"/stralsund/beteiligung/ohne-konto/{the_token(app)}/")
    assert "Danach liest jemand aus der Stadtverwaltung" in link.text
    done = link.press("Ja, das ist von mir")
    assert "Jetzt liest die Redaktion Ihren Text." in done.notices[0]
    assert comments(app) == 0
    return done


def test_without_scripts_a_moderator_reads(app: Flask, public: Visitor, editor: Visitor) -> None:
    at(app, DURING)
    page = public.open(SPEAK)
    assert "Dann liest jemand aus der Stadtverwaltung Ihren Text" in page.text
    at(app, DURING + timedelta(seconds=30))
    the_unread(app, page)
    waiting = editor.open(GUESTS)
    assert "Ohne Prüfung gegen Spam gesendet" in waiting.text
    one = editor.open(waiting.link("Gerda Gast"))
    assert "Ohne Prüfung gegen Spam gesendet" in one.text
    one.press("Veröffentlichen")
    assert comments(app) == 1


@pytest.mark.parametrize(
    "sign",
    [
        {"website": "https://spam.example"},
        {"website": "x" * 5_000},
        {"altcha": ""},
        {"altcha": "bm9wZQ=="},
        {"altcha": "x" * 5_000},
        {"began": ""},
        {"began": "1.x"},
        {"began": "ä.ä"},
    ],
)
def test_whatever_speaks_for_a_program_has_it_read(
    app: Flask, public: Visitor, sign: dict[str, str]
) -> None:
    the_unread(app, write(app, public), **sign)


def test_three_seconds_are_enough_and_a_month_as_well(app: Flask, public: Visitor) -> None:
    page = write(app, public)
    at(app, DURING + timedelta(seconds=2))
    the_unread(app, page)
    for taken in (timedelta(seconds=3), timedelta(days=10)):
        page = write(app, Visitor(app.test_client()))
        at(app, DURING + taken)
        page.press(SEND, **SAID, altcha=solution(public.client, "guest"))
        assert not held(app)[-1].unproven


def test_a_solution_is_good_for_one_contribution(app: Flask, public: Visitor) -> None:
    page = write(app, public)
    refused = page.press(SEND, **{**SAID, "email": "keine"})
    assert refused.press(SEND, **SAID).heading == "Ihre Stellungnahme ist da"
    assert not held(app)[0].unproven
    again = write(app, public)
    again.press(SEND, **SAID, altcha=page.field("altcha"))
    assert held(app)[1].unproven


def test_the_same_form_twice_is_one(app: Flask, public: Visitor) -> None:
    page = write(app, public)
    first, second = page.press(SEND, **SAID), page.press(SEND, **SAID)
    assert first.text == second.text
    assert len(held(app)) == len(mails(app)) == 1
    other = page.press(SEND, **{**SAID, "source": "Etwas anderes"})
    assert (other.status, other.field("source").strip()) == (409, "Etwas anderes")


def test_outside_its_time_nothing_is_held(app: Flask, public: Visitor) -> None:
    page = write(app, public)
    at(app, AFTER)
    late = page.press(SEND, **SAID)
    assert (late.status, late.field("source").strip()) == (409, SAID["source"])
    assert public.open(SPEAK).path == TEXT
    assert held(app) == []


def test_without_the_setting_nobody_finds_a_form(
    app: Flask, setting: Setting, public: Visitor
) -> None:
    page = write(app, public)
    with app.app_context():
        allow_guests(setting.city, "none")
    assert "Ohne Konto" not in public.open(TEXT).text
    public.open(SPEAK, status=404)
    assert page.press(SEND, **SAID).status == 404
    assert public.open("/stralsund/beteiligung/ohne-konto/gesendet/").heading == "Beteiligung"


def test_who_is_signed_in_uses_their_account(app: Flask, citizen: Visitor) -> None:
    assert citizen.open(SPEAK).path == TEXT
    assert "Ohne Konto" not in citizen.open(TEXT).text
    assert citizen.post(SPEAK, **SAID).status_code == 303
    assert held(app) == []


def test_old_and_wrong_links_say_so(app: Flask, setting: Setting, public: Visitor) -> None:
    with app.app_context():
        a_held(setting.round, setting.clause, now=CLOSES - timedelta(days=1))
    path = f"/stralsund/beteiligung/ohne-konto/{the_token(app)}/"
    at(app, CLOSES)
    link = public.open(path)
    at(app, CLOSES + timedelta(days=6))
    assert link.press("Ja, das ist von mir").status == 409
    assert public.open(path, status=404).heading == "Dieser Link gilt nicht mehr"
    public.open("/stralsund/beteiligung/ohne-konto/quatsch/", status=404)
    assert public.post("/stralsund/beteiligung/ohne-konto/quatsch/").status_code == 404
    assert comments(app) == 0


def test_somebody_reads_first(
    app: Flask, setting: Setting, public: Visitor, facilitator: Visitor
) -> None:
    with app.app_context():
        allow_guests(setting.city, "moderated")
    sent = write(app, public, PASSAGE).press(SEND, **{**SAID, "email": ""})
    assert "Jemand aus der Stadtverwaltung liest Ihren Text" in sent.text
    assert "Haben Sie eine E-Mail-Adresse angegeben" in sent.text
    code = sent.root.all("strong")[0].text
    listed = facilitator.open(GUESTS)
    assert "sichere Radwege" in listed.text
    one = facilitator.open(listed.link("Gerda Gast"))
    empty = one.press("Nicht veröffentlichen", reason="")
    assert empty.status == 422
    done = empty.press("Nicht veröffentlichen", reason="Beleidigt andere.")
    assert done.path == GUESTS
    assert "Nichts wartet." in done.text
    assert "Beleidigt andere." in public.open(f"/beleg/{code}/").text
    late = one.press("Veröffentlichen")
    assert (late.status, comments(app)) == (409, 0)
    assert one.press("Nicht veröffentlichen", reason="Noch einmal").status == 409
    decided = facilitator.open(one.path)
    assert "Darüber hat inzwischen schon jemand entschieden." in decided.text
    assert not decided.has_button("Veröffentlichen")
    write(app, public).press(SEND, **{**SAID, "email": ""})
    second = facilitator.open(facilitator.open(GUESTS).link("Gerda Gast")).press("Veröffentlichen")
    assert second.notices == ["Die Stellungnahme S-1 ist jetzt öffentlich."]
    assert "Gerda Gast" in public.open("/stralsund/stellungnahmen/1/").text


def test_a_confirmed_address_waits_for_the_reader(
    app: Flask, setting: Setting, public: Visitor, editor: Visitor
) -> None:
    with app.app_context():
        allow_guests(setting.city, "moderated")
    write(app, public).press(SEND, **SAID)
    assert "Nichts wartet." in editor.open(GUESTS).text
    page = public.open(f"/stralsund/beteiligung/ohne-konto/{the_token(app)}/")
    done = page.press("Ja, das ist von mir")
    assert "Jetzt liest die Redaktion Ihren Text." in done.notices[0]
    assert comments(app) == 0
    assert (
        "Eine Stellungnahme wartet darauf, gelesen zu werden"
        in editor.open("/stralsund/schreibtisch/eingaben/").text
    )


@pytest.mark.parametrize("key", ["reviewer", "approver", "citizen", None])
def test_nobody_else_reads_what_is_held(app: Flask, setting: Setting, key: str | None) -> None:
    with app.app_context():
        allow_guests(setting.city, "moderated")
        one = a_held(setting.round, setting.clause, email=None)
    client = app.test_client()
    visitor = Visitor(sign_in(client, setting.city.actors[key]) if key else client)
    for path in (GUESTS, f"{GUESTS}{one.id}/"):
        answer = client.get(path)
        assert answer.status_code == (403 if key else 303)
    for path in ("freigeben/", "ablehnen/"):
        assert visitor.post(f"{GUESTS}{one.id}/{path}", reason="Nein").status_code == 403
    assert comments(app) == 0


def test_an_administrator_lets_guests_speak(app: Flask, setting: Setting, editor: Visitor) -> None:
    admin = Visitor(sign_in(app.test_client(), setting.city.admin))
    page = admin.open(SETTING)
    assert page.press("Speichern", mode="moderated").notices == ["Gespeichert."]
    with app.app_context():
        assert db.session.scalars(select(GuestSetting.mode)).one() == "moderated"
    assert page.press("Speichern", mode="vielleicht").status == 422
    editor.open(SETTING, status=403)
    assert editor.post(SETTING, mode="none").status_code == 403


def test_nothing_of_another_charter_is_found(app: Flask, setting: Setting) -> None:
    with app.app_context():
        one = a_held(setting.round, setting.clause)
    client = app.test_client()
    assert client.get("/stralsund/beteiligung/1/BIL-9/ohne-konto/").status_code == 404
    assert client.get(f"{SPEAK}?von=9&bis=x").status_code == 404
    editor = Visitor(sign_in(client, setting.city.editor))
    editor.open(f"{GUESTS}{one.id}/", status=404)
