"""What the judgement of a row says in codes, in sentences for people."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import gettext as _

from charta.consultation.rules import COMMENT_LENGTH
from charta.intake.judging import Reason, Verdict
from charta.intake.rules import LONGEST_TEXT


def explanation(verdict: Verdict) -> str:
    """Why a row is not taken and how to mend it; empty for one that is."""
    if verdict.reason is None:
        return ""
    detail = verdict.short
    sentences: dict[StrEnum, str] = {
        Reason.NO_TEXT: _("Der Text fehlt."),
        Reason.TEXT_TOO_LONG: _(
            "Der Text ist zu lang: %(detail)s Zeichen, höchstens %(limit)s.",
            detail=detail,
            limit=LONGEST_TEXT,
        ),
        Reason.TOO_LONG_FOR_ONE: _(
            "Für eine einzige Klausel ist der Text zu lang: %(detail)s Zeichen, höchstens "
            "%(limit)s. Lassen Sie die Klausel weg und teilen Sie ihn danach auf.",
            detail=detail,
            limit=COMMENT_LENGTH,
        ),
        Reason.LINE_TOO_LONG: _(
            "Betreff, Absender oder Organisation ist länger als %(detail)s Zeichen.", detail=detail
        ),
        Reason.CONTROL_CHARACTER: _("Im Text steht ein unsichtbares Steuerzeichen."),
        Reason.WRITING_DIRECTION: _("Im Text steht ein Zeichen, das die Schreibrichtung umkehrt."),
        Reason.ERROR_VALUE: _(
            "Die Zelle enthält den Fehlerwert %(detail)s statt eines Textes.", detail=detail
        ),
        Reason.UNKNOWN_CLAUSE: _(
            "Die Klausel „%(detail)s“ liegt in dieser Beteiligung nicht aus.", detail=detail
        ),
        Reason.NO_CHANNEL: _("Der Kanal fehlt: Brief, E-Mail, Telefon oder vor Ort."),
        Reason.UNKNOWN_CHANNEL: _(
            "Der Kanal „%(detail)s“ ist unbekannt. Möglich sind Brief, E-Mail, Telefon und vor "
            "Ort.",
            detail=detail,
        ),
        Reason.NO_DATE: _("Das Eingangsdatum fehlt."),
        Reason.UNKNOWN_DATE: _(
            "Das Eingangsdatum „%(detail)s“ ist keines, das es gibt; etwa 24.12.2026.",
            detail=detail,
        ),
        Reason.FUTURE_DATE: _(
            "Das Eingangsdatum „%(detail)s“ liegt in der Zukunft.", detail=detail
        ),
        Reason.UNKNOWN_ADDRESS: _("„%(detail)s“ ist keine E-Mail-Adresse.", detail=detail),
        Reason.SAME_ROW: _("Steht schon in Zeile %(detail)s.", detail=detail),
        Reason.SAME_INTAKE: _("Steht schon als Eingabe %(detail)s da.", detail=detail),
    }
    return sentences[verdict.reason]
