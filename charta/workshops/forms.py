"""What a facilitator may say about workshops, tables and ideas."""

from __future__ import annotations

from typing import Any, Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.widgets import HiddenInput

from charta.charters.queries import groups, themes
from charta.core.forms import (
    Choice,
    Form,
    Line,
    LocalDateTime,
    Prose,
    Radio,
    Upload,
    WholeNumber,
    number_or_none,
)
from charta.workshops.models import Idea, Table
from charta.workshops.rules import (
    HIGHEST_TABLE,
    LONGEST_DESCRIPTION,
    LONGEST_IDEA,
    MOST_PARTICIPANTS,
    Channel,
)
from charta.workshops.sheets import MOST_ROWS


class WorkshopForm(Form):
    """A workshop and what is said about it."""

    title = Line(_l("Titel"), longest=200)
    starts_at = LocalDateTime(_l("Beginn"))
    ends_at = LocalDateTime(_l("Ende"), required=False)
    place = Line(_l("Ort"), longest=200)
    organiser = Line(_l("Veranstaltet von"), longest=200)
    partners = Prose(_l("Partner"), longest=3000, required=False)
    participants = WholeNumber(_l("Teilnehmende"), least=1, most=MOST_PARTICIPANTS, required=False)
    description = Prose(_l("Beschreibung"), longest=LONGEST_DESCRIPTION, required=False)

    @property
    def facts(self) -> dict[str, Any]:
        """What was said, as the services take it; texts left out are empty."""
        return {
            "title": self.title.data,
            "starts_at": self.starts_at.data,
            "ends_at": self.ends_at.data,
            "place": self.place.data,
            "organiser": self.organiser.data,
            "partners": self.partners.data or "",
            "participants": self.participants.data,
            "description": self.description.data or "",
        }


class TableForm(Form):
    """A World-Café table."""

    number = WholeNumber(_l("Nummer"), least=1, most=HIGHEST_TABLE)
    theme = Choice(_l("Handlungsfeld"), coerce=number_or_none)
    host = Line(_l("Gastgeberin oder Gastgeber"), longest=200, required=False)

    @classmethod
    def for_charter(
        cls, charter_id: int, table: Table | None = None, number: int = 1, **options: Any
    ) -> Self:
        """The form with the charter's themes, filled with a table or the next number."""
        values: dict[str, Any] = {"number": number}
        if table is not None:
            values = {"number": table.number, "theme": table.theme_id, "host": table.host}
        form = cls(data=values, **options)
        form.theme.choices = _themes(charter_id)
        return form


class CaptureForm(Form):
    """One idea at a table."""

    text = Prose(_l("Idee"), longest=LONGEST_IDEA)
    group = Radio(_l("Gruppe"), required=False, coerce=number_or_none)
    channel = Radio(
        _l("Wie kam die Idee?"),
        choices=[
            (Channel.TABLE.value, _l("am Tisch gesagt")),
            (Channel.PAPER.value, _l("auf einer Karte")),
        ],
    )

    @classmethod
    def after(cls, charter_id: int, last: Idea | None) -> Self:
        """The form with group and channel of the idea before."""
        kept = last.channel if last and last.channel in {"table", "paper"} else "table"
        form = cls(data={"group": last.group_id if last else None, "channel": kept})
        form.group.choices = _groups(charter_id)
        return form


class SortForm(Form):
    """Theme and group of an idea whose wording stands fast."""

    theme = Choice(_l("Handlungsfeld"), coerce=number_or_none)
    group = Radio(_l("Gruppe"), required=False, coerce=number_or_none)

    @classmethod
    def for_idea(cls, idea: Idea, **options: Any) -> Self:
        values = {"text": idea.text, "theme": idea.theme_id, "group": idea.group_id}
        form = cls(data=values, **options)
        form.theme.choices = _themes(idea.charter_id)
        form.group.choices = _groups(idea.charter_id)
        return form


class IdeaForm(SortForm):
    """An idea that the public has not seen yet."""

    text = Prose(_l("Idee"), longest=LONGEST_IDEA)


class ConfirmForm(Form):
    """A button with nothing to fill in."""


class UploadForm(Form):
    """A table of ideas."""

    file = Upload(_l("Datei"))


class ImportForm(Form):
    """The confirmation of an import, with the number of rows the preview has promised."""

    expected = WholeNumber(_l("Zeilen"), least=1, most=MOST_ROWS, widget=HiddenInput())


def _themes(charter_id: int) -> list[tuple[Any, str]]:
    choices = [(theme.id, f"{theme.name} ({theme.code})") for theme in themes(charter_id)]
    return [("", _("Bitte wählen")), *choices]


def _groups(charter_id: int) -> list[tuple[Any, str]]:
    choices = [(group.id, group.name) for group in groups(charter_id)]
    return [("", _("keine Angabe")), *choices]
