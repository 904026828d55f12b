"""The proof of work in a real browser: it asks nothing, is told politely, and its want is said."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Page, Route, expect
from sqlalchemy import select

from charta.accounts.models import Person
from charta.core.database import db
from charta.intake.models import HeldComment
from tests.intake.conftest import Setting
from tests.support.axe import axe
from tests.support.browser import Browse
from tests.support.consultation import DURING
from tests.support.hashing import quick_hashing
from tests.support.intake import allow_guests

__all__ = ["quick_hashing"]

pytestmark = pytest.mark.one_engine

SPEAK = "/stralsund/beteiligung/1/MOB-1/ohne-konto/"
TASK = "**/aufgabe/stellungnahme/"
FAILED = "Die Prüfung gegen Spam hat in diesem Browser nicht geklappt."
SENT = "Ihre Stellungnahme ist da"


@pytest.fixture(autouse=True)
def allowed(app: Flask, setting: Setting) -> None:
    with app.app_context():
        allow_guests(setting.city, "confirmed")


def at(app: Flask, seconds: int) -> None:
    app.extensions["charta.clock"] = lambda: DURING + timedelta(seconds=seconds)


def unproven(app: Flask) -> list[bool]:
    """Of all that is held, the oldest first."""
    with app.app_context():
        found = list(db.session.scalars(select(HeldComment.unproven).order_by(HeldComment.id)))
        db.session.rollback()
        return found


def write(app: Flask, page: Page) -> None:
    """Open the form and fill it in within half a minute."""
    at(app, 0)
    page.goto(SPEAK)
    page.get_by_label("Ihre Stellungnahme").fill("Mehr Bänke, bitte.")
    page.get_by_label("Ihr Name, wie ihn alle lesen").fill("Gerda Gast")
    page.get_by_label("Ihre E-Mail-Adresse").fill("gerda@gast.example")
    at(app, 30)


def send(page: Page) -> None:
    page.get_by_role("button", name="Stellungnahme absenden").click()


def test_it_begins_with_writing_and_is_told(app: Flask, browse: Browse) -> None:
    page = browse(width=320)
    write(app, page)
    expect(page.get_by_role("status").filter(has_text="erledigt")).to_be_visible()
    assert "Ohne JavaScript" not in page.inner_text("main")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    send(page)
    expect(page.locator("h1")).to_have_text(SENT)
    assert unproven(app) == [False]


def test_who_sends_before_it_is_done_waits_and_presses_once(app: Flask, page: Page) -> None:
    waiting: list[Route] = []

    def keep(route: Route) -> None:
        waiting.append(route)

    page.route(TASK, keep)
    write(app, page)
    send(page)
    expect(page.get_by_role("status").filter(has_text="Einen Moment")).to_be_visible()
    send(page)
    [task] = waiting
    task.continue_()
    expect(page.locator("h1")).to_have_text(SENT)
    assert unproven(app) == [False]


def test_where_it_fails_one_reads_so_and_sends_all_the_same(app: Flask, page: Page) -> None:
    page.route(TASK, lambda route: route.abort())
    write(app, page)
    told = page.get_by_role("status").filter(has_text=FAILED)
    expect(told).to_contain_text("Dann liest jemand aus der Stadtverwaltung Ihren Text")
    send(page)
    expect(page.locator("h1")).to_have_text(SENT)
    assert unproven(app) == [True]


def test_without_scripts_one_reads_what_happens_before_sending(app: Flask, browse: Browse) -> None:
    page = browse(javascript=False)
    write(app, page)
    expect(page.get_by_text("Ohne JavaScript prüft Ihr Browser nicht gegen Spam.")).to_be_visible()
    send(page)
    expect(page.locator("h1")).to_have_text(SENT)
    assert unproven(app) == [True]


def test_a_page_that_comes_back_works_anew(app: Flask, page: Page) -> None:
    for number in (1, 2):
        write(app, page)
        page.get_by_label("Ihr Name, wie ihn alle lesen").fill("" if number == 1 else "Gerda")
        send(page)
        if number == 1:
            expect(page.get_by_role("alert")).to_be_visible()
            page.get_by_label("Ihr Name, wie ihn alle lesen").fill("Gerda")
            send(page)
        expect(page.locator("h1")).to_have_text(SENT)
    assert unproven(app) == [False, False]


def test_signing_up_brings_one_along(app: Flask, page: Page, quick_hashing: None) -> None:
    at(app, 0)
    page.goto("/konto/anlegen/")
    page.get_by_label("Name").fill("Neele Neu")
    page.get_by_label("E-Mail-Adresse").fill("neele@example.org")
    page.get_by_label("Passwort").fill("acht-blaue-boote")
    at(app, 30)
    page.get_by_role("button", name="Konto anlegen").click()
    expect(page.locator("h1")).to_have_text("Bitte sehen Sie in Ihr Postfach")
    with app.app_context():
        person = select(Person.unproven).where(Person.email == "neele@example.org")
        assert db.session.scalars(person).one() is False
