"""Places to restore into, and files that somebody has been at."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from flask import Flask
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url

from charta.backup import rules
from charta.backup.restoring import elsewhere
from charta.backup.writing import create
from charta.core.clock import now
from charta.core.database import engine_options, tune
from charta.core.hashing import canonical
from tests.support.complete import cannot_run
from tests.support.engines import Databases
from tests.support.postgresql import NoPostgreSQL

SECRET = "only-for-tests-and-long-enough-to-be-accepted"

Parts = dict[str, bytes]
Place = Callable[[str], str]


def leave_empty(url: str) -> None:
    """Not even a migration."""
    if url.startswith("sqlite"):
        Path(make_url(url).database or "").touch()


@pytest.fixture
def place(databases: Databases) -> Iterator[Place]:
    """Give the address of an empty, unmigrated database on an engine."""
    opened: list[Any] = []

    def give(engine: str) -> str:
        try:
            copy = databases.on(engine, leave_empty)()
        except NoPostgreSQL as problem:
            cannot_run(f"PostgreSQL: {problem}")
        opened.append(copy)
        return str(copy.__enter__())

    yield give
    for copy in opened:
        copy.__exit__(None, None, None)


@contextmanager
def standing_at(app: Flask, url: str) -> Iterator[None]:
    """Let the application work on the database at ``url``."""
    engine = create_engine(url, **engine_options(url))
    tune(engine)
    try:
        with app.app_context(), elsewhere(engine):
            yield
    finally:
        engine.dispose()


@pytest.fixture
def saved(app: Flask, tmp_path: Path) -> Path:
    """A backup of this test's database."""
    path = tmp_path / "sicherung.zip"
    with app.app_context():
        create(path, now(), SECRET)
    return path


def rewrite(path: Path, change: Callable[[Parts], None]) -> None:
    """Open the file, let somebody at its parts and close it again."""
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def relist(parts: Parts, change: Callable[[dict[str, Any]], None], secret: str | None) -> None:
    """Change the manifest; seal it again with ``secret``, or leave the seal as it was."""
    found = json.loads(parts[rules.MANIFEST])
    mark = found.pop("seal")
    change(found)
    if secret is not None:
        mark = rules.seal(secret, canonical(found))
    parts[rules.MANIFEST] = json.dumps(found | {"seal": mark}).encode()


def tables(found: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What a manifest lists, by table."""
    return {one["name"]: one for one in found["tables"]}
