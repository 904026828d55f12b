"""Packages from npm, by the lock file; where node is missing it comes as a Python package."""

from __future__ import annotations

import os
import re
import shutil
import subprocess

from tools.places import PYTHON, ROOT
from tools.setup import python
from tools.setup.step import CannotSetUp

LOCK = ROOT / "requirements-node.txt"
OLDEST = 18


def install() -> None:
    """Bring ``node_modules`` to exactly what package-lock.json names."""
    if not _good_node():
        python.install(LOCK)
    environment = with_npm()
    npm = shutil.which("npm", path=environment["PATH"]) or "npm"
    command = [npm, "ci", "--loglevel=error"]
    if subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode:
        raise CannotSetUp("npm could not install what package-lock.json names.")


def with_npm() -> dict[str, str]:
    """The environment in which npm is found: the machine's, or the one among our packages."""
    path = os.environ.get("PATH", os.defpath)
    if not _good_node():
        path = f"{PYTHON.parent}{os.pathsep}{path}"
    return {**os.environ, "PATH": path}


def _good_node() -> bool:
    """Whether the machine has npm and a node that is new enough for it."""
    node = shutil.which("node")
    if not node or not shutil.which("npm"):
        return False
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    major = re.match(r"v(\d+)", version.stdout)
    return major is not None and int(major[1]) >= OLDEST
