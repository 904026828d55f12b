"""The placeholders of a letter, in the words that stand in a city's template."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _l

from charta.papers.cleaning import cleaned, numerals
from charta.papers.rows import Head, WeighingRow

BEGIN, END = "#beitraege", "/beitraege"
"""Paragraphs between these two are repeated for each contribution of the person."""

OF_LETTER = {
    "name": _l("Name der Person"),
    "anschrift": _l("ihre Anschrift, wenn sie bekannt ist"),
    "stadt": _l("Name der Stadt"),
    "charta": _l("Name der Charta"),
    "beteiligung": _l("Nummer und Titel der Beteiligung"),
    "datum": _l("Datum des Schreibens"),
    "anzahl": _l("Anzahl ihrer Beiträge"),
}
OF_CONTRIBUTION = {
    "schluessel": _l("Schlüssel des Beitrags"),
    "eingang": _l("Tag des Eingangs"),
    "klausel": _l("Schlüssel und Titel der Klausel"),
    "stelle": _l("Stelle, um die es geht"),
    "wortlaut": _l("der Beitrag selbst"),
    "entscheidung": _l("übernommen, teilweise übernommen, …"),
    "begruendung": _l("Begründung der Entscheidung"),
    "fachamt": _l("beteiligtes Fachamt"),
    "antwortdatum": _l("Tag der Antwort"),
    "heute": _l("Wortlaut der Stelle heute"),
}
KNOWN = {**OF_LETTER, **OF_CONTRIBUTION}


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who gets a letter, and about which contributions."""

    name: str
    address: str
    rows: Sequence[WeighingRow]


def constant(head: Head) -> dict[str, str]:
    """What is the same in all letters."""
    return {
        "stadt": cleaned(head.city),
        "charta": cleaned(head.charter),
        "beteiligung": cleaned(head.round),
        "datum": numerals(head.day),
    }


def of_letter(head: Head, recipient: Recipient) -> dict[str, str]:
    return {
        **constant(head),
        "name": cleaned(recipient.name),
        "anschrift": cleaned(recipient.address),
        "anzahl": str(len(recipient.rows)),
    }


def of_contribution(row: WeighingRow) -> dict[str, str]:
    days: dict[str, date | None] = {"eingang": row.received_on, "antwortdatum": row.answered_on}
    texts = {
        "schluessel": row.key,
        "klausel": row.clause,
        "stelle": row.passage,
        "wortlaut": row.text,
        "entscheidung": row.disposition,
        "begruendung": row.reason,
        "fachamt": row.department,
        "heute": row.later_wording,
    }
    return {
        **{name: numerals(day) for name, day in days.items()},
        **{name: cleaned(text) for name, text in texts.items()},
    }
