"""Whether somebody has written what a form says, not a program: how long it took, and a field
that nobody sees. Nothing about the visitor is looked at."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import current_app
from flask_babel import gettext as _
from itsdangerous import BadSignature, Signer

from charta.core.errors import Invalid
from charta.intake.rules import SHORTEST_WRITING
from config import Settings

LONGEST_OPEN = timedelta(days=30)


def _signer() -> Signer:
    settings: Settings = current_app.extensions["charta.settings"]
    return Signer(settings.secret_key, salt="guest-form")


def begun(moment: datetime) -> str:
    """What a form carries to say when it was given out."""
    return _signer().sign(str(int(moment.timestamp()))).decode()


def check(begun: str, trap: str, moment: datetime) -> None:
    """Raise Invalid for a form that was filled in too fast, that is too old, whose beginning is not
    ours or whose ``trap`` holds something. The message tells a person what to do."""
    if trap:
        raise Invalid(_("Bitte lassen Sie das letzte Feld leer."), "website")
    try:
        started = int(_signer().unsign(begun))
    except (BadSignature, ValueError) as error:
        raise Invalid(
            _("Das Formular ist unvollständig. Bitte laden Sie die Seite neu.")
        ) from error
    taken = moment - datetime.fromtimestamp(started, tz=moment.tzinfo)
    if taken > LONGEST_OPEN:
        raise Invalid(
            _(
                "Dieses Formular ist über einen Monat alt. Bitte kopieren Sie Ihren Text und laden "
                "Sie die Seite neu."
            )
        )
    if taken < SHORTEST_WRITING:
        raise Invalid(
            _("Das ging sehr schnell. Bitte lesen Sie noch einmal und senden Sie erneut.")
        )
