"""Making a backup: one consistent view of the database, streamed into one file."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile

from sqlalchemy import Connection, text

from charta.backup import manifest as manifests
from charta.backup import rules, shapes
from charta.backup.manifest import Head, Manifest, Part
from charta.backup.rules import LEFT_OUT, Shape, Unusable
from charta.core import migrating
from charta.core.database import db

COMPRESSION = 4
"""Beyond this the file hardly gets smaller, and the time doubles."""


def create(path: Path, now: datetime, secret: str) -> Manifest:
    """Write all of the database as it is at this moment into the new file ``path``.

    Others may go on writing meanwhile. The file is there when it is complete and on the disk, for
    its owner alone. Raises :class:`Unusable`, and ``OSError`` where there is no room for it.
    Memory does not grow with the database; one query a table.
    """
    if migrating.current(db.engine) is None:
        raise Unusable("Die Datenbank ist leer: es gibt nichts zu sichern.")
    with (
        _appearing(path) as file,
        ZipFile(file, "w", ZIP_DEFLATED, compresslevel=COMPRESSION) as archive,
        snapshot() as connection,
    ):
        parts = tuple(
            _write(archive, connection, shape)
            for shape in shapes.describe(connection)
            if shape.name not in LEFT_OUT
        )
        made = Manifest(
            created_at=now,
            engine=connection.dialect.name,
            revision=_revision(connection),
            head=_head(connection),
            parts=parts,
            key=rules.key_mark(secret),
        )
        archive.writestr(rules.MANIFEST, manifests.packed(made, secret))
    return made


@contextmanager
def snapshot() -> Iterator[Connection]:
    """A connection to which the database does not change, and which hinders nobody."""
    with db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        shapes.take_time(connection)
        _revision(connection)  # with the first question it begins
        yield connection


def _revision(connection: Connection) -> str:
    return str(connection.scalar(text("SELECT version_num FROM alembic_version")))


def _write(archive: ZipFile, connection: Connection, shape: Shape) -> Part:
    digest, count = hashlib.sha256(), 0
    with archive.open(shape.part, "w", force_zip64=True) as part:
        for line in shapes.lines(connection, shape):
            part.write(line)
            digest.update(line)
            count += 1
    return Part(shape, count, digest.hexdigest(), shapes.highest(connection, shape))


def _head(connection: Connection) -> Head | None:
    found = connection.execute(
        text("SELECT id, hash FROM journal_entries ORDER BY id DESC LIMIT 1")
    ).first()
    return Head(found.id, found.hash) if found else None


@contextmanager
def _appearing(path: Path) -> Iterator[BinaryIO]:
    """A file that bears its name only when the block has ended well; else nothing is left."""
    if path.exists():
        raise Unusable(f"{path} gibt es schon; eine Sicherung wird nie überschrieben.")
    growing = path.with_name(f".{path.name}.{token_hex(4)}.unfertig")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    try:
        with os.fdopen(os.open(growing, flags, 0o600), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        growing.rename(path)
    finally:
        growing.unlink(missing_ok=True)
    with suppress(OSError):  # some network drives cannot; there the file itself must do
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
