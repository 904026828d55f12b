"""Pages against a bare Flask view: from the page cache, as 304, unchanged since, rendered afresh.

*Unchanged since* is what a request through the page cache costs as long as the charter has not
changed: one query finds out and the page made before is sent. *Rendered afresh* is what it costs
while the round is at its busiest: no page is kept, and while we measure other clauses are spoken
of as often as we design for. Parts that this does not concern are kept, as in any worker that has
been running for a while; *from nothing* is what one request costs in which none is.

Ratios are those of CPU time a request, the reference divided by the page, so greater is faster;
requests a second stand beside them. Each is the median of several rounds, in each of which the
reference is measured anew, so that a slow minute of the machine slows both.
"""

from __future__ import annotations

import gzip
import os
import sqlite3
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from bench import Row
from bench.ground import Ground, prepare, speak_elsewhere
from bench.servers import Server, Speed, measure, request, serve
from charta import create_app
from charta.core import migrating
from charta.core.database import db, transaction
from config import Settings

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "1.5"))
POSTS = 60
WRITES = 15
"""Comments a second on the last day of a round."""
LIMIT_KILOBYTES = 100


@dataclass(frozen=True)
class Case:
    """A page to measure: on which server, with which request, and the ratio we promise."""

    name: str
    server: str
    request: bytes
    promise: float
    status: bytes = b"200"


def rows() -> list[Row]:
    """All figures about pages; takes a few minutes."""
    with tempfile.TemporaryDirectory(prefix="charta-bench-") as folder:
        environment, settings = _environment(Path(folder) / "normal.sqlite3")
        app, ground = _ground(settings)
        busy, _ = _environment(Path(folder) / "busy.sqlite3")
        _copy(Path(folder) / "normal.sqlite3", Path(folder) / "busy.sqlite3")
        found = [*_speeds(environment, busy, app, ground), *_from_nothing(app, ground)]
        found += _posting(app, ground)
        found += [*_transfer(app, ground)]
        _, larger = _environment(Path(folder) / "larger.sqlite3")
        found += _statements(app, ground, *_ground(larger, comments=2_000))
        return found


def _environment(path: Path) -> tuple[dict[str, str], Settings]:
    environment = {
        "CHARTA_ENVIRONMENT": "testing",
        "CHARTA_SECRET_KEY": "only-for-the-bench-and-long-enough-to-be-taken",
        "CHARTA_DATABASE_URL": f"sqlite:///{path}",
        "CHARTA_LOG_LEVEL": "WARNING",
    }
    return environment, Settings.from_environment(environment)


def _ground(settings: Settings, comments: int = 200) -> tuple[Flask, Ground]:
    app = create_app(settings)
    with app.app_context():
        migrating.upgrade(db.engine)
    return app, prepare(app, settings, comments)


def _copy(source: Path, target: Path) -> None:
    """The database as it is now, what its log still holds included."""
    with sqlite3.connect(source) as reading, sqlite3.connect(target) as writing:
        reading.backup(writing)


def _speeds(
    environment: dict[str, str], busy: dict[str, str], app: Flask, ground: Ground
) -> list[Row]:
    charter, clause = f"/{ground.slug}/charta/", f"/{ground.slug}/klauseln/{ground.clause}/"
    known = request(charter, If_None_Match=app.test_client().get(charter).headers["ETag"])
    cases = [
        Case("charter page from the page cache", "cached", request(charter), 1.4),
        Case("the same, compressed", "cached", request(charter, Accept_Encoding="gzip"), 1.4),
        Case("the same, already known (304)", "cached", known, 2, b"304"),
        Case("charter page, unchanged since", "unchanged", request(charter), 0.08),
        Case("charter page rendered afresh", "fresh", request(charter), 0.08),
        Case("clause page with 50 comments, unchanged since", "unchanged", request(clause), 0.08),
        Case("clause page with 50 comments rendered afresh", "fresh", request(clause), 0.08),
    ]
    with (
        serve("bench.reference:app", environment) as reference,
        serve("wsgi:application", environment) as cached,
        serve("wsgi:application", environment | {"CHARTA_PAGE_CACHE_SECONDS": "0"}) as unchanged,
        serve("wsgi:application", busy | {"CHARTA_PAGE_CACHE_BYTES": "0"}) as fresh,
    ):
        servers = {"cached": cached, "unchanged": unchanged, "fresh": fresh}
        crowd = create_app(Settings.from_environment(busy))
        base, speeds = _rounds(reference, servers, cases, lambda: _spoken_of(crowd, ground))
        memory = max(server.worker_memory() for server in servers.values())
    found = [
        Row(
            "reference: a bare Flask view of 200 bytes",
            statistics.median(speed.cpu for speed in base),
            "ms",
            f"{statistics.median(speed.per_second for speed in base):.0f} requests/s",
        )
    ]
    found += [_compared(case, base, speeds[case.name]) for case in cases]
    return [*found, Row("memory of a worker", memory, "MiB", "the largest")]


def _rounds(
    reference: Server,
    servers: dict[str, Server],
    cases: list[Case],
    spoken_of: Callable[[], AbstractContextManager[None]],
) -> tuple[list[Speed], dict[str, list[Speed]]]:
    base: list[Speed] = []
    speeds: dict[str, list[Speed]] = {case.name: [] for case in cases}
    bare = request("/")
    for case in cases:  # warm up: templates, connections, the text kept in memory
        measure(servers[case.server], case.request, 0.5, case.status)
    measure(reference, bare, 0.5)
    for _ in range(ROUNDS):
        base.append(measure(reference, bare, SECONDS))
        for case in cases:
            with spoken_of() if case.server == "fresh" else nullcontext():
                speed = measure(servers[case.server], case.request, SECONDS, case.status)
            speeds[case.name].append(speed)
    return base, speeds


@contextmanager
def _spoken_of(app: Flask, ground: Ground) -> Iterator[None]:
    """Within the block, other clauses than the busy one are spoken of."""
    ended = threading.Event()

    def write() -> None:
        while not ended.wait(1 / WRITES):
            with app.app_context(), transaction():
                speak_elsewhere(ground)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        yield
    finally:
        ended.set()
        writer.join()


def _compared(case: Case, base: list[Speed], speeds: list[Speed]) -> Row:
    pairs = list(zip(base, speeds, strict=True))
    by_cpu = statistics.median(one.cpu / other.cpu for one, other in pairs)
    by_clock = statistics.median(other.per_second / one.per_second for one, other in pairs)
    cpu = statistics.median(speed.cpu for speed in speeds)
    note = f"{cpu:.2f} ms; by requests/s {by_clock:.2f}; promised {case.promise}"
    return Row(case.name, by_cpu, "×", note)


@contextmanager
def _counting(app: Flask) -> Iterator[list[str]]:
    found: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA")):
            found.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)


def _signed_in(app: Flask, ground: Ground) -> FlaskClient:
    client = app.test_client()
    with client.session_transaction() as stored:
        stored["_user_id"], stored["_fresh"] = ground.token, True
    return client


def _posting(app: Flask, ground: Ground) -> list[Row]:
    """A comment through the whole stack, its form's token included."""
    client = _signed_in(app, ground)
    path = f"/{ground.slug}/beteiligung/{ground.round_number}/{ground.clause}/"
    app.config["WTF_CSRF_ENABLED"] = False
    times, counts = [], []
    for number in range(POSTS):
        form = {"source": f"Bitte **{number}** Mal.", "submission": str(UUID(int=number))}
        with _counting(app) as statements:
            spent = time.process_time()
            answer = client.post(path, data=form)
            times.append(1000 * (time.process_time() - spent))
        if answer.status_code != 303:
            raise RuntimeError(f"The comment was answered with {answer.status}.")
        counts.append(len(statements))
    app.config["WTF_CSRF_ENABLED"] = True
    return [
        Row("posting a comment, CPU", statistics.median(times), "ms", "at most 15"),
        Row("posting a comment, SQL", max(counts), "statements", "at most 15"),
    ]


def _from_nothing(app: Flask, ground: Ground) -> list[Row]:
    """What a page costs whose parts must all be made anew, as after a comment on it."""
    client = app.test_client()
    found = []
    for name, path in (("charter page", "charta"), ("clause page", f"klauseln/{ground.clause}")):
        times = []
        for _ in range(POSTS):
            for shelf in ("charta.unchanged", "charta.following"):
                app.extensions[shelf].clear()
            spent = time.process_time()
            client.get(f"/{ground.slug}/{path}/")
            times.append(1000 * (time.process_time() - spent))
        found.append(Row(f"{name} from nothing, CPU", statistics.median(times), "ms", "once"))
    return found


def _transfer(app: Flask, ground: Ground) -> list[Row]:
    """The charter page with its styles and scripts, compressed as a reader gets them."""
    client = app.test_client()
    page = client.get(f"/{ground.slug}/charta/").text
    parts = {"HTML": len(gzip.compress(page.encode(), 6))}
    for part in page.split('"'):
        if part.startswith("/static/") and part.partition("?")[0].endswith((".css", ".js")):
            kind = part.partition("?")[0].rpartition(".")[2].upper()
            size = len(gzip.compress(client.get(part).data, 6))
            parts[kind] = parts.get(kind, 0) + size
    note = ", ".join(f"{kind} {size / 1000:.1f}" for kind, size in parts.items())
    total = sum(parts.values()) / 1000
    return [Row("charter page as transferred", total, "kB", f"{note}; at most {LIMIT_KILOBYTES}")]


def _statements(app: Flask, ground: Ground, larger: Flask, other: Ground) -> list[Row]:
    """The same pages at 200 and at 2,000 comments."""
    paths: list[Callable[[Ground], str]] = [
        lambda at: f"/{at.slug}/",
        lambda at: f"/{at.slug}/charta/",
        lambda at: f"/{at.slug}/klauseln/{at.clause}/",
        lambda at: f"/{at.slug}/beteiligung/{at.round_number}/",
        lambda at: f"/{at.slug}/beteiligung/{at.round_number}/{at.clause}/",
    ]
    found = []
    for path in paths:
        counts = []
        for each, place in ((app, ground), (larger, other)):
            client = _signed_in(each, place)
            client.get(path(place))
            each.extensions["charta.following"].clear()
            with _counting(each) as statements:
                client.get(path(place))
            counts.append(len(statements))
        note = f"{counts[1]} at 2,000 comments; at most 10"
        found.append(Row(f"SQL of {path(ground)}", counts[0], "statements", note))
    return found
