"""Making papers while nobody waits, and clearing away what is old.

A paper is written beside its place and put there when it is whole, so that a worker that is
killed leaves nothing half; the outbox's row is still there, and the next one begins anew.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from flask import current_app
from flask_babel import force_locale
from sqlalchemy import select

from charta.charters.models import Charter
from charta.core.clock import now
from charta.core.database import db, transaction
from charta.core.errors import Invalid
from charta.core.i18n import LOCALES
from charta.core.jobs import LOCK
from charta.papers import making, services
from charta.papers.models import Paper
from charta.papers.queries import papers as queries
from config import Settings

BETWEEN = timedelta(seconds=2)
"""At least so much lies between two reports of progress: each takes the lock of writers."""

UNFINISHED = ".part"
ABANDONED = timedelta(days=1)


def folder() -> Path:
    settings: Settings = current_app.extensions["charta.settings"]
    settings.paper_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return settings.paper_folder


def deliver(payload: dict[str, Any]) -> None:
    """The worker's turn for one paper."""
    paper = _begun(payload["paper"])
    if paper is None:
        return
    order = _order(paper)
    target = folder() / paper.file
    unfinished = target.with_name(target.name + UNFINISHED)
    try:
        with force_locale(LOCALES[paper.language]):
            making.make(order, unfinished)
    except Invalid as error:
        unfinished.unlink(missing_ok=True)
        with transaction():
            services.fail(now(), db.session.get_one(Paper, paper.id), error.message)
        return
    _put_there(paper.id, unfinished, target)


def _put_there(number: int, unfinished: Path, target: Path) -> None:
    """Let a file that is whole be fetched, unless somebody whom it may name was erased while it
    was written."""
    with transaction():
        paper = db.session.get_one(Paper, number, populate_existing=True)
        if paper.failed_at is not None:
            unfinished.unlink(missing_ok=True)
            return
        size = unfinished.stat().st_size
        unfinished.replace(target)
        services.finish(now(), paper, size)


def _begun(number: int) -> Paper | None:
    """The paper with what it is about, or None when there is nothing more to do."""
    with transaction():
        paper = db.session.get(Paper, number)
        if paper is None or paper.finished_at is not None or paper.failed_at is not None:
            return None
        if not services.begin(now(), paper):
            return None
        return queries.paper(paper.charter_id, number)


def _order(paper: Paper) -> making.Order:
    """With all that making it needs, let go of by the session: reports of progress end the
    transaction, and what the session knows with it."""
    charter = db.session.get_one(Charter, paper.charter_id)
    template = db.session.scalar(select(Paper.template).where(Paper.id == paper.id))
    for one in (charter, paper, paper.round, paper.old_release, paper.new_release):
        if one is not None and one in db.session:
            db.session.expunge(one)
    return making.Order(paper, charter, now(), template, _Reporter(paper.id))


class _Reporter:
    """Writes down how far a paper is, now and then."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.last: datetime | None = None

    def __call__(self, done: int, total: int) -> None:
        moment = now()
        if self.last is not None and moment - self.last < BETWEEN:
            return
        self.last = moment
        with transaction():
            services.note_progress(db.session.get_one(Paper, self.number), done, total)


def sweep(moment: datetime) -> None:
    """Remove the files that can no longer be fetched, and pieces that nobody will finish."""
    place = folder()
    kept = None
    for file in place.iterdir():
        if file.name == LOCK:
            continue
        age = moment - datetime.fromtimestamp(file.stat().st_mtime, moment.tzinfo)
        if file.name.endswith(UNFINISHED) and age < ABANDONED:
            continue
        kept = queries.kept_since(moment) if kept is None else kept
        if file.name not in kept and age > timedelta(hours=1):
            file.unlink(missing_ok=True)
