"""The words of a comment then and now, ready to be shown side by side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from charta.consultation.models import Comment, Placement
from charta.consultation.rules import Verdict
from charta.text.anchors import CONTEXT
from charta.text.diff import Edit, words

MOST_CHARACTERS = 500
"""Of each side in a list; longer passages are cut."""


@dataclass(frozen=True)
class Side:
    """Words with a little of what stands around them."""

    before: str
    edits: tuple[Edit, ...]
    after: str

    def cut(self) -> Side:
        """The beginning of it, short enough for a list."""
        kept: list[Edit] = []
        left = MOST_CHARACTERS
        for edit in self.edits:
            if len(edit.text) > left:
                kept.append(edit._replace(text=edit.text[:left].rstrip() + " …"))
                return Side(self.before, tuple(kept), "")
            kept.append(edit)
            left -= len(edit.text)
        return self


@dataclass(frozen=True)
class Compared:
    """A placement with the words it was made on and those in their place. A comment on a whole
    text has neither."""

    placement: Placement
    then: Side | None = None
    now: Side | None = None


def compared(placement: Placement, comment: Comment | None = None) -> Compared:
    """Both sides of a placement; ``comment`` with its passage, where the placement does not bring
    it along. Of what changed only each side's own words are in it."""
    passage = (comment or placement.comment).passage
    if passage is None:
        return Compared(placement)
    edits: Iterable[Edit] = (Edit("equal", passage.exact),)
    there = None
    if placement.revision is not None and placement.span is not None:
        plain, (start, end) = placement.revision.plain, placement.span
        if placement.verdict in {Verdict.REWORDED, Verdict.UNCERTAIN}:
            edits = words(passage.exact, plain[start:end])
        kept = tuple(edit for edit in edits if edit.op != "delete")
        before, after = plain[max(start - CONTEXT, 0) : start], plain[end : end + CONTEXT]
        there = Side(_tail(before), kept, _head(after))
    old = tuple(edit for edit in edits if edit.op != "insert")
    return Compared(placement, Side(_tail(passage.prefix), old, _head(passage.suffix)), there)


def _tail(context: str) -> str:
    """What stands before a passage, beginning with a whole word."""
    if len(context) < CONTEXT:
        return context
    return "… " + context[context.find(" ") + 1 :]


def _head(context: str) -> str:
    """What stands behind a passage, up to a whole word."""
    if len(context) < CONTEXT:
        return context
    return context[: context.rfind(" ") + 1] + "…"
