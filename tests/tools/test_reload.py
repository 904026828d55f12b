"""The web server at its socket file: its workers are renewed while people read and no request
fails; it comes back after it was killed."""

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
from tools import run, serve

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
def left_behind(place: Path) -> None:
    """A server was here and was killed."""
    with socket.socket(socket.AF_UNIX) as killed:
        killed.bind(str(place))


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


@pytest.mark.usefixtures("left_behind", "server")
def test_it_starts_where_a_killed_one_has_left_its_file(place: Path) -> None:
    """Else it could never be started again before somebody removes that."""
    assert ask(place) == 200
    assert place.stat().st_mode & 0o777 == 0o660, "for itself and its group, which is nginx's"


def test_the_file_of_one_that_lives_stays(place: Path) -> None:
    with socket.socket(socket.AF_UNIX) as living:
        living.bind(str(place))
        living.listen()
        serve.clear(place)
        assert place.is_socket()


def test_what_is_no_socket_stays(place: Path) -> None:
    place.write_text("somebody's")
    serve.clear(place)
    assert place.read_text() == "somebody's"
