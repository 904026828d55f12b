"""Writing the rows of a backup into empty tables, in the transaction that is open."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import OperationalError, StatementError

from charta.backup import shapes
from charta.backup.manifest import Manifest
from charta.backup.reading import Archive
from charta.backup.rules import LEFT_OUT, Shape, Unusable
from charta.core.database import BATCH


def load(connection: Connection, archive: Archive) -> None:
    """Write all rows and hold what the database then has against the manifest, row by row.

    Raises :class:`Unusable` when tables, rows, references or hashes are not those that were saved.
    """
    shapes.take_time(connection)
    there = [shape for shape in shapes.describe(connection) if shape.name not in LEFT_OUT]
    _agree(there, archive.manifest)
    try:
        with _references_later(connection):
            _write(connection, archive)
    except (OverflowError, StatementError) as error:
        if isinstance(error, OperationalError):  # that is not the file's fault
            raise
        raise Unusable(
            "Die Sicherung widerspricht den Regeln der Datenbank: Zeilen fehlen oder sind falsch."
        ) from error
    for part in archive.manifest.parts:
        if shapes.fingerprint(connection, part.shape) != (part.rows, part.sha256):
            raise Unusable(f"{part.shape.name} steht anders in der Datenbank als in der Sicherung.")


def _agree(there: list[Shape], manifest: Manifest) -> None:
    """Tables and columns must be the same; only their order may differ."""
    ours = {shape.name: (shape.key, frozenset(shape.columns)) for shape in there}
    theirs = {
        part.shape.name: (part.shape.key, frozenset(part.shape.columns)) for part in manifest.parts
    }
    if ours != theirs:
        names = sorted(name for name in ours | theirs if ours.get(name) != theirs.get(name))
        raise Unusable(f"Die Sicherung hat andere Tabellen als die Datenbank: {', '.join(names)}.")


def _write(connection: Connection, archive: Archive) -> None:
    for part in archive.manifest.parts:
        insert = shapes.table(part.shape).insert()
        rows = archive.rows(part)
        while batch := list(islice(rows, BATCH)):
            connection.execute(insert, batch)
        if connection.dialect.name == "postgresql" and part.highest:
            _go_on_after(connection, part.shape, part.highest)


def _go_on_after(connection: Connection, shape: Shape, highest: int) -> None:
    """Let the next row get the number after ``highest``, where a sequence gives it."""
    connection.execute(
        text("SELECT setval(CAST(pg_get_serial_sequence(:table, :key) AS regclass), :highest)"),
        {"table": shape.name, "key": shape.key, "highest": highest},
    )


@contextmanager
def _references_later(connection: Connection) -> Iterator[None]:
    """Let rows come before those they refer to; at the end of the block all must be there."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        yield
        if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
            raise Unusable("In der Sicherung fehlen Zeilen, auf die andere sich beziehen.")
        return
    _alter_references(connection, "DEFERRABLE INITIALLY DEFERRED")
    yield
    connection.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
    _alter_references(connection, "NOT DEFERRABLE")


def _alter_references(connection: Connection, how: str) -> None:
    quote = connection.dialect.identifier_preparer.quote
    for (_schema, name), keys in inspect(connection).get_multi_foreign_keys().items():
        for key in keys:
            constraint = quote(str(key["name"]))
            connection.execute(
                text(f"ALTER TABLE {quote(name)} ALTER CONSTRAINT {constraint} {how}")
            )
