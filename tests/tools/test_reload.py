"""The workers of the web server are renewed while people read: no request fails."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from threading import Event

import pytest

from config import HOME
from tools import run

READERS, RELOADS = 8, 3
PATIENCE_SECONDS = 60


class AtSocket(HTTPConnection):
    """A connection as nginx makes one for each request."""

    def __init__(self, place: Path) -> None:
        super().__init__("localhost", timeout=PATIENCE_SECONDS)
        self.place = place

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(str(self.place))


def ask(place: Path) -> int:
    connection = AtSocket(place)
    try:
        connection.request("GET", "/", headers={"Connection": "close"})
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()


def read(place: Path, ended: Event) -> list[int | str]:
    """Ask again and again; what came instead of an answer is its name."""
    answers: list[int | str] = []
    while not ended.is_set():
        try:
            answers.append(ask(place))
        except OSError as error:
            answers.append(type(error).__name__)
    return answers


def wait(until: float, done: Callable[[], bool]) -> None:
    while not done():
        assert time.monotonic() < until, "this takes too long"
        time.sleep(0.1)


def are_others(server: int, before: set[int]) -> bool:
    return not before & run.workers(server)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "charta.sock"


@pytest.fixture
def server(place: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The web server as README.md starts it behind nginx, in less of a hurry to give up."""
    command = run.server(place, "tests.support.answering:application")
    patient = [{"5": "1", "5s": "30s"}.get(word, word) for word in command]
    server = subprocess.Popen(patient, cwd=HOME, env=os.environ)

    def answers() -> bool:
        with suppress(OSError):
            return ask(place) == 200
        return False

    try:
        wait(time.monotonic() + PATIENCE_SECONDS, answers)
        yield server
    finally:
        server.terminate()
        server.wait(PATIENCE_SECONDS)


def test_no_request_fails_while_workers_are_renewed(
    server: subprocess.Popen[bytes], place: Path
) -> None:
    ended = Event()
    with ThreadPoolExecutor(READERS) as pool:
        readers = [pool.submit(read, place, ended) for _ in range(READERS)]
        try:
            for _ in range(RELOADS):
                before = run.workers(server.pid)
                server.send_signal(signal.SIGHUP)
                wait(time.monotonic() + PATIENCE_SECONDS, partial(are_others, server.pid, before))
        finally:
            ended.set()
        answers = [answer for reader in readers for answer in reader.result()]
    assert set(answers) == {200}
    assert len(answers) > 10 * READERS
