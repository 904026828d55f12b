"""What papers there are, in which formats, and how far one is."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from flask_babel import gettext as _

from charta.core.errors import Invalid

KEPT = timedelta(days=7)
"""How long a finished paper can be fetched."""

MOST_TRIES = 3
MOST_WAITING = 10
"""Papers of a charter that may be in the making at once."""


class Kind(StrEnum):
    WEIGHING = "weighing"
    SYNOPSIS = "synopsis"
    COUNCIL = "council"
    LETTERS = "letters"


class Format(StrEnum):
    XLSX = "xlsx"
    CSV = "csv"
    DOCX = "docx"
    PDF = "pdf"
    ZIP = "zip"


FORMATS = {
    Kind.WEIGHING: (Format.XLSX, Format.CSV, Format.DOCX, Format.PDF),
    Kind.SYNOPSIS: (Format.DOCX, Format.PDF),
    Kind.COUNCIL: (Format.PDF, Format.DOCX),
    Kind.LETTERS: (Format.DOCX, Format.ZIP),
}
"""The formats of each kind, the usual one first."""

OF_A_ROUND = frozenset({Kind.WEIGHING, Kind.COUNCIL, Kind.LETTERS})
OF_A_RELEASE = frozenset({Kind.SYNOPSIS, Kind.COUNCIL})


class State(StrEnum):
    """Computed from what happened and the clock."""

    WAITING = "waiting"
    MAKING = "making"
    READY = "ready"
    FAILED = "failed"
    GONE = "gone"


def check_format(kind: Kind, file_format: Format) -> None:
    """Raise Invalid for a format that this kind of paper does not have."""
    if file_format not in FORMATS[kind]:
        raise Invalid(_("Dieses Papier gibt es in einem anderen Format."), "format")


def check_releases(old: int | None, new: int | None) -> None:
    """Raise Invalid unless the older release is the older one; without one there is no synopsis."""
    if old is not None and new is not None and old >= new:
        raise Invalid(_("Bitte wählen Sie zum Vergleich eine ältere Fassung."), "old")


def is_gone(finished_at: datetime, now: datetime) -> bool:
    return now - finished_at >= KEPT
