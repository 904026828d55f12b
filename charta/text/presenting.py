"""A difference made ready for templates: lines, folds of unchanged lines, counts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from charta.text.pairs import BlockPair, Kind
from charta.text.tokens import count_words
from charta.text.wording import Edit

CONTEXT = 1
"""Unchanged lines that stay open beside a changed one."""

MIN_FOLD = 3
"""Fewer unchanged lines are not worth a fold."""


@dataclass(frozen=True, slots=True)
class Line:
    """What one line shows. `kind` is the kind of the pair, or ``replaced`` where a removed
    block stands beside an added one; `form` and `level` are those of the block."""

    kind: Kind | Literal["replaced"]
    form: str
    level: int
    reformatted: bool
    edits: tuple[Edit, ...]

    is_fold = False

    @property
    def old_edits(self) -> tuple[Edit, ...]:
        """What the left column shows."""
        return tuple(edit for edit in self.edits if edit.op != "insert")

    @property
    def new_edits(self) -> tuple[Edit, ...]:
        """What the right column shows."""
        return tuple(edit for edit in self.edits if edit.op != "delete")

    @property
    def quiet(self) -> bool:
        """Whether nothing changed in this line."""
        return self.kind == "same" and not self.reformatted


@dataclass(frozen=True, slots=True)
class Fold:
    """Unchanged lines to be folded away."""

    lines: tuple[Line, ...]

    is_fold = True

    @property
    def words(self) -> int:
        """How many words are folded away."""
        return sum(count_words(edit.text) for line in self.lines for edit in line.edits)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many words were inserted and deleted, and how many blocks are of each kind.

    The words of moved blocks count only where they were edited as well.
    """

    inserted: int
    deleted: int
    same: int
    changed: int
    moved: int
    added: int
    removed: int
    reformatted: int


def counted(pairs: Sequence[BlockPair]) -> Counts:
    """The counts of a difference."""
    kinds = [pair.kind for pair in pairs]
    edits = [edit for pair in pairs for edit in pair.edits if edit.op != "equal"]
    return Counts(
        inserted=sum(count_words(edit.text) for edit in edits if edit.op == "insert"),
        deleted=sum(count_words(edit.text) for edit in edits if edit.op == "delete"),
        same=kinds.count("same"),
        changed=kinds.count("changed"),
        moved=kinds.count("moved"),
        added=kinds.count("added"),
        removed=kinds.count("removed"),
        reformatted=sum(pair.reformatted for pair in pairs),
    )


def inline(pairs: Iterable[BlockPair], *, fold: bool = True) -> tuple[Line | Fold, ...]:
    """Old and new words in one line; long unchanged stretches folded unless ``fold`` is off."""
    lines = [_line(pair) for pair in pairs]
    return _all_folded(lines) if fold else tuple(lines)


def side_by_side(pairs: Iterable[BlockPair], *, fold: bool = True) -> tuple[Line | Fold, ...]:
    """Lines for two columns: what was removed stands beside what was added in its place."""
    lines: list[Line] = []
    for loose, group in groupby(pairs, key=lambda pair: pair.kind in {"removed", "added"}):
        members = list(group)
        lines += _beside(members) if loose else [_line(pair) for pair in members]
    return _all_folded(lines) if fold else tuple(lines)


def folded(run: Sequence[Line], *, before: bool, after: bool) -> tuple[Line | Fold, ...]:
    """Unchanged lines, those folded away that are far from a change ``before`` or ``after``."""
    first = CONTEXT if before else 0
    last = len(run) - (CONTEXT if after else 0)
    hidden = tuple(run[first:last])
    if len(hidden) < MIN_FOLD:
        return tuple(run)
    return (*run[:first], Fold(hidden), *run[last:])


def _line(pair: BlockPair) -> Line:
    block = pair.block
    return Line(pair.kind, block.kind, block.level, pair.reformatted, pair.edits)


def _beside(pairs: Sequence[BlockPair]) -> list[Line]:
    """Removed and added blocks in rows, each removed one beside the added one after it."""
    lines: list[Line] = []
    removed: list[Line] = []
    for line in map(_line, pairs):
        if line.kind == "removed":
            removed.append(line)
        elif removed:
            mine = removed.pop(0)
            edits = (*mine.edits, *line.edits)
            lines.append(Line("replaced", line.form, line.level, False, edits))
        else:
            lines.append(line)
    return lines + removed


def _all_folded(lines: Sequence[Line]) -> tuple[Line | Fold, ...]:
    shown: list[Line | Fold] = []
    position = 0
    for quiet, group in groupby(lines, key=lambda line: line.quiet):
        run = tuple(group)
        before = position > 0
        position += len(run)
        shown += folded(run, before=before, after=position < len(lines)) if quiet else run
    return tuple(shown)
