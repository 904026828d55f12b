"""The tables as the database itself describes them, whatever migration it is at.

A backup is typed by this and not by the models, so that one of an older state can be made before
the database is migrated, and restored by a newer Charta.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.types import TypeEngine

from charta.backup.rules import Column, Shape
from charta.core.database import BATCH, UtcDateTime

KINDS: tuple[tuple[type[TypeEngine[Any]], str], ...] = (
    (sa.Boolean, "yes_or_no"),
    (sa.Integer, "whole"),
    (sa.Float, "number"),
    (sa.DateTime, "moment"),
    (sa.Date, "day"),
    (sa.JSON, "json"),
    (sa.LargeBinary, "bytes"),
    (sa.String, "text"),
)
"""What a type of the database is called in a backup; the first that fits."""

TYPES: dict[str, TypeEngine[Any]] = {
    "yes_or_no": sa.Boolean(),
    "whole": sa.BigInteger(),
    "number": sa.Double(),
    "moment": UtcDateTime(),
    "day": sa.Date(),
    "bytes": sa.LargeBinary(),
    "text": sa.Text(),
}


UNHURRIED = ("SET LOCAL statement_timeout = 0", "SET LOCAL idle_in_transaction_session_timeout = 0")
LONG = 24 * 60 * 60.0
"""Seconds."""


def take_time(connection: Connection) -> None:
    """Let the transaction that is open last as long as it must; a page may not."""
    if connection.dialect.name == "postgresql":
        connection.connection.driver_connection.patience = LONG  # type: ignore[union-attr]
        for statement in UNHURRIED:
            connection.execute(sa.text(statement))


def describe(connection: Connection) -> list[Shape]:
    """All tables of ours, in the order of their names. Ours bear our name of a primary key, so
    that a queue in the same database is not meant. Runs a handful of queries a table on SQLite,
    a handful in all on PostgreSQL."""
    inspector = sa.inspect(connection)
    keys = inspector.get_multi_pk_constraint()
    columns = inspector.get_multi_columns()
    return [
        Shape(
            place[1],
            key["constrained_columns"][0],
            tuple(
                Column(one["name"], _kind(one["type"]), one["nullable"]) for one in columns[place]
            ),
        )
        for place, key in sorted(keys.items(), key=lambda item: item[0][1])
        if key is not None and key["name"] == f"pk_{place[1]}"
    ]


def _kind(type_: TypeEngine[Any]) -> str:
    return next(name for kind, name in KINDS if isinstance(type_, kind))


def table(shape: Shape) -> sa.TableClause:
    """The table with the types by which its values are read and written."""
    return sa.table(
        shape.name, *(sa.column(column.name, _type(column)) for column in shape.columns)
    )


def _type(column: Column) -> TypeEngine[Any]:
    if column.kind == "json":  # JSON knows a null of its own, which a mandatory column may hold
        return sa.JSON(none_as_null=column.nullable)
    return TYPES[column.kind]


def lines(connection: Connection, shape: Shape) -> Iterator[bytes]:
    """The rows of a table as lines, by their keys; streamed."""
    ours = table(shape)
    query = sa.select(*ours.c).order_by(ours.c[shape.key])
    with connection.execute(query, execution_options={"yield_per": BATCH}) as result:
        for row in result:
            yield shape.pack(row)


def fingerprint(connection: Connection, shape: Shape) -> tuple[int, str]:
    """How many rows a table has, and the SHA-256 over their lines."""
    digest, count = hashlib.sha256(), 0
    for line in lines(connection, shape):
        digest.update(line)
        count += 1
    return count, digest.hexdigest()


def is_empty(connection: Connection, shape: Shape) -> bool:
    ours = table(shape)
    return connection.execute(sa.select(ours.c[shape.key]).limit(1)).first() is None


def highest(connection: Connection, shape: Shape) -> int:
    """The highest number the table's key has, or had and its sequence remembers."""
    ours = table(shape)
    found: int = connection.scalar(sa.select(sa.func.max(ours.c[shape.key]))) or 0
    if connection.dialect.name == "postgresql":
        given: int | None = connection.scalar(
            sa.text(
                "SELECT pg_sequence_last_value("
                "CAST(pg_get_serial_sequence(:table, :key) AS regclass))"
            ),
            {"table": shape.name, "key": shape.key},
        )
        return max(found, given or 0)
    return found
