"""Many at the same moment: what is good once is good for one of them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import func, select

from charta.accounts.models import Person
from charta.core.database import db
from config import Settings
from tests.accounts.test_second_step import app_code, first_step, set_up
from tests.accounts.test_signing_in import CITIZEN, enter, sessions
from tests.support.accounts import StoppedClock, mailed_path
from tests.support.cast import PASSWORD, Cast
from tests.support.visitor import Visitor

MANY = 4
SECOND_STEP = "/konto/anmelden/zweiter-schritt/"


def statuses(visitors: list[Visitor], path: str, form: dict[str, str]) -> list[int]:
    """Send the form from all browsers at once."""
    filled = [{"csrf_token": visitor.token(), **form} for visitor in visitors]
    with ThreadPoolExecutor(len(visitors)) as pool:
        jobs = [
            pool.submit(visitor.client.post, path, data=values)
            for visitor, values in zip(visitors, filled, strict=True)
        ]
        return sorted(job.result().status_code for job in jobs)


def browsers(app: Flask) -> list[Visitor]:
    return [Visitor(app.test_client()) for _number in range(MANY)]


def test_a_mailed_link_signs_one_browser_in(app: Flask, visitor: Visitor, city: Cast) -> None:
    visitor.post("/konto/anmelden/per-mail/", email=CITIZEN)
    done = statuses(browsers(app), mailed_path(app), {})
    assert done[0] == 303
    assert set(done[1:]) <= {404, 409}
    assert sessions(app) == 1


@pytest.mark.parametrize("kind", ["app", "recovery"])
def test_a_code_signs_one_browser_in(  # noqa: PLR0917
    app: Flask, settings: Settings, visitor: Visitor, clock: StoppedClock, city: Cast, kind: str
) -> None:
    enter(visitor)
    code = set_up(visitor, app, settings, clock)[0]
    clock.forward(minutes=1)
    if kind == "app":
        code = app_code(app, settings, clock)
    waiting = browsers(app)
    for one in waiting:
        first_step(one)
    assert statuses(waiting, SECOND_STEP, {"code": code}) == [303] + [422] * (MANY - 1)
    assert sessions(app) == 2, "the one that has set it up, and one more"


def test_one_address_is_one_account(app: Flask, visitor: Visitor, city: Cast) -> None:
    form = {"name": "Neele Neu", "email": "neele@example.org", "password": PASSWORD}
    assert statuses(browsers(app), "/konto/anlegen/", form) == [303] * MANY
    with app.app_context():
        query = select(func.count()).select_from(Person).where(Person.email == form["email"])
        assert db.session.scalar(query) == 1
