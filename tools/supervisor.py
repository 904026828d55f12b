"""Several programs that live and end together."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import FrameType

from tools.places import ROOT

PATIENCE_SECONDS = 10.0
LOOK_SECONDS = 0.1


STILL_OURS = 'test "$PPID" = "$0" && exec "$@"'
"""A parent that died before the kernel was asked to tell of its death is noticed here."""


class Ended(Exception):
    """One of the programs ended by itself; the message names it."""


class Stopped(Exception):
    """We were told to stop."""


class Company:
    """The programs that were started and have to be brought home."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = dict(environment)
        self.members: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str, command: Sequence[str]) -> None:
        """Start a program in a group of its own: Ctrl-C reaches us alone, we pass it on."""
        self.members[name] = subprocess.Popen(
            mortal(command, os.getpid()), cwd=ROOT, env=self.environment, start_new_session=True
        )

    def look(self) -> None:
        """Raise :class:`Ended` when a program is no longer there."""
        for name, program in self.members.items():
            if program.poll() is not None:
                raise Ended(f"{name}: unerwartet beendet (Rückgabe {program.returncode})")

    def wait_until(self, ready: Callable[[], bool], seconds: float) -> bool:
        """Wait for ``ready``; False when it takes longer than ``seconds``."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            self.look()
            if ready():
                return True
            time.sleep(LOOK_SECONDS)
        return False

    def stop(self) -> None:
        """Ask all to end, wait, and end what does not."""
        for program in self.members.values():
            program.terminate()
        deadline = time.monotonic() + PATIENCE_SECONDS
        for program in self.members.values():
            try:
                program.wait(max(deadline - time.monotonic(), 0))
            except subprocess.TimeoutExpired:
                os.killpg(program.pid, signal.SIGKILL)
                program.wait()


def mortal(command: Sequence[str], parent: int) -> list[str]:
    """Give the call that runs ``command`` and ends when the process ``parent`` does."""
    if not shutil.which("setpriv"):
        return list(command)
    return ["setpriv", "--pdeathsig=TERM", "sh", "-c", STILL_OURS, str(parent), *command]


@contextmanager
def company(environment: Mapping[str, str]) -> Iterator[Company]:
    """Hold programs until the block ends; SIGINT and SIGTERM raise :class:`Stopped` in it."""

    def stop(number: int, _frame: FrameType | None) -> None:
        raise Stopped(signal.Signals(number).name)

    told = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.signal(number, stop) for number in told}
    programs = Company(environment)
    try:
        yield programs
    finally:
        for number in told:
            signal.signal(number, signal.SIG_IGN)
        programs.stop()
        for number, handler in before.items():
            signal.signal(number, handler)
