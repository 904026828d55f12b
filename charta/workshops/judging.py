"""The verdict on each row of a table of ideas."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from charta.sheets import judging
from charta.sheets.judging import ERROR_VALUES, Faulty, There, bad_sign
from charta.text.normalising import folded
from charta.workshops.rules import LONGEST_IDEA, Channel, fingerprint, tidied
from charta.workshops.sheets import Row


class Reason(StrEnum):
    """Why a row is not taken; ``wording.py`` says it in a sentence."""

    NO_TEXT = "no_text"
    TEXT_TOO_LONG = "text_too_long"
    CONTROL_CHARACTER = "control_character"
    WRITING_DIRECTION = "writing_direction"
    ERROR_VALUE = "error_value"
    NO_THEME = "no_theme"
    UNKNOWN_THEME = "unknown_theme"
    UNKNOWN_GROUP = "unknown_group"
    UNKNOWN_TABLE = "unknown_table"
    UNKNOWN_CHANNEL = "unknown_channel"
    SAME_ROW = "same_row"
    SAME_IDEA = "same_idea"


CHANNELS: Mapping[str, Channel] = {
    **dict.fromkeys(("", "import", "datei", "csv", "excel"), Channel.IMPORT),
    **dict.fromkeys(("tisch", "table", "world café", "world cafe", "mündlich"), Channel.TABLE),
    **dict.fromkeys(
        ("papier", "paper", "karte", "moderationskarte", "zettel", "postkarte"), Channel.PAPER
    ),
    **dict.fromkeys(("web", "online", "internet", "webseite", "formular"), Channel.WEB),
}


@dataclass(frozen=True)
class Known:
    """What a workshop knows: names (folded) and codes to ids, and the ideas it has."""

    themes: Mapping[str, int]
    groups: Mapping[str, int]
    tables: Mapping[int, tuple[int, int]]
    """A table's number to its id and its theme's."""
    ideas: Mapping[str, int]
    """The fingerprints of the workshop's ideas, to their numbers."""


@dataclass(frozen=True)
class Candidate:
    """A row as it would be written."""

    text: str
    theme_id: int
    group_id: int | None
    table_id: int | None
    channel: Channel
    fingerprint: str


Verdict = judging.Verdict[Row, Candidate]


def judge(rows: Iterable[Row], known: Known) -> list[Verdict]:
    """One verdict a row, in order; of equal rows the first one is taken."""
    there = There(known.ideas, "I", same=Reason.SAME_IDEA, same_row=Reason.SAME_ROW)
    return judging.judge(rows, partial(_candidate, known=known), there)


def _candidate(row: Row, known: Known) -> Candidate:
    text = _checked_text(row.text)
    table = _table(row.table, known)
    theme_id = _theme(row.theme, table, known)
    channel = CHANNELS.get(folded(row.channel))
    if channel is None:
        raise Faulty(Reason.UNKNOWN_CHANNEL, row.channel)
    return Candidate(
        text=text,
        theme_id=theme_id,
        group_id=_group(row.group, known),
        table_id=table[0] if table else None,
        channel=channel,
        fingerprint=fingerprint(text, theme_id),
    )


def _checked_text(words: str) -> str:
    text = tidied(words)
    if not text:
        raise Faulty(Reason.NO_TEXT)
    if text in ERROR_VALUES:
        raise Faulty(Reason.ERROR_VALUE, text)
    if len(text) > LONGEST_IDEA:
        raise Faulty(Reason.TEXT_TOO_LONG, len(text))
    sign = bad_sign(text)
    if sign is not None:
        raise Faulty(Reason(sign))
    return text


def _table(words: str, known: Known) -> tuple[int, int] | None:
    if not words:
        return None
    number = re.fullmatch(r"(?:tisch|table)?\s*(?:nr\.?)?\s*([0-9]{1,4})(?:[.,]0)?", folded(words))
    table = known.tables.get(int(number.group(1))) if number else None
    if table is None:
        raise Faulty(Reason.UNKNOWN_TABLE, words)
    return table


def _theme(words: str, table: tuple[int, int] | None, known: Known) -> int:
    if not words:
        if table is None:
            raise Faulty(Reason.NO_THEME)
        return table[1]
    theme_id = known.themes.get(folded(words))
    if theme_id is None:
        raise Faulty(Reason.UNKNOWN_THEME, words)
    return theme_id


def _group(words: str, known: Known) -> int | None:
    if not words:
        return None
    group_id = known.groups.get(folded(words))
    if group_id is None:
        raise Faulty(Reason.UNKNOWN_GROUP, words)
    return group_id
