"""What the rules of intake say in codes, in words for people."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from charta.intake.models import HeldComment
from charta.intake.rules import Channel, Mode, Reason, has_many_links

CHANNELS = {
    Channel.LETTER: _l("Brief"),
    Channel.MAIL: _l("E-Mail"),
    Channel.PHONE: _l("Telefon"),
    Channel.ROOM: _l("vor Ort"),
}

MODES = {
    Mode.NONE: _l("Nein, nur mit Konto"),
    Mode.CONFIRMED: _l("Ja, wenn sie ihre E-Mail-Adresse bestätigen"),
    Mode.MODERATED: _l("Ja, nachdem die Redaktion ihren Text gelesen hat"),
}


def channel(code: str) -> str:
    """A way of arrival in words."""
    return str(CHANNELS[Channel(code)])


WHY_WAITS = {
    Reason.UNPROVEN: _l(
        "Ihr Konto ist ohne die Prüfung gegen Spam entstanden; nach dem ersten freigegebenen "
        "Beitrag ist das erledigt."
    ),
    Reason.FIRST: _l("In dieser Charta wird der erste Beitrag jeder Person vorher gelesen."),
    Reason.LINKS: _l(
        "Wer hier neu ist, darf einen Link sofort veröffentlichen; mit mehreren wird der Text "
        "vorher gelesen."
    ),
}
"""Why something waits, said to its author."""

WHY_READ = {
    Reason.UNPROVEN: _l("Ohne Prüfung gegen Spam gesendet"),
    Reason.FIRST: _l("Erster Beitrag dieser Person"),
    Reason.LINKS: _l("Mehrere Links von jemandem, der hier neu ist"),
}
"""The same, said to whoever reads it."""


def why_waits(reason: str) -> str:
    """Why something waits, for its author."""
    return str(WHY_WAITS[Reason(reason)])


def why_read(held: HeldComment) -> str:
    """Why somebody has to read what waits; ``held`` comes from a query, with its account."""
    if held.account is not None:
        return str(WHY_READ[Reason(held.account.reason)])
    if held.unproven:
        return str(WHY_READ[Reason.UNPROVEN])
    if has_many_links(f"{held.source}\n{held.wording or ''}"):
        return str(WHY_READ[Reason.LINKS])
    return str(_l("Ohne Konto geschrieben"))
