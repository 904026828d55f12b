"""One application for each kind of settings, lent to one test after the other.

Building it costs more than most tests, nearly all of it for compiling the routes. A test gets
it with its own database, settings and a clock that runs; what it changes in the configuration
is undone. One that adds routes builds its :func:`own`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from flask import Flask
from sqlalchemy import Dialect, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection

from charta import create_app
from charta.core.database import db, engine_options, tune
from config import Settings


class Applications:
    """The applications that have been built so far."""

    def __init__(self) -> None:
        self._built: dict[Settings, Flask] = {}

    @contextmanager
    def lend(self, settings: Settings) -> Iterator[Flask]:
        """Give an application that behaves as if ``settings`` had built it."""
        app = self._like(settings)
        config, extensions = dict(app.config), dict(app.extensions)
        app.extensions["charta.settings"] = settings
        forget(app)
        engine = remembering(
            create_engine(settings.database_url, **engine_options(settings.database_url))
        )
        tune(engine)
        opened: list[DBAPIConnection] = []
        event.listen(engine, "connect", lambda connection, _record: opened.append(connection))
        with app.app_context():
            cast(dict[str | None, Engine], db.engines)[None] = engine
        try:
            yield app
        finally:
            engine.dispose()
            for connection in opened:  # also those that a thread of the test did not give back
                connection.close()
            app.config.clear()
            app.config.update(config)
            app.extensions.clear()
            app.extensions.update(extensions)

    def _like(self, settings: Settings) -> Flask:
        """Build one whose settings differ only in where things lie."""
        scheme = settings.base_url.partition(":")[0]
        kind = replace(
            settings,
            database_url="sqlite://",
            jobs_url="sqlite://",
            mail_folder=Path(),
            paper_folder=Path(),
            erasure_list=Path(),
            base_url=f"{scheme}://localhost",
        )
        if kind not in self._built:
            self._built[kind] = create_app(settings)
            with self._built[kind].app_context():
                db.engine.dispose()
        return self._built[kind]


_COMPILED: dict[Any, Any] = {}
"""Statements as they have been put into words, of all engines."""

_ALIKE: dict[type[Dialect], type[Dialect]] = {}


def remembering(engine: Engine) -> Engine:
    """Let an engine know the statements that those before it have put into words: by far most of
    what a fresh engine does for a test is to do that again.

    They are found by their dialect too, of which each engine has its own.
    """
    kind = type(engine.dialect)
    if kind not in _ALIKE:
        same = {"__eq__": _same_kind, "__hash__": _hash_of_kind}
        _ALIKE[kind] = type(kind.__name__, (kind,), {**same, "supports_statement_cache": True})
    engine.dialect.__class__ = _ALIKE[kind]
    engine.update_execution_options(compiled_cache=_COMPILED)
    return engine


def _same_kind(one: object, other: object) -> bool:
    return type(one) is type(other)


def _hash_of_kind(one: object) -> int:
    return hash(type(one))


def forget(app: Flask) -> None:
    """Empty the shelves of pages and parts, so that the next request makes all of it anew."""
    for shelf in ("charta.unchanged", "charta.following"):
        app.extensions[shelf].clear()


@contextmanager
def own(settings: Settings) -> Iterator[Flask]:
    """An application of a test's own, which may be given routes; it leaves no connection open."""
    app = create_app(settings)
    try:
        yield app
    finally:
        with app.app_context():
            db.engine.dispose()
