"""Counting what a page asks of the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy import event

from charta.core.database import db
from tests.support.visitor import Visitor

CONTROL = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA")


@contextmanager
def counted(app: Flask) -> Iterator[list[str]]:
    """Collect the statements run within the block; what only opens a transaction is left out."""
    found: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.lstrip().upper().startswith(CONTROL):
            found.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)


def statements(app: Flask, visitor: Visitor, path: str) -> int:
    """Open the page twice and count what the second time asks the database, with no part of the
    page kept from the first."""
    visitor.open(path)
    app.extensions["charta.following"].clear()
    with counted(app) as found:
        visitor.open(path)
    return len(found)
