"""Many at the same moment: nothing doubled, nothing lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from charta.consultation.models import Answered, Comment, Response, Round
from charta.core.database import db
from charta.drafting.models import Document
from charta.weighing.models import Draft
from tests.consultation.conftest import Visits, amount, entries
from tests.support.cast import Cast
from tests.support.consultation import a_comment

TEXT = "/stralsund/beteiligung/1/MOB-1/"
MANY = 8
ANSWER = "/stralsund/schreibtisch/stellungnahmen/1/"

pytestmark = pytest.mark.usefixtures("at")


def statuses(
    visits: Visits, city: Cast, who: list[str], path: str, forms: list[dict[str, str]]
) -> list[int]:
    """Send all forms at once, each from a browser of its own."""
    clients = [visits(city.actors[name]) for name in who]
    filled = [
        {"csrf_token": visitor.token(), **form}
        for visitor, form in zip(clients, forms, strict=True)
    ]
    with ThreadPoolExecutor(len(clients)) as pool:
        jobs = [
            pool.submit(visitor.client.post, path, data=form)
            for visitor, form in zip(clients, filled, strict=True)
        ]
        return sorted(job.result().status_code for job in jobs)


def test_one_form_sent_many_times_is_one_comment(
    app: Flask, city: Cast, found: Round, visits: Visits
) -> None:
    form = {"source": "Nur einmal", "submission": str(uuid4())}
    who = ["citizen"] * MANY
    assert statuses(visits, city, who, TEXT, [form] * MANY) == [303] * MANY
    with app.app_context():
        assert amount(Comment) == 1
        assert len(entries("comment.posted")) == 1


def test_many_forms_are_many_comments_with_numbers_in_order(
    app: Flask, city: Cast, found: Round, visits: Visits
) -> None:
    forms = [{"source": f"Nummer {n}", "submission": str(uuid4())} for n in range(MANY)]
    who = ["citizen", "second_citizen"] * (MANY // 2)
    assert statuses(visits, city, who, TEXT, forms) == [303] * MANY
    with app.app_context():
        numbers = db.session.scalars(select(Comment.number).order_by(Comment.id)).all()
        assert numbers == list(range(1, MANY + 1))


def test_many_drafts_at_once_are_one_draft_and_one_answer(
    app: Flask, city: Cast, found: Round, clause: Document, visits: Visits
) -> None:
    with app.app_context():
        a_comment(city, found, clause)
    blank = {"draft": "", "based_on": "", "disposition": "noted", "revision": "", "module": ""}
    forms = [{**blank, "source": f"Gesehen, {n}.", "department": ""} for n in range(MANY)]
    who = ["editor", "second_editor"] * (MANY // 2)
    assert statuses(visits, city, who, ANSWER, forms) == [303] + [409] * (MANY - 1)
    stamp = visits(city.approver).open(ANSWER).field("draft")
    release = [{"draft": stamp, "action": "freigeben"}] * MANY
    who = ["approver"] * MANY
    done = statuses(visits, city, who, f"{ANSWER}freigeben/", release)
    assert done == [303] + [404] * (MANY - 1)
    with app.app_context():
        assert (amount(Response), amount(Answered), amount(Draft)) == (1, 1, 0)
