"""Which signs our fonts have: a PDF for everybody may not contain one that nobody sees."""

from __future__ import annotations

import re
from functools import cache

from fontTools.ttLib import TTFont

from charta.papers.cleaning import within
from config import HOME

FONTS = HOME / "charta" / "papers" / "fonts"
MAIN = "FiraSans-Regular.ttf"
OTHERS = ("DejaVuSans.ttf", "NotoEmoji-Regular.ttf")

MISSING = "□"
"""Stands for a sign that no font of ours has, as in Chinese."""

LONGEST = 30
"""Signs of a word after which it may be broken anywhere."""

_JOINERS = frozenset(map(ord, "\n\u00ad\u200b\u200c\u200d\u2060\ufe0e\ufe0f"))
_LONG = re.compile(rf"\S{{{LONGEST}}}(?=\S)")
_BREAK = "\u200b"


@cache
def covered(*, strict: bool) -> frozenset[int]:
    """The code points that can be set; ``strict``: by the main font alone."""
    names = (MAIN,) if strict else (MAIN, *OTHERS)
    found: set[int] = set() if strict else set(_JOINERS)
    for name in names:
        with TTFont(FONTS / name, lazy=True) as font:
            found.update(font.getBestCmap())
    return frozenset(found | {ord("\n")})


def fitted(text: str, *, strict: bool = False) -> str:
    """``text`` as it can be set: other signs as an empty box, endless words with places to break.

    ``strict`` is for the rare text whose signs our fonts have, but no font together, as a letter
    of one with an accent of another.
    """
    known = covered(strict=strict)
    kept = within(text)
    if not kept.isascii():
        box = MISSING if ord(MISSING) in known else "?"
        kept = "".join(sign if ord(sign) in known else box for sign in kept)
    return _LONG.sub(lambda found: found.group() + _BREAK, kept)
