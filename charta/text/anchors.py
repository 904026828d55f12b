"""(Put here by the lead so that the application starts; the anchors helper replaces this file.)"""

from __future__ import annotations

from dataclasses import dataclass

CONTEXT = 32


@dataclass(frozen=True, slots=True)
class Anchor:
    """A passage of a plain text: its words, what stands around them, and where."""

    exact: str
    prefix: str
    suffix: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.exact)


def anchor(plain: str, start: int, end: int) -> Anchor:
    """The anchor of plain[start:end]."""
    return Anchor(
        plain[start:end], plain[max(start - CONTEXT, 0) : start], plain[end : end + CONTEXT], start
    )
