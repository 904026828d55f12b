"""A difference cut into what changed and what did not, so that one can go from change to change.

A change is a paragraph or heading that changed; or neighbouring lines of one list, table or code;
or blocks that went with those that came in their place.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from charta.text.pairs import BlockPair
from charta.text.presenting import Counts, Fold, Line, counted, folded, inline, side_by_side

TOGETHER = frozenset({"item", "row", "code"})
"""Kinds of blocks whose neighbours belong to one thing."""

QUIET = "quiet"
"""What the pairs of an unchanged stretch have in common."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Neighbouring blocks: one change, or what did not change before, between or after changes."""

    pairs: tuple[BlockPair, ...]
    changed: bool
    follows: bool
    """Whether a change stands before it."""
    leads: bool
    """Whether a change stands after it."""

    @property
    def inline(self) -> tuple[Line | Fold, ...]:
        """For reading one below the other."""
        lines = inline(self.pairs, fold=False)
        return lines if self.changed else self._folded(lines)

    @property
    def columns(self) -> tuple[Line | Fold, ...]:
        """For reading side by side."""
        lines = side_by_side(self.pairs, fold=False)
        return lines if self.changed else self._folded(lines)

    @property
    def counts(self) -> Counts:
        """How many words and blocks came and went here."""
        return counted(self.pairs)

    def touches_old(self, start: int, end: int) -> bool:
        """Whether some of these characters of the old plain text stand in a block of this."""
        return any(
            pair.old is not None and pair.old.start < end and start < pair.old.end
            for pair in self.pairs
        )

    def touches_new(self, start: int, end: int) -> bool:
        """The same for characters of the new plain text."""
        return any(
            pair.new is not None and pair.new.start < end and start < pair.new.end
            for pair in self.pairs
        )

    def _folded(self, lines: Sequence[Line | Fold]) -> tuple[Line | Fold, ...]:
        plain = [line for line in lines if isinstance(line, Line)]
        return folded(plain, before=self.follows, after=self.leads)


def stretches(pairs: Iterable[BlockPair]) -> tuple[Stretch, ...]:
    """All pairs in their order, cut where something changed begins or ends."""
    groups = [
        (key != QUIET, tuple(pair for _, pair in group))
        for key, group in groupby(enumerate(pairs), key=_belongs)
    ]
    return tuple(
        Stretch(
            group,
            changed,
            follows=not changed and number > 0,
            leads=not changed and number + 1 < len(groups),
        )
        for number, (changed, group) in enumerate(groups)
    )


def _belongs(numbered: tuple[int, BlockPair]) -> Hashable:
    """What the neighbours of one stretch have in common."""
    number, pair = numbered
    if pair.quiet:
        return QUIET
    if pair.block.kind in TOGETHER:
        return pair.block.kind
    return "loose" if pair.kind in {"added", "removed"} else number
