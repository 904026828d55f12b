"""The source set out the way Python-Markdown's block parser wants it.

Two things people write are understood that Python-Markdown does not understand by itself: fenced
code, which is taken out and replaced by a line of its own, and lists indented by two or three
blanks, which are set out again in steps of four.
"""

import re
from dataclasses import dataclass

from charta.text.limits import MAX_DEPTH
from charta.text.lines import FENCE, ITEM, is_rule

STEP = 4
"""Blanks per level in what Python-Markdown reads."""

_PLACE = re.compile(" *\x02([0-9]+)\x03")
_LEADING = re.compile(r"[ \t]*")


@dataclass(frozen=True, slots=True)
class Layout:
    """Lines for the block parser, and the code that was taken out of them."""

    lines: list[str]
    codes: list[str]


def laid_out(text: str) -> Layout:
    """The layout of a normalised text."""
    lines, codes = _without_code([_untabbed(line) for line in text.split("\n")])
    return Layout(_indented_by_four(lines), codes)


def code_number(block: str) -> int | None:
    """Which of the codes a block stands for, if it does: the control characters around the
    number occur in no normalised text."""
    place = _PLACE.fullmatch(block.strip("\n"))
    return int(place[1]) if place else None


def _untabbed(line: str) -> str:
    end = _LEADING.match(line).end()  # type: ignore[union-attr]
    return line[:end].expandtabs(STEP) + line[end:].replace("\t", " ")


def _without_code(lines: list[str]) -> tuple[list[str], list[str]]:
    """An unclosed fence reaches to the end, as in CommonMark."""
    kept: list[str] = []
    codes: list[str] = []
    inside: list[str] = []
    fence: re.Match[str] | None = None
    for line in lines:
        if fence is None:
            fence = FENCE.fullmatch(line)
            if fence is None:
                kept.append(line)
        elif _closes(fence["fence"], line):
            kept += _place(fence, codes, inside)
            fence, inside = None, []
        else:
            inside.append(_unindented(line, len(fence["indent"])))
    if fence is not None:
        kept += _place(fence, codes, inside)
    return kept, codes


def _closes(fence: str, line: str) -> bool:
    bare = line.strip(" ")
    return len(bare) >= len(fence) and not bare.strip(fence[0])


def _place(fence: re.Match[str], codes: list[str], inside: list[str]) -> list[str]:
    codes.append("\n".join(inside))
    return ["", f"{fence['indent']}\x02{len(codes) - 1}\x03", ""]


def _unindented(line: str, blanks: int) -> str:
    return line[min(blanks, len(line) - len(line.lstrip(" "))) :]


def _indented_by_four(lines: list[str]) -> list[str]:
    """A line at least two blanks further in than an item belongs to it.

    `open_items` holds the indents, as written, of the list items that are open. An item right
    after a further paragraph of the item before it gets a blank line between, or it would be
    taken for a part of that paragraph.
    """
    out: list[str] = []
    open_items: list[int] = []
    after_blank = True
    continued = False
    for line in lines:
        bare = line.lstrip(" ")
        if not bare:
            after_blank = True
            out.append("")
            continue
        indent = len(line) - len(bare)
        item = None if is_rule(bare) else ITEM.match(line)
        if item or after_blank:
            while open_items and indent < open_items[-1] + 2:
                open_items.pop()
            level = min(len(open_items), MAX_DEPTH)
        else:
            level = 0
        if item:
            open_items.append(indent)
            if continued:
                out.append("")
        continued = not item and (level > 0 if after_blank else continued)
        out.append(" " * (STEP * level) + bare)
        after_blank = False
    return out
