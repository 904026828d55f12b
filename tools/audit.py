"""``make audit``: is anything that we lock known to be vulnerable? And the list of all our parts.

The registries' data are asked for each version that a lock names. An audit that asked nothing, or
could not, fails and says which: pip-audit by itself calls it clean when its source knows none of
the packages. So every source must first tell of a version that everybody knows to be vulnerable.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from packaging.utils import canonicalize_name

from tools import sbom
from tools.check import PIN
from tools.places import PYTHON, ROOT
from tools.setup.node import with_npm

Packages = frozenset[tuple[str, str]]
"""Names and versions."""

PYTHON_LOCKS = ("requirements.txt", "requirements-dev.txt", "requirements-node.txt")
NPM_LOCK = "package-lock.json"
KNOWN_PYTHON = frozenset({("jinja2", "2.10")})
KNOWN_NPM = frozenset({("koa", "2.15.3")})
"""Old versions of what we use ourselves, with advisories of 2019 and 2025."""

PATIENCE_SECONDS = 600


@dataclass(frozen=True)
class Said:
    """What a program has said."""

    code: int
    out: str
    err: str = ""

    def values(self) -> Any:
        """What it wrote as JSON; None if that was none."""
        try:
            return json.loads(self.out)
        except ValueError:
            return None

    def reason(self) -> str:
        """The last line in which it complains."""
        lines = [line for line in self.err.splitlines() if line.strip()]
        return lines[-1].strip() if lines else f"it ended with {self.code} and said nothing"


@dataclass(frozen=True)
class Outcome:
    """What is known about the packages of one lock."""

    lock: str
    locked: Packages
    audited: Packages = frozenset()
    vulnerable: tuple[str, ...] = ()
    """One line for each package and advisory."""
    trouble: str = ""
    """Why the source did not answer for all."""

    def lines(self) -> Iterator[str]:
        yield f"{self.lock}: {len(self.audited)} of {len(self.locked)} packages audited"
        yield from (f"  VULNERABLE {line}" for line in self.vulnerable)
        if self.trouble:
            yield f"  NOT AUDITED: {self.trouble}"

    @property
    def good(self) -> bool:
        return bool(self.audited) and not self.vulnerable and not self.trouble


Ask = Callable[[str, Packages], Said]
Judge = Callable[[str, Packages, Said], Outcome]


def python_packages(lock: str) -> Packages:
    """All that a lock names, also what only other platforms install."""
    return frozenset((canonicalize_name(x["name"]), x["version"]) for x in PIN.finditer(lock))


def npm_packages(lock: Mapping[str, Any]) -> Packages:
    return frozenset(
        (path.rpartition("node_modules/")[2], entry["version"])
        for path, entry in lock["packages"].items()
        if path
    )


def judge_python(lock: str, locked: Packages, said: Said) -> Outcome:
    """Read the answer of pip-audit (JSON)."""
    values = said.values()
    if not isinstance(values, dict) or "dependencies" not in values:
        return Outcome(lock, locked, trouble=said.reason())
    told = [one for one in values["dependencies"] if "vulns" in one]
    audited = frozenset((canonicalize_name(x["name"]), x["version"]) for x in told) & locked
    vulnerable = tuple(
        f"{one['name']} {one['version']}: {found['id']}, {_mended(found['fix_versions'])}"
        for one in told
        for found in one["vulns"]
    )
    return Outcome(lock, locked, audited, vulnerable, _unknown(locked - audited))


def judge_npm(lock: str, locked: Packages, said: Said) -> Outcome:
    """Read the answer of npm audit (JSON, version 2)."""
    values = said.values()
    if not isinstance(values, dict) or "vulnerabilities" not in values:
        told = values.get("message") if isinstance(values, dict) else None
        return Outcome(lock, locked, trouble=str(told or said.reason()))
    vulnerable = tuple(
        f"{name} {_versions(locked, name)}: {via['url'].rpartition('/')[2]}, {via['severity']}, "
        f"versions {via['range']}"
        for name, found in values["vulnerabilities"].items()
        for via in found["via"]
        if isinstance(via, dict)
    )
    return Outcome(lock, locked, locked, vulnerable)


def _versions(locked: Packages, wanted: str) -> str:
    return " and ".join(sorted(version for name, version in locked if name == wanted))


def _mended(versions: Sequence[str]) -> str:
    return f"mended in {', '.join(versions)}" if versions else "not mended yet"


def _unknown(packages: Packages) -> str:
    """What to say of packages that the source has no data about."""
    if not packages:
        return ""
    named = ", ".join(f"{name} {version}" for name, version in sorted(packages)[:5])
    more = f" and {len(packages) - 5} more" if len(packages) > 5 else ""
    return f"the source does not know {named}{more}"


def audit(
    locks: Mapping[str, Packages], known: Packages, ask: Ask, judge: Judge
) -> Iterator[Outcome]:
    """Ask a source about each lock, once it has shown that it knows what is vulnerable."""
    control = judge("", known, ask("", known))
    ((name, version),) = known
    silent = f"the source does not tell that {name} {version} is vulnerable"
    trouble = f"{control.trouble or silent} (what it was asked first, to prove itself)"
    for lock, locked in locks.items():
        if not locked:
            yield Outcome(lock, locked, trouble="it names no packages")
        elif control.vulnerable:
            yield judge(lock, locked, ask(lock, locked))
        else:
            yield Outcome(lock, locked, trouble=trouble)


def ask_python(_lock: str, packages: Packages) -> Said:
    """Let pip-audit ask about exactly these versions; it installs and resolves nothing."""
    with TemporaryDirectory() as folder:
        wanted = Path(folder) / "requirements.txt"
        wanted.write_text("".join(f"{name}=={version}\n" for name, version in sorted(packages)))
        audit = PYTHON.with_name("pip-audit")
        how = ["--no-deps", "--disable-pip", "--progress-spinner=off", "--desc=off"]
        cache = ["--format=json", "--cache-dir", folder]
        return _run([str(audit), *how, *cache, "--requirement", str(wanted)])


def ask_npm(lock: str, packages: Packages) -> Said:
    """Let npm ask about our lock, or, where there is none, about these versions alone."""
    command = ["npm", "audit", "--json", "--package-lock-only"]
    if lock:
        return _run(command, str(ROOT))
    with TemporaryDirectory() as folder:
        root = {"name": "audit", "version": "1.0.0", "dependencies": dict(packages)}
        entries = {f"node_modules/{name}": {"version": version} for name, version in packages}
        made = {**root, "lockfileVersion": 3, "packages": {"": root, **entries}}
        (Path(folder) / "package.json").write_text(json.dumps(root))
        (Path(folder) / NPM_LOCK).write_text(json.dumps(made))
        return _run(command, folder)


def _run(command: Sequence[str], folder: str | None = None) -> Said:
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env=with_npm(),
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired) as problem:
        return Said(1, "", str(problem))
    return Said(done.returncode, done.stdout, done.stderr)


def report(outcomes: Sequence[Outcome]) -> int:
    """Say what has come of it all; returns 0 only if all was audited and nothing found."""
    for outcome in outcomes:
        print("\n".join(outcome.lines()))
    audited = sum(len(one.audited) for one in outcomes)
    locked = sum(len(one.locked) for one in outcomes)
    found = sum(len(one.vulnerable) for one in outcomes)
    unknown = [one.lock for one in outcomes if one.trouble or not one.audited]
    print(f"Audited {audited} of {locked}; {found} known to be vulnerable.")
    if unknown:
        print(f"This audit says nothing about {', '.join(unknown)}.")
    return 0 if outcomes and all(one.good for one in outcomes) else 1


def main() -> int:
    python = {name: python_packages((ROOT / name).read_text()) for name in PYTHON_LOCKS}
    npm = {NPM_LOCK: npm_packages(json.loads((ROOT / NPM_LOCK).read_text()))}
    outcomes = [
        *audit(python, KNOWN_PYTHON, ask_python, judge_python),
        *audit(npm, KNOWN_NPM, ask_npm, judge_npm),
    ]
    failed = report(outcomes)
    try:
        print(sbom.write())
    except sbom.Incomplete as problem:
        print(f"No list of parts: {problem}")
        return 1
    return failed


if __name__ == "__main__":
    sys.exit(main())
