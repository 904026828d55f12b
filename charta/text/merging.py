"""Two changes of one Markdown text brought together, and where changes touch.

Texts are compared by words with the blanks after them, so that a paragraph's end is as much a
change as a word, and each change is then made as small as it is. The merge is that of diff3
(Khanna, Kunal, Pierce: A Formal Investigation of Diff3, 2007), with the stricter rule that two
changes without an unchanged word between them are a conflict.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from charta.text.matching import Run, common
from charta.text.normalising import normalised
from charta.text.spans import Span
from charta.text.tokens import Vocabulary, tokens

KEPT = 512
"""Answers in memory: the same suggestions are compared again and again."""


@dataclass(frozen=True, slots=True)
class _Change:
    """The pieces `start` up to before `end` of the base become `text`. A text's pieces are in
    turns its words, at even places, and the blanks after them, which may be empty."""

    start: int
    end: int
    text: str

    @property
    def place(self) -> Span:
        return self.start, self.end

    def touches(self, other: "_Change") -> bool:
        """Whether no word that both leave as it is stands between them."""
        first, second = sorted([self.place, other.place])
        word = first[1] + first[1] % 2
        return word >= second[0]


def merged(base: str, theirs: str, ours: str) -> str | None:
    """`ours` with what `theirs` changed in `base`, or None where both changed the same place or
    neighbouring words differently.

    What both changed in the same way is changed once. ``merged(a, b, a) == b`` and
    ``merged(a, a, c) == c``, line ends and invisible characters normalised.
    """
    line = _pieces(base)
    mine = _changes(line, _pieces(ours))
    known = set(mine)
    wanted = [change for change in _changes(line, _pieces(theirs)) if change not in known]
    at = 0
    for change in wanted:
        while at < len(mine) and mine[at].place <= change.place:
            at += 1
        if any(change.touches(other) for other in mine[max(at - 1, 0) : at + 1]):
            return None
    return _applied(line, sorted([*mine, *wanted], key=lambda change: change.place))


@lru_cache(maxsize=KEPT)
def changed_spans(current: str, proposed: str) -> tuple[Span, ...]:
    """The characters of `current`, normalised, that `proposed` changes, in order, each up to the
    next word: so changes touch that have no word between them."""
    line = _pieces(current)
    starts = [0]
    for piece in line:
        starts.append(starts[-1] + len(piece))
    found = []
    end = 0
    for change in _changes(line, _pieces(proposed)):
        end = max(end, change.end)
        while end < len(line) and not line[end][:1].isalnum():
            end += 1
        found.append((starts[change.start], starts[end]))
    return tuple(found)


def collide(some: Sequence[Span], others: Sequence[Span]) -> bool:
    """Whether any of some spans overlaps or touches one of the others; both are in order."""
    left = right = 0
    while left < len(some) and right < len(others):
        (start, end), (other_start, other_end) = some[left], others[right]
        if start <= other_end and other_start <= end:
            return True
        if end < other_start:
            left += 1
        else:
            right += 1
    return False


def _pieces(text: str) -> list[str]:
    return [piece for token in tokens(normalised(text)) for piece in (token.word, token.blank)]


def _changes(before: Sequence[str], after: Sequence[str]) -> list[_Change]:
    vocabulary = Vocabulary()
    runs = common(vocabulary.numbers(_joined(before)), vocabulary.numbers(_joined(after)))
    changes = []
    at_before = at_after = 0
    for run in [*runs, Run(len(before) // 2, len(after) // 2, 0)]:
        if at_before < run.old or at_after < run.new:
            new = after[2 * at_after : 2 * run.new]
            changes.append(_smallest(before, 2 * at_before, 2 * run.old, new))
        at_before, at_after = run.old + run.length, run.new + run.length
    return changes


def _joined(pieces: Sequence[str]) -> list[str]:
    """The words with their blanks."""
    return [word + blank for word, blank in zip(pieces[::2], pieces[1::2], strict=True)]


def _smallest(before: Sequence[str], start: int, end: int, new: Sequence[str]) -> _Change:
    """The change without the words and blanks that stay at its beginning and end."""
    head = tail = 0
    while start < end and head < len(new) and before[start] == new[head]:
        start, head = start + 1, head + 1
    while start < end and head < len(new) - tail and before[end - 1] == new[len(new) - 1 - tail]:
        end, tail = end - 1, tail + 1
    return _Change(start, end, "".join(new[head : len(new) - tail]))


def _applied(line: Sequence[str], changes: Sequence[_Change]) -> str:
    out: list[str] = []
    position = 0
    for change in changes:
        out += [*line[position : change.start], change.text]
        position = change.end
    return "".join([*out, *line[position:]])
