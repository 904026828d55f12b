"""Legal pages: written by the city, previewed, never overwritten unseen, read by everybody."""

from __future__ import annotations

import pytest
from flask import Flask

from charta.charters import rules, words
from charta.charters.services.legal import first_text, rendered
from charta.core.database import db, transaction
from tests.charters.conftest import Becoming
from tests.support.accounts import StoppedClock, actions
from tests.support.cast import Cast
from tests.support.charters import a_legal_page, the_charter
from tests.support.visitor import Visitor

LEGAL = "/stralsund/schreibtisch/einstellungen/seiten/"
EDIT = f"{LEGAL}impressum/"
PUBLIC = "/stralsund/seiten/impressum/"


@pytest.fixture(autouse=True)
def _page(app: Flask, city: Cast) -> None:
    with app.app_context(), transaction():
        a_legal_page(city, source="Rathaus, Markt 1. [Bitte ausfüllen: Telefon]")


def test_a_page_is_written_and_read(
    app: Flask, admin: Visitor, as_: Becoming, clock: StoppedClock
) -> None:
    overview = admin.open(LEGAL)
    assert "noch auszufüllen" in overview.text
    edit = admin.open(overview.link("Bearbeiten: Impressum"))
    assert "Hier fehlt noch etwas" in edit.text
    saved = edit.press("Speichern", source="# Rathaus\n\n**Markt 1**")
    assert saved.notices == ["„Impressum“ ist gespeichert."]
    assert "noch auszufüllen" not in saved.text
    public = as_("").open(PUBLIC)
    assert public.heading == "Impressum"
    assert [strong.text for strong in public.root.all("strong")] == ["Markt 1"]
    assert actions(app) == ["legal_page.changed"]


def test_a_preview_saves_nothing(app: Flask, admin: Visitor, as_: Becoming) -> None:
    page = admin.open(EDIT).press("Vorschau", source="**Neu**")
    assert page.status == 200
    [shown] = [part for part in page.root.walk() if part["id"] == "preview"]
    assert "Neu" in shown.text
    assert page.field("source") == "**Neu**"
    assert "Neu" not in as_("").open(PUBLIC).text
    assert actions(app) == []
    saved = page.press("Speichern")
    assert saved.notices


def test_somebody_elses_text_is_not_overwritten_unseen(
    app: Flask, admin: Visitor, as_: Becoming, clock: StoppedClock
) -> None:
    mine, theirs = admin.open(EDIT), as_("admin").open(EDIT)
    theirs.press("Speichern", source="Ihr Text")
    clock.forward(minutes=1)
    page = mine.press("Speichern", source="Mein Text")
    assert page.status == 409
    assert page.field("source") == "Mein Text"
    assert "Ihr Text" in page.text
    assert "Mein Text" in page.press("Speichern").visitor.open(PUBLIC).text
    assert actions(app) == ["legal_page.changed"] * 2


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("", "füllen Sie dieses Feld aus"),
        ("x" * 20_001, "höchstens"),
        ("a\x00b", "Steuerzeichen"),
        ("a\u202eb", "Schreibrichtung"),
        ("*" * 9000, "Formatierungszeichen"),
        (">" * 60 + " x", "verschachtelt"),
    ],
)
@pytest.mark.parametrize("button", ["Speichern", "Vorschau"])
def test_bad_texts_are_refused_and_kept(
    app: Flask, admin: Visitor, source: str, message: str, button: str
) -> None:
    page = admin.open(EDIT).press(button, source=source)
    assert page.status == 422
    assert message in page.errors[0]
    if "\x00" not in source:
        assert page.field("source") == source
    assert actions(app) == []


@pytest.mark.parametrize("base", ["", "gestern", "2026-13-01", "2026-03-02T09:00:00"])
def test_a_page_without_its_base_is_not_saved(app: Flask, admin: Visitor, base: str) -> None:
    assert admin.open(EDIT).press("Speichern", source="Neu", base=base).status in {409, 422}
    assert actions(app) == []


def test_script_is_only_text(admin: Visitor) -> None:
    admin.open(EDIT).press("Speichern", source="<script>alert(1)</script> [x](javascript:alert(1))")
    page = admin.open(PUBLIC)
    assert "<script>alert(1)</script>" in page.text
    assert not [link for link in page.root.all("a") if "javascript" in link["href"]]


def test_readers_get_no_cookie_and_caches_may_keep_it(app: Flask, as_: Becoming) -> None:
    answer = as_("").client.get(PUBLIC)
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"].startswith("public")
    again = as_("").client.get(PUBLIC, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_the_footer_leads_there_in_both_languages(as_: Becoming) -> None:
    page = as_("").open(PUBLIC)
    assert page.link("Spielregeln") == "/stralsund/seiten/spielregeln/"
    english = as_("").open(f"{PUBLIC}?sprache=en")
    hrefs = [link["href"] for link in english.root.all("a")]
    assert "/stralsund/seiten/spielregeln/?sprache=en" in hrefs


def test_first_texts_can_be_shown_and_say_what_is_missing(app: Flask, city: Cast) -> None:
    assert set(words.LEGAL_TITLES) == set(rules.LEGAL_PAGES)
    with app.app_context():
        charter = the_charter(city)
        charter.city = "Kosten $5 & <b>"
        for slug in rules.LEGAL_PAGES:
            text = first_text(slug, charter)
            assert rules.TO_FILL_IN in text
            assert "<b>" not in rendered(text)
        db.session.rollback()
