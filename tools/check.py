"""``make check``: the locks agree with what they lock, and nothing foreign is committed.

It compares and asks no registry, so it needs no network and says the same everywhere.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.places import ROOT

REGISTRY = re.compile(r"(?:py(?:pi|thonhosted)|npm(?:js|mirror)|yarnpkg)\.(?:org|com|dev)")
FOREIGN = re.compile(
    r"(^|/)(node_modules|vendor)/|[.-]min\.\w+$|\.(map|woff2?|ttf|otf|whl|tgz|mo|pyc)$"
)
MINIFIED_LINE = 2_000
PIN = re.compile(r"(?ms)^(?P<name>[\w.-]+)==(?P<version>[^\s;]+)(?P<rest>.*?)(?=^\S|\Z)")


def python_lock(wanted: Iterable[str], lock: str) -> Iterator[str]:
    """Compare the requirements that are ``wanted`` directly with a hashed lock file's text."""
    pins = {canonicalize_name(pin["name"]): pin for pin in PIN.finditer(lock)}
    for name, pin in pins.items():
        if "--hash=sha256:" not in pin["rest"]:
            yield f"{name} has no hash"
    direct = {name for name, pin in pins.items() if " charta (" in pin["rest"]}
    requirements = {canonicalize_name(Requirement(text).name): text for text in wanted}
    for name in sorted(direct - requirements.keys()):
        yield f"{name} is locked as ours, but nobody asks for it"
    for name, text in requirements.items():
        if name not in direct:
            yield f"{name} is not locked"
        elif not Requirement(text).specifier.contains(pins[name]["version"], prereleases=True):
            yield f"{text} is locked as {pins[name]['version']}"
    if "://" in lock:
        yield "it names an address"


def versions(lock: str) -> dict[str, str]:
    """Read which version of each package a lock names."""
    return {canonicalize_name(pin["name"]): pin["version"] for pin in PIN.finditer(lock)}


def npm_lock(package: dict[str, Any], lock: dict[str, Any]) -> Iterator[str]:
    """Compare package.json with package-lock.json."""
    root = lock["packages"][""]
    for kind in ("dependencies", "devDependencies"):
        if package.get(kind, {}) != root.get(kind, {}):
            yield f"{kind} differ from package.json"
    for name, entry in lock["packages"].items():
        if "resolved" in entry:
            yield f"{name} names an address"
        if name and "integrity" not in entry:
            yield f"{name} has no hash"


def committed(path: str, content: bytes) -> Iterator[str]:
    """Look for what does not belong into the repository."""
    if FOREIGN.search(path):
        yield "is a foreign or generated file"
    text = content.decode(errors="replace")
    if found := REGISTRY.search(text):
        yield f"names a registry: {found[0]}"
    if path.endswith((".css", ".js")) and any(len(x) > MINIFIED_LINE for x in text.splitlines()):
        yield "looks minified"


def faults(root: Path) -> Iterator[str]:
    """Run all checks on a work tree and name each fault with its file."""
    project = tomllib.loads((root / "pyproject.toml").read_text())
    running = project["project"]["dependencies"]
    groups = project["dependency-groups"]
    wanted = {
        "requirements.txt": running,
        "requirements-dev.txt": running + groups["dev"],
        "requirements-node.txt": groups["node"],
    }
    locks = {name: (root / name).read_text() for name in wanted}
    for name, lock in locks.items():
        yield from (f"{name}: {fault}" for fault in python_lock(wanted[name], lock))
    for difference in versions(locks["requirements.txt"]).items() - (
        versions(locks["requirements-dev.txt"]).items()
    ):
        yield f"requirements-dev.txt: lacks {'=='.join(difference)} of requirements.txt"
    package = json.loads((root / "package.json").read_text())
    npm = json.loads((root / "package-lock.json").read_text())
    yield from (f"package-lock.json: {fault}" for fault in npm_lock(package, npm))
    listing = subprocess.run(
        ["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=True
    )
    for path in filter(None, listing.stdout.split("\0")):
        file = root / path
        if file.is_file():
            yield from (f"{path}: {fault}" for fault in committed(path, file.read_bytes()))


def main() -> int:
    found = list(faults(ROOT))
    print("\n".join(found) or "Locks and files: in order.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
