"""Lines as they stand on paper, joined to paragraphs."""

from __future__ import annotations

import re

_BEGINS = re.compile(r"\s*(?:[-–•▪*·○]\s|\(?[0-9]{1,3}[.)]\s|[a-z]\)\s|§)")
_BROKEN_WORD = re.compile(r"\w[-\u00ad]$")
_BULLET = re.compile(r"^\s*[–•▪·○]\s+")
SHORT = 0.72
"""The share of the usual width below which a line that ends a sentence ends a paragraph, too."""

TITLE = 0.5
"""The share below which any line stands alone: a heading, an address."""


def flowing(text: str) -> str:
    """Paragraphs of the lines of ``text``; a word that was broken at the end of a line is whole
    again when its second part begins with a small letter."""
    lines = [" ".join(line.split()) for line in text.split("\n")]
    lengths = sorted(len(line) for line in lines if line)
    width = lengths[int(0.9 * (len(lengths) - 1))] if lengths else 0
    paragraphs: list[list[str]] = [[]]
    for line in lines:
        last = paragraphs[-1][-1] if paragraphs[-1] else ""
        if not line or (last and _is_apart(last, line, width)):
            paragraphs.append([])
        if line:
            paragraphs[-1].append(line)
    joined = (_joined(paragraph) for paragraph in paragraphs if paragraph)
    return "\n\n".join(_BULLET.sub("- ", words) for words in joined)


def _is_apart(last: str, line: str, width: int) -> bool:
    if _BEGINS.match(line):
        return True
    if line[0].islower():
        return False
    ends = last[-1] in ".!?:;"
    return len(last) < width * (SHORT if ends else TITLE)


def _joined(lines: list[str]) -> str:
    words = lines[0]
    for line in lines[1:]:
        if _BROKEN_WORD.search(words) and line[0].islower():
            words = words[:-1] + line
        else:
            words = f"{words} {line}"
    return words
