"""Other words for a passage of a rendered text, put into its Markdown source.

Several ways are tried, the gentlest first: only the words that differ, or the whole passage, as
they were typed or with what would be markup escaped. Each result is rendered, and only one that
reads as it should and leaves everything around the passage as it was is given back.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from charta.text.escaping import escaped
from charta.text.formatting import formatted
from charta.text.lines import FENCE, UNDERLINE
from charta.text.markdown import Rendered, TextRefused, render
from charta.text.matching import Run, common
from charta.text.normalising import normalised
from charta.text.patching import Change, Lost, Patch, changed, changes
from charta.text.sourcemap import SourceMap, source_map, spans
from charta.text.tokens import Vocabulary

KEPT = 512
"""Results in memory: the same suggestions are looked at again and again."""

TEXTS_KEPT = 8
"""Texts in memory that results are made of."""


@lru_cache(maxsize=KEPT)
def replaced(source: str, start: int, end: int, wording: str) -> str | None:
    """The Markdown `source` with the words ``render(source).plain[start:end]`` replaced by the
    plain `wording`, or None where that cannot be done with certainty.

    The result reads ``plain[:start] + wording + plain[end:]`` up to white space, and what stands
    before and after keeps its form. A passage that begins or ends within a word takes the rest
    of it along. An empty `wording` takes the passage out, and the paragraph or list item that is
    empty then. Renders up to five times.
    """
    try:
        task = _task(source, start, end, wording)
    except TextRefused:
        return None
    if task is None:
        return None
    for candidate in _candidates(task):
        if _holds(task, candidate):
            return candidate
    return None


@dataclass(frozen=True, slots=True)
class _Task:
    """The words `first` up to before `last` of a text are to become `lines`; `ranges` says which
    of them stand in each block."""

    old: Rendered
    found: SourceMap
    first: int
    last: int
    lines: tuple[str, ...]

    @property
    def ranges(self) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        for at in range(self.first, self.last):
            if found and self.found.block[at - 1] == self.found.block[at]:
                found[-1] = (found[-1][0], at + 1)
            else:
                found.append((at, at + 1))
        return found

    @property
    def before(self) -> str:
        return self.old.plain[: self.found.plain[self.first][0]]

    @property
    def after(self) -> str:
        return self.old.plain[self.found.plain[self.last - 1][1] :]


@lru_cache(maxsize=TEXTS_KEPT)
def _read(source: str) -> tuple[Rendered, SourceMap]:
    old = render(source)
    return old, source_map(source, old.plain, old.blocks)


def _task(source: str, start: int, end: int, wording: str) -> _Task | None:
    old, found = _read(source)
    if not 0 <= start < end <= len(old.plain):
        return None
    first, last = found.between(start, end)
    if first == last:
        return None
    head = old.plain[found.plain[first][0] : start]
    tail = old.plain[end : found.plain[last - 1][1]]
    typed = f"{head}{normalised(wording).strip()}{tail}"
    lines = tuple(" ".join(line.split()) for line in typed.split("\n") if line.strip())
    return _Task(old, found, first, last, lines)


def _candidates(task: _Task) -> Iterator[str]:
    """Sources that may be the right one, the best first."""
    for lines in dict.fromkeys((task.lines, tuple(map(escaped, task.lines)))):
        for fine in (True, False) if lines else (False,):
            try:
                wanted = _changes(task, lines, fine=fine)
                if wanted is not None:
                    yield changed(task.found.text, wanted).strip("\n")
            except Lost:
                continue


def _changes(task: _Task, lines: Sequence[str], *, fine: bool) -> list[Change] | None:
    """What is to be changed in the source; None where blocks of different kinds would have to be
    made one."""
    ranges = task.ranges
    if not lines:
        return [_taken_out(task, first, last) for first, last in ranges]
    if len(lines) == len(ranges):
        pairs = list(zip(ranges, lines, strict=True))
    else:
        blocks = [task.old.blocks[task.found.block[first]] for first, _ in ranges]
        if len({(block.kind, block.level) for block in blocks}) > 1:
            return None
        alone = blocks[0].kind == "paragraph" and not blocks[0].level
        pairs = [((task.first, task.last), ("\n\n" if alone else " ").join(lines))]
    patches = [
        patch
        for (first, last), text in pairs
        for patch in (_fine(task, first, last, text) if fine else [_whole(task, first, last, text)])
    ]
    return changes(task.found, patches)


def _whole(task: _Task, first: int, last: int, text: str) -> Patch:
    before, after = _around(task, first, last)
    return Patch(first, last, text, _apart(before, text), _apart(text, after))


def _fine(task: _Task, first: int, last: int, text: str) -> Iterator[Patch]:
    """Only what differs between the words `first` up to before `last` and `text`."""
    plain, places = task.old.plain, task.found.plain
    new = spans(text)
    vocabulary = Vocabulary()
    runs = common(
        vocabulary.numbers(plain[start:end] for start, end in places[first:last]),
        vocabulary.numbers(text[start:end] for start, end in new),
    )
    at_old = at_new = 0
    for run in [*runs, Run(last - first, len(new), 0)]:
        if at_old < run.old or at_new < run.new:
            words = _Words(text, new, at_new, run.new)
            yield _between(task, first + at_old, first + run.old, words)
        at_old, at_new = run.old + run.length, run.new + run.length
        for step in range(1, run.length):
            blank = _Words(text, new, run.new, run.new + step).after or ""
            at = first + run.old + step
            kept = plain[places[at - 1][1] : places[at][0]]
            if bool(blank) != bool(kept) or "\n" in blank:
                yield Patch(at, at, "", blank)


@dataclass(frozen=True, slots=True)
class _Words:
    """The words `start` up to before `end` of a text, whose words stand at `places`."""

    text: str
    places: Sequence[tuple[int, int]]
    start: int
    end: int

    @property
    def words(self) -> str:
        if self.start == self.end:
            return ""
        return self.text[self.places[self.start][0] : self.places[self.end - 1][1]]

    @property
    def before(self) -> str | None:
        """The blank before them; None at the beginning of the text."""
        return self._blank(self.start)

    @property
    def after(self) -> str | None:
        return self._blank(self.end)

    def _blank(self, at: int) -> str | None:
        if not 0 < at < len(self.places):
            return None
        return self.text[self.places[at - 1][1] : self.places[at][0]]


def _between(task: _Task, first: int, last: int, new: _Words) -> Patch:
    """The patch for one difference."""
    before, after = _around(task, first, last)
    if not new.words:
        blank = new.before
        return Patch(first, last, "", _joint(before, after) if blank is None else blank)
    lead, trail = new.before, new.after
    if lead is None:
        lead = _apart(before, new.words) or (_end(before) if first == last else None)
    if trail is None:
        trail = _apart(new.words, after) or (_end(after[:1]) if first == last else None)
    return Patch(first, last, new.words, lead, trail)


def _around(task: _Task, first: int, last: int) -> tuple[str, str]:
    """What stands before and after some words."""
    plain, places = task.old.plain, task.found.plain
    if first == last:
        middle = places[first - 1][1] if first == task.last else places[first][0]
        return plain[:middle], plain[middle:]
    return plain[: places[first][0]], plain[places[last - 1][1] :]


def _end(text: str) -> str | None:
    """The blank a text ends with; None at the end of a block."""
    last = text[-1:]
    if last in {"", "\n"}:
        return None
    return " " if last.isspace() else ""


def _apart(before: str, after: str) -> str | None:
    """A blank, where two words would become one."""
    return " " if before[-1:].isalnum() and after[:1].isalnum() else None


def _joint(before: str, after: str) -> str:
    """The blank between two pieces of a line from between which something was taken out."""
    left, right = before[-1:], after[:1]
    if left in {"", "\n"} or right in {"", "\n"}:
        return ""
    if not left.isspace() and not right.isspace():
        return " " if _apart(before, after) else ""
    if not right.isspace() and not right.isalnum():
        return ""
    if not left.isspace() and not left.isalnum() and left not in ".,;:!?":
        return ""
    return " "


def _taken_out(task: _Task, first: int, last: int) -> Change:
    """Words of one block taken out, or all of it."""
    found = task.found
    block = found.block[first]
    whole = (first == 0 or found.block[first - 1] != block) and (
        last == len(found.block) or found.block[last] != block
    )
    if whole:
        return _cut(task, first, last)
    before, after = _around(task, first, last)
    return changes(found, [Patch(first, last, "", _joint(before, after))])[0]


def _cut(task: _Task, first: int, last: int) -> Change:
    """The lines of a block taken out, with its underline or the fences around it."""
    text, places = task.found.text, task.found.source
    head, tail = places[first], places[last - 1]
    if head is None or tail is None:
        raise Lost
    start = text.rfind("\n", 0, head[0]) + 1
    end = _line_end(text, tail[1])
    kind = task.old.blocks[task.found.block[first]].kind
    following = text[end : _line_end(text, end)]
    if kind == "heading" and UNDERLINE.fullmatch(following.strip("\n")):
        end += len(following)
    if kind == "code":
        above = text.rfind("\n", 0, max(start - 1, 0)) + 1
        if FENCE.fullmatch(text[above:start].strip("\n")) and FENCE.fullmatch(
            following.strip("\n")
        ):
            start, end = above, end + len(following)
    return Change(start, end, "", cut=True)


def _line_end(text: str, position: int) -> int:
    """The place after the line break that ends the line at a position."""
    return (text.find("\n", position) + 1) or len(text)


def _holds(task: _Task, source: str) -> bool:
    """Whether a source reads as it should, and all around the passage has the form it had."""
    try:
        new = render(source)
    except TextRefused:
        return False
    before, after = task.before, task.after
    if not task.lines:
        before, after = before.rstrip(), after.lstrip()
    if len(new.plain) < len(before) + len(after):
        return False
    if not (new.plain.startswith(before) and new.plain.endswith(after)):
        return False
    middle = new.plain[len(before) : len(new.plain) - len(after)]
    if middle.split() != "\n".join(task.lines).split():
        return False
    head, tail = (len("".join(part.split())) for part in (before, after))
    mine, its = formatted(task.old.html), formatted(new.html)
    return mine[:head] == its[:head] and mine[len(mine) - tail :] == its[len(its) - tail :]
