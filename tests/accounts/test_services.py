"""What holds even when two requests arrive at the same moment."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from charta.accounts import services
from charta.accounts.models import Person, SignIn
from charta.core.actors import ANYBODY
from charta.core.database import db, transaction
from charta.core.errors import Conflict, Invalid, NotAllowed, NotFound
from config import Settings
from tests.support.accounts import NOON, mailed_path
from tests.support.cast import Cast, password_hash

ADDRESS = "neele@example.org"


def token(app: Flask) -> str:
    return mailed_path(app).split("/")[3]


def signed_up(app: Flask) -> str:
    with app.app_context(), transaction():
        services.sign_up(NOON, email=ADDRESS, name="Neele", password_hash="first")
    return token(app)


def test_a_link_is_used_once_whoever_is_faster(app: Flask) -> None:
    confirming = signed_up(app)
    with app.app_context():
        with transaction():
            assert services.confirm(NOON, confirming).confirmed_at == NOON
        with pytest.raises(Conflict), transaction():
            services.confirm(NOON, confirming)
        with transaction():
            services.ask_for_reset(NOON, email=ADDRESS)
    resetting = token(app)
    with app.app_context():
        with transaction():
            services.reset_password(NOON, resetting, password_hash="second")
        with pytest.raises(Conflict), transaction():
            services.reset_password(NOON, resetting, password_hash="third")
        assert db.session.scalar(select(Person.password_hash)) == "second"


@pytest.mark.parametrize("late", [timedelta(hours=48), timedelta(days=400)])
def test_a_link_ends_to_the_second(app: Flask, late: timedelta) -> None:
    confirming = signed_up(app)
    with app.app_context():
        with pytest.raises(Conflict), transaction():
            services.confirm(NOON + late, confirming)
        with transaction():
            services.confirm(NOON + timedelta(hours=48, microseconds=-1), confirming)


def test_a_link_serves_its_purpose_only(app: Flask) -> None:
    confirming = signed_up(app)
    with app.app_context():
        for nothing in (confirming, "", "x" * 5000):
            with pytest.raises(NotFound), transaction():
                services.reset_password(NOON, nothing, password_hash="second")


def test_a_new_password_withdraws_the_links_sent_before(app: Flask) -> None:
    confirming = signed_up(app)
    with app.app_context(), transaction():
        services.ask_for_reset(NOON, email=ADDRESS)
    resetting = token(app)
    with app.app_context():
        with transaction():
            services.reset_password(NOON, resetting, password_hash="second")
        with pytest.raises(Conflict), transaction():
            services.confirm(NOON, confirming)


def test_nobody_enters_with_a_password_that_was_just_changed(
    app: Flask, settings: Settings, city: Cast
) -> None:
    number = city.citizen.person_id
    assert number is not None
    with app.app_context():
        with pytest.raises(Conflict), transaction():
            services.sign_in(NOON, settings, number, verified_hash="an older one")
        with pytest.raises(Conflict), transaction():
            services.change_password(
                city.citizen, NOON, settings, verified_hash="older", password_hash="new"
            )
        with transaction():
            services.sign_in(NOON, settings, number, verified_hash=password_hash())
        assert db.session.scalar(select(func.count()).select_from(SignIn)) == 1


def test_who_has_not_confirmed_gets_no_session(app: Flask, settings: Settings) -> None:
    signed_up(app)
    with app.app_context(), pytest.raises(Conflict), transaction():
        person = db.session.scalars(select(Person)).one()
        services.sign_in(NOON, settings, person.id, verified_hash="first")


def test_nobody_has_no_name_to_change(app: Flask) -> None:
    with app.app_context(), pytest.raises(NotAllowed), transaction():
        services.rename(ANYBODY, NOON, name="Wer")


def test_what_is_no_address_gets_no_mail(app: Flask) -> None:
    with app.app_context():
        for ask in (services.ask_for_reset, services.send_confirmation_again):
            with pytest.raises(Invalid), transaction():
                ask(NOON, email="niemand")
