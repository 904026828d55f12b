"""Fields that no form shows but a row has (mass assignment, CWE-915).

The known case is the intrusion at GitHub in 2012, by a field of a form that nobody had shown.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from charta.accounts.models import Person
from charta.consultation.models import Comment
from charta.core.database import db
from charta.core.forms import Form
from charta.intake.models import HeldComment
from tests.consultation.conftest import At, Visits, at, clause, found, visits
from tests.support.accounts import stop_clock
from tests.support.cast import Cast
from tests.support.consultation import DURING
from tests.support.visitor import Visitor

__all__ = ["at", "clause", "found", "visits"]

HIDDEN = {
    "id": "1",
    "charter_id": "2",
    "author_id": "2",
    "person_id": "2",
    "role": "admin",
    "password_hash": "x",
    "confirmed_at": "2026-01-01T00:00:00",
    "comment_id": "1",
    "released_at": "2026-01-01T00:00:00",
    "finished_at": "2026-01-01T00:00:00",
    "token_hash": "",
    "number": "99",
    "html": "<script>alert(1)</script>",
    "is_admin": "1",
}


def every_form(base: type[Form] = Form) -> Iterator[type[Form]]:
    for kind in base.__subclasses__():
        yield kind
        yield from every_form(kind)


@pytest.mark.one_engine
def test_every_form_refuses_what_it_does_not_show(app: Flask) -> None:
    kinds = {kind for kind in every_form() if kind.__module__.startswith("charta.")}
    assert len(kinds) > 40
    for kind in kinds:
        for name, value in HIDDEN.items():
            with app.test_request_context(method="POST", data={name: value}):
                form = kind(meta={"csrf": False})
                if name in form:
                    continue
                assert form._strange_parameters(), f"{kind.__name__} takes {name}"
                assert name not in kind.accepts


@pytest.mark.parametrize("name", sorted(HIDDEN))
def test_an_account_gains_nothing(app: Flask, citizen: Visitor, city: Cast, name: str) -> None:
    before = row(app, city)
    answer = citizen.post("/konto/name/", **{"name": "Carla Neu", name: HIDDEN[name]})
    assert answer.status_code == 422
    assert row(app, city) == before


def row(app: Flask, city: Cast) -> dict[str, object]:
    with app.app_context():
        person = db.session.get_one(Person, city.citizen.person_id)
        return {column.name: getattr(person, column.name) for column in Person.__table__.columns}


def test_nobody_speaks_as_somebody_else(
    app: Flask, city: Cast, found: object, at: At, visits: Visits
) -> None:
    stop_clock(app, DURING)
    visitor = visits(city.citizen)
    other = str(city.second_citizen.person_id)
    for name in ("author_id", "person_id", "number", "html", "round_id"):
        answer = visitor.post(
            "/stralsund/beteiligung/1/MOB-1/",
            **{"source": "Mehr Bänke.", "submission": "one", name: other},
        )
        assert answer.status_code == 422, name
    with app.app_context():
        assert db.session.query(Comment).count() == 0
        assert db.session.query(HeldComment).count() == 0
