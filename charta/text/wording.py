"""How one wording became another: the edits a person would have made, not the fewest.

A shortest edit script matches every "und" it can, and shows a rewritten sentence as confetti.
Here an edit swallows a few small words that stayed between two replacements, and an inserted
sentence begins where a sentence begins.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from charta.text.matching import Run, common
from charta.text.tokens import Token, Vocabulary, tokens

Op = Literal["equal", "insert", "delete"]

MAX_BETWEEN = 3
"""Words between two replacements that a replacement may swallow."""

MAX_SLIDE = 60
"""Tokens by which an insertion or deletion is moved to begin at a better place."""

_SMALL_WORDS = (
    "aber als am an auch auf aus bei bis das dass dem den der des die durch ein eine einem einen "
    "einer eines er es für hat im in ist kann mit nach nicht oder sein sich sie sind so sowie "
    "über um und unter vom von vor war werden wie wird zu zum zur"
)
_SMALL = frozenset(_SMALL_WORDS.split())


class Edit(NamedTuple):
    """A stretch of text that stayed, came or went."""

    op: Op
    text: str


@dataclass(slots=True)
class _Part:
    """Tokens that stayed (kept) or the old and new tokens that stand in one place."""

    kept: bool
    old: list[Token]
    new: list[Token]

    @property
    def replaces(self) -> bool:
        return bool(self.old and self.new)

    @property
    def size(self) -> int:
        """Characters of the longer side."""
        return max(sum(len(token.text) for token in side) for side in (self.old, self.new))

    def is_of(self, size: int) -> bool:
        """Whether the longer side has so many characters; looks no further than it must."""
        return any(
            sum(len(token.text) for token in side[:size]) >= size for side in (self.old, self.new)
        )


def words(old: str, new: str) -> tuple[Edit, ...]:
    """The edits from `old` to `new`, word by word.

    The texts of ``equal`` and ``delete`` joined give `old`, those of ``equal`` and ``insert``
    give `new`. Takes about a millisecond for a thousand words.
    """
    if old == new:
        return (Edit("equal", old),) if old else ()
    before, after = tokens(old), tokens(new)
    vocabulary = Vocabulary()
    runs = common(
        vocabulary.numbers(token.word for token in before),
        vocabulary.numbers(token.word for token in after),
    )
    parts = _parts(before, after, runs)
    _slide(parts)
    return _edits(_tidied(parts))


def rewritten(old: str, new: str) -> tuple[Edit, ...]:
    """The edit that replaces all of `old` by all of `new`."""
    return tuple(edit for edit in (Edit("delete", old), Edit("insert", new)) if edit.text)


def _parts(before: list[Token], after: list[Token], runs: Sequence[Run]) -> list[_Part]:
    parts: list[_Part] = []
    at_old = at_new = 0
    for run in [*runs, Run(len(before), len(after), 0)]:
        gone, come = before[at_old : run.old], after[at_new : run.new]
        if gone or come:
            parts.append(_Part(False, gone, come))
        at_old, at_new = run.old + run.length, run.new + run.length
        if run.length:
            parts.append(_Part(True, before[run.old : at_old], after[run.new : at_new]))
    return parts


def _slide(parts: list[_Part]) -> None:
    """Move insertions and deletions to where a sentence or a clause begins.

    "Satz. Satz." may have got its second "Satz." or " Satz" and a point: both scripts are as
    short, only one is what happened.
    """
    for index in range(1, len(parts) - 1):
        before, part, after = parts[index - 1 : index + 2]
        if part.replaces:
            continue
        side = "old" if part.old else "new"
        left, moved, right = (list(getattr(each, side)) for each in (before, part, after))
        most_left = len(left) - (index > 1)
        most_right = len(right) - (index < len(parts) - 2)
        shift = _best_shift(left, moved, right, most_left, most_right)
        if shift:
            _shift(before, part, after, shift, side)


def _best_shift(
    left: list[Token], moved: list[Token], right: list[Token], most_left: int, most_right: int
) -> int:
    line = [token.word for token in (*left, *moved, *right)]
    start, size = len(left), len(moved)
    shifts = [0]
    for step in range(1, min(most_left, MAX_SLIDE) + 1):
        if line[start - step] != line[start + size - step]:
            break
        shifts.append(-step)
    for step in range(1, min(most_right, MAX_SLIDE) + 1):
        if line[start + step - 1] != line[start + size + step - 1]:
            break
        shifts.append(step)
    return max(shifts, key=lambda shift: (_boundary(line, start + shift), -abs(shift)))


def _boundary(line: list[str], start: int) -> int:
    """How good a place this is for an edit to begin."""
    if start == 0 or line[start - 1] in ".!?":
        return 3
    if line[start - 1] in ";:–)":
        return 2
    return 1 if line[start - 1] == "," else 0


def _shift(before: _Part, part: _Part, after: _Part, shift: int, side: str) -> None:
    for which in ("old", "new"):
        line = [*getattr(before, which), *getattr(part, which), *getattr(after, which)]
        start = len(getattr(before, which)) + shift
        end = start + len(getattr(part, which)) if which == side else start
        setattr(before, which, line[:start])
        setattr(part, which, line[start:end])
        setattr(after, which, line[end:])


def _tidied(parts: Sequence[_Part]) -> list[_Part]:
    tidy: list[_Part] = []
    for part in parts:
        if part.kept and not part.old:
            continue
        tidy.append(part)
        while len(tidy) > 2 and _swallows(*tidy[-3:]):
            first, between, last = tidy[-3:]
            first.old += between.old + last.old  # in place: one edit may swallow thousands
            first.new += between.new + last.new
            del tidy[-2:]
    return tidy


def _swallows(first: _Part, between: _Part, last: _Part) -> bool:
    """Whether two edits and the little between them read better as one replacement."""
    if not between.kept or first.kept or last.kept:
        return False
    if not ((first.old or last.old) and (first.new or last.new)):
        return False
    if len(between.old) > 2 * MAX_BETWEEN:
        return False
    kept = [token.word.casefold() for token in between.old if token.is_word]
    if len(kept) > MAX_BETWEEN:
        return False
    if first.replaces and last.replaces and len(kept) < MAX_BETWEEN and _SMALL.issuperset(kept):
        return True
    least = 2 * between.size
    return last.is_of(least) and first.is_of(least)


def _edits(parts: Sequence[_Part]) -> tuple[Edit, ...]:
    pen = _Pen()
    for part in parts:
        if not part.kept:
            pen.change(part.old, part.new)
            continue
        for mine, theirs in zip(part.old, part.new, strict=True):
            if mine.blank == theirs.blank:
                pen.keep(mine.text)
            else:
                pen.keep(mine.word)
                pen.replace(mine.blank, theirs.blank)
    return pen.done()


class _Pen:
    """Writes edits so that a deletion comes before the insertion in its place, and blanks around
    both stay outside."""

    def __init__(self) -> None:
        self.edits: list[Edit] = []
        self.kept: list[str] = []
        self.gone: list[str] = []
        self.come: list[str] = []

    def keep(self, text: str) -> None:
        if text:
            self._put_change()
            self.kept.append(text)

    def change(self, old: Sequence[Token], new: Sequence[Token]) -> None:
        self.replace("".join(token.text for token in old), "".join(token.text for token in new))

    def replace(self, old: str, new: str) -> None:
        self.gone.append(old)
        self.come.append(new)

    def done(self) -> tuple[Edit, ...]:
        self._put_change()
        self._put("equal", "".join(self.kept))
        return tuple(self.edits)

    def _put_change(self) -> None:
        old, new = "".join(self.gone), "".join(self.come)
        self.gone.clear()
        self.come.clear()
        if not (old or new):
            return
        before, old, new, after = _unblanked(old, new)
        self._put("equal", "".join((*self.kept, before)))
        self._put("delete", old)
        self._put("insert", new)
        self.kept[:] = [after]

    def _put(self, op: Op, text: str) -> None:
        if text:
            self.edits.append(Edit(op, text))


def _unblanked(old: str, new: str) -> tuple[str, str, str, str]:
    """Both texts without the blank that both begin with and the one that both end with."""
    before = after = ""
    if old[:1] == new[:1] and old[:1].isspace():
        before, old, new = old[0], old[1:], new[1:]
    if old[-1:] == new[-1:] and old[-1:].isspace():
        after, old, new = old[-1], old[:-1], new[:-1]
    return before, old, new, after
