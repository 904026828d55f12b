"""What rules say in codes, in sentences for people."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from charta.workshops.judging import Reason, Verdict
from charta.workshops.rules import LONGEST_IDEA, Channel

CHANNELS = {
    Channel.TABLE: _l("am Tisch"),
    Channel.PAPER: _l("auf Papier"),
    Channel.WEB: _l("im Netz"),
    Channel.IMPORT: _l("aus einer Tabelle"),
}


def explanation(verdict: Verdict) -> str:
    """Why a row is not taken and how to mend it; empty for one that is."""
    if verdict.reason is None:
        return ""
    detail = verdict.short
    sentences: dict[StrEnum, str] = {
        Reason.NO_TEXT: _("Die Idee fehlt."),
        Reason.TEXT_TOO_LONG: _(
            "Die Idee ist zu lang: %(detail)s Zeichen, höchstens %(limit)s.",
            detail=detail,
            limit=LONGEST_IDEA,
        ),
        Reason.CONTROL_CHARACTER: _("Im Text steht ein unsichtbares Steuerzeichen."),
        Reason.WRITING_DIRECTION: _("Im Text steht ein Zeichen, das die Schreibrichtung umkehrt."),
        Reason.ERROR_VALUE: _(
            "Die Zelle enthält den Fehlerwert %(detail)s statt einer Idee.", detail=detail
        ),
        Reason.NO_THEME: _("Das Handlungsfeld fehlt."),
        Reason.UNKNOWN_THEME: _(
            "Das Handlungsfeld „%(detail)s“ gibt es in dieser Charta nicht.", detail=detail
        ),
        Reason.UNKNOWN_GROUP: _(
            "Die Gruppe „%(detail)s“ gibt es in dieser Charta nicht.", detail=detail
        ),
        Reason.UNKNOWN_TABLE: _(
            "Den Tisch „%(detail)s“ gibt es bei dieser Veranstaltung nicht.", detail=detail
        ),
        Reason.UNKNOWN_CHANNEL: _(
            "Der Kanal „%(detail)s“ ist unbekannt. Möglich sind Tisch, Papier, Web und Import.",
            detail=detail,
        ),
        Reason.SAME_ROW: _("Steht schon in Zeile %(detail)s.", detail=detail),
        Reason.SAME_IDEA: _(
            "Steht schon als Idee %(detail)s bei der Veranstaltung.", detail=detail
        ),
    }
    return sentences[verdict.reason]
