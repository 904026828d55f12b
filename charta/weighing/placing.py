"""Where the words a comment is about stand in the wording of today, for who answers it."""

from __future__ import annotations

from dataclasses import dataclass

from charta.consultation.models import Comment, Placement
from charta.consultation.rules import PLACED, Verdict
from charta.drafting.models import Revision
from charta.text import anchors
from charta.text.anchors import Anchor
from charta.text.highlighting import Mark, marked
from charta.text.spans import Span


@dataclass(frozen=True)
class Place:
    """What became of a passage: its verdict, and its characters in today's text where it has a
    place there. ``settled`` is a person's decision about an earlier text it starts from."""

    verdict: str
    span: Span | None
    settled: Placement | None = None


def place_now(comment: Comment, settled: Placement | None, latest: Revision) -> Place | None:
    """Where the passage of ``comment`` stands in ``latest``, carried from where a person has said
    that it stands, else from the wording it was made on. None for a comment on the whole text.
    Compares the two texts once."""
    passage, then = comment.passage, comment.revision
    if passage is None:
        return None
    start: Anchor = passage.anchor
    if settled is not None and settled.verdict != Verdict.UNCERTAIN:
        if settled.span is None or settled.revision is None:
            return Place(Verdict.REMOVED, None, settled)
        if settled.revision.document_id != comment.document_id:
            return Place(settled.verdict, None, settled)
        then = settled.revision
        start = anchors.anchor(then.plain, *settled.span)
    [found] = anchors.carry([start], then.plain, latest.plain)
    if found.verdict not in PLACED or found.start is None or found.end is None:
        return Place(found.verdict, None, settled)
    kept = settled is not None and found.verdict == "unchanged"
    verdict = settled.verdict if settled is not None and kept else found.verdict
    return Place(verdict, (found.start, found.end), settled)


def wording_with(revision: Revision, span: Span | None) -> str:
    """The stored HTML of a wording with one passage marked."""
    if span is None:
        return revision.html
    return marked(revision.html, [Mark(*span, 1, "", "", active=True)])
