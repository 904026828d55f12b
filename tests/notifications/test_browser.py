"""The way out of a mail in a real browser: for everybody, and without scripts."""

from __future__ import annotations

from typing import Literal

import pytest
from flask import Flask
from playwright.sync_api import expect

from charta.core.database import transaction
from charta.notifications.queries.addressees import chosen
from charta.notifications.rules import Frequency, Topic
from charta.notifications.services.choosing import addressee
from tests.support.axe import axe
from tests.support.browser import Browse
from tests.support.cast import Cast

pytestmark = pytest.mark.one_engine


@pytest.fixture
def link(app: Flask, city: Cast) -> str:
    with app.app_context(), transaction():
        return f"/abmelden/{addressee(city.citizen.person_id or 0).token}/"


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
def test_the_way_out_is_for_everybody(
    link: str, browse: Browse, scheme: Literal["light", "dark"], width: int
) -> None:
    page = browse(colour_scheme=scheme, width=width)
    page.goto(link)
    assert axe(page) == []
    page.get_by_role("button", name="Alle abbestellen").click()
    expect(page.get_by_text("Wir schreiben Ihnen nicht mehr")).to_be_visible()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_with_the_keyboard_and_without_scripts(
    app: Flask, city: Cast, link: str, browse: Browse
) -> None:
    page = browse(javascript=False)
    page.goto(link)
    page.get_by_role("group", name="Antworten auf Ihre Stellungnahmen").get_by_role(
        "radio", name="gesammelt, jeden Montag"
    ).focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Auswahl speichern").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Ihre Auswahl ist gespeichert.")).to_be_visible()
    with app.app_context():
        assert chosen(city.citizen.person_id or 0).wishes[Topic.ANSWERS] is Frequency.WEEKLY
