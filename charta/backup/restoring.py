"""Bringing a backup back: into an empty place, in one transaction, and proved before it counts."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, cast

from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.pool import NullPool

from charta.backup import shapes
from charta.backup.loading import load
from charta.backup.manifest import Head, Manifest
from charta.backup.reading import Archive
from charta.backup.rules import LEFT_OUT, Unusable
from charta.core import migrating
from charta.core.database import db, engine_options, transaction, tune
from charta.journal import queries as journal
from charta.journal.verification import verifiers

QUICK = ("PRAGMA synchronous = OFF", "PRAGMA journal_mode = MEMORY")
"""For a database that nobody needs once the proof is done."""


@dataclass(frozen=True)
class Proof:
    """What was proved of the rows after they had been restored: a name and how many."""

    name: str
    rows: int


@contextmanager
def elsewhere(engine: Engine) -> Iterator[None]:
    """Let all that is read and written within the block be in another database; for commands,
    in whose process nobody else is at work."""
    engines = cast(dict[str | None, Engine], db.engines)
    ours = engines[None]
    db.session.remove()
    engines[None] = engine
    try:
        yield
    finally:
        db.session.remove()
        engines[None] = ours


def verify(archive: Archive) -> list[Proof]:
    """Restore into a database that is thrown away; the installation is not touched.

    It lies in the folder for temporary files (``TMPDIR``), readable for its owner alone. Raises
    :class:`Unusable`.
    """
    with tempfile.TemporaryDirectory(prefix="charta-backup-") as folder:
        file = Path(folder) / "proof.sqlite3"
        url = f"sqlite:///{file}"
        engine = create_engine(url, poolclass=NullPool, **engine_options(url))
        tune(engine)

        @event.listens_for(engine, "connect")
        def _be_quick(connection: Any, _record: object) -> None:
            for statement in QUICK:
                connection.execute(statement)

        with elsewhere(engine):
            return restore(archive)


def restore(archive: Archive) -> list[Proof]:
    """Fill the empty database with the rows of ``archive``; all of them or none.

    A backup of an older state is restored at that state and then migrated. Raises
    :class:`Unusable`; the database is then as empty as it was. Memory does not grow with the file.
    """
    archive.check()
    made = _make_room(archive.manifest)
    is_old = archive.manifest.revision != migrating.head()
    try:
        with transaction() as session:
            load(session.connection(), archive)
            proofs = [] if is_old else _prove(archive.manifest)
        if is_old:
            made = True
            migrating.upgrade(db.engine)
            proofs = _prove(archive.manifest)
    except BaseException:
        db.session.remove()
        if made:
            migrating.downgrade(db.engine, "base")
        raise
    return proofs


def _make_room(manifest: Manifest) -> bool:
    """Hold the database against what is to come; returns whether its tables were made here."""
    full, now = _found()
    if full:
        raise Unusable(
            f"Die Datenbank ist nicht leer ({', '.join(full[:3])} …). Wiederhergestellt wird nur "
            "in eine leere: legen Sie eine neue an und nennen Sie sie in CHARTA_DATABASE_URL."
        )
    if now == manifest.revision:
        return False
    if not _is_known(manifest.revision):
        raise Unusable(
            f"Die Sicherung hat den Stand {manifest.revision}, den dieses Charta nicht kennt. "
            "Nehmen Sie das, mit dem sie gemacht wurde."
        )
    if now is not None:
        raise Unusable(
            f"Die leere Datenbank hat schon den Stand {now}, die Sicherung {manifest.revision}. "
            "Legen Sie eine neue an, ohne `database upgrade`."
        )
    migrating.upgrade(db.engine, manifest.revision)
    return True


def _found() -> tuple[list[str], str | None]:
    """Which tables have rows that a backup would bring, and the state of the database."""
    engine = db.engine
    if engine.dialect.name == "sqlite" and not Path(engine.url.database or "").exists():
        return [], None
    with engine.connect() as connection:
        full = [
            shape.name
            for shape in shapes.describe(connection)
            if shape.name not in LEFT_OUT and not shapes.is_empty(connection, shape)
        ]
    return full, migrating.current(engine)


def _is_known(revision: str) -> bool:
    scripts = ScriptDirectory.from_config(migrating.configuration())
    return any(script.revision == revision for script in scripts.walk_revisions())


def _prove(manifest: Manifest) -> list[Proof]:
    """The chains and hashes of the journal, all wordings and all releases, and that the journal
    ends where it ended."""
    for verifier in verifiers():
        for found in islice(verifier.find(), 1):
            raise Unusable(
                f"{verifier.name}: {found.table} {found.row} {found.reason}. So war es schon, als "
                "gesichert wurde; nehmen Sie eine ältere Sicherung."
            )
    head = journal.head()
    if (Head(head.id, head.hash) if head else None) != manifest.head:
        raise Unusable("Das Protokoll endet anders, als das Verzeichnis der Sicherung sagt.")
    return [Proof(verifier.name, verifier.count()) for verifier in verifiers()]
