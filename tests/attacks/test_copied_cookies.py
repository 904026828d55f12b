"""A copied cookie outlives what should have ended it (insufficient session expiration, CWE-613).

The known case is CVE-2026-45414: what proved somebody in one organisation of Decidim was as good
in another. Here a session is a row, and everything that ends it ends all copies of its cookie.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from http.cookies import SimpleCookie

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select

from charta.accounts.models import SignIn
from charta.charters import services
from charta.charters.models import Charter, Membership
from charta.core.database import db, transaction
from config import Settings
from tests.accounts.conftest import clock, second_visitor, visitor
from tests.accounts.test_second_step import set_up
from tests.accounts.test_signing_in import ACCOUNT, CITIZEN, SIGN_IN, cookie, enter
from tests.attacks.test_forged_requests import token_in
from tests.support.accounts import StoppedClock, mailed_path
from tests.support.applications import Applications
from tests.support.cast import PASSWORD, Cast, a_city
from tests.support.visitor import Visitor

__all__ = ["clock", "second_visitor", "visitor"]

EDITOR = "editor@stralsund.example"
FRESH = "acht-blaue-boote"
DESK = "/stralsund/schreibtisch/eingaben/"


def is_in(visitor: Visitor) -> bool:
    return visitor.client.get(ACCOUNT).status_code == 200


def copy(owner: Visitor, thief: Visitor) -> None:
    thief.client.set_cookie("charta", cookie(owner), domain="localhost")


def signs_out(_app: Flask, owner: Visitor) -> None:
    owner.open(ACCOUNT).press("Abmelden")


def changes_password(_app: Flask, owner: Visitor) -> None:
    done = owner.post("/konto/passwort/", present=PASSWORD, password=FRESH)
    assert done.status_code == 303
    assert is_in(owner)


def resets_password(app: Flask, owner: Visitor) -> None:
    owner.post("/konto/passwort-vergessen/", email=CITIZEN)
    assert owner.post(mailed_path(app), password=FRESH).status_code == 303


def changes_address(app: Flask, owner: Visitor) -> None:
    owner.post("/konto/adresse/", email="carla.neu@example.org")
    assert owner.post(mailed_path(app)).status_code == 303
    assert is_in(owner)


def ends_other_sessions(_app: Flask, owner: Visitor) -> None:
    assert owner.post("/konto/anmeldungen/andere-beenden/").status_code == 303
    assert is_in(owner)


def signs_in_again(_app: Flask, owner: Visitor) -> None:
    assert owner.post(SIGN_IN, email=CITIZEN, password=PASSWORD).status_code == 303
    assert is_in(owner)


ENDS = (
    signs_out,
    changes_password,
    resets_password,
    changes_address,
    ends_other_sessions,
    signs_in_again,
)


@pytest.mark.parametrize("end", ENDS, ids=[end.__name__ for end in ENDS])
def test_a_copy_dies_when_its_owner(  # noqa: PLR0917
    app: Flask,
    visitor: Visitor,
    second_visitor: Visitor,
    clock: StoppedClock,
    city: Cast,
    end: Callable[[Flask, Visitor], None],
) -> None:
    """At once, or within the minute that requests under way are given."""
    owner, thief = visitor, second_visitor
    enter(owner)
    copy(owner, thief)
    assert is_in(thief)
    stolen = cookie(thief)
    end(app, owner)
    clock.forward(minutes=1)
    thief.client.set_cookie("charta", stolen, domain="localhost")
    assert not is_in(thief)


def test_a_copy_dies_when_its_owner_takes_a_second_step(  # noqa: PLR0917
    app: Flask,
    settings: Settings,
    visitor: Visitor,
    second_visitor: Visitor,
    clock: StoppedClock,
    city: Cast,
) -> None:
    elsewhere, thief = Visitor(app.test_client()), Visitor(app.test_client())
    enter(elsewhere)
    copy(elsewhere, second_visitor)
    enter(visitor)
    copy(visitor, thief)
    stolen = cookie(thief)
    set_up(visitor, app, settings, clock)
    assert not is_in(second_visitor)
    assert not is_in(elsewhere)
    assert is_in(visitor)
    clock.forward(minutes=1)
    thief.client.set_cookie("charta", stolen, domain="localhost")
    assert not is_in(thief)


def withdraw_role(app: Flask, city: Cast, now: datetime) -> None:
    with app.app_context(), transaction() as session:
        charter = session.get_one(Charter, city.charter_id)
        mine = select(Membership).where(Membership.person_id == city.editor.person_id)
        services.withdraw_role(city.admin, now, charter, session.scalars(mine).one())


def test_a_role_ends_with_the_next_request_and_copies_a_minute_later(
    app: Flask, visitor: Visitor, second_visitor: Visitor, clock: StoppedClock, city: Cast
) -> None:
    """Whoever comes first gets the new token, so that its owner notices a thief."""
    owner, thief = visitor, second_visitor
    enter(owner, EDITOR)
    copy(owner, thief)
    stolen = cookie(thief)
    assert thief.client.get(DESK).status_code == 200
    withdraw_role(app, city, clock.at)
    assert owner.client.get(DESK).status_code == 403
    assert cookie(owner) != stolen
    assert thief.client.get(DESK).status_code == 403, "a stolen session keeps no right"
    assert is_in(thief), "requests that were under way"
    clock.forward(seconds=59)
    assert is_in(owner)
    clock.forward(seconds=1)
    assert is_in(owner)
    assert not is_in(thief)
    assert not is_in(owner), "that two had the cookie is known by now"


def test_a_thief_who_was_quicker_falls_with_the_old_token(
    app: Flask, visitor: Visitor, second_visitor: Visitor, clock: StoppedClock, city: Cast
) -> None:
    """As with refresh tokens that rotate (RFC 9700, 4.14.2): used again, all of them end."""
    owner, thief = visitor, second_visitor
    enter(owner, EDITOR)
    copy(owner, thief)
    withdraw_role(app, city, clock.at)
    assert is_in(thief)
    assert is_in(owner), "within the minute"
    clock.forward(minutes=1)
    assert is_in(thief)
    assert not is_in(owner)
    assert not is_in(thief)
    enter(owner, EDITOR)
    assert is_in(owner)


def test_each_session_can_be_ended_from_elsewhere(
    app: Flask, visitor: Visitor, second_visitor: Visitor, city: Cast
) -> None:
    thief = Visitor(app.test_client())
    enter(second_visitor)
    copy(second_visitor, thief)
    enter(visitor)
    assert visitor.post("/konto/anmeldungen/andere-beenden/").status_code == 303
    assert not is_in(thief)
    assert is_in(visitor)


@pytest.mark.one_engine
def test_no_cookie_is_made_up(app: Flask, city: Cast, visitor: Visitor) -> None:
    """Neither with another secret, nor from what stands in the database."""
    enter(visitor)
    with app.app_context():
        row = db.session.scalars(select(SignIn)).one()
    interface = app.session_interface
    assert isinstance(interface, SecureCookieSessionInterface)
    ours = interface.get_signing_serializer(app)
    assert ours is not None
    foreign = URLSafeTimedSerializer("another secret of thirty-two letters", salt=interface.salt)
    thief = app.test_client()
    for value in (
        foreign.dumps({"_user_id": "x", "_fresh": True}),
        ours.dumps({"_user_id": row.token_hash}),
        ours.dumps({"_user_id": str(city.admin.person_id)}),
        ours.dumps({"_user_id": str(row.id)}),
        cookie(visitor)[:-2] + "xx",
        "",
        "x" * 4000,
    ):
        thief.set_cookie("charta", value, domain="localhost")
        assert thief.get(ACCOUNT).status_code == 303, value[:40]


@pytest.mark.one_engine
@pytest.mark.usefixtures("quick_hashing")
def test_cookies_in_production_stay_in_this_host_and_out_of_scripts(
    settings: Settings, applications: Applications
) -> None:
    secure = replace(settings, base_url="https://localhost")
    with applications.lend(secure) as app:
        with app.app_context():
            a_city()
        client = app.test_client()
        base = {"base_url": "https://localhost", "headers": {"Referer": "https://localhost/"}}
        page = client.get(SIGN_IN, **base)
        form = {"csrf_token": token_in(page.text), "email": CITIZEN, "password": PASSWORD}
        answer = client.post(SIGN_IN, data=form, **base)
        assert answer.status_code == 303
        given = [*page.headers.getlist("Set-Cookie"), *answer.headers.getlist("Set-Cookie")]
        cookies = [morsel for one in given for morsel in SimpleCookie(one).values()]
        assert {one.key for one in cookies} == {"__Host-charta", "__Secure-charta-browser"}
        for one in cookies:
            assert one["secure"], one
            assert one["httponly"], one
            assert one["samesite"] == "Lax", one
            assert not one["domain"], one
            assert one["path"] == ("/" if one.key == "__Host-charta" else "/konto/")
        assert client.get(ACCOUNT, **base).status_code == 200


def test_a_token_is_long_random_and_kept_as_its_hash_alone(
    app: Flask, city: Cast, visitor: Visitor, second_visitor: Visitor
) -> None:
    """Whoever has a copy of the database cannot make a cookie out of it."""
    tokens = []
    for one in (visitor, second_visitor):
        enter(one, CITIZEN)
        with one.client.session_transaction() as stored:
            tokens.append(stored["_user_id"])
    assert len(set(tokens)) == 2
    assert all(len(urlsafe_b64decode(f"{token}=")) * 8 >= 256 for token in tokens)
    with app.app_context():
        rows = db.session.execute(select(SignIn.__table__)).mappings().all()
        kept = [str(value) for row in rows for value in row.values()]
    assert not any(token in value for token in tokens for value in kept)
    assert {sha256(token.encode()).hexdigest() for token in tokens} <= set(kept)
