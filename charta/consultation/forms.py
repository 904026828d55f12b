"""What requests of a consultation may say."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import InputRequired
from wtforms.widgets import HiddenInput

from charta.consultation import rules
from charta.consultation.placement_words import CHOICES
from charta.core.forms import (
    BooleanField,
    ButtonForm,
    Choice,
    Choices,
    Day,
    Form,
    Line,
    LocalDateTime,
    Pattern,
    Prose,
    Radio,
    WholeNumber,
    number_or_none,
)
from charta.drafting.forms import Base, RevisionForm
from charta.text.markdown import MAX_LENGTH

UUID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"


class CommentForm(Form):
    """A comment or a reply; ``submission`` makes two clicks one comment."""

    submission = HiddenField(
        _l("Nummer des Formulars"),
        validators=[
            InputRequired(_l("Das Formular ist unvollständig. Bitte laden Sie die Seite neu.")),
            Pattern(UUID, _l("Das Formular ist beschädigt. Bitte laden Sie die Seite neu.")),
        ],
    )
    source = Prose(_l("Ihre Stellungnahme"), longest=rules.COMMENT_LENGTH)


class PassageForm(CommentForm):
    """A comment on a passage, with other words for it or without. ``seen`` are the other words
    whose difference has been shown."""

    accepts = frozenset({"seen"})
    source = Prose(_l("Ihre Stellungnahme oder Begründung"), longest=rules.COMMENT_LENGTH)
    suggests = BooleanField(_l("Ich schlage andere Worte für diese Stelle vor"))
    wording = Prose(_l("So soll die Stelle lauten"), longest=rules.COMMENT_LENGTH, required=False)


class SuggestionForm(CommentForm):
    """Another wording for a whole text, with the reason for it."""

    accepts = frozenset({"seen"})
    wording = Prose(_l("So soll der Text lauten"), longest=MAX_LENGTH)
    source = Prose(_l("Ihre Begründung"), longest=rules.COMMENT_LENGTH)


class RoundForm(Form):
    """A round to be announced."""

    release = Choice(_l("Konsultationsfassung"), coerce=number_or_none)
    title = Line(_l("Titel der Beteiligung"), longest=rules.TITLE_LENGTH)
    introduction = Prose(_l("Einleitung"), longest=rules.INTRODUCTION_LENGTH)
    opens_at = LocalDateTime(_l("Stellungnahmen ab"))
    closes_at = LocalDateTime(_l("Stellungnahmen bis"))
    readable_from = LocalDateTime(_l("Entwurf lesbar ab"), required=False)
    answer_by = Day(_l("Antworten versprochen bis"), required=False)


class DatesForm(Form):
    """New dates of a round; the beginning is taken out once it has opened."""

    opens_at = LocalDateTime(_l("Stellungnahmen ab"))
    closes_at = LocalDateTime(_l("Stellungnahmen bis"))
    answer_by = Day(_l("Antworten versprochen bis"), required=False)


class AdoptForm(ButtonForm):
    """A suggestion is taken over as it was made, on top of the version its page showed."""

    base = Base()


class AdoptionForm(RevisionForm):
    """A text written after a suggestion. That it goes back to it is noted without a word."""

    note = Prose(
        _l("Was haben Sie geändert und warum?"), longest=rules.ADOPTION_NOTE, required=False
    )


class BasedOn(WholeNumber):
    """The id of the answer that stood when somebody began to write; empty when none did."""

    widget = HiddenInput()

    def __init__(self, **options: Any) -> None:
        super().__init__(_l("Ausgangsantwort"), least=1, required=False, **options)


class SettleForm(Form):
    """Where a comment stands in a release: a sentence that was chosen, or words that are quoted;
    what was removed has no place."""

    based_on = BasedOn()
    verdict = Radio(_l("Was ist daraus geworden?"), choices=[*CHOICES.items()])
    document = Choice(_l("Text"), required=False)
    place = Radio(_l("Wo steht es jetzt?"), required=False)
    quote = Prose(_l("Die Worte, um die es jetzt geht"), longest=MAX_LENGTH, required=False)
    reason = Prose(_l("Begründung"), longest=rules.REASON_LENGTH)


class RemovedForm(Form):
    """Several comments whose words went without a successor; each by the placement seen."""

    placements = Choices(_l("Gilt für"), coerce=number_or_none, required=True)
    reason = Prose(_l("Begründung"), longest=rules.REASON_LENGTH)


class ReopeningForm(Form):
    """What an answer misses, in its author's words."""

    source = Prose(
        _l("Was ist an Ihrer Stellungnahme anders?"),
        longest=rules.DIFFERENCE_LENGTH,
        description=_l("Nur die Stadtverwaltung liest das. Danach antwortet sie noch einmal."),
    )
