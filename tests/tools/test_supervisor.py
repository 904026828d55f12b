"""Programs that were started together end together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tools.supervisor import Ended, Stopped, company, mortal

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
FAIL = [sys.executable, "-c", "raise SystemExit(3)"]
STUBBORN = [
    sys.executable,
    "-c",
    (
        "import pathlib, signal, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        "pathlib.Path(sys.argv[1]).touch(); time.sleep(60)"
    ),
]


def test_when_one_dies_the_other_is_stopped() -> None:
    with pytest.raises(Ended, match=r"short.*3"), company(os.environ) as programs:
        programs.start("long", SLEEP)
        programs.start("short", FAIL)
        programs.wait_until(lambda: False, 30)
    assert programs.members["long"].returncode == -signal.SIGTERM


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_told_to_stop_it_stops_all(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    with pytest.raises(Stopped), company(os.environ) as programs:
        programs.start("long", SLEEP)
        os.kill(os.getpid(), number)
        programs.wait_until(lambda: False, 30)
    assert programs.members["long"].returncode == -signal.SIGTERM
    assert signal.getsignal(number) is before


def test_what_does_not_listen_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tools.supervisor.PATIENCE_SECONDS", 0.2)
    deaf = tmp_path / "deaf"
    with company(os.environ) as programs:
        programs.start("stubborn", [*STUBBORN, str(deaf)])
        assert programs.wait_until(deaf.exists, 30)
    assert programs.members["stubborn"].returncode == -signal.SIGKILL


def test_programs_do_not_outlive_a_killed_supervisor(tmp_path: Path) -> None:
    code = (
        "import os; from tools.supervisor import company\n"
        "with company(os.environ) as programs:\n"
        f"    programs.start('long', {SLEEP!r})\n"
        "    print(programs.members['long'].pid, flush=True)\n"
        "    programs.wait_until(lambda: False, 30)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as supervisor:
        assert supervisor.stdout is not None
        child = int(supervisor.stdout.readline())
        supervisor.kill()
    with company(os.environ) as programs:
        assert programs.wait_until(
            lambda: (
                not Path(f"/proc/{child}/cmdline").exists()
                or not Path(f"/proc/{child}/cmdline").read_bytes()
            ),
            10,
        )


def test_a_program_whose_supervisor_is_gone_already_does_not_begin() -> None:
    somebody_else = subprocess.Popen(mortal(SLEEP, parent=os.getpid() + 1))
    assert somebody_else.wait(10) == 1
