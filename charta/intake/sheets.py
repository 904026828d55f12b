"""Tables of letters and calls: the same files as those of ideas, with columns of their own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext as _

from charta.sheets import reading
from charta.sheets.headings import Headings

MOST_ROWS = 500
"""Each becomes an Eingabe with its receipt and perhaps a comment, all in one transaction."""

SERIAL = re.compile(r"[3-6][0-9]{4}(?:,[0-9]+)?")
EXCEL_BEGINS = date(1899, 12, 30)
"""A workbook holds a day as a number of days; that it is one, only its styles say, which are not
read."""

HEADINGS = Headings(
    {
        "text": ("text", "stellungnahme", "beitrag", "eingabe", "wortlaut", "inhalt", "anregung"),
        "clause": ("klausel", "abschnitt", "schlüssel", "klauselschlüssel", "zu", "clause"),
        "channel": ("kanal", "eingangsweg", "weg", "channel"),
        "received": ("eingangsdatum", "eingang", "eingegangen", "eingegangenam", "datum", "date"),
        "sender": ("absender", "absenderin", "einsender", "einsenderin", "name", "sender"),
        "public": ("organisation", "öffentlichals", "organisationöffentlichals"),
        "email": ("email", "emailadresse", "mail", "mailadresse"),
        "title": ("betreff", "titel", "title"),
    }
)


@dataclass(frozen=True)
class Row(reading.Row):
    """A letter or a call in the words of whoever wrote the table."""

    clause: str = ""
    channel: str = ""
    received: str = ""
    sender: str = ""
    public: str = ""
    email: str = ""
    title: str = ""

    @property
    def day(self) -> str:
        """When it was received, as people write it."""
        if SERIAL.fullmatch(self.received):
            return f"{EXCEL_BEGINS + timedelta(days=int(self.received[:5])):%d.%m.%Y}"
        return self.received


Sheet = reading.Sheet[Row]


def _no_heading(found: str) -> str:
    words: str = _(
        "Es fehlt die Überschrift „Text“ (auch: Stellungnahme, Beitrag). Gefunden wurde: "
        "%(found)s.",
        found=found,
    )
    return words


LETTERS = reading.Kind(
    Row,
    HEADINGS,
    MOST_ROWS,
    no_heading=_no_heading,
    empty=lambda: _("Unter den Überschriften steht kein einziger Text."),
)
read, kept = LETTERS.read, LETTERS.kept
