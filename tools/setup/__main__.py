"""``python3 -m tools.setup run`` or ``… develop``: bring the work tree up to date."""

from __future__ import annotations

import ctypes.util
import os
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path

from tools.places import PAPER_FONTS, PYTHON, ROOT, TRANSLATIONS, VENDOR
from tools.setup import assets, debian, node, python
from tools.setup.step import CannotSetUp, Step

SYSTEM_CERTIFICATES = {"UV_SYSTEM_CERTS": "1", "NODE_USE_SYSTEM_CA": "1"}
"""uv and node bring certificates of their own; city networks often have one that they lack."""


def compile_catalogues() -> None:
    if TRANSLATIONS.is_dir():
        pybabel = PYTHON.with_name("pybabel")
        subprocess.run([pybabel, "--quiet", "compile", "-d", TRANSLATIONS], check=True)


def install_readers() -> None:
    """What the tests look at pages and papers with, and put in front of them; without it they are
    reported as not run."""
    here = {
        "chromium": os.environ.get("CHROMIUM") or shutil.which("chromium"),
        "libatomic1": ctypes.util.find_library("atomic"),
        "libreoffice-calc": _office("libsclo.so"),
        "libreoffice-writer": _office("libswlo.so"),
        "nginx": shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin"),
        "poppler-utils": shutil.which("pdftotext"),
    }
    if missing := [package for package, found in here.items() if not found]:
        debian.install(missing)


def _office(library: str) -> bool:
    """Whether LibreOffice is here with the program that ``library`` belongs to."""
    program = shutil.which("soffice")
    return program is not None and Path(program).resolve().with_name(library).exists()


def steps(*, develop: bool) -> list[Step]:
    """What to do, in order; ``develop`` adds the tools of tests and checks."""
    running, developing = ROOT / "requirements.txt", ROOT / "requirements-dev.txt"
    package, lock = ROOT / "package.json", ROOT / "package-lock.json"
    catalogues = sorted(TRANSLATIONS.glob("*/LC_MESSAGES/*.po"))
    packages = Step("Python packages", [running], [], partial(python.install, running))
    tools = Step("development tools", [developing], [], partial(python.install, developing))
    return [
        tools if develop else packages,
        Step("npm packages", [package, lock], [ROOT / "node_modules"], node.install),
        Step("fonts styles and scripts", [lock], [VENDOR, PAPER_FONTS], assets.copy),
        Step(
            "translations",
            catalogues,
            [po.with_suffix(".mo") for po in catalogues],
            compile_catalogues,
        ),
    ]


def main(arguments: list[str]) -> int:
    if arguments not in (["run"], ["develop"]):
        print(__doc__, file=sys.stderr)
        return 2
    develop = arguments == ["develop"]
    for name, value in SYSTEM_CERTIFICATES.items():
        os.environ.setdefault(name, value)
    try:
        for step in steps(develop=develop):
            step.run()
    except CannotSetUp as problem:
        print(f"set-up: {problem}", file=sys.stderr)
        return 1
    if develop:
        install_readers()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
