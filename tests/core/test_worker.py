"""The background worker, from its start to its waiting for work."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import click
import pytest
from flask import Flask

from charta.core import jobs
from charta.core.database import db


def test_a_worker_that_waits_holds_no_transaction_open(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL ends one that is left idle, and the worker would end with an error by itself."""
    waiting: list[bool] = []

    class Waiting:
        def __init__(self, *_queue: Any, **_options: Any) -> None: ...

        def run(self) -> None:
            waiting.append(db.session().in_transaction())

    queue = SimpleNamespace(queue=None, wake=lambda: None)
    monkeypatch.setattr(jobs, "Consumer", Waiting)
    monkeypatch.setitem(app.extensions, "charta.jobs", queue)
    assert jobs.worker.callback is not None
    with app.app_context():
        jobs.worker.callback()
    assert waiting == [False]


def test_a_second_worker_is_refused_while_the_first_lives(tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    with jobs.the_only_one(folder):
        with (
            pytest.raises(click.ClickException, match="läuft schon ein Hintergrunddienst"),
            jobs.the_only_one(folder),
        ):
            pytest.fail("two at once")
        with jobs.the_only_one(tmp_path / "of another installation"):
            pass
    with jobs.the_only_one(folder):
        pass
