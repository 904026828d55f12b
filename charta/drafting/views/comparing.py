"""The difference between two wordings, title and text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from charta.text.diff import Difference, Edit, Stretch, blocks, words
from charta.text.markdown import render
from charta.text.stepping import Step, steps


class Wording(Protocol):
    """What has a title and a text: a revision, or what somebody has typed."""

    @property
    def title(self) -> str: ...
    @property
    def source(self) -> str: ...


@dataclass(frozen=True)
class Typed:
    """A wording that is in a form and nowhere else."""

    title: str
    source: str


@dataclass(frozen=True)
class Comparison:
    """``title`` are the edits within the title, ``changes`` those of the text."""

    title: Sequence[Edit]
    changes: Difference

    @property
    def retitled(self) -> bool:
        return any(edit.op != "equal" for edit in self.title)

    @property
    def body(self) -> list[tuple[Stretch, Step | None]]:
        """The text cut into its changes, which are numbered so that one can go through them."""
        cut = self.changes.stretches
        anchors = [
            f"aenderung-{number}" for number in range(1, sum(one.changed for one in cut) + 1)
        ]
        numbered = iter(steps(anchors))
        return [(one, next(numbered) if one.changed else None) for one in cut]

    @property
    def differs(self) -> bool:
        """Whether there are marks to explain."""
        return self.retitled or self.changes.differs


def compare(old: Wording, new: Wording) -> Comparison:
    """Word by word; renders both texts. Raises TextRefused when one is too complex to render."""
    return Comparison(words(old.title, new.title), blocks(render(old.source), render(new.source)))
