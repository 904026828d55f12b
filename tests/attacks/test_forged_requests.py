"""Forged requests: another site lets a signed-in person's browser send what it likes.

The known case is CVE-2023-47635, a Decidim page that took a form without the token that all
others asked for. Two walls stand here: the token, and what browsers say about the sender.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from charta.consultation.models import Comment
from charta.core.database import transaction
from charta.core.security import csrf
from charta.notifications.queries.addressees import chosen
from charta.notifications.rules import Frequency
from charta.notifications.services.choosing import addressee
from charta.receipts.queries import codes
from config import Settings
from tests.house.test_bad_input import GOOD, OTHERWISE
from tests.support.applications import Applications
from tests.support.cast import Cast, a_city
from tests.support.consultation import AFTER, a_comment, a_round, an_answer
from tests.support.drafting import a_clause
from tests.support.visitor import Visitor, parse

FOREIGN = ("cross-site", "same-site", "Cross-Site", "somewhere", "")
OURS = ("same-origin", "none")
NAME = "/konto/name/"
CHANGED = {"name": "Mallory"}


@pytest.fixture
def way_out(app: Flask, city: Cast) -> str:
    with app.app_context(), transaction():
        return f"/abmelden/{addressee(city.citizen.person_id or 0).token}/"


def told(app: Flask, city: Cast) -> set[Frequency]:
    with app.app_context():
        return set(chosen(city.citizen.person_id or 0).wishes.values())


@pytest.mark.parametrize("sender", FOREIGN)
def test_another_site_cannot_write_even_with_a_token(citizen: Visitor, sender: str) -> None:
    values = {**CHANGED, "csrf_token": citizen.token()}
    answer = citizen.client.post(NAME, data=values, headers={"Sec-Fetch-Site": sender})
    assert answer.status_code == 403
    assert "von einer anderen Website" in answer.text
    assert "Mallory" not in citizen.open("/konto/").text


@pytest.mark.parametrize("sender", OURS)
def test_this_site_can(citizen: Visitor, sender: str) -> None:
    values = {**CHANGED, "csrf_token": citizen.token()}
    answer = citizen.client.post(NAME, data=values, headers={"Sec-Fetch-Site": sender})
    assert answer.status_code == 303
    assert "Mallory" in citizen.open("/konto/").text


def test_reading_is_free_from_everywhere(citizen: Visitor) -> None:
    """People come by links from other sites."""
    answer = citizen.client.get("/konto/", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 200


@pytest.mark.one_engine
def test_no_route_writes_without_a_token_or_for_another_site(app: Flask, citizen: Visitor) -> None:
    """Every route that writes, but the one that mail programmes use."""
    token, tried = citizen.token(), 0
    for rule in app.url_map.iter_rules():
        if "POST" not in (rule.methods or ()) or rule.endpoint == "notifications.unsubscribe":
            continue
        values = {**GOOD, **OTHERWISE.get(rule.endpoint, {}), "charter": "stralsund"}
        values = {name: values.get(name, "1") for name in rule.arguments}
        with app.test_request_context():
            path = app.url_map.bind("").build(rule.endpoint, _typed(values), method="POST")
        bare = citizen.client.post(path, data={})
        assert bare.status_code == 400, f"{rule.endpoint} without a token: {bare.status}"
        forged = citizen.client.post(
            path, data={"csrf_token": token}, headers={"Sec-Fetch-Site": "cross-site"}
        )
        assert forged.status_code == 403, f"{rule.endpoint} for another site: {forged.status}"
        assert "von einer anderen Website" in forged.text, rule.endpoint
        tried += 1
    assert tried > 80


def _typed(values: dict[str, str]) -> dict[str, str | int]:
    return {name: int(value) if value.isdigit() else value for name, value in values.items()}


def test_one_click_is_all_that_other_sites_may_send(
    app: Flask, city: Cast, public: Visitor, way_out: str
) -> None:
    """Mail programmes on the web send it from a page of their own (RFC 8058)."""
    before = told(app, city)
    assert before != {Frequency.NEVER}
    page = public.open(way_out)
    foreign = {"Sec-Fetch-Site": "cross-site"}
    for values in ({}, {"List-Unsubscribe": "no"}, {"csrf_token": page.visitor.token()}):
        assert public.client.post(way_out, data=values, headers=foreign).status_code == 403
    assert told(app, city) == before
    one_click = {"List-Unsubscribe": "One-Click"}
    assert public.client.post(way_out, data=one_click, headers=foreign).status_code == 200
    assert told(app, city) == {Frequency.NEVER}


def test_nothing_else_is_exempt_from_the_token(app: Flask) -> None:
    assert csrf._exempt_views == {"charta.notifications.views.unsubscribe"}
    assert csrf._exempt_blueprints == set()
    open_to_others = {
        name for name, view in app.view_functions.items() if hasattr(view, "charta_from_anywhere")
    }
    assert open_to_others == {"notifications.unsubscribe"}


def test_a_token_of_one_browser_is_worth_nothing_in_another(
    citizen: Visitor, public: Visitor
) -> None:
    answer = citizen.client.post(NAME, data={**CHANGED, "csrf_token": public.token()})
    assert answer.status_code == 400
    assert "Mallory" not in citizen.open("/konto/").text


def test_over_https_the_form_on_a_receipt_reaches_us(
    settings: Settings, applications: Applications
) -> None:
    """Behind https a form must say from which page it comes; so the receipt must let the browser
    say it to us, and to nobody else: else no answer could be contradicted there."""
    with applications.lend(replace(settings, base_url="https://localhost")) as app:
        app.extensions["charta.clock"] = lambda: AFTER
        with app.app_context():
            city = a_city()
            clause = a_clause(city)
            comment = a_comment(city, a_round(city), clause)
            an_answer(city, comment, now=AFTER)
            code = codes(Comment.__tablename__, [comment.id])[comment.id]
        path, client = f"/beleg/{code}/anders/", app.test_client()
        page = client.get(path, base_url="https://localhost")
        policy = page.headers["Referrer-Policy"]
        values = {"csrf_token": token_in(page.text), "source": "Meine meint den Hafen."}
        blind = client.post(path, data=values, base_url="https://localhost")
        assert blind.status_code == 400
        headers = {"Referer": f"https://localhost{path}"} if policy == "same-origin" else {}
        sent = client.post(path, data=values, base_url="https://localhost", headers=headers)
        assert sent.status_code == 303, policy


def token_in(page: str) -> str:
    return next(one["value"] for one in parse(page).all("input") if one["name"] == "csrf_token")
