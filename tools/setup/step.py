"""A step of set-up, done again only when something it was made from has changed."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.places import PYTHON, ROOT, VENV

STAMPS = VENV / "stamps"


class CannotSetUp(Exception):
    """Set-up cannot go on; the message says what the reader can do about it."""


@dataclass(frozen=True)
class Step:
    """One thing to make: from which files, giving which, and how."""

    title: str
    inputs: Sequence[Path]
    outputs: Sequence[Path]
    make: Callable[[], None]

    @property
    def stamp(self) -> Path:
        return STAMPS / self.title.replace(" ", "-")

    def fingerprint(self) -> str:
        """Hash what the step depends on: its inputs, the Python and set-up's own code."""
        digest = hashlib.sha256(".".join(platform.python_version_tuple()[:2]).encode())
        code = sorted(Path(__file__).parent.glob("*.py"))
        for path in (*self.inputs, *code):
            digest.update(path.relative_to(ROOT).as_posix().encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
        return digest.hexdigest()

    def done(self) -> bool:
        """Whether the last run made this from the same inputs and its outputs are still there."""
        return (
            all(path.exists() for path in (PYTHON, *self.outputs))
            and self.stamp.is_file()
            and self.stamp.read_text() == self.fingerprint()
        )

    def run(self) -> None:
        if self.done():
            return
        print(f"set-up: {self.title} …", flush=True)
        self.make()
        STAMPS.mkdir(parents=True, exist_ok=True)
        self.stamp.write_text(self.fingerprint())
