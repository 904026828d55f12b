"""What requests of the weighing desk may say."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from charta.consultation.forms import BasedOn
from charta.consultation.rules import ANSWER_LENGTH
from charta.consultation.words import DISPOSITIONS
from charta.core.forms import (
    Choice,
    Choices,
    Day,
    Form,
    HiddenField,
    Line,
    Pattern,
    Prose,
    Radio,
    number_or_none,
    text_or_none,
)
from charta.weighing import rules

DAMAGED = _l("Das Formular ist beschädigt. Bitte laden Sie die Seite neu.")
STAMP = Pattern(r"[0-9]{1,9}-[0-9]{20}", DAMAGED)
FINGERPRINT = Pattern(r"[0-9a-f]{64}", DAMAGED)
"""Of what a page has shown, so that nothing else is done."""


class DraftForm(Form):
    """An answer that is being written. Nothing is mandatory until it is finished: the service
    says then what is missing. ``draft`` is the stamp of the draft its page showed, ``based_on``
    the answer in force."""

    draft = HiddenField(_l("Stand des Entwurfs"), validators=[STAMP])
    based_on = BasedOn()
    disposition = Radio(_l("Was wird daraus?"), choices=[*DISPOSITIONS.items()], required=False)
    source = Prose(_l("Begründung"), longest=ANSWER_LENGTH, required=False)
    module = Choice(_l("Textbaustein"), coerce=number_or_none, required=False)
    revision = Choice(_l("Führte zu dieser Version"), coerce=number_or_none, required=False)
    department = Choice(_l("Beruht auf dem Rat von"), coerce=number_or_none, required=False)


class SeveralForm(DraftForm):
    """One answer for the comments that are ticked."""

    comments = Choices(_l("Gilt für"), coerce=number_or_none, required=True)


class DecisionForm(Form):
    """The decision of who may let an answer go out but does not write it."""

    draft = HiddenField(_l("Stand des Entwurfs"), validators=[STAMP])


class ReleaseForm(Form):
    """The drafts that go out, each by its id and the stamp that was seen."""

    drafts = Choices(_l("Antworten"), coerce=text_or_none, required=True)


class ReleaseAllForm(Form):
    """All drafts of a list go out; ``seen`` names exactly those that were counted."""

    seen = HiddenField(_l("Gezeigte Antworten"), validators=[FINGERPRINT])


class TextModuleForm(Form):
    """A Textbaustein; ``seen`` is the moment of the words its page showed."""

    seen = HiddenField(_l("Stand des Textbausteins"))
    title = Line(_l("Titel"), longest=rules.MODULE_TITLE)
    source = Prose(_l("Worte"), longest=rules.MODULE_LENGTH)


class QuestionForm(Form):
    """What departments are asked."""

    departments = Choices(_l("Fachämter"), coerce=number_or_none, required=True)
    question = Prose(_l("Ihre Frage"), longest=rules.QUESTION_LENGTH)
    due_on = Day(_l("Antwort erbeten bis"), required=False)


class AdviceForm(Form):
    """What a department says; ``based_on`` is the advice its page showed."""

    based_on = BasedOn()
    source = Prose(_l("Was sagt Ihr Fachamt dazu?"), longest=rules.ADVICE_LENGTH)


class GroupForm(Form):
    """A proposed group is confirmed: those of its lines that say the same."""

    lines = Choices(_l("Gehören zusammen"), coerce=text_or_none, required=True)
    title = Line(_l("Was sagen sie gemeinsam?"), longest=rules.GROUP_TITLE)


class JoinForm(Form):
    """Further comments for a group, by their keys."""

    keys = Line(_l("Weitere Stellungnahmen"), longest=500)


class PartForm(Form):
    """Sentences of a comment and the text they are about."""

    sentences = Choices(_l("Sätze"), coerce=number_or_none, required=True)
    document = Choice(_l("Worauf beziehen sie sich?"))


class WaiverForm(Form):
    """Why an edition is published although contributions have no answer."""

    source = Prose(
        _l("Warum wird veröffentlicht, obwohl Antworten fehlen?"),
        longest=rules.WAIVER_LENGTH,
        description=_l("Sagen Sie auch, bis wann die Antworten kommen."),
    )
