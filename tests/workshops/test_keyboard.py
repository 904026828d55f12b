"""Ideas are written down without a hand leaving the keyboard."""

from __future__ import annotations

from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from charta.core.database import db, transaction
from charta.workshops.models import Idea
from tests.support.cast import Cast, sign_in
from tests.support.workshops import a_table, a_workshop


def test_enter_saves_and_the_cursor_waits_for_the_next_idea(
    app: Flask, city: Cast, site: str, page: Page
) -> None:
    with app.app_context(), transaction():
        table = a_table(city, a_workshop(city)).id
    cookie = sign_in(app.test_client(), city.facilitator).get_cookie("charta")
    assert cookie is not None
    page.context.add_cookies([{"name": "charta", "value": cookie.value, "url": site}])
    page.goto(f"/stralsund/schreibtisch/veranstaltungen/1/tische/{table}/")
    for words, key in (("Mehr Bänke", "Enter"), ("Mehr Bäume", "Control+Enter")):
        expect(page.get_by_label("Idee", exact=True)).to_be_focused()
        page.keyboard.type(words)
        page.keyboard.press("Shift+Enter")
        page.keyboard.type("am Hafen")
        page.keyboard.press(key)
        expect(page.get_by_label("Idee", exact=True)).to_have_value("")
    expect(page.get_by_text("Idee I-2 ist notiert.")).to_be_visible()
    with app.app_context():
        texts = db.session.scalars(select(Idea.text).order_by(Idea.number)).all()
        assert texts == ["Mehr Bänke\nam Hafen", "Mehr Bäume\nam Hafen"]
