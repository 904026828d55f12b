"""Tables of ideas as German offices write them: bytes in, rows of words out. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from charta.core.files import refused
from charta.sheets import reading
from charta.sheets.headings import Headings, Layout

MOST_ROWS = 3000

HEADINGS = Headings(
    {
        "text": (
            *("idee", "ideen", "ideentext", "text", "beitrag", "beiträge", "vorschlag"),
            *("vorschläge", "wortlaut", "inhalt", "idea"),
        ),
        "theme": (
            *("handlungsfeld", "handlungsfelder", "thema", "themen", "themenfeld"),
            *("themenbereich", "handlungsfeldkürzel", "themenkürzel", "theme"),
        ),
        "group": (
            *("gruppe", "gruppen", "akteursgruppe", "akteur", "akteure", "interessengruppe"),
            *("stakeholder", "stakeholdergruppe", "group"),
        ),
        "table": ("tisch", "tischnr", "tischnummer", "table"),
        "channel": ("kanal", "eingang", "eingangsweg", "weg", "channel"),
    }
)


@dataclass(frozen=True)
class Row(reading.Row):
    """An idea in the words of whoever wrote the table."""

    theme: str = ""
    group: str = ""
    table: str = ""
    channel: str = ""


Sheet = reading.Sheet[Row]


def _no_heading(found: str) -> str:
    words: str = _(
        "Es fehlt die Überschrift „Idee“ (auch: Text, Beitrag). Gefunden wurde: %(found)s.",
        found=found,
    )
    return words


def _check(found: Layout) -> None:
    if "theme" not in found.places and "table" not in found.places:
        raise refused(
            _(
                "Es fehlt die Überschrift „Handlungsfeld“ (auch: Thema) oder „Tisch“, aus dem "
                "sich das Handlungsfeld ergibt."
            )
        )


IDEAS = reading.Kind(
    Row,
    HEADINGS,
    MOST_ROWS,
    no_heading=_no_heading,
    empty=lambda: _("Unter den Überschriften steht keine einzige Idee."),
    check=_check,
)
read, kept = IDEAS.read, IDEAS.kept
