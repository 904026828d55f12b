"""What is killed: the web server as it runs elsewhere, and the database behind it."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.support import memory, postgresql
from tools import run
from tools.places import ROOT
from tools.supervisor import mortal

READY_SECONDS = 120
LOOK_SECONDS = 0.05


class NotReady(Exception):
    """The house was not back in time."""


@dataclass
class House:
    """A web server and its database; ``url`` is the database's address."""

    url: str
    port: int
    environment: Mapping[str, str]
    cluster: postgresql.Cluster | None = None
    server: subprocess.Popen[bytes] = field(init=False)

    @property
    def address(self) -> str:
        return f"http://{run.HOST}:{self.port}"

    def start(self) -> None:
        """Start the web server; it answers after :meth:`wait`."""
        self.server = subprocess.Popen(
            mortal(run.server(self.port), os.getpid()),
            cwd=ROOT,
            env=dict(self.environment),
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def wait(self) -> None:
        """Wait until web server and database answer; raises :class:`NotReady`."""
        deadline = time.monotonic() + READY_SECONDS
        while not run.ready(self.port):
            if time.monotonic() > deadline:
                raise NotReady(f"not ready after {READY_SECONDS} seconds")
            if self.server.poll() is not None:  # it ends by itself when its workers die too often
                self.start()
            time.sleep(LOOK_SECONDS)

    def victims(self) -> list[str]:
        """What can be killed, as often as it is to be chosen: what comes back soon more often."""
        rest = ["database"] * 6 if self.cluster is not None else ["worker"]
        return ["server", "worker", "worker", *rest]

    def kill(self, victim: str) -> None:
        """Kill it by SIGKILL, and start again what does not come back by itself."""
        blows: dict[str, Callable[[], None]] = {
            "server": self._kill_server,
            "worker": self._kill_worker,
            "database": self._kill_database,
        }
        blows[victim]()

    def stop(self) -> None:
        self.server.terminate()
        self.server.wait(READY_SECONDS)

    def _kill_server(self) -> None:
        os.killpg(self.server.pid, signal.SIGKILL)
        self.server.wait()
        self.start()

    def _kill_worker(self) -> None:
        workers = sorted(run.workers(self.server.pid))
        if workers:
            os.kill(random.choice(workers), signal.SIGKILL)  # noqa: S311 - no secret

    def _kill_database(self) -> None:
        assert self.cluster is not None  # noqa: S101 - `victims` names it only then
        self.cluster.kill()
        self.cluster.start()


@contextmanager
def house(engine: str, prepare: Callable[[str], None]) -> Iterator[House]:
    """A house on ``engine`` whose empty database ``prepare`` has filled; served, and in the end
    taken away."""
    with ExitStack() as stack:
        home = stack.enter_context(memory.folder())
        cluster = None
        url = f"sqlite:///{home / 'charta.sqlite3'}"
        if engine == "postgresql":
            cluster = stack.enter_context(postgresql.cluster(safe=True))
            with cluster.connect() as connection:
                connection.execute("CREATE DATABASE charta")
            url = cluster.url("charta")
        prepare(url)
        port = run.free_port()
        built = House(url, port, _environment(home, url, port), cluster)
        built.start()
        stack.callback(built.stop)
        built.wait()
        yield built


def _environment(home: Path, url: str, port: int) -> dict[str, str]:
    ours = {name: value for name, value in os.environ.items() if not name.startswith("CHARTA_")}
    return {
        **ours,
        "CHARTA_ENVIRONMENT": "demonstration",
        "CHARTA_SECRET_KEY": SECRET,
        "CHARTA_DATABASE_URL": url,
        "CHARTA_JOBS_URL": f"sqlite:///{home / 'jobs.sqlite3'}",
        "CHARTA_MAIL_FOLDER": str(home / "mail"),
        "CHARTA_PAPER_FOLDER": str(home / "papers"),
        "CHARTA_BASE_URL": f"http://{run.HOST}:{port}",
        "CHARTA_LOG_LEVEL": "ERROR",
    }


SECRET = "only-for-the-soak-and-long-enough-to-be-accepted"  # noqa: S105
