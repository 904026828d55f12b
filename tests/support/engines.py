"""A real database for each test: migrated once, copied for the test, dropped after it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from itertools import count
from typing import Self

from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from charta.core import migrating
from charta.core.database import tune
from tests.support import memory, postgresql

Copies = Callable[[], AbstractContextManager[str]]
"""Gives the address of a fresh database, which is gone at the end of the block."""

Prepare = Callable[[str], None]
"""Fills the empty database at an address; what it leaves there is what tests get copies of."""


def migrate(url: str) -> None:
    """Bring the empty database at ``url`` to the newest state."""
    engine = create_engine(url, poolclass=NullPool)
    tune(engine)
    migrating.upgrade(engine)
    engine.dispose()


@contextmanager
def sqlite(prepare: Prepare) -> Iterator[Copies]:
    """Copies of one prepared file, in memory where the machine has a folder for that."""
    numbers = count(1)
    with memory.folder() as home:
        template = home / "template.sqlite3"
        prepare(f"sqlite:///{template}")

        @contextmanager
        def copy() -> Iterator[str]:
            path = home / f"{next(numbers)}.sqlite3"
            shutil.copyfile(template, path)
            yield f"sqlite:///{path}"
            for part in home.glob(f"{path.name}*"):
                part.unlink()

        yield copy


@contextmanager
def postgres(prepare: Prepare) -> Iterator[Copies]:
    """Copies of one prepared database in a server of our own; may raise ``NoPostgreSQL``."""
    numbers = count(1)
    with postgresql.cluster() as server, server.connect() as connection:
        connection.execute("CREATE DATABASE template")
        prepare(server.url("template"))

        @contextmanager
        def copy() -> Iterator[str]:
            name = f"test_{next(numbers)}"
            connection.execute(f"CREATE DATABASE {name} TEMPLATE template STRATEGY file_copy")
            yield server.url(name)
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")

        yield copy


ENGINES = {"sqlite": sqlite, "postgresql": postgres}
CHOICES = {name: (name,) for name in ENGINES} | {"both": tuple(ENGINES)}


class Databases:
    """Each engine, started when the first test needs it and kept until the last has run."""

    def __enter__(self) -> Self:
        self._open = ExitStack()
        self._copies: dict[tuple[str, Prepare], Copies] = {}
        return self

    def __exit__(self, *_exception: object) -> None:
        self._open.close()

    def on(self, engine: str, prepare: Prepare = migrate) -> Copies:
        """Give copies on ``engine`` of what ``prepare`` makes; may raise ``NoPostgreSQL``."""
        key = engine, prepare
        if key not in self._copies:
            self._copies[key] = self._open.enter_context(ENGINES[engine](prepare))
        return self._copies[key]
