"""What an Eingabe and a guest's words may be: values in, a value or ``Invalid`` out."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from flask_babel import gettext as _

from charta.consultation.rules import COMMENT_LENGTH
from charta.core.clock import BERLIN
from charta.core.errors import Invalid
from charta.text.normalising import folded, normalised
from charta.text.spans import Span

LONGEST_TEXT = 200_000
"""Characters of one Eingabe: an institution writes at length."""

TITLE_LENGTH = 200
NAME_LENGTH = 80
ADDRESS_LENGTH = 500
REFUSAL_LENGTH = 1_000
MOST_STRETCHES = 200
"""Stretches that may become one comment."""

LINK_LASTS = timedelta(days=7)
"""How long the link in the confirming mail may be used."""

FORGOTTEN_AFTER = timedelta(days=14)
"""When words are deleted whose address nobody has confirmed."""

MOST_HELD_BY_ONE = 20
"""Contributions of one address within a day."""

MOST_HELD = 2_000
"""Contributions of guests in one charter within a day: a city never gets so many."""

MOST_LINKS = 1
"""In what somebody new says; with more, it is read before it is public."""

KNOWN_AFTER = timedelta(hours=24)
"""How long something somebody said has been public when they are new no longer."""


class Channel(StrEnum):
    """How an Eingabe reached the city."""

    LETTER = "letter"
    MAIL = "mail"
    PHONE = "phone"
    ROOM = "room"


PUBLIC_NAMES = {
    Channel.LETTER: "Einsendung per Brief",
    Channel.MAIL: "Einsendung per E-Mail",
    Channel.PHONE: "Einsendung per Telefon",
    Channel.ROOM: "Wortmeldung vor Ort",
}
"""What the public reads as the author unless somebody wants to be named; in the language of the
charter, since it is stored."""


class Mode(StrEnum):
    """Whether people without an account may comment, and what must happen first."""

    NONE = "none"
    CONFIRMED = "confirmed"
    MODERATED = "moderated"


class Reason(StrEnum):
    """Why what somebody says is read before it is public."""

    UNPROVEN = "unproven"
    FIRST = "first"
    LINKS = "links"


@dataclass(frozen=True)
class Standing:
    """How well a charter knows somebody: whether their account was made without a proof of work,
    whether the charter reads first contributions first and this person has one here, and whether
    anything they said has been public for a day."""

    unproven: bool
    first_held: bool
    spoken: bool
    known: bool

    @property
    def first(self) -> Reason | None:
        """Why everything they say is read first; None when not everything is."""
        if self.unproven:
            return Reason.UNPROVEN
        return Reason.FIRST if self.first_held and not self.spoken else None


def read_first(standing: Standing, words: str) -> Reason | None:
    """Why ``words`` of somebody are read before they are public; None: they need not be."""
    if standing.first is not None:
        return standing.first
    return Reason.LINKS if not standing.known and has_many_links(words) else None


_LINK = re.compile(r"\bhttps?:(?://www\.)?|\bwww\.|\bmailto:", re.IGNORECASE)


def has_many_links(words: str) -> bool:
    """Whether there are more addresses in a text than somebody new may send at once, whether they
    would become links or not: advertisers do not try first."""
    return len(_LINK.findall(words)) > MOST_LINKS


def tidied(source: str) -> str:
    """The text as it is kept and counted from then on."""
    return normalised(source).strip()


def checked_text(source: str) -> str:
    """The text of an Eingabe as it is kept; raises Invalid when it is empty or too long."""
    text = tidied(source)
    if not text:
        raise Invalid(_("Bitte schreiben Sie, was die Einsendung sagt."), "source")
    if len(text) > LONGEST_TEXT:
        message = _("Bitte kürzen Sie auf höchstens %(limit)s Zeichen.", limit=LONGEST_TEXT)
        raise Invalid(message, "source")
    return text


def check_received(day: date, now: datetime) -> None:
    """Raise Invalid for a day that has not come yet in Stralsund."""
    if day > now.astimezone(BERLIN).date():
        raise Invalid(_("Das Eingangsdatum darf nicht in der Zukunft liegen."), "received_on")


def is_late(received_on: date, closes_at: datetime) -> bool:
    """Whether it came after the last day of the round; it is taken all the same, and said so."""
    return received_on > closes_at.astimezone(BERLIN).date()


def public_name(channel: str, wished: str) -> str:
    """What the public reads as the author; raises Invalid for a way that does not exist."""
    if channel not in set(Channel):
        raise Invalid(_("Bitte wählen Sie, wie die Einsendung kam."), "channel")
    return wished.strip() or PUBLIC_NAMES[Channel(channel)]


def fingerprint(source: str, sender: str, channel: str) -> str:
    """The SHA-256 by which the same words of the same sender by the same channel are found again;
    by another channel they are a likely duplicate, which is pointed out and kept."""
    words = f"{channel}\n{folded(sender)}\n{folded(source)}"
    return hashlib.sha256(words.encode()).hexdigest()


def joined(source: str, stretches: Iterable[Span]) -> str:
    """The stretches of a text as one comment; raises Invalid when it would be too long."""
    words = "\n\n".join(source[start:end].strip() for start, end in stretches)
    if len(words) > COMMENT_LENGTH:
        raise Invalid(
            _(
                "Eine Stellungnahme fasst höchstens %(limit)s Zeichen; gewählt sind %(length)s. "
                "Bitte teilen Sie weiter auf.",
                limit=COMMENT_LENGTH,
                length=len(words),
            ),
            "stretches",
        )
    return words


def merged(source: str, chosen: Collection[Span]) -> list[Span]:
    """The chosen stretches in order, those that overlap or touch made one.

    Raises Invalid when there are none or too many, or one is no words of the text.
    """
    if not chosen:
        raise Invalid(_("Bitte wählen Sie mindestens einen Satz oder Absatz."), "stretches")
    if len(chosen) > MOST_STRETCHES:
        message = _("Bitte wählen Sie höchstens %(limit)s auf einmal.", limit=MOST_STRETCHES)
        raise Invalid(message, "stretches")
    found: list[Span] = []
    for start, end in sorted(chosen):
        if not 0 <= start < end <= len(source) or not source[start:end].strip():
            message = _("Diese Stelle gibt es im Text nicht. Bitte wählen Sie sie neu.")
            raise Invalid(message, "stretches")
        last = found[-1] if found else None
        if last is not None and not _is_apart(source, last[1], start):
            found[-1] = (last[0], max(last[1], end))
        else:
            found.append((start, end))
    return found


def _is_apart(source: str, end: int, start: int) -> bool:
    """Whether there is more than a blank in the same line between two stretches."""
    between = source[end:start] if start > end else ""
    return bool(between.strip()) or between.count("\n") > 1


def is_over(sent_at: datetime, now: datetime) -> bool:
    """Whether the link that was sent then may no longer be used."""
    return now >= sent_at + LINK_LASTS
