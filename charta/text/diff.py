"""The difference between two texts, block by block and word by word.

``blocks`` aligns two rendered texts; ``words`` compares two lines such as titles. Both return
values that the macros of ``templates/components/diff.html`` show.
"""

from collections.abc import Iterator, Sequence

from charta.text.alignment import Match, matches
from charta.text.markdown import Rendered
from charta.text.pairs import BlockPair, Kind
from charta.text.plain import Block
from charta.text.presenting import Counts, Fold, Line, counted, inline, side_by_side
from charta.text.stretches import Stretch, stretches
from charta.text.wording import Edit, Op, rewritten, words

__all__ = [
    "BlockPair",
    "Counts",
    "Difference",
    "Edit",
    "Fold",
    "Kind",
    "Line",
    "Op",
    "Stretch",
    "blocks",
    "inline",
    "side_by_side",
    "words",
]

MAX_CHARACTERS = 100_000_000_000
"""Characters times characters compared within all changed blocks of one difference, some
2,000 million words times words or half a second. Beyond, a changed block is shown as rewritten:
the old wording whole, then the new one."""


class Difference(tuple[BlockPair, ...]):
    """All pairs in reading order: the new text, and what was removed in its former place."""

    __slots__ = ()

    @property
    def differs(self) -> bool:
        """Whether a reader sees any difference, be it in form."""
        return any(not pair.quiet for pair in self)

    @property
    def counts(self) -> Counts:
        """How many words and blocks came and went."""
        return counted(self)

    @property
    def inline(self) -> tuple[Line | Fold, ...]:
        """For reading one below the other."""
        return inline(self)

    @property
    def columns(self) -> tuple[Line | Fold, ...]:
        """For reading side by side."""
        return side_by_side(self)

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """What changed, and what did not before, between and after."""
        return stretches(self)


def blocks(old: Rendered, new: Rendered) -> Difference:
    """The blocks of both texts, aligned, and the edits within those that changed.

    3,000 words take some 20 ms, 30,000 about half a second. Where comparing words would take too
    long, as in two texts that are one endless paragraph each, whole blocks stand in for them.
    """
    return Difference(_Writer(old, new).pairs())


class _Writer:
    def __init__(self, old: Rendered, new: Rendered) -> None:
        self.old, self.new = _blocks(old), _blocks(new)
        self.old_texts = [old.plain[block.start : block.end] for block in self.old]
        self.new_texts = [new.plain[block.start : block.end] for block in self.new]
        self.budget = MAX_CHARACTERS

    def pairs(self) -> Iterator[BlockPair]:
        found = matches(self.old_texts, self.new_texts)
        gone = set(range(len(self.old))) - {match.old for match in found}
        moved = {match.new: match for match in found if match.moved}
        at_old = at_new = 0
        end = Match(len(self.old), len(self.new), moved=False)
        for match in [*(match for match in found if not match.moved), end]:
            yield from (self._removed(at) for at in range(at_old, match.old) if at in gone)
            for at in range(at_new, match.new):
                yield self._kept(moved[at]) if at in moved else self._added(at)
            at_old, at_new = match.old + 1, match.new + 1
            if match is not end:
                yield self._kept(match)

    def _removed(self, at: int) -> BlockPair:
        edits = rewritten(self.old_texts[at], "")
        return BlockPair("removed", self.old[at], None, at, None, edits)

    def _added(self, at: int) -> BlockPair:
        edits = rewritten("", self.new_texts[at])
        return BlockPair("added", None, self.new[at], None, at, edits)

    def _kept(self, match: Match) -> BlockPair:
        old, new = self.old_texts[match.old], self.new_texts[match.new]
        kind: Kind = "moved" if match.moved else "same" if old == new else "changed"
        return BlockPair(
            kind,
            self.old[match.old],
            self.new[match.new],
            match.old,
            match.new,
            self._edits(old, new),
        )

    def _edits(self, old: str, new: str) -> tuple[Edit, ...]:
        if old != new:
            self.budget -= len(old) * len(new)
        return words(old, new) if self.budget >= 0 else rewritten(old, new)


def _blocks(text: Rendered) -> Sequence[Block]:
    """The blocks of a text; one that was made by hand without any has a paragraph a line."""
    if text.blocks or not text.plain:
        return text.blocks
    found = []
    start = 0
    for line in text.plain.split("\n"):
        if line.strip():
            found.append(Block("paragraph", 0, start, start + len(line)))
        start += len(line) + 1
    return found
