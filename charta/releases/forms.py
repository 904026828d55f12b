"""What may be said about a release."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms.widgets import HiddenInput

from charta.core.forms import Day, Form, Line, Link, Prose, Radio
from charta.releases.rules import DECISION_LENGTH, NOTE_LENGTH, TITLE_LENGTH, Kind

KINDS = [
    (Kind.CONSULTATION.value, _l("Konsultationsfassung: ein Entwurf für eine Beteiligung")),
    (Kind.EDITION.value, _l("Beschlussfassung: der Text, den die Bürgerschaft beschlossen hat")),
]


class PrepareForm(Form):
    """The draft is fixed as it was shown; ``fingerprint`` says how that was."""

    fingerprint = Line(_l("Gesehener Stand"), longest=64, widget=HiddenInput())
    kind = Radio(_l("Was für eine Fassung soll es werden?"), choices=KINDS)
    title = Line(_l("Titel"), longest=TITLE_LENGTH)
    note = Prose(_l("Bemerkung"), longest=NOTE_LENGTH, required=False)


class PublishForm(Form):
    """The council's decision on an edition."""

    decided_on = Day(_l("Tag des Beschlusses"))
    decision_number = Line(_l("Nummer des Beschlusses"), longest=DECISION_LENGTH)
    decision_link = Link(_l("Adresse des Beschlusses im Netz"))
