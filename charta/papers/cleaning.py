"""What people wrote, made fit for files that other programs read."""

from __future__ import annotations

import re
from datetime import date

from charta.text.normalising import normalised

_NONCHARACTERS = re.compile(
    f"[{''.join(chr(plane << 16 | last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF))}]"
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""How a cell begins that some spreadsheet might run; the wide forms are read like the narrow."""


def cleaned(text: str) -> str:
    """``text`` as the rest of Charta spells it, without the noncharacters beyond the first plane
    and with blanks for tabs, which tables cannot show."""
    return _NONCHARACTERS.sub("", normalised(text)).replace("\t", " ").strip()


def within(text: str) -> str:
    """A stretch of a longer text, ``cleaned``; a blank at its ends parts it from its neighbours
    and stays."""
    kept = cleaned(text)
    if not kept:
        return " " if text else ""
    return f"{' ' * text.startswith(' ')}{kept}{' ' * text.endswith(' ')}"


def guarded(text: str) -> str:
    """``text`` with an apostrophe before it where a spreadsheet might take it for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def shortened(text: str, limit: int, more: str) -> str:
    """``text``, or as much of it as fits into ``limit`` UTF-16 units together with ``more``."""
    if len(text.encode("utf-16-le")) // 2 <= limit:
        return text
    room = limit - len(more) - 1
    kept = text.encode("utf-16-le")[: 2 * room].decode("utf-16-le", errors="ignore")
    return f"{kept} {more}"


def numerals(day: date | None) -> str:
    """A day as DD.MM.YYYY; nothing for no day."""
    return day.strftime("%d.%m.%Y") if day else ""
