"""What the rules of intake say in codes, in words for people."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from charta.intake.rules import Channel, Mode

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
