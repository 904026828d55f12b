"""Grouping, splitting and advising in a real browser: by keyboard, narrow, for everybody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from charta.charters.models import Department
from charta.consultation.models import Comment, Round
from charta.core import outbox
from charta.core.clock import BERLIN, now
from charta.core.database import db, transaction
from charta.drafting.models import Document
from charta.weighing import queries, services
from tests.consultation.test_placements_browser import entered, tab_to
from tests.support.axe import axe
from tests.support.browser import Browse
from tests.support.cast import Cast
from tests.support.consultation import DURING, a_comment, an_answer

pytestmark = [pytest.mark.one_engine, pytest.mark.usefixtures("at")]

GROUPS = "/stralsund/schreibtisch/abwaegung/1/gruppen/"
SPLIT = "/stralsund/schreibtisch/stellungnahmen/4/teilen/"
LIMIT = "Wir fordern Tempo 30 in der ganzen Altstadt, auch nachts und am Wochenende."
ALIKE = "Wir fordern Tempo 30 in der ganzen Altstadt, auch nachts und an Wochenenden."
LONG = "Der Radweg ist zu schmal. Die Bank am Hafen fehlt.\n\nUnd danke für die Mühe."


@pytest.fixture
def said(app: Flask, city: Cast, found: Round, clause: Document) -> None:
    """S-1 to S-3 say the same, S-4 says two things; the Bauamt is asked about S-1."""
    with app.app_context():
        first, *_others = [
            a_comment(city, found, clause, source=text) for text in (LIMIT, ALIKE, LIMIT)
        ]
        a_comment(city, found, clause, source=LONG)
        with transaction():
            services.ask(
                city.editor,
                DURING,
                [db.session.get_one(Comment, first.id)],
                [db.session.get_one(Department, city.departments["Bauamt"])],
                question="Geht das auf Bundesstraßen?",
                due_on=(DURING + timedelta(days=3)).astimezone(BERLIN).date(),
            )


def work(app: Flask) -> None:
    with app.app_context():
        outbox.deliver_due(now())


@pytest.mark.usefixtures("said")
def test_a_group_is_made_with_the_keyboard_alone(app: Flask, city: Cast, page: Page) -> None:
    entered(app, page, city.editor, GROUPS)
    tab_to(page, "Gruppen vorschlagen")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Die Suche läuft seit")).to_be_visible()
    work(app)
    expect(page.get_by_text("1 Vorschlag wartet.")).to_be_visible(timeout=10_000)
    tab_to(page, "3 Stellungnahmen")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Vorschlag für eine Gruppe")
    tab_to(page, "S-2")
    page.keyboard.press("Space")
    expect(page.get_by_label("S-2")).not_to_be_checked()
    tab_to(page, "Was sagen sie gemeinsam?")
    page.keyboard.press("Control+a")
    page.keyboard.type("Tempo 30")
    tab_to(page, "Gruppe bilden")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Gruppe 1 ist gebildet, mit 2 Stellungnahmen.")).to_be_visible()
    with app.app_context():
        [line] = queries.groups_in(db.session.query(Round).one().id)
        assert (line.group.title, line.members) == ("Tempo 30", 2)


@pytest.mark.usefixtures("said")
def test_a_comment_is_split_without_scripts(app: Flask, city: Cast, browse: Browse) -> None:
    page = entered(app, browse(javascript=False, width=320), city.editor, SPLIT)
    page.get_by_label("Der Radweg ist zu schmal.").check()
    page.get_by_role("button", name="Teil anlegen").click()
    expect(page.get_by_text("S-5 ist angelegt")).to_be_visible()
    expect(page.locator(".c-cut__taken")).to_contain_text("Teil S-5")
    page.get_by_label("Die Bank am Hafen fehlt.").check()
    page.get_by_label("Worauf beziehen sie sich?").select_option("A-1")
    page.get_by_role("button", name="Teil anlegen").click()
    expect(page.get_by_text("S-6 ist angelegt")).to_be_visible()
    assert page.locator(".c-parts__part").count() == 2
    assert page.evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.usefixtures("said")
@pytest.mark.parametrize("look", [("light", 1280), ("dark", 320)], ids=["wide", "narrow and dark"])
def test_every_page_is_for_everybody(
    app: Flask, city: Cast, browse: Browse, look: tuple[str, int]
) -> None:
    with app.app_context(), transaction():
        services.request_proposals(city.editor, DURING, db.session.query(Round).one())
    work(app)
    with app.app_context(), transaction():
        comments = db.session.query(Comment).order_by(Comment.id).all()
        found = db.session.query(Round).one()
        services.create_group(city.editor, DURING, found, comments[1:3], title="Tempo 30")
    with app.app_context():
        an_answer(city, db.session.query(Comment).order_by(Comment.id).all()[1:3])
    visits = {
        "editor": (
            GROUPS,
            f"{GROUPS}vorschlag/1/",
            f"{GROUPS}1/",
            SPLIT,
            "/stralsund/schreibtisch/stellungnahmen/1/",
            "/stralsund/schreibtisch/stellungnahmen/1/fachamt-fragen/",
        ),
        "reviewer": (
            "/stralsund/schreibtisch/",
            "/stralsund/schreibtisch/fachaemter/",
            "/stralsund/schreibtisch/fachaemter/1/",
        ),
        "citizen": ("/stralsund/antworten/1/", "/stralsund/stellungnahmen/2/anders/"),
    }
    faults: list[str] = []
    for who, paths in visits.items():
        page = browse(colour_scheme=look[0], width=look[1])  # type: ignore[arg-type]
        for path in paths:
            entered(app, page, city.actors[who], path)
            faults += [f"{path} {line}" for line in axe(page)]
            if page.evaluate("document.documentElement.scrollWidth") > look[1]:
                faults.append(f"{path} must be scrolled sideways")
    assert not faults, "\n".join(faults)
