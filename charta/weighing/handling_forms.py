"""What requests of the table may say: working on several comments at once, or on one in its row."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from charta.consultation.rules import ANSWER_LENGTH
from charta.consultation.words import DISPOSITIONS
from charta.core.forms import (
    BooleanField,
    Choice,
    Choices,
    Day,
    Form,
    HiddenField,
    Line,
    Prose,
    Radio,
    number_or_none,
    text_or_none,
)
from charta.weighing import rules
from charta.weighing.forms import FINGERPRINT, STAMP

VIEW = frozenset(
    {"stand", "ergebnis", "art", "weg", "thema", "ort", "wer", "stelle", "frist", "gruppe"}
    | {"fachamt", "q", "sortierung", "richtung", "nach", "vor"}
)
"""The parameters of an address that say which view somebody came from."""
CHOSEN = VIEW | {"s", "alle", "aktion"}


class BulkForm(Form):
    """Something that is done with several comments. ``seen`` names the selection whose preview
    was shown; empty: it has not been shown yet."""

    accepts = CHOSEN
    seen = HiddenField(_l("Gezeigte Auswahl"), validators=[FINGERPRINT])


class AssignForm(BulkForm):
    assignee = Choice(_l("Wer kümmert sich darum?"), coerce=text_or_none)

    @property
    def person(self) -> int | None:
        """The id of the chosen person; None for nobody."""
        return number_or_none(self.assignee.data)


class DueForm(BulkForm):
    due_on = Day(_l("Antwort fertig bis"), required=False)


class AnswerForm(BulkForm):
    disposition = Radio(_l("Was wird daraus?"), choices=[*DISPOSITIONS.items()])
    source = Prose(_l("Begründung"), longest=ANSWER_LENGTH)


class AskForm(BulkForm):
    departments = Choices(_l("Fachämter"), coerce=number_or_none, required=True)
    question = Prose(_l("Ihre Frage"), longest=rules.QUESTION_LENGTH)
    due_on = Day(_l("Antwort erbeten bis"), required=False)


class GroupForm(BulkForm):
    group = Choice(_l("Gruppe"), coerce=number_or_none, required=False)
    title = Line(_l("Titel der neuen Gruppe"), longest=rules.GROUP_TITLE, required=False)


class RowForm(Form):
    """One comment, worked on in its row; ``draft`` is the stamp of the draft the row showed."""

    accepts = VIEW
    draft = HiddenField(_l("Stand des Entwurfs"), validators=[STAMP])
    assignee = Choice(_l("Zuständig"), coerce=number_or_none, required=False)
    due_on = Day(_l("Antwort fertig bis"), required=False)
    disposition = Choice(
        _l("Was wird daraus?"), choices=[("", "–"), *DISPOSITIONS.items()], required=False
    )
    source = Prose(_l("Begründung"), longest=ANSWER_LENGTH, required=False)
    finish = BooleanField(_l("Der Entwurf ist fertig und kann freigegeben werden"))
