"""Debian packages: installed where we may, named where we may not."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence


def install(packages: Sequence[str]) -> bool:
    """Install ``packages`` with apt as root or through a sudo that asks nothing.

    Returns whether they were installed. Otherwise says which command would do it.
    """
    command = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    prefix = _as_root()
    if prefix is None or not shutil.which("apt-get"):
        print(f"set-up: please install as root: {' '.join(command)}", flush=True)
        return False
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for attempt in (command, ["apt-get", "update"], command):
        result = subprocess.run(
            [*prefix, *attempt],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if attempt is command and result.returncode == 0:
            return True
    print(f"set-up: {' '.join(command)} failed:\n{result.stderr}", flush=True)
    return False


def _as_root() -> list[str] | None:
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo"):
        quiet = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
        if quiet.returncode == 0:
            return ["sudo", "-n"]
    return None
