"""The list of all parts that Charta runs with, as CycloneDX (SBOM), from the locks alone.

It says what is installed on a server and what browsers get, not what tests and checks need.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from tools.check import PIN
from tools.places import PYTHON, ROOT, VAR
from tools.setup.node import with_npm

LOCK, NPM_LOCK, PACKAGE = "requirements.txt", "package-lock.json", "package.json"
TARGET = VAR / "sbom.cdx.json"
VERSION = SchemaVersion.V1_6


class Incomplete(Exception):
    """The list could not be made, or does not name all that the locks do."""


def write(target: Path = TARGET) -> str:
    """Make the list; returns what has been written where. Raises :class:`Incomplete`."""
    python, npm = _of_python(), _of_npm()
    lock = json.loads((ROOT / NPM_LOCK).read_text())
    check("Python", python, len(list(PIN.finditer((ROOT / LOCK).read_text()))))
    check("npm", npm, sum(not entry.get("dev") for path, entry in lock["packages"].items() if path))
    text = json.dumps(joined(python, npm), indent=1, sort_keys=True)
    if fault := JsonStrictValidator(VERSION).validate_str(text):
        raise Incomplete(f"it is not valid CycloneDX {VERSION.to_version()}: {fault}")
    target.parent.mkdir(exist_ok=True)
    target.write_text(text + "\n")
    parts = len(python["components"]) + len(npm["components"])
    return f"{parts} parts are listed in {target.relative_to(ROOT)}."


def check(kind: str, bom: dict[str, Any], locked: int) -> None:
    """A list of other length than its lock is none."""
    listed = len(bom.get("components", ()))
    if not locked or listed != locked:
        raise Incomplete(f"of {locked} {kind} packages that are locked {listed} are listed")


def joined(python: dict[str, Any], npm: dict[str, Any]) -> dict[str, Any]:
    """One list of both, in which the application depends on all its parts."""
    root = python["metadata"]["component"]
    parts = [*python["components"], *npm["components"]]
    known = {one["ref"]: one.get("dependsOn", []) for one in npm["dependencies"]}
    known.pop(npm["metadata"]["component"]["bom-ref"], None)
    wanted = [part["bom-ref"] for part in parts]
    graph = {**{ref: known.get(ref, []) for ref in wanted}, root["bom-ref"]: wanted}
    return {
        **python,
        "components": parts,
        "dependencies": [{"ref": ref, "dependsOn": on} for ref, on in sorted(graph.items())],
    }


def _of_python() -> dict[str, Any]:
    program = str(PYTHON.with_name("cyclonedx-py"))
    how = ["--spec-version", VERSION.to_version(), "--output-reproducible", "--pyproject"]
    return _run([program, "requirements", *how, "pyproject.toml", LOCK], ROOT)


def _of_npm() -> dict[str, Any]:
    """npm lists only what has a version; ours stands in pyproject.toml."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    package = json.loads((ROOT / PACKAGE).read_text())
    lock = json.loads((ROOT / NPM_LOCK).read_text())
    lock["packages"][""]["version"] = version
    with TemporaryDirectory() as folder:
        (Path(folder) / PACKAGE).write_text(json.dumps({**package, "version": version}))
        (Path(folder) / NPM_LOCK).write_text(json.dumps({**lock, "version": version}))
        how = ["--package-lock-only", "--omit=dev", "--sbom-format=cyclonedx"]
        return _run(["npm", "sbom", *how], Path(folder))


def _run(command: list[str], folder: Path) -> dict[str, Any]:
    try:
        done = subprocess.run(
            command, cwd=folder, env=with_npm(), capture_output=True, text=True, check=True
        )
        made: dict[str, Any] = json.loads(done.stdout)
    except (OSError, subprocess.CalledProcessError, ValueError) as problem:
        raise Incomplete(f"{command[0]} could not list its packages: {problem}") from problem
    return made


if __name__ == "__main__":
    try:
        print(write())
    except Incomplete as problem:
        sys.exit(f"No list of parts: {problem}")
