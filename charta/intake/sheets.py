"""Tables of letters and calls: the same files as those of ideas, with columns of their own."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from charta.sheets import reading
from charta.sheets.headings import Headings

MOST_ROWS = 500
"""Each becomes an Eingabe with its receipt and perhaps a comment, all in one transaction."""

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
