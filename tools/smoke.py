"""The smoke test: ``make run`` serves the published charter, stops, and starts again with it."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import IO

from tools.places import ROOT, VAR

PATH = "/stralsund/charta/"
CLAUSE = re.compile(r"\bMOB-\d+\b")
START_SECONDS = 240
STOP_SECONDS = 30


class Failed(Exception):
    """The demonstration does not do what it should; the message says what."""


def visit(base: str) -> str | None:
    """Read the published charter; None as long as nobody answers."""
    try:
        with urllib.request.urlopen(base + PATH, timeout=10) as answer:
            page: str = answer.read().decode()
    except urllib.error.HTTPError as error:
        raise Failed(f"{PATH} answered {error.code}") from error
    except OSError:
        return None
    if not CLAUSE.search(page):
        raise Failed(f"{PATH} shows no clause")
    return page


def round_trip(port: int, log: IO[str]) -> set[str]:
    """Start, read the charter, stop; give the keys of its clauses."""
    command = ["make", "run", f"PORT={port}"]
    running = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log, start_new_session=True)
    try:
        deadline = time.monotonic() + START_SECONDS
        while (page := visit(f"http://127.0.0.1:{port}")) is None:
            if running.poll() is not None:
                raise Failed(f"make run ended with {running.returncode}")
            if time.monotonic() > deadline:
                raise Failed(f"make run did not serve within {START_SECONDS} seconds")
            time.sleep(0.5)
    finally:
        if running.poll() is None:
            os.killpg(running.pid, signal.SIGINT)
        running.wait(STOP_SECONDS)
    if visit(f"http://127.0.0.1:{port}") is not None:
        raise Failed("the web server outlived make run")
    return set(CLAUSE.findall(page))


def main() -> int:
    with socket.socket() as asking:
        asking.bind(("127.0.0.1", 0))
        port = asking.getsockname()[1]
    with tempfile.TemporaryFile("w+") as log:
        try:
            first = round_trip(port, log)
            made = _made()
            second = round_trip(port, log)
            if first != second or made != _made():
                raise Failed("the second start did not keep the data")
        except Failed as problem:
            log.seek(0)
            print(log.read(), f"Smoke test: {problem}", sep="\n")
            return 1
    print(f"Smoke test: served {len(first)} clauses of mobility, kept over a second start.")
    return 0


def _made() -> dict[Path, int]:
    """Tell the database and the secret of this start from newly made ones."""
    return {path: path.stat().st_ino for path in (VAR / "charta.sqlite3", VAR / "secret")}


if __name__ == "__main__":
    sys.exit(main())
