"""What requests about Eingaben and guests may say."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.widgets import HiddenInput

from charta.accounts.names import nobodys_name
from charta.consultation.forms import CommentForm
from charta.consultation.rules import COMMENT_LENGTH
from charta.core.forms import (
    BooleanField,
    Choice,
    Choices,
    Day,
    EmailAddress,
    Form,
    HiddenField,
    Line,
    Prose,
    Radio,
    StrangersForm,
    Upload,
    WholeNumber,
    number_or_none,
)
from charta.intake import rules
from charta.intake.sheets import MOST_ROWS
from charta.intake.stretches import read
from charta.intake.words import CHANNELS, MODES


class EntryForm(Form):
    """An Eingabe; ``seen`` is the equal one that has been shown, ``looked`` says that similar
    ones have."""

    round = Choice(_l("Beteiligung"), coerce=number_or_none)
    channel = Radio(_l("Wie kam die Einsendung?"), choices=[*CHANNELS.items()])
    received_on = Day(_l("Eingegangen am"))
    title = Line(_l("Betreff"), longest=rules.TITLE_LENGTH)
    source = Prose(_l("Text"), longest=rules.LONGEST_TEXT)
    document = Choice(_l("Um welchen Text geht es?"), coerce=number_or_none, required=False)
    public_name = Line(_l("Name, den alle lesen"), longest=rules.NAME_LENGTH, required=False)
    sender_name = Line(_l("Name"), longest=rules.TITLE_LENGTH, required=False)
    sender_address = Prose(_l("Anschrift"), longest=rules.ADDRESS_LENGTH, required=False)
    sender_email = EmailAddress(_l("E-Mail-Adresse"), required=False)
    file_name = HiddenField(_l("Name der Datei"))
    looked = HiddenField(_l("Ähnliches gesehen"))
    seen = WholeNumber(_l("Gleiche Eingabe"), required=False, widget=HiddenInput())


class DocumentForm(Form):
    """A file whose text is to be read into the form."""

    file = Upload(_l("Datei"))


class SplitForm(Form):
    """Sentences and paragraphs of an Eingabe that become one comment on a text."""

    stretches = Choices(_l("Stellen"), coerce=str)
    document = Choice(_l("Klausel oder Abschnitt"), coerce=number_or_none)

    @property
    def chosen(self) -> list[tuple[int, int]]:
        """What was ticked; each value is one of those that were offered."""
        spans = (read(value) for value in self.stretches.data or ())
        return [span for span in spans if span is not None]


class UploadForm(Form):
    """A table of Eingaben."""

    file = Upload(_l("Datei"))


class ImportForm(Form):
    """The confirmation of an import, with the number of rows the preview has promised."""

    expected = WholeNumber(_l("Zeilen"), least=1, most=MOST_ROWS, widget=HiddenInput())


class GuestsForm(Form):
    """Whether people may comment without an account."""

    mode = Radio(_l("Dürfen Menschen ohne Konto Stellung nehmen?"), choices=[*MODES.items()])


class GuestForm(CommentForm, StrangersForm):
    """What somebody without an account says; ``wording`` is taken out where no passage was
    chosen."""

    accepts = frozenset({"seen"})
    source = Prose(_l("Ihre Stellungnahme"), longest=COMMENT_LENGTH)
    suggests = BooleanField(_l("Ich schlage andere Worte für diese Stelle vor"))
    wording = Prose(_l("So soll die Stelle lauten"), longest=COMMENT_LENGTH, required=False)
    name = Line(
        _l("Ihr Name, wie ihn alle lesen"), longest=rules.NAME_LENGTH, validators=[nobodys_name]
    )
    email = EmailAddress(_l("Ihre E-Mail-Adresse"), required=False)


class RefusalForm(Form):
    """Why a guest's words are not published; the author reads it."""

    reason = Prose(_l("Begründung"), longest=rules.REFUSAL_LENGTH)


def documents(lines: Any, empty: Any) -> list[tuple[Any, str]]:
    """The texts of a round to choose from."""
    return [("", empty), *((one.document_id, f"{one.key} {one.title}") for one in lines)]
