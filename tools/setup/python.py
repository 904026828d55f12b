"""The Python environment in ``.venv``, from hashed locks, through uv or pip."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

from tools.places import PYTHON, VENV
from tools.setup import debian
from tools.setup.step import CannotSetUp

OLDEST = (3, 11)


def install(lock: Path) -> None:
    """Make the environment if need be and install everything ``lock`` names into it."""
    if sys.version_info < OLDEST:
        raise CannotSetUp(f"Charta needs Python {'.'.join(map(str, OLDEST))} or newer.")
    if not _works():
        _create()
    hashed = ["--require-hashes", "--only-binary", ":all:", "--requirement", str(lock)]
    uv = shutil.which("uv") or shutil.which("uv", path=str(PYTHON.parent))
    into = ["--python", str(PYTHON), "--compile-bytecode"]
    if uv and _run([uv, "pip", "install", "--quiet", *into, *hashed]):
        return
    if not _run([*_pip(), "install", "--quiet", "--disable-pip-version-check", *hashed]):
        raise CannotSetUp(f"The packages in {lock.name} could not be installed.")


def _works() -> bool:
    return PYTHON.exists() and _run([str(PYTHON), "-c", ""])


def _create() -> None:
    """Make an empty environment. The standard library can do that even where pip is missing."""
    shutil.rmtree(VENV, ignore_errors=True)
    bare = [] if importlib.util.find_spec("ensurepip") else ["--without-pip"]
    if not _run([sys.executable, "-m", "venv", *bare, str(VENV)]):
        raise CannotSetUp("python3 -m venv failed; is the package python3-venv complete?")


def _pip() -> list[str]:
    """Find a pip that installs into the environment: its own, the system's, or apt's."""
    own = [str(PYTHON), "-m", "pip"]
    if _run([*own, "--version"], quiet=True):
        return own
    if importlib.util.find_spec("pip"):
        return [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    if debian.install(["python3-venv"]) and _run([str(PYTHON), "-m", "ensurepip"], quiet=True):
        return own
    raise CannotSetUp("Neither uv nor pip is here; the package python3-venv brings pip.")


def _run(command: list[str], *, quiet: bool = False) -> bool:
    output = subprocess.DEVNULL if quiet else None
    return subprocess.run(command, stdout=output, stderr=output, check=False).returncode == 0
