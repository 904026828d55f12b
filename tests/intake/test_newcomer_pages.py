"""On screen: what is read first is said before and after, and stands where its author looks."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from charta.accounts.models import Person
from charta.charters.models import Charter
from charta.consultation.models import Comment
from charta.core.database import db, transaction
from tests.intake.conftest import Setting
from tests.support.cast import sign_in
from tests.support.consultation import DURING, a_comment
from tests.support.intake import allow_guests, mails, the_token
from tests.support.proofs import prove
from tests.support.releases import a_release
from tests.support.statements import counted
from tests.support.visitor import Visit, Visitor

pytestmark = pytest.mark.usefixtures("setting")

TEXT = "/stralsund/beteiligung/1/MOB-1/"
PASSAGE = f"{TEXT}stelle/?von=15&bis=30"
MINE = "/stralsund/meine-stellungnahmen/"
READ = "/stralsund/schreibtisch/eingaben/gaeste/"
SETTINGS = "/stralsund/schreibtisch/einstellungen/"
EXPECTED = "liest Ihren ersten Beitrag, bevor er öffentlich ist"
ARRIVED = "Danke! Ihr Text ist da und wird gelesen, bevor er öffentlich ist."
SEND = "Stellungnahme abgeben"
ADVERT = "https://eins.example https://zwei.example"


@pytest.fixture
def first_held(app: Flask, setting: Setting) -> None:
    with app.app_context(), transaction():
        db.session.get_one(Charter, setting.city.charter_id).first_held = True


def comments(app: Flask) -> list[Comment]:
    with app.app_context():
        return list(db.session.scalars(select(Comment).order_by(Comment.id)))


def the_receipt(mine: Visit) -> str:
    """The address of the one receipt on a page."""
    links = {link["href"] for link in mine.root.all("a")}
    [path] = [one for one in links if re.match(r"/beleg/\w", one)]
    return path


def listed(page: Visit) -> list[str]:
    """The addresses of what waits to be read."""
    return [row.all("a")[0]["href"] for body in page.root.all("tbody") for row in body.all("tr")]


@pytest.mark.usefixtures("first_held")
def test_a_first_comment_waits_and_passes(
    app: Flask, citizen: Visitor, facilitator: Visitor, public: Visitor
) -> None:
    page = citizen.open(TEXT)
    assert EXPECTED in page.text
    mine = page.press(SEND, source="Mehr Bänke, bitte.")
    assert mine.path == MINE
    assert mine.notices[0].startswith(ARRIVED)
    assert "Wird gelesen" in mine.text
    assert "Mehr Bänke" in mine.text
    assert "Sie haben noch keine" not in mine.text
    receipt = the_receipt(mine)
    assert "Wird gelesen" in public.open(receipt).text
    assert "Mehr Bänke" not in public.open(TEXT).text
    assert "Stellungnahmen lesen" in facilitator.open("/stralsund/schreibtisch/").text
    waiting = facilitator.open(READ)
    assert "Erster Beitrag dieser Person" in waiting.text
    one = facilitator.open(waiting.link("Carla Bürgerin"))
    assert "Erster Beitrag dieser Person" in one.text
    done = one.press("Veröffentlichen")
    assert done.notices == ["Die Stellungnahme S-1 ist jetzt öffentlich."]
    assert "Carla Bürgerin" in public.open("/stralsund/stellungnahmen/1/").text
    after = citizen.open(MINE)
    assert "Nicht öffentlich" not in after.text
    assert "S-1" in after.text
    assert "S-1" in public.open(receipt).text
    assert EXPECTED not in citizen.open(TEXT).text
    assert page.press(SEND, source="Mehr Bänke, bitte.").path == "/stralsund/stellungnahmen/1/"
    assert len(comments(app)) == 1


@pytest.mark.usefixtures("first_held")
def test_a_refused_one_says_why_to_its_author(
    app: Flask, citizen: Visitor, editor: Visitor, public: Visitor
) -> None:
    mine = citizen.open(TEXT).press(SEND, source="Ihr seid alle doof.")
    receipt = the_receipt(mine)
    one = editor.open(editor.open(READ).link("Carla Bürgerin"))
    one.press("Nicht veröffentlichen", reason="Beleidigt andere.")
    for page in (citizen.open(MINE), public.open(receipt)):
        assert "Nicht veröffentlicht" in page.text
        assert "Beleidigt andere." in page.text
    assert comments(app) == []
    assert "doof" not in public.open(TEXT).text


@pytest.mark.usefixtures("first_held")
def test_each_way_to_speak_waits(
    app: Flask, setting: Setting, citizen: Visitor, facilitator: Visitor
) -> None:
    with app.app_context():
        a_comment(setting.city, setting.round, setting.clause, author=setting.city.second_citizen)
    reply = citizen.open("/stralsund/stellungnahmen/1/")
    assert EXPECTED in reply.text
    assert reply.press("Erwiderung abgeben", source="Ja, genau.").path == MINE
    passage = citizen.open(PASSAGE)
    assert EXPECTED in passage.text
    look = passage.press(SEND, source="So:", suggests="y", wording="gute Wege")
    assert look.press(SEND).path == MINE
    whole = citizen.open(f"{TEXT}vorschlag/")
    assert EXPECTED in whole.text
    other = "Die Stadt baut gute Radwege für alle, und zwar bald."
    mine = whole.press("Vorschlag abgeben", source="Kürzer.", wording=other).press(
        "Vorschlag abgeben"
    )
    assert mine.path == MINE
    for words in ("Erwiderung", "Vorschlag zu der Stelle", "Vorschlag für den ganzen Wortlaut"):
        assert words in mine.text
    assert len(comments(app)) == 1
    waiting = facilitator.open(READ)
    assert "Erwiderung auf S-1" in waiting.text
    for path in listed(waiting):
        facilitator.open(path).press("Veröffentlichen")
    assert [one.parent_id is not None for one in comments(app)] == [False, True, False, False]
    changed = facilitator.open("/stralsund/stellungnahmen/4/")
    assert "bald" in changed.text


def test_a_preview_holds_nothing(app: Flask, citizen: Visitor, editor: Visitor) -> None:
    citizen.open(TEXT).press("Vorschau", source=ADVERT)
    assert "Nichts wartet." in editor.open(READ).text


def test_many_links_of_somebody_new_wait(app: Flask, citizen: Visitor, editor: Visitor) -> None:
    page = citizen.open(TEXT)
    assert EXPECTED not in page.text
    mine = page.press(SEND, source=ADVERT)
    assert "mit mehreren wird der Text vorher gelesen" in mine.notices[0]
    assert "Mehrere Links von jemandem, der hier neu ist" in editor.open(READ).text


def test_who_signed_up_without_a_proof_is_told_before(
    app: Flask, setting: Setting, citizen: Visitor
) -> None:
    with app.app_context(), transaction():
        db.session.get_one(Person, setting.city.citizen.person_id).unproven = True
    page = citizen.open(TEXT)
    assert EXPECTED in page.text
    assert "ohne die Prüfung gegen Spam entstanden" in page.press(SEND, source="Ja").notices[0]


@pytest.mark.usefixtures("first_held")
def test_a_form_that_said_something_else_keeps_what_was_typed(app: Flask, citizen: Visitor) -> None:
    page = citizen.open(TEXT)
    page.press(SEND, source="Eins")
    other = page.press(SEND, source="Zwei")
    assert (other.status, other.field("source").strip()) == (409, "Zwei")
    assert other.press(SEND).path == MINE
    assert citizen.open(MINE).text.count("Wird gelesen") == 2


@pytest.mark.usefixtures("first_held")
def test_what_waits_costs_no_more_than_what_is_public(
    app: Flask, citizen: Visitor, editor: Visitor
) -> None:
    for number in range(8):
        page = citizen.open(TEXT)
        with counted(app) as found:
            answer = citizen.client.post(
                TEXT,
                data={
                    "csrf_token": page.field("csrf_token"),
                    "submission": page.field("submission"),
                    "source": f"Nummer {number}",
                },
            )
        assert answer.status_code == 303
        assert len(found) <= 15, "\n".join(found)
    one = listed(editor.open(READ))[0]
    for visitor, path in (
        (citizen, MINE),
        (citizen, TEXT),
        (citizen, PASSAGE),
        (editor, READ),
        (editor, one),
    ):
        with counted(app) as found:
            visitor.open(path)
        assert len(found) <= 10, f"{path}\n" + "\n".join(found)


def test_an_administrator_has_first_contributions_read(
    app: Flask, setting: Setting, editor: Visitor, citizen: Visitor
) -> None:
    admin = Visitor(sign_in(app.test_client(), setting.city.admin))
    page = admin.open(SETTINGS)
    done = page.press("Erste Beiträge festlegen", held="ja")
    assert done.notices == ["Erste Beiträge werden jetzt gelesen, bevor sie öffentlich sind."]
    assert EXPECTED in citizen.open(TEXT).text
    again = done.press("Erste Beiträge festlegen", held="nein")
    assert again.notices == ["Erste Beiträge sind jetzt sofort öffentlich."]
    assert EXPECTED not in citizen.open(TEXT).text
    assert page.press("Erste Beiträge festlegen", held="vielleicht").status == 422
    for other in (editor, citizen):
        assert other.post(f"{SETTINGS}erste-beitraege/", held="ja").status_code == 403
    assert EXPECTED not in citizen.open(TEXT).text


@pytest.mark.usefixtures("first_held")
def test_an_edition_waits_for_what_nobody_has_read(
    app: Flask, setting: Setting, citizen: Visitor, editor: Visitor
) -> None:
    citizen.open(TEXT).press(SEND, source="Mehr Bänke, bitte.")
    app.extensions["charta.clock"] = lambda: DURING + timedelta(days=30)
    with app.app_context():
        a_release(setting.city, "edition", "Beschlussfassung", now=DURING + timedelta(days=30))
    path = "/stralsund/schreibtisch/fassungen/2/"
    assert "Ein Beitrag hat noch keine veröffentlichte Antwort." in editor.open(path).text
    editor.open(editor.open(READ).link("Carla Bürgerin")).press(
        "Nicht veröffentlichen", reason="Doppelt."
    )
    assert "noch keine veröffentlichte Antwort" not in editor.open(path).text


@pytest.mark.usefixtures("first_held")
def test_a_guest_reads_it_before_and_after_as_well(
    app: Flask, setting: Setting, public: Visitor
) -> None:
    with app.app_context():
        allow_guests(setting.city, "confirmed")
    page = prove(public.open(f"{TEXT}ohne-konto/"), "guest")
    assert "liest jemand aus der Stadtverwaltung Ihren Text, bevor er öffentlich ist" in page.text
    app.extensions["charta.clock"] = lambda: DURING + timedelta(seconds=30)
    who = {"name": "Gerda Gast", "email": "gerda@gast.example"}
    sent = page.press("Stellungnahme absenden", source="Mehr Bänke.", **who)
    assert "Danach liest jemand aus der Stadtverwaltung Ihren Text" in sent.text
    assert "Danach liest die Redaktion Ihren Text" in mails(app)[-1]["body"]
    link = public.open(f"/stralsund/beteiligung/ohne-konto/{the_token(app)}/")
    assert "Danach liest jemand aus der Stadtverwaltung" in link.text
    link.press("Ja, das ist von mir")
    assert comments(app) == []
