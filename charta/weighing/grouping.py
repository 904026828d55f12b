"""How a proposed group is shown to the person who decides: values in, values out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from charta.text.stems import folded, stem

MOST_LINES = 60
"""Different texts of a proposal that are shown one by one."""

_WORD = re.compile(r"\w+(?:[-‑'’]\w+)*")

Piece = tuple[str, bool]
"""Words and whether they are shared."""


@dataclass(frozen=True)
class Member:
    """A comment of a proposal. It cannot be taken in when it has been answered, split, or put
    into another group since."""

    id: int
    number: int
    text: str
    document: str
    author: str
    free: bool

    @property
    def key(self) -> str:
        return f"S-{self.number}"


@dataclass(frozen=True)
class Line:
    """Comments that say the very same, or the many that are not shown one by one; ``name`` is
    what its checkbox sends."""

    name: str
    members: tuple[Member, ...]
    pieces: tuple[Piece, ...] = ()

    @property
    def free(self) -> tuple[Member, ...]:
        return tuple(member for member in self.members if member.free)


REST = "rest"


def pieces(text: str, words: Collection[str]) -> tuple[Piece, ...]:
    """A text cut where words begin or end that are, but for their endings, among ``words``."""
    shared = {stem(folded(word)) for word in words}
    found: list[Piece] = []
    done = 0
    for match in _WORD.finditer(text):
        if stem(folded(match.group())) in shared:
            found += [(text[done : match.start()], False)] if done < match.start() else []
            found.append((match.group(), True))
            done = match.end()
    return (*found, (text[done:], False)) if done < len(text) else tuple(found)


def lines(members: Sequence[Member], words: Collection[str]) -> tuple[Line, ...]:
    """What can be ticked: first the representative (the first member), then the other texts,
    those least like it in front, since they want to be looked at; beyond :data:`MOST_LINES` all
    the others in one line."""
    same: dict[str, list[Member]] = defaultdict(list)
    for member in members:
        same[" ".join(member.text.split()).casefold()].append(member)
    texts = list(same)
    if not texts:
        return ()
    leader = _words(texts[0])
    order = [texts[0], *sorted(texts[1:], key=lambda text: (_alike(leader, text), text))]
    shown = [
        Line(str(same[text][0].id), tuple(same[text]), pieces(same[text][0].text, words))
        for text in order[:MOST_LINES]
    ]
    rest = [member for text in order[MOST_LINES:] for member in same[text]]
    return (*shown, Line(REST, tuple(rest))) if rest else tuple(shown)


def _words(text: str) -> frozenset[str]:
    return frozenset(stem(folded(word)) for word in _WORD.findall(text))


def _alike(leader: frozenset[str], text: str) -> float:
    """The share of words two texts have in common."""
    words = _words(text)
    return len(leader & words) / len(leader | words) if words else 0.0


def likeness(similarity: float) -> str:
    """How similar the least similar member is, in words."""
    if similarity >= 0.98:
        return str(_("fast wörtlich gleich"))
    return str(_("sehr ähnlich") if similarity >= 0.8 else _("ähnlich"))
