"""Background work with huey: SQLite by default, PostgreSQL at scale, messages as JSON.

Only one consumer may run: two would run the periodic jobs twice. Jobs carry nothing but
numbers; what is to be done stands in the outbox.
"""

from __future__ import annotations

import fcntl
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import click
from flask import Flask, current_app
from huey import Huey, PostgresHuey, SqliteHuey, crontab
from huey.consumer import Consumer
from huey.registry import Message
from huey.serializer import Serializer
from sqlalchemy.engine import make_url

from charta.core import outbox, postman
from charta.core.clock import now
from charta.core.database import db
from charta.core.logs import log, places
from charta.core.outages import Door
from config import Settings

LOCK = ".worker"
"""In the folder that web server and worker share."""

Periodic = Callable[[datetime], object]


class JsonSerializer(Serializer):  # type: ignore[misc]
    """huey's messages as JSON, so that nobody who can write the queue can run code."""

    def _serialize(self, data: Any) -> bytes:
        content = data._asdict() if isinstance(data, Message) else {"value": data}
        return json.dumps(content, default=_moment).encode()

    def _deserialize(self, data: bytes) -> Any:
        content = json.loads(data)
        if "value" in content:
            return content["value"]
        for name in ("eta", "expires_resolved"):
            if content.get(name) is not None:
                content[name] = datetime.fromisoformat(content[name])
        content["args"] = tuple(content["args"] or ())
        return Message(**content)


def _moment(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"A job cannot carry {type(value).__name__}.")


class Jobs:
    """The queue of one application."""

    def __init__(self, app: Flask, queue: Huey) -> None:
        self.queue = queue

        def deliver() -> None:
            with app.app_context():
                outbox.deliver_due(now())

        def sweep() -> None:
            with app.app_context():
                carry_out_periodic(app)
                outbox.deliver_due(now())

        self.deliver = queue.task(name="deliver")(deliver)
        queue.periodic_task(crontab(minute="*"), name="sweep")(sweep)

    def wake(self) -> None:
        """Ask the worker to look into the outbox; when that fails the sweep will do it."""
        try:
            self.deliver()
        except Exception as error:  # noqa: BLE001 - whatever it is, the sweep tries again
            log.warning("jobs", failure=type(error).__name__)


def every_minute(app: Flask, work: Periodic) -> None:
    """Let the worker do ``work`` every minute; it opens its own transactions."""
    app.extensions.setdefault("charta.periodic", []).append(work)


def every_hour(app: Flask, work: Periodic) -> None:
    """The same at the full hour."""

    def hourly(at: datetime) -> None:
        if at.minute == 0:
            work(at)

    every_minute(app, hourly)


def carry_out_periodic(app: Flask) -> None:
    """What is done every minute; when one part of it fails the others are still done."""
    periodic: list[Periodic] = app.extensions.get("charta.periodic", [])
    for work in periodic:
        try:
            work(now())
        except Exception as error:  # noqa: BLE001 - it is tried again in a minute
            log.error("periodic", failure=type(error).__name__, places=places(error))


def make_queue(settings: Settings) -> Huey:
    options: dict[str, Any] = {"results": False, "serializer": JsonSerializer()}
    if settings.jobs_url.startswith("postgresql"):
        dsn = make_url(settings.jobs_url).set(drivername="postgresql")
        connect = partial(Door().connect, dsn.render_as_string(hide_password=False))
        return PostgresHuey("charta", connection=connect, **options)
    path = settings.jobs_url.removeprefix("sqlite:///")
    return SqliteHuey("charta", filename=path, **options)


def init_app(app: Flask) -> None:
    settings: Settings = app.extensions["charta.settings"]
    app.cli.add_command(worker)
    if settings.environment != "testing":
        jobs = Jobs(app, make_queue(settings))
        app.extensions["charta.jobs"] = jobs
        app.extensions["charta.wake"] = jobs.wake


@contextmanager
def the_only_one(folder: Path) -> Iterator[None]:
    """Keep a second worker from being started while the first lives: it would take the first
    one's work for left behind. However that one ends, the system lets go of its lock."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / LOCK).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise click.ClickException(
                f"Es läuft schon ein Hintergrunddienst ({file.name} ist vergeben)."
            ) from error
        yield


@click.command("worker")
def worker() -> None:
    """Run the background worker. One for an installation, not more."""
    jobs: Jobs = current_app.extensions["charta.jobs"]
    settings: Settings = current_app.extensions["charta.settings"]
    with the_only_one(settings.paper_folder):
        _work(jobs)


def _work(jobs: Jobs) -> None:
    postman.recover(now(), starting=True)
    jobs.wake()
    db.session.remove()  # this context lasts as long as the worker; its reading must not
    Consumer(jobs.queue, workers=1, max_delay=2.0).run()
