"""A worker that is killed while it sends: no mail arrives twice, and none is lost unseen.

Real processes, killed by SIGKILL, and a real mail server that counts what it gets.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from charta.core import mail, outbox, postman
from charta.core.database import db, transaction
from charta.core.outbox import OutboxMessage
from config import HOME, Settings
from tests.support.smtp import PostOffice, a_post_office

MAILS, LIVES = 120, 3
PATIENCE_SECONDS = 60

DYING = """
import os, signal
from charta.core import carriers

hand_over, turns = carriers.Server.hand_over, []

def dying(self, message):
    turns.append(message)
    if len(turns) == 3 and {before}:
        os.kill(os.getpid(), signal.SIGKILL)  # claimed, and not yet sent
    hand_over(self, message)
    if len(turns) == 3:
        os.kill(os.getpid(), signal.SIGKILL)  # sent, and not yet noted

carriers.Server.hand_over = dying

from charta.core.jobs import worker
from wsgi import app

with app.app_context():
    worker.callback()
"""


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with a_post_office() as office:
        yield office


@pytest.fixture
def environment(settings: Settings, office: PostOffice, tmp_path: Path) -> dict[str, str]:
    """What a worker on this test's database is started with."""
    return {
        **os.environ,
        "CHARTA_ENVIRONMENT": "demonstration",
        "CHARTA_SECRET_KEY": settings.secret_key,
        "CHARTA_DATABASE_URL": settings.database_url,
        "CHARTA_JOBS_URL": f"sqlite:///{tmp_path / 'worker.sqlite3'}",
        "CHARTA_SMTP_URL": office.url,
        "CHARTA_MAILS_PER_MINUTE": "100000",
        "CHARTA_LOG_LEVEL": "ERROR",
    }


def start(environment: dict[str, str], *command: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, *command], cwd=HOME, env=environment)


def work_until(environment: dict[str, str], done: Callable[[], bool], *, kill: bool) -> None:
    """Let a worker live until ``done`` says so."""
    worker = start(environment, "-m", "flask", "--app", "wsgi", "worker")
    try:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not done():
            assert time.monotonic() < deadline, "the worker does nothing"
            assert worker.poll() is None, "the worker died by itself"
            time.sleep(0.002)
    finally:
        worker.send_signal(signal.SIGKILL if kill else signal.SIGTERM)
        worker.wait(PATIENCE_SECONDS)


def put(count: int, *, bulk: bool = True) -> None:
    with transaction():
        for number in range(count):
            mail.send(f"n{number}@b.example", "Neues", "Moin\n", html="<p>Moin</p>", bulk=bulk)


def failures() -> list[str | None]:
    db.session.rollback()
    return list(db.session.scalars(select(OutboxMessage.failure)))


def is_done() -> bool:
    db.session.rollback()
    return outbox.pending() == 0


def has_got(office: PostOffice, count: int) -> bool:
    return len(office.mails) >= count


@pytest.mark.one_engine
@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("bulk", [True, False])
def test_at_the_worst_moment(
    app: Flask, office: PostOffice, environment: dict[str, str], before: bool, bulk: bool
) -> None:
    arrived = 0 if before else 1
    with app.app_context():
        put(5, bulk=bulk)
        first = start(environment, "-c", DYING.format(before=before))
        assert first.wait(PATIENCE_SECONDS) == -signal.SIGKILL
        assert len(office.mails) == 2 + arrived
        work_until(environment, is_done, kill=False)
        assert office.recipients()["n2@b.example"] == (arrived if bulk else arrived + 1)
        assert failures() == ([postman.UNCERTAIN] if bulk else [])
    others = office.ids()
    assert len(others) == (4 + arrived if bulk else 5)
    assert [count for count in others.values() if count > 1] == ([] if bulk or before else [2])


def test_again_and_again_at_any_moment(
    app: Flask, office: PostOffice, environment: dict[str, str]
) -> None:
    with app.app_context():
        put(MAILS)
        for life in range(1, LIVES + 1):
            work_until(environment, partial(has_got, office, life * 20), kill=True)
        assert len(office.mails) < MAILS, "they were killed too late to tell anything"
        work_until(environment, is_done, kill=False)
        unsure = failures()
    assert set(office.ids().values()) == {1}, "nothing arrives twice"
    assert set(unsure) <= {postman.UNCERTAIN}
    assert len(unsure) <= LIVES
    assert MAILS - len(unsure) <= len(office.mails) <= MAILS, "nothing is lost unseen"
