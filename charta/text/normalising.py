"""One spelling for every text before anything reads it.

What no reader can see and no writer means is removed without a word: NUL and other control
characters, half surrogates, noncharacters, byte order marks, and the invisible switches of
writing direction (embeddings, overrides, isolates), which can make a sentence read differently
from what it says. The marks U+200E, U+200F and U+061C stay: they only help a neighbour.
"""

import re
import unicodedata

MAX_COMBINING = 30
"""Combining marks kept after one another, as in Unicode's stream-safe format (UAX #15)."""

_FORBIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff"
    "\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufff9-\ufffb]"
)
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028]")
_TRAILING = re.compile(r"(?<![ \t])[ \t]++$", re.MULTILINE)


def without_forbidden(text: str) -> str:
    """`text` without the characters that are never shown; safe on HTML as well as on source."""
    return _FORBIDDEN.sub("", text)


def normalised(source: str) -> str:
    """`source` in NFC with line feeds only, without characters that are never shown.

    The two trailing spaces that mean a line break stay (exactly two), other trailing blanks go.
    """
    text = _LINE_ENDS.sub("\n", source).replace("\u2029", "\n\n")
    text = without_forbidden(text)
    if not text.isascii():
        text = unicodedata.normalize("NFC", _stream_safe(text))
    return _TRAILING.sub(_line_break, text)


def folded(text: str) -> str:
    """`text` as two people would say it is the same: NFC, one space, no difference of case."""
    unified = unicodedata.normalize("NFC", text).casefold()
    return " ".join(unicodedata.normalize("NFC", unified).split())


def _line_break(blanks: re.Match[str]) -> str:
    return "  " if blanks.group().startswith("  ") else ""


def _stream_safe(text: str) -> str:
    """`text` with runs of combining marks cut: sorting an endless run takes quadratic time."""
    kept: list[str] = []
    run = 0
    for character in text:
        run = run + 1 if unicodedata.combining(character) else 0
        if run <= MAX_COMBINING:
            kept.append(character)
    return "".join(kept)
