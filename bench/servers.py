"""Servers to measure, and a reader who asks them again and again.

Both servers are granian with the same settings and two workers. What a request costs is read
from the CPU time of the server's processes, since a busy machine falsifies the clock.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

WORKERS = 2
READERS = 4
TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Speed:
    """Requests a second, and milliseconds of CPU time a request."""

    per_second: float
    cpu: float


@dataclass
class Server:
    """A running server; ``pid`` is its parent process."""

    pid: int
    port: int

    def processes(self) -> list[int]:
        """The server's processes, the parent first."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        return [self.pid, *(int(child) for child in children)]

    def cpu_seconds(self) -> float:
        """User and system time all its processes have used."""
        ticks = 0
        for pid in self.processes():
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / TICK

    def worker_memory(self) -> float:
        """The largest resident set of a worker, in MiB."""
        sizes = [
            int(line.split()[1])
            for pid in self.processes()[1:]
            for line in Path(f"/proc/{pid}/status").read_text().splitlines()
            if line.startswith("VmRSS:")
        ]
        return max(sizes, default=0) / 1024


@contextmanager
def serve(application: str, environment: dict[str, str]) -> Iterator[Server]:
    """Start granian for ``module:name`` on a free port and wait until it answers."""
    with socket.socket() as asking:
        asking.bind(("127.0.0.1", 0))
        port = asking.getsockname()[1]
    process = subprocess.Popen(
        [
            str(Path(sys.executable).parent / "granian"),
            *("--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)),
            *("--workers", str(WORKERS), "--no-ws", "--log-level", "error"),
            application,
        ],
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait(port, process)
        yield Server(process.pid, port)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("The server did not start.")


def measure(server: Server, request: bytes, seconds: float, status: bytes = b"200") -> Speed:
    """Ask for ``seconds`` over several connections that stay open; other answers raise."""
    counts: list[int] = []
    until = time.monotonic() + seconds
    spent, started = server.cpu_seconds(), time.monotonic()
    readers = [
        threading.Thread(target=lambda: counts.append(_read(server.port, request, until, status)))
        for _ in range(READERS)
    ]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    done = sum(counts)
    if len(counts) < READERS or not done:
        raise RuntimeError("A reader got another answer than it expected.")
    elapsed = time.monotonic() - started
    return Speed(done / elapsed, 1000 * (server.cpu_seconds() - spent) / done)


def _read(port: int, request: bytes, until: float, status: bytes) -> int:
    count = 0
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while time.monotonic() < until:
            connection.sendall(request)
            _receive(connection, status)
            count += 1
    return count


def _receive(connection: socket.socket, status: bytes) -> None:
    data = b""
    while b"\r\n\r\n" not in data:
        data += connection.recv(65536)
    head, _, body = data.partition(b"\r\n\r\n")
    if head.split(b" ", 2)[1] != status:
        raise RuntimeError(head.split(b"\r\n")[0].decode())
    missing = _length(head) - len(body)
    while missing > 0:
        missing -= len(connection.recv(262144))


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        if line.lower().startswith(b"content-length:"):
            return int(line.split(b":")[1])
    return 0


def request(path: str, **headers: str) -> bytes:
    """The bytes of a GET request; header names are written with underscores."""
    lines = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode()
