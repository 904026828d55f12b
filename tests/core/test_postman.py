"""Mails against a real server: one connection, a rate, patience, and an end to it."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy import select

from charta.core import carriers, mail, postman
from charta.core.database import db, transaction
from charta.core.outbox import OutboxMessage, deliver_due, pending
from tests.support.accounts import NOON, StoppedClock, stop_clock
from tests.support.smtp import PostOffice, a_post_office


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with a_post_office() as office:
        yield office


@pytest.fixture
def clock(app: Flask, office: PostOffice) -> Iterator[StoppedClock]:
    """The application sends through the post office, at a rate of ten; its clock stands."""
    settings = app.extensions["charta.settings"]
    app.extensions["charta.settings"] = replace(settings, smtp_url=office.url, mails_per_minute=10)
    with app.app_context():
        yield stop_clock(app)


def post(*names: str, bulk: bool = True) -> None:
    with transaction():
        for name in names:
            mail.send(f"{name}@b.example", f"An {name}", "Grüße\n", html="<p>Grüße</p>", bulk=bulk)


def rows() -> list[OutboxMessage]:
    db.session.rollback()
    return list(db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


def test_a_batch_takes_one_connection(clock: StoppedClock, office: PostOffice) -> None:
    post("a", "b", "c")
    assert deliver_due(clock.at) == 3
    assert office.connections == 1
    assert list(office.recipients()) == ["a@b.example", "b@b.example", "c@b.example"]
    assert set(office.ids().values()) == {1}
    assert rows() == []


def test_no_more_leave_than_the_rate_allows(clock: StoppedClock, office: PostOffice) -> None:
    post(*(f"n{number}" for number in range(25)))
    assert [deliver_due(clock.at) for _ in range(2)] == [10, 0]
    clock.forward(seconds=59)
    assert deliver_due(clock.at) == 0
    clock.forward(seconds=1)
    assert deliver_due(clock.at) == 10
    clock.forward(minutes=1)
    assert deliver_due(clock.at) == 5
    assert len(office.ids()) == 25


def test_who_waits_for_a_mail_does_not_wait_for_the_others(
    clock: StoppedClock, office: PostOffice
) -> None:
    post(*(f"n{number}" for number in range(12)))
    deliver_due(clock.at)
    post("waiting", bulk=False)
    assert deliver_due(clock.at) == 1
    assert list(office.recipients())[-1] == "waiting@b.example"


def test_a_mail_put_off_is_tried_again_with_growing_pauses(
    clock: StoppedClock, office: PostOffice
) -> None:
    office.refuses["grey@b.example"] = "450 4.7.1 Greylisted"
    post("grey", "good")
    assert deliver_due(clock.at) == 1
    pauses = []
    for _ in range(5):
        (row,) = rows()
        pauses.append(row.due_at - clock.at)
        clock.at = row.due_at
        assert deliver_due(clock.at) == 0
    assert pauses == [timedelta(minutes=minutes) for minutes in (1, 2, 4, 8, 16)]
    office.refuses.clear()
    clock.at = rows()[0].due_at
    assert deliver_due(clock.at) == 1
    assert office.recipients()["grey@b.example"] == 1


@pytest.mark.parametrize("where", ["refuses", "declines"])
def test_a_mail_refused_for_good_is_given_up_and_stays_to_be_seen(
    clock: StoppedClock, office: PostOffice, where: str
) -> None:
    getattr(office, where)["gone@b.example"] = "550 5.1.1 No such user"
    post("gone", "good")
    assert deliver_due(clock.at) == 1
    for _ in range(postman.MOST_REFUSALS - 1):
        clock.at = rows()[0].due_at
        assert deliver_due(clock.at) == 0
    (row,) = rows()
    assert (row.attempts, row.failure, row.claimed_at) == (postman.MOST_REFUSALS, "550", None)
    assert row.given_up_at == clock.at
    assert pending() == 0
    clock.forward(days=1)
    office.refuses.clear()
    office.declines.clear()
    assert deliver_due(clock.at) == 0, "given up is given up"
    clock.forward(days=30)
    deliver_due(clock.at)
    assert rows() == [], "an address is not kept for ever"


def test_what_only_ever_fails_is_given_up_too(clock: StoppedClock, office: PostOffice) -> None:
    office.refuses["grey@b.example"] = "450 4.7.1 Greylisted"
    post("grey")
    for _ in range(postman.MOST_ATTEMPTS):
        clock.at = max(clock.at, rows()[0].due_at)
        deliver_due(clock.at)
    assert rows()[0].given_up_at == clock.at
    assert timedelta(days=2) < clock.at - NOON < timedelta(days=6)


def test_a_server_that_is_away_is_asked_once_a_batch(
    app: Flask, clock: StoppedClock, office: PostOffice
) -> None:
    settings = app.extensions["charta.settings"]
    app.extensions["charta.settings"] = replace(settings, smtp_url="smtp://127.0.0.1:1")
    post("a", "b")
    assert deliver_due(clock.at) == 0
    assert [row.attempts for row in rows()] == [1, 0]
    app.extensions["charta.settings"] = settings
    clock.forward(minutes=1)
    assert deliver_due(clock.at) == 2


def test_a_mail_that_cannot_be_one_stops_nobody(clock: StoppedClock, office: PostOffice) -> None:
    post("a\nBcc: c", "b")
    assert deliver_due(clock.at) == 1
    assert [row.failure for row in rows()] == [postman.UNFIT]


def lost(self: carriers.Server, message: EmailMessage) -> None:
    """The mail arrives, its receipt does not."""
    assert self.smtp is not None
    self.smtp.data(carriers.written(message, "\r\n"))
    self._close()
    raise carriers.Unsure from smtplib.SMTPServerDisconnected()


@pytest.mark.parametrize("bulk", [True, False])
def test_when_the_line_breaks_too_late_only_an_awaited_mail_is_repeated(
    clock: StoppedClock, office: PostOffice, monkeypatch: pytest.MonkeyPatch, bulk: bool
) -> None:
    post("a", bulk=bulk)
    with monkeypatch.context() as patch:
        patch.setattr(carriers.Server, "hand_over", lost)
        assert deliver_due(clock.at) == 0
    clock.forward(hours=1)
    assert deliver_due(clock.at) == (0 if bulk else 1)
    assert [row.failure for row in rows()] == ([postman.UNCERTAIN] if bulk else [])
    assert list(office.ids().values()) == [1 if bulk else 2], "the same number both times"


@pytest.mark.parametrize("bulk", [True, False])
def test_a_claim_that_outlives_its_worker(
    clock: StoppedClock, office: PostOffice, bulk: bool
) -> None:
    post("a", bulk=bulk)
    with transaction() as session:
        session.get_one(OutboxMessage, rows()[0].id).claimed_at = clock.at
    clock.forward(minutes=9)
    assert deliver_due(clock.at) == 0
    assert rows()[0].failure is None, "somebody may still be at it"
    clock.forward(minutes=1)
    assert deliver_due(clock.at) == (0 if bulk else 1)
    assert office.recipients()["a@b.example"] == (0 if bulk else 1)
    assert [row.failure for row in rows()] == ([postman.UNCERTAIN] if bulk else [])


def test_a_worker_that_begins_sees_to_its_predecessors_claims(clock: StoppedClock) -> None:
    post("a")
    with transaction() as session:
        session.get_one(OutboxMessage, rows()[0].id).claimed_at = clock.at
    postman.recover(clock.at, starting=True)
    assert rows()[0].failure == postman.UNCERTAIN
