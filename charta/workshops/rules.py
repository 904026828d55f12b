"""What a workshop, a table and an idea may be: values in, a value or ``Invalid`` out."""

from __future__ import annotations

import hashlib
import unicodedata
from datetime import datetime
from enum import StrEnum

from flask_babel import gettext as _

from charta.core.errors import Conflict, Invalid
from charta.text.normalising import folded

LONGEST_IDEA = 2000
LONGEST_DESCRIPTION = 10_000
MOST_PARTNERS = 30
MOST_PARTICIPANTS = 100_000
HIGHEST_TABLE = 200


class Channel(StrEnum):
    """How an idea reached us."""

    TABLE = "table"
    PAPER = "paper"
    WEB = "web"
    IMPORT = "import"


def tidied(text: str) -> str:
    """``text`` in NFC with line feeds only and without spaces around it."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", unified).strip()


def fingerprint(text: str, theme_id: int) -> str:
    """The SHA-256 by which the same wording in the same theme is found again."""
    return hashlib.sha256(f"{theme_id}\n{folded(text)}".encode()).hexdigest()


def checked_idea(text: str) -> str:
    """The text as it is stored; raises Invalid when it is empty or too long."""
    cleaned = tidied(text)
    if not cleaned:
        raise Invalid(_("Bitte schreiben Sie die Idee auf."), "text")
    if len(cleaned) > LONGEST_IDEA:
        raise Invalid(
            _(
                "Bitte kürzen Sie auf höchstens %(limit)s Zeichen; es sind %(length)s.",
                limit=LONGEST_IDEA,
                length=len(cleaned),
            ),
            "text",
        )
    return cleaned


def check_period(starts_at: datetime, ends_at: datetime | None) -> None:
    """Raise Invalid when a workshop would end before it begins."""
    if ends_at is not None and ends_at <= starts_at:
        raise Invalid(_("Das Ende muss nach dem Beginn liegen."), "ends_at")


def checked_partners(text: str) -> str:
    """Partners one a line, without empty lines; raises Invalid when there are too many."""
    partners = [line.strip() for line in text.splitlines() if line.strip()]
    if len(partners) > MOST_PARTNERS:
        raise Invalid(
            _("Bitte nennen Sie höchstens %(limit)s Partner.", limit=MOST_PARTNERS), "partners"
        )
    return "\n".join(partners)


def check_wording_open(opened_at: datetime | None) -> None:
    """Raise Conflict when the public may already have read the idea."""
    if opened_at is not None:
        raise Conflict(
            _("Die Veranstaltung ist öffentlich. Der Wortlaut ihrer Ideen steht damit fest.")
        )
