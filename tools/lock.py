"""``make lock``: write down, with hashes, which versions the dependencies resolve to.

The locks name no registry, so that any mirror serves, and hold for every platform.
"""

from __future__ import annotations

import subprocess
import sys

from tools.places import PYTHON, ROOT

WAYS = ("--universal", "--generate-hashes", "--no-emit-index-url", "--no-header", "--quiet")

LOCKS = {
    "requirements.txt": ("pyproject.toml",),
    "requirements-dev.txt": ("pyproject.toml", "--group", "dev"),
    "requirements-node.txt": ("--group", "node"),
}


def main(arguments: list[str]) -> None:
    uv = str(PYTHON.with_name("uv"))
    for lock, sources in LOCKS.items():
        command = [uv, "pip", "compile", *WAYS, *arguments, *sources, "--output-file", lock]
        subprocess.run(command, cwd=ROOT, check=True)
    upgrade = "update" if "--upgrade" in arguments else "install"
    subprocess.run(["npm", upgrade, "--package-lock-only"], cwd=ROOT, check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
