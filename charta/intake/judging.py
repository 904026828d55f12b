"""The verdict on each row of a table of letters and calls."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import partial

from charta.accounts.rules import normal_address
from charta.consultation.rules import COMMENT_LENGTH
from charta.core.clock import BERLIN
from charta.core.errors import Invalid
from charta.intake import rules
from charta.intake.rules import Channel
from charta.intake.sheets import Row
from charta.sheets import judging
from charta.sheets.judging import ERROR_VALUES, Faulty, There, bad_sign
from charta.text.normalising import folded

LONGEST_SUBJECT = 60


class Reason(StrEnum):
    """Why a row is not taken; ``wording.py`` says it in a sentence."""

    NO_TEXT = "no_text"
    TEXT_TOO_LONG = "text_too_long"
    TOO_LONG_FOR_ONE = "too_long_for_one"
    LINE_TOO_LONG = "line_too_long"
    CONTROL_CHARACTER = "control_character"
    WRITING_DIRECTION = "writing_direction"
    ERROR_VALUE = "error_value"
    UNKNOWN_CLAUSE = "unknown_clause"
    NO_CHANNEL = "no_channel"
    UNKNOWN_CHANNEL = "unknown_channel"
    NO_DATE = "no_date"
    UNKNOWN_DATE = "unknown_date"
    FUTURE_DATE = "future_date"
    UNKNOWN_ADDRESS = "unknown_address"
    SAME_ROW = "same_row"
    SAME_INTAKE = "same_intake"


CHANNELS: Mapping[str, Channel] = {
    **dict.fromkeys(("brief", "post", "letter", "fax", "papier", "postkarte"), Channel.LETTER),
    **dict.fromkeys(("e-mail", "email", "mail"), Channel.MAIL),
    **dict.fromkeys(("telefon", "anruf", "phone", "telefonisch"), Channel.PHONE),
    **dict.fromkeys(("vor ort", "persönlich", "mündlich", "room", "raum"), Channel.ROOM),
}
DATES = ("%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d")


@dataclass(frozen=True)
class Known:
    """What a round knows: its texts by their keys (folded), the fingerprints of the Eingaben
    there are, with their numbers, and which day it is."""

    documents: Mapping[str, int]
    intakes: Mapping[str, int]
    today: date


@dataclass(frozen=True)
class Candidate:
    """A row as it would be entered."""

    source: str
    document_id: int | None
    channel: Channel
    received_on: date
    title: str
    public_name: str
    sender_name: str
    sender_email: str

    @property
    def fingerprint(self) -> str:
        sender = self.sender_name or self.sender_email or self.public_name
        return rules.fingerprint(self.source, sender, self.channel)


Verdict = judging.Verdict[Row, Candidate]


def today(now: datetime) -> date:
    """The day it is in Stralsund."""
    return now.astimezone(BERLIN).date()


def candidates(rows: Iterable[Row], known: Known) -> list[Candidate]:
    """The rows that are sound, equal ones and known ones included."""
    found = []
    for row in rows:
        with suppress(Faulty):
            found.append(_candidate(row, known))
    return found


def judge(rows: Iterable[Row], known: Known) -> list[Verdict]:
    """One verdict a row, in order; of equal rows the first one is taken."""
    there = There(known.intakes, "E", same=Reason.SAME_INTAKE, same_row=Reason.SAME_ROW)
    return judging.judge(rows, partial(_candidate, known=known), there)


def _candidate(row: Row, known: Known) -> Candidate:
    for words in (row.text, row.sender, row.public, row.title):
        sign = bad_sign(words)
        if sign is not None:
            raise Faulty(Reason(sign))
    source = _source(row.text)
    document_id = _document(row.clause, known)
    if document_id is not None and len(source) > COMMENT_LENGTH:
        raise Faulty(Reason.TOO_LONG_FOR_ONE, len(source))
    return Candidate(
        source=source,
        document_id=document_id,
        channel=_channel(row.channel),
        received_on=_day(row.day, known.today),
        title=_line(row.title, rules.TITLE_LENGTH) or _subject(source),
        public_name=_line(row.public, rules.NAME_LENGTH),
        sender_name=_line(row.sender, rules.TITLE_LENGTH),
        sender_email=_address(row.email),
    )


def _source(words: str) -> str:
    text = rules.tidied(words)
    if not text:
        raise Faulty(Reason.NO_TEXT)
    if text in ERROR_VALUES:
        raise Faulty(Reason.ERROR_VALUE, text)
    if len(text) > rules.LONGEST_TEXT:
        raise Faulty(Reason.TEXT_TOO_LONG, len(text))
    return text


def _line(words: str, longest: int) -> str:
    line = " ".join(words.split())
    if len(line) > longest:
        raise Faulty(Reason.LINE_TOO_LONG, longest)
    return line


def _subject(source: str) -> str:
    """The beginning of a text for those that came without a subject."""
    words = " ".join(source[: 4 * LONGEST_SUBJECT].split())
    if len(words) <= LONGEST_SUBJECT:
        return words
    return (words[:LONGEST_SUBJECT].rpartition(" ")[0] or words[:LONGEST_SUBJECT]) + " …"


def _document(words: str, known: Known) -> int | None:
    if not words:
        return None
    found = known.documents.get(folded(words))
    if found is None:
        raise Faulty(Reason.UNKNOWN_CLAUSE, words)
    return found


def _channel(words: str) -> Channel:
    if not words:
        raise Faulty(Reason.NO_CHANNEL)
    found = CHANNELS.get(folded(words))
    if found is None:
        raise Faulty(Reason.UNKNOWN_CHANNEL, words)
    return found


def _day(words: str, today: date) -> date:
    if not words:
        raise Faulty(Reason.NO_DATE)
    for form in DATES:
        try:
            day = datetime.strptime(words.partition(" ")[0], form).date()  # noqa: DTZ007
        except ValueError:
            continue
        if day > today:
            raise Faulty(Reason.FUTURE_DATE, words)
        if day.year >= 1990:
            return day
    raise Faulty(Reason.UNKNOWN_DATE, words)


def _address(words: str) -> str:
    if not words:
        return ""
    try:
        return normal_address(words)
    except Invalid as error:
        raise Faulty(Reason.UNKNOWN_ADDRESS, words) from error
