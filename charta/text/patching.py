"""Words put into a Markdown source in the place of others, without tearing its markup.

Between two words of a source stands a gap: marks that close something, a blank, marks that open
something. What a replaced stretch opens or closes beyond its own end is kept, outside of it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from charta.text.sourcemap import ADDRESS, SourceMap

_GAP = re.compile(r"(?P<closing>\S*)(?P<blank>\s*(?:\n[\s>]*)?)(?P<opening>.*)", re.DOTALL)
_MARK = re.compile(rf"\*{{1,3}}|_{{1,3}}|`+|{ADDRESS}|\[")
_BEFORE = re.compile(r"(?:\*{1,3}|_{1,3}|`+|\[)*\Z")
_AFTER = re.compile(rf"(?:\*{{1,3}}|_{{1,3}}|`+|{ADDRESS})*")


@dataclass(frozen=True, slots=True)
class Patch:
    """The words `first` up to before `last` become `text`; `before` and `after` are the blanks
    around it. Where nothing is put in, `before` is the blank that stays; None keeps what is."""

    first: int
    last: int
    text: str
    before: str | None = None
    after: str | None = None


class _Gap(NamedTuple):
    start: int
    end: int
    closing: str
    blank: str
    opening: str


class Lost(Exception):
    """A word beside or in a patch could not be found in the source."""


class Change(NamedTuple):
    """The characters `start` up to before `end` of a source become `text`; a cut takes lines out
    and leaves no two blank lines behind."""

    start: int
    end: int
    text: str
    cut: bool = False


def changes(found: SourceMap, patches: Iterable[Patch]) -> list[Change]:
    """What the patches mean for the source. Raises Lost."""
    return [Change(*_realised(found, patch)) for patch in patches]


def changed(source: str, changes: Iterable[Change]) -> str:
    """The source with all changes, which do not overlap. Raises Lost when they do."""
    out = ""
    position = 0
    for change in sorted(changes):
        if change.start < position:
            raise Lost
        out += source[position : change.start] + change.text
        position = change.end
        if change.cut and (not out or out.endswith("\n\n")):
            while source.startswith("\n", position):
                position += 1
    return out + source[position:]


def _realised(found: SourceMap, patch: Patch) -> tuple[int, int, str]:
    """From where to where the source changes, and into what."""
    if patch.first == patch.last:
        return _inserted(found, patch)
    left, right = _left(found, patch.first), _right(found, patch.last - 1)
    closing, opening = _unbalanced(found, patch.first, patch.last)
    before, closing = _cancelled(left.opening, closing)
    opening_marks, after = _cancelled("".join(opening), _MARK.findall(right.closing))
    after_rest = _MARK.sub("", right.closing) + "".join(after)
    closed, opened = "".join(closing), opening_marks
    if patch.text:
        text = (
            f"{left.closing}{closed}{_blank(left, patch.before)}{before}{patch.text}"
            f"{after_rest}{_blank(right, patch.after)}{opened}{right.opening}"
        )
        return left.start, right.end, text
    if not closed and not opened:
        before, kept = _cancelled(before, after)
        after_rest = _MARK.sub("", right.closing) + "".join(kept)
    wide = left if "\n" in left.blank or not right.blank else right
    blank = _blank(wide, patch.before)
    text = f"{left.closing}{closed}{after_rest}{blank}{before}{opened}{right.opening}"
    return left.start, right.end, text


def _inserted(found: SourceMap, patch: Patch) -> tuple[int, int, str]:
    at = patch.first
    inner = 0 < at < len(found.block) and found.block[at - 1] == found.block[at]
    if not inner:
        if patch.before is not None or at == len(found.block):
            edge = _right(found, at - 1)
            return edge.start, edge.end, f"{edge.closing}{patch.before or ''}{patch.text}"
        edge = _left(found, at)
        return edge.start, edge.end, f"{patch.text}{patch.after or ''}{edge.opening}"
    gap = _left(found, at)
    if not patch.text:
        blank = _blank(gap, patch.before)
        return gap.start, gap.end, f"{gap.closing}{blank}{gap.opening}"
    before, after = patch.before or "", patch.after or ""
    if "\n" in gap.blank and after == " ":
        after = gap.blank
    marks, opening = gap.closing, gap.opening
    if not gap.blank and _is_word(found, at):
        marks, opening = "", gap.closing
    return gap.start, gap.end, f"{marks}{before}{patch.text}{after}{opening}"


def _left(found: SourceMap, at: int) -> _Gap:
    """The gap before a word; at the beginning of a block only its marks."""
    start = _place(found, at)[0]
    if at and found.block[at - 1] == found.block[at]:
        return _split(found.text, _place(found, at - 1)[1], start)
    marks = _BEFORE.search(found.text, max(start - 200, 0), start)
    opening = marks.group() if marks else ""
    return _Gap(start - len(opening), start, "", "", opening)


def _right(found: SourceMap, at: int) -> _Gap:
    """The gap after a word; at the end of a block only its marks."""
    end = _place(found, at)[1]
    if at + 1 < len(found.block) and found.block[at + 1] == found.block[at]:
        return _split(found.text, end, _place(found, at + 1)[0])
    marks = _AFTER.match(found.text, end)
    closing = marks.group() if marks else ""
    return _Gap(end, end + len(closing), closing, "", "")


def _split(text: str, start: int, end: int) -> _Gap:
    if start > end:
        raise Lost
    parts = _GAP.fullmatch(text[start:end])
    if parts is None:
        raise Lost
    return _Gap(start, end, parts["closing"], parts["blank"], parts["opening"])


def _place(found: SourceMap, at: int) -> tuple[int, int]:
    place = found.source[at]
    if place is None:
        raise Lost
    return place


def _is_word(found: SourceMap, at: int) -> bool:
    return found.text[_place(found, at)[0]].isalnum()


def _blank(gap: _Gap, wanted: str | None) -> str:
    """The blank of a gap, changed only if another one is wanted."""
    if wanted is None or (wanted == " " and gap.blank):
        return gap.blank
    return wanted


def _unbalanced(found: SourceMap, first: int, last: int) -> tuple[list[str], list[str]]:
    """The marks within some words that close what was opened before, and that open what is
    closed after them."""
    closing: list[str] = []
    opening: list[str] = []
    known = [at for at in range(first, last) if found.source[at] is not None]
    for mine, following in pairwise(known):
        if following != mine + 1 or found.block[mine] != found.block[following]:
            continue
        gap = _left(found, following)
        for mark in _MARK.findall(gap.closing):
            if opening and _pair(opening[-1], mark):
                opening.pop()
            elif not gap.blank and _is_word(found, following):
                opening.append(mark)
            else:
                closing.append(mark)
        opening += _MARK.findall(gap.opening)
    return closing, opening


def _cancelled(opening: str, closing: Sequence[str]) -> tuple[str, list[str]]:
    """Both without the marks that would enclose nothing."""
    rest = list(closing)
    while rest:
        marks = _MARK.findall(opening)
        if not marks or not opening.endswith(marks[-1]) or not _pair(marks[-1], rest[0]):
            break
        opening = opening.removesuffix(marks[-1])
        del rest[0]
    return opening, rest


def _pair(opening: str, closing: str) -> bool:
    return closing.startswith("](") if opening == "[" else opening == closing
