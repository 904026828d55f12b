"""Choosing with an account, or with the link of a mail and without signing in."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import func, select

from charta.core import mail, outbox, postman
from charta.core.database import db, transaction
from charta.notifications.models import Addressee, Wish
from charta.notifications.queries.addressees import Chosen, chosen
from charta.notifications.rules import Frequency, Topic
from charta.notifications.services.choosing import addressee
from tests.support.cast import Cast, sign_in
from tests.support.statements import counted
from tests.support.visitor import Visitor

SETTINGS = "/konto/benachrichtigungen/"
DELIVERY = "/konto/versand/"
NEVER = dict.fromkeys(Topic, Frequency.NEVER)
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def link(app: Flask, city: Cast) -> str:
    """The way out in Carla's mails."""
    with app.app_context(), transaction():
        assert city.citizen.person_id
        return f"/abmelden/{addressee(city.citizen.person_id).token}/"


def choice(app: Flask, city: Cast) -> Chosen:
    with app.app_context():
        return chosen(city.citizen.person_id or 0)


def written(app: Flask) -> int:
    with app.app_context():
        return sum(
            db.session.scalar(select(func.count()).select_from(table)) or 0
            for table in (Addressee, Wish)
        )


def test_what_holds_without_a_choice(app: Flask, city: Cast, citizen: Visitor) -> None:
    page = citizen.open("/konto/")
    page = citizen.open(page.link("Benachrichtigungen"))
    assert page.field("answers") == "at_once"
    assert page.field("rounds") == "at_once"
    assert page.field("language") == "de"
    assert written(app) == 0, "looking changes nothing"


def test_choosing(app: Flask, city: Cast, citizen: Visitor) -> None:
    page = citizen.open(SETTINGS).press(
        "Auswahl speichern",
        answers="daily",
        clauses="weekly",
        rounds="never",
        language="en",
        watched=[str(city.charter_id)],
    )
    assert page.notices == ["Ihre Auswahl ist gespeichert."]
    assert choice(app, city) == Chosen(
        {
            Topic.ANSWERS: Frequency.DAILY,
            Topic.CLAUSES: Frequency.WEEKLY,
            Topic.ROUNDS: Frequency.NEVER,
        },
        "en",
        frozenset({city.charter_id}),
    )
    page = citizen.open(SETTINGS)
    assert page.field("clauses") == "weekly"
    page.press("Auswahl speichern", watched=[])
    assert choice(app, city).watched == frozenset()


@pytest.mark.parametrize(
    ("name", "value"),
    [("answers", "hourly"), ("rounds", ""), ("language", "fr"), ("watched", ["77"])],
)
def test_what_is_not_offered_is_refused_and_the_rest_kept(
    app: Flask, city: Cast, citizen: Visitor, name: str, value: str | list[str]
) -> None:
    page = citizen.open(SETTINGS).press("Auswahl speichern", **{"clauses": "weekly", name: value})
    assert page.status == 422
    assert page.errors
    assert page.field("clauses") == "weekly"
    assert written(app) == 0


def test_only_with_an_account(app: Flask, public: Visitor) -> None:
    assert public.open(SETTINGS).heading == "Anmelden"
    assert public.post(SETTINGS, answers="daily").status_code == 403


def test_the_link_of_a_mail_shows_and_changes_nothing_by_itself(
    app: Flask, city: Cast, link: str, public: Visitor
) -> None:
    before = choice(app, city)
    page = public.open(link)
    assert page.has_button("Alle abbestellen")
    assert page.field("answers") == "at_once"
    assert page.answer.headers["Cache-Control"] == "no-store"
    assert choice(app, city) == before


def test_one_click_without_a_session_or_token_stops_all_and_a_second_one_changes_nothing(
    app: Flask, city: Cast, link: str
) -> None:
    for _ in range(2):
        answer = app.test_client().post(link, data=ONE_CLICK)
        assert answer.status_code == 200, "no redirect (RFC 8058)"
        assert choice(app, city).wishes == NEVER
    assert app.test_client().get(link).status_code == 200, "the link remains, to change one's mind"


def test_one_click_works_in_both_ways_of_sending_a_form(app: Flask, city: Cast, link: str) -> None:
    answer = app.test_client().post(link, data=ONE_CLICK, content_type="multipart/form-data")
    assert answer.status_code == 200
    assert choice(app, city).wishes == NEVER


def test_the_button_does_the_same_and_says_so(
    app: Flask, city: Cast, link: str, public: Visitor
) -> None:
    page = public.open(link).press("Alle abbestellen")
    assert page.status == 200
    assert "Sie bekommen keine Benachrichtigungen mehr." in page.text
    assert not page.has_button("Alle abbestellen")
    assert choice(app, city).wishes == NEVER
    page = page.press("Auswahl speichern", answers="daily")
    assert page.notices == ["Ihre Auswahl ist gespeichert."]
    assert choice(app, city).wishes == {**NEVER, Topic.ANSWERS: Frequency.DAILY}


def test_choosing_by_link_leaves_alone_what_was_asked_for_in_the_account(
    app: Flask, city: Cast, link: str, citizen: Visitor, public: Visitor
) -> None:
    citizen.open(SETTINGS).press("Auswahl speichern", watched=[str(city.charter_id)])
    public.open(link).press("Auswahl speichern", rounds="weekly", language="en")
    assert choice(app, city).watched == {city.charter_id}
    assert choice(app, city).language == "en"


def test_by_link_too_what_is_not_offered_is_refused(
    app: Flask, city: Cast, link: str, public: Visitor
) -> None:
    before = choice(app, city)
    page = public.open(link).press("Auswahl speichern", answers="hourly", clauses="daily")
    assert page.status == 422
    assert page.field("clauses") == "daily"
    assert public.client.post(link, data={"List-Unsubscribe": "Two-Clicks"}).status_code == 422
    assert public.client.post(link).status_code == 422
    assert choice(app, city) == before


@pytest.mark.parametrize("token", ["x", "%00", "1", "' OR 1=1 --", "a" * 5000])
def test_a_token_that_is_none_answers_like_what_does_not_exist(
    app: Flask, city: Cast, link: str, token: str
) -> None:
    client = app.test_client()
    assert client.get(f"/abmelden/{token}/").status_code == 404
    assert client.post(f"/abmelden/{token}/", data=ONE_CLICK).status_code == 404
    assert client.get(link[:-2] + "/").status_code == 404
    assert choice(app, city).wishes != NEVER


def test_everybody_has_a_token_of_their_own_that_cannot_be_guessed(app: Flask, city: Cast) -> None:
    with app.app_context(), transaction():
        tokens = {addressee(actor.person_id or 0).token for actor in city.actors.values()}
        again = {addressee(actor.person_id or 0).token for actor in city.actors.values()}
    assert len(tokens) == len(city.actors)
    assert tokens == again
    assert min(len(token) for token in tokens) >= 32


def test_who_is_signed_in_as_somebody_else_acts_for_the_owner_of_the_link(
    app: Flask, city: Cast, link: str
) -> None:
    curt = Visitor(sign_in(app.test_client(), city.second_citizen))
    curt.open(link).press("Alle abbestellen")
    assert choice(app, city).wishes == NEVER
    with app.app_context():
        assert chosen(city.second_citizen.person_id or 0).wishes != NEVER


def test_how_the_sending_stands_is_for_administrators(
    app: Flask, city: Cast, citizen: Visitor, editor: Visitor, public: Visitor
) -> None:
    assert editor.client.get(DELIVERY).status_code == 403
    assert citizen.client.get(DELIVERY).status_code == 403
    assert public.open(DELIVERY).heading == "Anmelden"
    assert urlsplit(DELIVERY).path not in citizen.open(SETTINGS).answer.text


def test_the_administrator_sees_numbers_and_no_addresses(app: Flask, city: Cast) -> None:
    failures = ("550", "552", "450", postman.UNREACHABLE, postman.UNCERTAIN, postman.UNFIT)
    with app.app_context(), transaction() as session:
        for _ in range(9 + len(failures)):
            mail.send("gerda@b.example", "Neues", "Moin", bulk=True)
        rows = session.scalars(select(outbox.OutboxMessage)).all()
        for row, failure in zip(rows, failures, strict=False):
            row.given_up_at, row.failure = row.created_at, failure
        rows[-1].postpone(row.created_at + timedelta(days=9000))
    admin = Visitor(sign_in(app.test_client(), city.admin))
    page = admin.open(admin.open(SETTINGS).link("Versand der E-Mails"))
    numbers = [fact.text for fact in page.root.all("dd")]
    assert numbers == ["8", "1", "2", "2", "1", "1"]
    assert "gerda" not in page.answer.text


def test_the_pages_ask_few_questions(app: Flask, citizen: Visitor, link: str) -> None:
    for path, most in ((SETTINGS, 6), (link, 6)):
        with counted(app) as statements:
            citizen.open(path)
        assert len(statements) <= most, path


def test_the_outbox_knows_who_sends(app: Flask) -> None:
    kinds = frozenset().union(*outbox.DELIVERERS.values())
    assert kinds == {"mail", "bulk_mail"}
