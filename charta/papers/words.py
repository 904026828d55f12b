"""Papers in words."""

from __future__ import annotations

import re

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from charta.consultation.models import Round
from charta.feasibility.rules import Verdict
from charta.papers.cleaning import numerals
from charta.papers.rows import Head
from charta.papers.rules import Format, Kind, State
from charta.releases.models import Release

KINDS = {
    Kind.WEIGHING: _l("Abwägungstabelle"),
    Kind.SYNOPSIS: _l("Synopse"),
    Kind.COUNCIL: _l("Beschlussvorlage"),
    Kind.LETTERS: _l("Antwortschreiben"),
}
LEADS = {
    Kind.WEIGHING: _l("Alle Beiträge einer Beteiligung mit der Antwort der Stadt."),
    Kind.SYNOPSIS: _l("Zwei Fassungen nebeneinander, mit allem, was sich geändert hat."),
    Kind.COUNCIL: _l(
        "Beschlussvorschlag, Text, Synopse, Abwägung, Umsetzbarkeit und offene Punkte in einem "
        "Papier."
    ),
    Kind.LETTERS: _l("Ein Schreiben an jede Person, deren Beiträge beantwortet sind."),
}
FORMATS = {
    Format.XLSX: _l("Excel (XLSX)"),
    Format.CSV: _l("Tabelle als Text (CSV)"),
    Format.DOCX: _l("Word (DOCX)"),
    Format.PDF: _l("PDF, barrierefrei"),
    Format.ZIP: _l("einzelne Word-Dateien (ZIP)"),
}
LETTER_FORMATS = {**FORMATS, Format.DOCX: _l("eine Word-Datei mit allen Schreiben")}
STATES = {
    State.WAITING: _l("wartet"),
    State.MAKING: _l("in Arbeit"),
    State.READY: _l("fertig"),
    State.FAILED: _l("nicht gelungen"),
    State.GONE: _l("gelöscht"),
}
TONES = {
    State.WAITING: "neutral",
    State.MAKING: "info",
    State.READY: "success",
    State.FAILED: "danger",
    State.GONE: "neutral",
}
VERDICTS = {
    Verdict.FEASIBLE: _l("umsetzbar"),
    Verdict.CONDITIONAL: _l("umsetzbar unter Bedingungen"),
    Verdict.NOT_FEASIBLE: _l("nicht umsetzbar"),
}


def round_name(found: Round) -> str:
    return str(_("Beteiligung %(number)s: %(title)s", number=found.number, title=found.title))


def release_name(release: Release) -> str:
    return str(_("Fassung %(number)s", number=release.number))


def title(kind: Kind, charter: str) -> str:
    """What a paper is called on its first page."""
    if kind is Kind.COUNCIL:
        return str(_("Beschlussvorlage: %(charter)s", charter=charter))
    return str(KINDS[kind])


def file_name(kind: Kind, file_format: Format, head: Head, about: str) -> str:
    """Under which name the file is fetched: kind, charter, round or releases, day."""
    parts = (str(KINDS[kind]), head.charter, about, numerals(head.day))
    whole = "-".join(re.sub(r"[^\w.]+", "-", part).strip("-") for part in parts if part)
    return f"{whole[:150]}.{file_format}"
