"""What must happen after the commit happens once it is there, and is tried again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from charta.core import mail, outbox
from charta.core.clock import now
from charta.core.database import db, transaction
from charta.core.jobs import JsonSerializer, make_queue
from charta.core.outbox import OutboxMessage, deliver_due, pending
from config import Settings


@pytest.fixture
def told() -> Iterator[list[dict[str, Any]]]:
    """Handle messages of the kind ``tell`` by remembering them."""
    seen: list[dict[str, Any]] = []
    outbox.on("tell", seen.append)
    yield seen
    del outbox.HANDLERS["tell"]


def test_a_message_is_delivered_once(app: Flask, told: list[dict[str, Any]]) -> None:
    with app.app_context():
        with transaction():
            outbox.put("tell", {"word": "Moin"})
        assert deliver_due(now()) == 1
        assert deliver_due(now()) == 0
        assert pending() == 0
    assert told == [{"word": "Moin"}]


def test_a_message_of_a_failed_change_never_was(app: Flask, told: list[dict[str, Any]]) -> None:
    with app.app_context():
        with suppress(ZeroDivisionError), transaction():
            outbox.put("tell", {})
            raise ZeroDivisionError
        deliver_due(now())
    assert told == []


def test_a_failure_is_tried_again_later_and_stops_nobody(
    app: Flask, told: list[dict[str, Any]]
) -> None:
    def fail(_payload: dict[str, Any]) -> None:
        raise OSError

    outbox.on("fail", fail)
    with app.app_context():
        with transaction():
            outbox.put("fail", {})
            outbox.put("tell", {"word": "Moin"})
        moment = now()
        assert deliver_due(moment) == 1
        waiting = db.session.scalars(select(OutboxMessage)).one()
        assert waiting.attempts == 1
        assert waiting.due_at == moment + timedelta(minutes=1)
        assert deliver_due(moment) == 0
        deliver_due(moment + timedelta(minutes=1))
        db.session.expire_all()
        assert waiting.attempts == 2
    del outbox.HANDLERS["fail"]
    assert told == [{"word": "Moin"}]


def test_a_mail_without_a_server_becomes_a_file(app: Flask, settings: Settings) -> None:
    with app.app_context():
        with transaction():
            mail.send("carla@stralsund.example", "Grüße aus Stralsund", "Moin!\n")
        deliver_due(now())
    (written,) = settings.mail_folder.glob("*.eml")
    message = message_from_bytes(written.read_bytes(), policy=policy.default)
    assert message["To"] == "carla@stralsund.example"
    assert message["Subject"] == "Grüße aus Stralsund"
    assert message.get_content() == "Moin!\n"


def test_the_queue_speaks_json_and_works(settings: Settings) -> None:
    queue = make_queue(settings)
    seen: list[int] = []
    task = queue.task(name="note")(seen.append)
    task.schedule(args=(1,), delay=60)
    task(7)
    for _ in range(2):  # the first one is not due yet and goes to the schedule
        queue.execute(queue.dequeue())
    assert seen == [7]
    assert queue.storage.scheduled_items()[0].startswith(b"{")
    assert queue.scheduled()[0].eta is not None


def test_json_refuses_what_is_no_plain_value() -> None:
    with pytest.raises(TypeError, match="cannot carry"):
        JsonSerializer().serialize(object())
