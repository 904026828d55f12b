"""What requests of moderation may say."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TextAreaField
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import HiddenInput

from charta.consultation.forms import UUID
from charta.core.forms import (
    BooleanField,
    Choices,
    Day,
    EmailAddress,
    Form,
    Line,
    Pattern,
    Prose,
    Radio,
    StrangersForm,
    WholeNumber,
    clean_text,
)
from charta.core.forms.validators import Longest
from charta.moderation import rules
from charta.moderation.words import BASES, CHOICES_IN_WORDS, GROUNDS
from charta.text.markdown import MAX_LENGTH


class ReportForm(StrangersForm):
    """What is wrong with a contribution; ``submission`` makes two clicks one report."""

    submission = HiddenField(
        _l("Nummer des Formulars"),
        validators=[
            InputRequired(_l("Das Formular ist unvollständig. Bitte laden Sie die Seite neu.")),
            Pattern(UUID, _l("Das Formular ist beschädigt. Bitte laden Sie die Seite neu.")),
        ],
    )
    ground = Radio(_l("Worum geht es?"), choices=[*GROUNDS.items()])
    source = Prose(_l("Was ist an dem Beitrag nicht in Ordnung?"), longest=rules.REASON_LENGTH)
    name = Line(_l("Ihr Name"), longest=rules.NAME_LENGTH, required=False)
    email = EmailAddress(_l("Ihre E-Mail-Adresse"), required=False)
    good_faith = BooleanField(
        _l("Ich bin überzeugt, dass meine Angaben richtig und vollständig sind.")
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Everything that is missing at once: who has to look three times gives up."""
        valid = super().validate(extra_validators)
        lacking = rules.missing(
            self.ground.data or "",
            self.name.data or "",
            self.email.raw_data[0] if self.email.raw_data else None,
            good_faith=bool(self.good_faith.data),
        )
        for error in lacking:
            self.reject(error)
            valid = False
        return valid


class TakeForm(Form):
    """Somebody sees to a case; ``turn`` is the state of it they have seen."""

    turn = WholeNumber(_l("Stand"), widget=HiddenInput())


class Remainder(TextAreaField):
    """What is left of a text. It may hold what nobody can see, as the text did: that nothing came
    in beside gaps is looked at when they are made (``rules.gaps``)."""

    def __init__(self, label: Any, **options: Any) -> None:
        validators = [Optional(), Longest(MAX_LENGTH)]
        super().__init__(label, validators=validators, filters=[clean_text], **options)


class DecisionForm(TakeForm):
    """What is to happen and why. ``text`` and ``wording`` are only read for a redaction."""

    kinds = Choices(_l("Was soll geschehen?"), choices=CHOICES_IN_WORDS, coerce=str)
    text = Remainder(_l("Text des Beitrags"))
    wording = Remainder(_l("Vorgeschlagene Worte"))
    until = Day(_l("Letzter Tag der Sperre"), required=False)
    basis = Radio(_l("Worauf stützen Sie sich?"), choices=[*BASES.items()], required=False)
    provision = Line(_l("Welche Bestimmung?"), longest=rules.PROVISION_LENGTH, required=False)
    facts = Prose(_l("Was haben Sie festgestellt, und warum folgt das daraus?"), longest=5_000)
    public = Line(_l("Ein Satz für alle"), longest=rules.PUBLIC_LENGTH, required=False)


class ObjectionForm(Form):
    """Why a decision is wrong."""

    source = Prose(
        _l("Warum ist die Entscheidung aus Ihrer Sicht falsch?"), longest=rules.REASON_LENGTH
    )


class HearingForm(Form):
    """What becomes of an objection."""

    upheld = Radio(
        _l("Ihre Entscheidung"),
        choices=[
            ("yes", _l("Der Widerspruch ist richtig: Die Entscheidung gilt nicht mehr")),
            ("no", _l("Die Entscheidung bleibt bestehen")),
        ],
    )
    answer = Prose(_l("Begründung"), longest=rules.REASON_LENGTH)
