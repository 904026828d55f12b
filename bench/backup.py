"""The drill: a charter with a hundred thousand contributions saved, proved and restored.

Each step is a process of its own, as in earnest, on SQLite and on PostgreSQL. The figure is
wall-clock time, which a busy machine falsifies; beside it stands the CPU time of the process, also
as a multiple of the reference: reading SQLite's file and compressing it once. All are medians of
several runs. *Memory* is the most that a process held.
"""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import select

from bench import Row
from bench.ground import BEGINNING, NOW, prepare
from bench.many import Values, a_comment, write
from charta import create_app
from charta.accounts.models import Person
from charta.consultation.models import Comment, Passage, Round
from charta.core import migrating
from charta.core.database import db, transaction
from charta.journal import queries as journal
from charta.journal.models import JournalEntry
from charta.receipts.models import Receipt
from charta.releases.models import ReleaseItem
from config import HOME, Settings
from tests.support.postgresql import Cluster, NoPostgreSQL, cluster

CONTRIBUTIONS = int(os.environ.get("BENCH_CONTRIBUTIONS", "100000"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
PEOPLE = 5_000
PIECE = 1024 * 1024

STEP = """
import atexit, resource, sys
from flask.cli import main

def tell():
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(used.ru_utime + used.ru_stime, used.ru_maxrss, file=sys.stderr)

atexit.register(tell)
sys.argv = ["flask", "--app", "wsgi", "backup", *sys.argv[1:]]
main()
"""

Places = Iterator[str]


class Spent(NamedTuple):
    """What one command took: seconds by the clock and of CPU time, MiB at most."""

    seconds: float
    cpu: float
    memory: float


def rows() -> list[Row]:
    """All figures of the drill; takes some minutes."""
    with tempfile.TemporaryDirectory(prefix="charta-bench-") as folder:
        home = Path(folder)
        source = home / "charta.sqlite3"
        _write_all(f"sqlite:///{source}")
        reference = _median(lambda: _compress(source))
        size = source.stat().st_size / 1e6
        found = [
            Row(
                "reference: reading and compressing the database", reference, "s", f"{size:,.0f} MB"
            )
        ]
        file = home / "sqlite.zip"
        found += _drill("SQLite", f"sqlite:///{source}", _files(home), file, reference)
        try:
            with cluster() as server:
                found += _on_postgresql(server, file, reference)
        except NoPostgreSQL as problem:
            print(f"  PostgreSQL is left out: {problem}", file=sys.stderr)
        return found


def _on_postgresql(server: Cluster, file: Path, reference: float) -> list[Row]:
    """The same rows, brought there by the backup itself."""
    places = _databases(server)
    source = next(places)
    _step(source, "restore", file)
    return _drill("PostgreSQL", source, places, file.with_name("postgresql.zip"), reference)


def _drill(engine: str, source: str, places: Places, file: Path, reference: float) -> list[Row]:
    """Save, prove and restore several times; the file of the last time is left."""
    steps: dict[str, list[Spent]] = {"create": [], "verify": [], "restore": []}
    for _ in range(ROUNDS):
        file.unlink(missing_ok=True)
        steps["create"].append(_step(source, "create", file))
        steps["verify"].append(_step(source, "verify", file))
        steps["restore"].append(_step(next(places), "restore", file))
    figures = []
    for name, spent in steps.items():
        cpu = statistics.median(one.cpu for one in spent)
        seconds = statistics.median(one.seconds for one in spent)
        note = f"{cpu:.1f} s of CPU time, {cpu / reference:.1f} × the reference"
        figures.append(Row(f"{name}, {engine}", seconds, "s", note))
    figures.append(Row(f"size of the file, {engine}", file.stat().st_size / 1e6, "MB", ""))
    most = max(one.memory for spent in steps.values() for one in spent)
    return [*figures, Row(f"memory, {engine}", most, "MiB", "at most 300")]


def _step(url: str, *arguments: object) -> Spent:
    """Run one command to its end."""
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("CHARTA_")}
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", STEP, *map(str, arguments)],
        cwd=HOME,
        env=inherited | _environment(url),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{arguments[0]} failed: {done.stderr}")
    cpu, most = done.stderr.split()[-2:]
    return Spent(time.perf_counter() - began, float(cpu), int(most) / 1024)


def _environment(url: str) -> dict[str, str]:
    return {
        "CHARTA_ENVIRONMENT": "testing",
        "CHARTA_SECRET_KEY": "only-for-the-bench-and-long-enough-to-be-taken",
        "CHARTA_DATABASE_URL": url,
        "CHARTA_LOG_LEVEL": "WARNING",
    }


def _files(home: Path) -> Places:
    return (f"sqlite:///{home / f'restored-{number}.sqlite3'}" for number in count())


def _databases(server: Cluster) -> Places:
    for number in count():
        with server.connect() as connection:
            connection.execute(f"CREATE DATABASE drill_{number}")
        yield server.url(f"drill_{number}")


def _median(work: Callable[[], None]) -> float:
    times = []
    for _ in range(ROUNDS):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return statistics.median(times)


def _compress(path: Path) -> None:
    packer = zlib.compressobj()
    with path.open("rb") as source:
        while piece := source.read(PIECE):
            packer.compress(piece)


def _write_all(url: str) -> None:
    """A normal city, and in its open round far more comments than ever, each with its receipt and
    its journal entry, every second about a passage; written past the services."""
    settings = Settings.from_environment(_environment(url))
    app = create_app(settings)
    with app.app_context():
        migrating.upgrade(db.engine)
    prepare(app, settings)
    chance = random.Random(1)  # noqa: S311 - the same in each run
    with app.app_context(), transaction() as session:
        found = session.scalars(select(Round)).one()
        write(Person, ({"name": f"Person {n}", "created_at": NOW} for n in range(PEOPLE)))
        people = list(session.scalars(select(Person.id)))
        texts = session.execute(
            select(ReleaseItem.document_id, ReleaseItem.revision_id).where(
                ReleaseItem.release_id == found.release_id
            )
        ).all()
        first = 1 + max(session.scalars(select(Comment.id)))
        ids = range(first, first + CONTRIBUTIONS)
        since = BEGINNING + timedelta(days=3)
        write(
            Comment,
            (
                a_comment(found, chance, texts, people, one, at=since + timedelta(seconds=one))
                for one in ids
            ),
        )
        write(Passage, (_passage(one) for one in ids if one % 2))
        write(Receipt, (_receipt(found, chance, one) for one in ids))
        write(JournalEntry, _entries(found, chance, people, ids))


def _passage(number: int) -> Values:
    return {
        "comment_id": number,
        "exact": "Die Stadt",
        "prefix": "",
        "suffix": " plant",
        "start": 0,
    }


def _receipt(found: Round, chance: random.Random, number: int) -> Values:
    return {
        "charter_id": found.charter_id,
        "subject_type": "comments",
        "subject_id": number,
        "nonce": f"{chance.getrandbits(128):032x}",
        "digest": f"{chance.getrandbits(256):064x}",
        "created_at": NOW,
    }


def _entries(
    found: Round, chance: random.Random, people: list[int], ids: range
) -> Iterator[Values]:
    last = journal.head()
    if last is None:
        raise RuntimeError("The ground has no journal.")
    number, previous = last.id, last.hash
    for comment_id in ids:
        number += 1
        values: Values = {
            "id": number,
            "at": NOW,
            "actor_id": chance.choice(people),
            "charter_id": found.charter_id,
            "action": "comment.posted",
            "subject_type": "comments",
            "subject_id": comment_id,
            "details": {"round": found.id},
            "previous_hash": previous,
        }
        previous = JournalEntry(**values).digest()
        yield values | {"hash": previous}
