"""What may be said about responsibility and feasibility."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms.widgets import HiddenInput

from charta.core.forms import (
    Choice,
    Choices,
    Form,
    Prose,
    Radio,
    WholeNumber,
    number_or_none,
)
from charta.feasibility.rules import REASON_LENGTH, Verdict

VERDICTS = [
    (Verdict.FEASIBLE.value, _l("Umsetzbar")),
    (Verdict.CONDITIONAL.value, _l("Umsetzbar unter Bedingungen")),
    (Verdict.NOT_FEASIBLE.value, _l("Nicht umsetzbar")),
]


class JudgementForm(Form):
    """A department's verdict on the wording ``base``."""

    base = WholeNumber(_l("Geprüfte Version"), least=1, widget=HiddenInput())
    department = Choice(_l("Fachamt"), coerce=number_or_none)
    verdict = Radio(_l("Urteil"), choices=VERDICTS)
    reason = Prose(_l("Begründung"), longest=REASON_LENGTH)
    conditions = Prose(_l("Bedingungen"), longest=REASON_LENGTH, required=False)


class ResponsibilityForm(Form):
    """Which departments are responsible for one clause; none is a choice too."""

    departments = Choices(_l("Zuständige Fachämter"), coerce=number_or_none)


class SectionForm(Form):
    """Which departments become responsible for all clauses of a section."""

    section = Choice(_l("Abschnitt"), coerce=number_or_none)
    departments = Choices(_l("Fachämter"), required=True, coerce=number_or_none)


class ReleaseForm(Form):
    """Verdicts to release, by their numbers; the choices are set in the view."""

    assessments = Choices(_l("Urteile"), required=True, coerce=number_or_none)
