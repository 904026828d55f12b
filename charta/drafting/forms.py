"""What editors may say about the draft."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.widgets import HiddenInput

from charta.core.forms import (
    ButtonForm,
    Choice,
    Choices,
    Form,
    Line,
    Prose,
    WholeNumber,
    number_or_none,
)
from charta.drafting.rules import (
    LONGEST_NOTE,
    LONGEST_REASON,
    LONGEST_SOURCE,
    LONGEST_TITLE,
)

HIGHEST_PLACE = 9_999


class Base(WholeNumber):
    """The number of the revision that somebody began to write on."""

    widget = HiddenInput()

    def __init__(self, **options: Any) -> None:
        super().__init__(_l("Ausgangsversion"), least=1, **options)


class SectionForm(Form):
    """A new section."""

    theme = Choice(_l("Handlungsfeld"), coerce=number_or_none)
    title = Line(_l("Titel"), longest=LONGEST_TITLE)
    source = Prose(_l("Text zur Einleitung"), longest=LONGEST_SOURCE, required=False)


class ClauseForm(Form):
    """A new clause."""

    title = Line(_l("Titel"), longest=LONGEST_TITLE)
    source = Prose(_l("Text"), longest=LONGEST_SOURCE)
    theme = Choice(_l("Handlungsfeld"), coerce=number_or_none)


class RevisionForm(Form):
    """A new wording. Whether the text may be empty the rules decide: a section's may."""

    base = Base()
    title = Line(_l("Titel"), longest=LONGEST_TITLE)
    source = Prose(_l("Text"), longest=LONGEST_SOURCE, required=False)
    note = Prose(_l("Was haben Sie geändert und warum?"), longest=LONGEST_NOTE)


class RestoreForm(Form):
    """An older wording taken up again."""

    base = Base()
    note = Prose(_l("Warum nehmen Sie diesen Wortlaut wieder auf?"), longest=LONGEST_NOTE)


class CompareForm(Form):
    """Any two revisions; read from the address."""

    class Meta:
        csrf = False

    alt = WholeNumber(_l("Version"), least=1)
    neu = WholeNumber(_l("mit Version"), least=1)


class PlaceForm(Form):
    """Where a section goes among the sections."""

    place = WholeNumber(_l("Platz"), least=1, most=HIGHEST_PLACE)


class MoveForm(PlaceForm):
    """Where a clause goes: into which section, to which place."""

    section = Choice(_l("Abschnitt"), coerce=number_or_none)


class ShiftForm(ButtonForm):
    """One place up or down."""

    direction = Choice(_l("Richtung"), choices=[("up", ""), ("down", "")])


class WithdrawForm(Form):
    """Why a text is taken out of the draft."""

    reason = Prose(_l("Warum wird der Text zurückgezogen?"), longest=LONGEST_REASON)


class IdeasForm(Form):
    """The ideas a decision is about, by their numbers."""

    ideas = Choices(_l("Ideen"), required=True, coerce=number_or_none)


class PromotionForm(IdeasForm):
    """Ideas become a new clause."""

    section = Choice(_l("Abschnitt"), coerce=number_or_none)
    title = Line(_l("Titel der Klausel"), longest=LONGEST_TITLE)
    source = Prose(_l("Text der Klausel"), longest=LONGEST_SOURCE)
    reason = Prose(_l("Begründung"), longest=LONGEST_REASON)


class AttachForm(IdeasForm):
    """Ideas are named as a source of an existing clause."""

    clause = Choice(_l("Klausel"), coerce=number_or_none)
    reason = Prose(_l("Begründung"), longest=LONGEST_REASON)


class ShelveForm(IdeasForm):
    """Ideas are set aside."""

    reason = Prose(_l("Öffentliche Begründung"), longest=LONGEST_REASON)


def rebase(form: RevisionForm | RestoreForm, number: int) -> None:
    """Let what is in ``form`` be saved on top of revision ``number``."""
    form.base.data = number
    form.base.raw_data = None
