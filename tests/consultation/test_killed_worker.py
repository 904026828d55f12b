"""A worker that is killed while it carries comments leaves nothing doubled and nothing out."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from charta.charters.models import Charter
from charta.consultation.models import Comment, Placement, Round
from charta.consultation.queries.carrying import standings
from charta.core import outbox
from charta.core.database import db, transaction
from charta.drafting.models import Document
from charta.journal.verification import verifiers
from charta.releases import services as releases
from config import HOME, Settings
from tests.consultation.conftest import entries
from tests.support.cast import Cast
from tests.support.consultation import DURING, a_comment
from tests.support.drafting import a_revision

COMMENTS, BATCH, DIES_IN = 50, 10, 3
PATIENCE_SECONDS = 60

DYING = f"""
import os, signal
from charta.consultation.services import carrying

carrying.BATCH = {BATCH}
keep, turns = carrying.keep, []

def dying(now, release, batch):
    count = keep(now, release, batch)
    turns.append(count)
    if len(turns) == {DIES_IN}:
        os.kill(os.getpid(), signal.SIGKILL)  # written, and not yet committed
    return count

carrying.keep = dying

from charta.core.jobs import worker
from wsgi import app

with app.app_context():
    worker.callback()
"""


@pytest.fixture
def environment(settings: Settings, tmp_path: Path) -> dict[str, str]:
    """What a worker on this test's database is started with."""
    return {
        **os.environ,
        "CHARTA_ENVIRONMENT": "demonstration",
        "CHARTA_SECRET_KEY": settings.secret_key,
        "CHARTA_DATABASE_URL": settings.database_url,
        "CHARTA_JOBS_URL": f"sqlite:///{tmp_path / 'worker.sqlite3'}",
        "CHARTA_MAIL_FOLDER": str(tmp_path / "mail"),
        "CHARTA_LOG_LEVEL": "WARNING",
    }


def carried() -> Counter[int]:
    """How many placements by the machine each comment has."""
    db.session.rollback()
    found = db.session.scalars(
        select(Placement.comment_id).where(Placement.decided_by_id.is_(None))
    )
    return Counter(found)


def start(environment: dict[str, str], *command: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, *command], cwd=HOME, env=environment)


def test_it_goes_on_after_its_death(
    app: Flask, city: Cast, clause: Document, found: Round, environment: dict[str, str]
) -> None:
    with app.app_context():
        for _ in range(COMMENTS):
            a_comment(city, found, clause, passage="sichere Radwege")
        a_revision(city, clause, "Die Stadt baut bald viele sichere Radwege.", now=DURING)
        with transaction() as session:
            release = releases.prepare(
                city.editor,
                DURING,
                session.get_one(Charter, city.charter_id),
                kind="consultation",
                title="Neuer Entwurf",
            )
        db.session.rollback()

        first = start(environment, "-c", DYING)
        assert first.wait(PATIENCE_SECONDS) == -signal.SIGKILL
        assert sum(carried().values()) == BATCH * (DIES_IN - 1), "the last batch was rolled back"
        assert outbox.pending() == 1

        second = start(environment, "-m", "flask", "--app", "wsgi", "worker")
        try:
            deadline = time.monotonic() + PATIENCE_SECONDS
            while outbox.pending() and time.monotonic() < deadline:
                time.sleep(0.1)
                db.session.rollback()
        finally:
            second.terminate()
            second.wait(PATIENCE_SECONDS)

        every = db.session.scalars(select(Comment.id)).all()
        assert carried() == dict.fromkeys(every, 1)
        assert standings([release.id])[release.id].finished
        assert sum(entry.details["carried"] for entry in entries("comments.carried")) == COMMENTS
        assert [broken for one in verifiers() for broken in one.find()] == []
