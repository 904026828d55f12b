"""The database goes away, freezes, is full or closed to writing: readers and writers are told so,
what was typed is given back, and all is well soon after."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Literal

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError, OperationalError
from werkzeug.test import Client

from charta.consultation.models import Comment
from charta.core import outages
from charta.core.database import db
from charta.core.outages import Patient, Trouble, trouble
from charta.core.pagecache import PageCache
from tests.support.axe import axe
from tests.support.cast import PASSWORD, Cast
from tests.support.consultation import a_round
from tests.support.drafting import a_clause
from tests.support.outages import frozen, full, gone, read_only
from tests.support.visitor import Visit, Visitor

TEXT = "/stralsund/beteiligung/1/MOB-1/"
SIGN_IN = "/konto/anmelden/"
POST = "Stellungnahme abgeben"
AGAIN = "Noch einmal absenden"
TITLE = "Das ließ sich gerade nicht speichern"
GONE = "Die Datenbank antwortet gerade nicht."
CLOSED = "Im Augenblick lässt sich hier alles lesen, aber nichts speichern."
TYPED = "Bitte auch <b>Bänke</b> & Schatten.\n\n</textarea><script>alert(1)</script>"
SOON_SECONDS = 10


@pytest.fixture(autouse=True)
def open_round(app: Flask, city: Cast) -> None:
    """A round that shows MOB-1, open now."""
    at = datetime.now(UTC)
    with app.app_context():
        a_clause(city)
        a_round(city, opens_at=at - timedelta(days=1), closes_at=at + timedelta(days=9))


def comments(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Comment)) or 0


def is_given_back(page: Visit, reason: str) -> None:
    """The text stands in the page as it was typed, once, and can be sent again."""
    assert page.status == 503
    assert page.heading == TITLE
    assert reason in page.text
    assert page.field("source") == TYPED
    assert int(page.answer.headers["Retry-After"]) <= SOON_SECONDS
    assert page.answer.headers["Cache-Control"] == "no-store"


def test_whoever_reads_is_told(app: Flask, public: Visitor, database_url: str) -> None:
    public.open("/stralsund/")
    with gone(database_url):
        page = public.open("/stralsund/", status=503)
        assert GONE in page.text
        assert int(page.answer.headers["Retry-After"]) <= SOON_SECONDS
        assert page.answer.headers["X-Request-Id"]
        assert public.client.get("/readyz").status_code == 503
        assert public.client.get("/healthz").status_code == 200
    public.open("/stralsund/")
    assert public.client.get("/readyz").get_json()["writing"] == "ok"


@pytest.mark.parametrize("path", ["/gibt/es/nicht/", "/konto/abmelden/"])
def test_whoever_errs_is_told_as_well(
    app: Flask, citizen: Visitor, database_url: str, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    """The page of an error asks who is signed in, and that is what fails then."""
    citizen.open(TEXT)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    with gone(database_url):
        answer = citizen.client.get(path)
        assert answer.status_code == 503
        assert GONE in answer.text
        assert int(answer.headers["Retry-After"]) <= SOON_SECONDS


def test_whoever_writes_gets_it_back_and_sends_it_again(
    app: Flask, citizen: Visitor, database_url: str
) -> None:
    page = citizen.open(TEXT)
    number = page.field("submission")
    with gone(database_url):
        page = page.press(POST, source=TYPED)
        is_given_back(page, GONE)
        assert page.field("submission") == number
        page = page.press(AGAIN)
        is_given_back(page, GONE)
    sent = page.press(AGAIN)
    assert sent.status == 200
    assert page.press(AGAIN).path == sent.path
    assert comments(app) == 1
    with app.app_context():
        assert db.session.scalars(select(Comment.source)).one() == TYPED


@pytest.mark.parametrize("closed", [read_only, full], ids=["read-only", "full"])
def test_whoever_reads_goes_on_where_nothing_can_be_written(
    app: Flask,
    citizen: Visitor,
    database_url: str,
    closed: Callable[[Flask, str], AbstractContextManager[None]],
) -> None:
    page = citizen.open(TEXT)
    long = TYPED + " Schatten" * 400  # more than would fit into what is left of a page
    with closed(app, database_url):
        returned = page.press(POST, source=long)
        assert (returned.status, returned.heading) == (503, TITLE)
        assert CLOSED in returned.text
        assert returned.field("source") == long
        assert citizen.open(TEXT).has_button(POST)
    assert comments(app) == 0
    assert returned.press(AGAIN).status == 200
    assert comments(app) == 1


def test_the_operator_is_told_that_nothing_can_be_written(
    app: Flask, public: Visitor, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if database_url.startswith("sqlite"):
        monkeypatch.setattr("os.access", lambda *_question: False)
    with read_only(app, database_url):
        answer = public.client.get("/readyz")
        assert (answer.status_code, answer.get_json()["writing"]) == (200, "read-only")


def test_no_password_comes_back(app: Flask, public: Visitor, database_url: str) -> None:
    page = public.open(SIGN_IN)
    with gone(database_url):
        page = page.press("Anmelden", email="carla@stralsund.example", password=PASSWORD)
    assert page.status == 503
    assert "carla@stralsund.example" in page.answer.text
    assert PASSWORD not in page.answer.text
    assert not page.has_button(AGAIN)


def test_nobody_is_shown_what_another_site_has_sent(
    app: Flask, citizen: Visitor, database_url: str
) -> None:
    token = citizen.token()
    words = {"source": "Rufen Sie an: 0900 123"}
    from_elsewhere = {"Sec-Fetch-Site": "cross-site"}
    with gone(database_url):
        ours = citizen.client.post(TEXT, data={"csrf_token": token, **words})
        without = citizen.client.post(TEXT, data={"csrf_token": "made up", **words})
        foreign = citizen.client.post(
            TEXT, data={"csrf_token": token, **words}, headers=from_elsewhere
        )
    assert [one.status_code for one in (ours, without, foreign)] == [503, 503, 503]
    assert ["0900" in one.text for one in (ours, without, foreign)] == [True, False, False]


def test_a_mistake_of_ours_gives_it_back_too(
    app: Flask, citizen: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object, **_values: object) -> None:
        raise IntegrityError("INSERT", {}, Exception("no such row"))

    page = citizen.open(TEXT)
    with monkeypatch.context() as patching:
        patching.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
        patching.setattr("charta.consultation.views.posting.post", broken)
        page = page.press(POST, source=TYPED)
    assert (page.status, page.heading) == (500, TITLE)
    assert page.field("source") == TYPED
    assert page.press(AGAIN).status == 200


def test_readers_are_given_what_was_kept(app: Flask, database_url: str) -> None:
    now = 0.0
    cache = PageCache(app, "charta", seconds=5, limit=1_000_000, clock=lambda: now)
    reader = Client(cache)
    page = reader.get("/stralsund/")
    with gone(database_url):
        now = 1800.0
        assert reader.get("/stralsund/").data == page.data
        assert reader.get(TEXT).status_code == 503
    now = 1803.0
    assert reader.get("/stralsund/").status_code == 200


def test_a_frozen_server_holds_nobody_for_long(
    app: Flask, public: Visitor, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if database_url.startswith("sqlite"):
        return  # a file does not freeze
    public.open("/stralsund/")
    monkeypatch.setattr(Patient, "patience", 0.5)
    monkeypatch.setattr(outages, "CONNECT_SECONDS", 2)
    with frozen(database_url):
        began = time.monotonic()
        public.open("/stralsund/", status=503)
        assert time.monotonic() - began < 7
        began = time.monotonic()
        assert public.client.get("/readyz").status_code == 503
        assert time.monotonic() - began < 0.5, "only one at a time waits for it"
    began = time.monotonic()
    while public.client.get("/stralsund/").status_code != 200:
        assert time.monotonic() - began < SOON_SECONDS
        time.sleep(0.2)


def test_a_server_that_freezes_over_a_question_is_given_up(
    app: Flask, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if database_url.startswith("sqlite"):
        return
    monkeypatch.setattr(outages, "REQUEST_SECONDS", 0.3)
    with app.test_request_context():
        with pytest.raises(OperationalError) as refused:
            db.session.execute(text("SELECT pg_sleep(20)"))
        assert trouble(refused.value) is Trouble.GONE
        assert refused.value.connection_invalidated
        db.session.rollback()
        assert db.session.scalar(text("SELECT 1")) == 1


@pytest.mark.one_engine
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_everybody_can_use_the_page(
    site: str, chromium: Browser, database_url: str, colours: Literal["light", "dark"]
) -> None:
    """For axe, on a narrow screen, with the keyboard alone."""
    with chromium.new_context(
        base_url=site, color_scheme=colours, viewport={"width": 320, "height": 800}
    ) as context:
        page = context.new_page()
        page.goto(SIGN_IN)
        page.get_by_label("E-Mail-Adresse").first.fill("citizen@stralsund.example")
        page.get_by_label("Passwort", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Anmelden", exact=True).click()
        page.goto(TEXT)
        page.get_by_label("Ihre Stellungnahme").fill(TYPED)
        with gone(database_url):
            page.get_by_role("button", name=POST).click()
            expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
            expect(page.get_by_label("Ihr Text")).to_have_value(TYPED)
            assert axe(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= 320
        page.get_by_role("button", name=AGAIN).focus()
        page.keyboard.press("Enter")
        expect(page.get_by_text("Danke!")).to_be_visible()
