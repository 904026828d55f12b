"""What a suggestion would make of the text as it reads now.

Suggestions are made on the wording of a round; the draft goes on. A passage is carried into the
current text, other words for a whole text are merged with what has changed since. Pure: strings
in, values out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from charta.consultation.rules import same_words
from charta.text import anchors
from charta.text.anchors import Anchor
from charta.text.markdown import TextRefused, render
from charta.text.merging import changed_spans, collide, merged
from charta.text.replacing import replaced
from charta.text.spans import Span
from charta.text.tokens import tokens


class Trouble(StrEnum):
    """Why a suggestion can only be taken over by hand."""

    REMOVED = "removed"
    """The passage is gone."""
    UNCERTAIN = "uncertain"
    """Nobody can say for certain where the passage stands now."""
    CONFLICT = "conflict"
    """The same words have been changed otherwise since."""
    UNFIT = "unfit"
    """The words cannot be put in without harm to what is around them."""
    CONTAINED = "contained"
    """The text reads so already."""


class Text(Protocol):
    """A revision, as far as this is concerned."""

    @property
    def number(self) -> int: ...
    @property
    def source(self) -> str: ...
    @property
    def plain(self) -> str: ...


@dataclass(frozen=True)
class Wish:
    """Other words for a passage, or for the whole text when it has none. ``words`` are those the
    passage had when the wish was made, where a person has since said that it stands elsewhere;
    ``gone`` that a person has said that it is gone."""

    passage: Anchor | None
    wording: str
    words: str | None = None
    gone: bool = False

    @property
    def exact(self) -> str:
        """The words it was made on."""
        if self.words is not None:
            return self.words
        return self.passage.exact if self.passage else ""


@dataclass(frozen=True)
class Proposal:
    """A wish in the current text: ``source`` is what the text would be, if that is certain, and
    ``draft`` what an editor may begin with. ``verdict`` says what became of the passage since
    (None: the wish was made on the current text)."""

    source: str | None
    draft: str
    verdict: str | None = None
    trouble: Trouble | None = None
    spans: Sequence[Span] = field(default=())
    """The characters of the current source that it changes."""


def propose(wishes: Sequence[Wish], then: Text, current: Text) -> list[Proposal]:
    """The proposals of wishes that were all made on ``then``; one comparison of the two texts.
    Renders each once or a few times; what was asked before is remembered."""
    if then.number == current.number:
        return [_in_place(wish, current) for wish in wishes]
    passages = [wish.passage for wish in wishes if wish.passage is not None]
    places = iter(anchors.carry(passages, then.plain, current.plain) if passages else ())
    return [
        _whole(wish, then, current)
        if wish.passage is None
        else _carried(wish, next(places), current)
        for wish in wishes
    ]


def collisions(proposals: Sequence[Proposal]) -> list[list[int]]:
    """For each proposal the positions of those that change the same or neighbouring words."""
    found: list[list[int]] = [[] for _ in proposals]
    for mine, proposal in enumerate(proposals):
        for its in range(mine + 1, len(proposals)):
            if collide(proposal.spans, proposals[its].spans):
                found[mine].append(its)
                found[its].append(mine)
    return found


def _in_place(wish: Wish, current: Text) -> Proposal:
    if wish.passage is None:
        return _proposal(wish.wording, current)
    if wish.gone:
        return Proposal(None, current.source, "removed", Trouble.REMOVED)
    verdict = None if wish.words is None else "reworded"
    return _instead(wish, wish.passage.start, wish.passage.end, current, verdict)


def _whole(wish: Wish, then: Text, current: Text) -> Proposal:
    both = merged(then.source, wish.wording, current.source)
    if both is None:
        return Proposal(None, wish.wording, "reworded", Trouble.CONFLICT)
    try:
        render(both)
    except TextRefused:
        return Proposal(None, current.source, "reworded", Trouble.UNFIT)
    return _proposal(both, current, "reworded")


def _carried(wish: Wish, place: anchors.Placement, current: Text) -> Proposal:
    verdict = str(place.verdict)
    if wish.gone or verdict == Trouble.REMOVED:
        return Proposal(None, current.source, verdict, Trouble.REMOVED)
    if verdict == Trouble.UNCERTAIN or place.start is None or place.end is None:
        return Proposal(None, current.source, verdict, Trouble.UNCERTAIN)
    return _instead(wish, place.start, place.end, current, verdict)


def _instead(wish: Wish, start: int, end: int, current: Text, verdict: str | None) -> Proposal:
    """The wish in the place of the words that stand from ``start`` to ``end`` now."""
    stands = current.plain[start:end]
    if _words(stands) == _words(wish.exact):
        return _put_in(start, end, wish.wording, current, verdict)
    both = merged(wish.exact, wish.wording, stands)
    if both is not None:
        return _put_in(start, end, both, current, verdict)
    draft = replaced(current.source, start, end, wish.wording)
    return Proposal(None, draft or current.source, verdict, Trouble.CONFLICT)


def _words(text: str) -> list[str]:
    return [token.word for token in tokens(text)]


def _put_in(
    start: int, end: int, wording: str, current: Text, verdict: str | None = None
) -> Proposal:
    source = replaced(current.source, start, end, wording)
    if source is None:
        return Proposal(None, current.source, verdict, Trouble.UNFIT)
    return _proposal(source, current, verdict)


def _proposal(source: str, current: Text, verdict: str | None = None) -> Proposal:
    spans = changed_spans(current.source, source)
    if not source.strip():
        return Proposal(None, current.source, verdict, Trouble.UNFIT)
    if same_words(source, current.source):
        return Proposal(None, current.source, verdict, Trouble.CONTAINED)
    return Proposal(source, source, verdict, None, spans)
