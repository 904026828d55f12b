"""Choosing from what is offered, and counting."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, RadioField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from charta.core.forms.validators import presence

BIGGEST_NUMBER = 2**31 - 1

NOT_OFFERED = _l("Bitte wählen Sie eine der angebotenen Möglichkeiten.")


def text_or_none(value: object) -> str | None:
    """The coercion of choices: an empty one is no choice."""
    return str(value) if value not in (None, "") else None


def number_or_none(value: object) -> int | None:
    """The coercion of choices by id; what is no id is no choice."""
    text = str(value)
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else None


def offered(choices: Any) -> Any:
    """Pairs (value, label) as WTForms wants them."""
    if choices is None or callable(choices):
        return choices
    return [SelectChoice(*pair) if isinstance(pair, tuple) else pair for pair in choices]


class Offers(SelectField):
    """What the fields for choosing share: pairs as choices, and words of ours for a wrong one."""

    def __init__(self, label: Any, *, required: bool = True, **options: Any) -> None:
        options.setdefault("coerce", text_or_none)
        options["choices"] = offered(options.get("choices"))
        options["invalid_choice_message"] = NOT_OFFERED
        validators = presence(required, _l("Bitte wählen Sie eine der Möglichkeiten."))
        super().__init__(label, validators=validators, **options)


class Choice(Offers):
    """One of several; ``choices`` are (value, label) and may be set in the view."""

    def pre_validate(self, form: Any) -> None:
        if self.data is not None:
            super().pre_validate(form)
        elif any(self.raw_data or ()):
            raise ValidationError(str(NOT_OFFERED))


class Radio(Choice, RadioField):
    """One of a few, all in view."""


class Choices(Offers, SelectMultipleField):
    """Any of several, as checkboxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: Any, *, required: bool = False, **options: Any) -> None:
        super().__init__(label, required=required, **options)


class WholeNumber(IntegerField):
    """A whole number between ``least`` and ``most``."""

    def __init__(
        self,
        label: Any,
        *,
        least: int = 0,
        most: int = BIGGEST_NUMBER,
        required: bool = True,
        **options: Any,
    ) -> None:
        self.least, self.most = least, most
        super().__init__(label, validators=presence(required), **options)

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.data = None
        if not valuelist or not valuelist[0].strip():
            return
        text = valuelist[0].strip()
        if not re.fullmatch(r"-?[0-9]{1,12}", text):
            raise ValueError(_("Bitte geben Sie eine ganze Zahl ein."))
        self.data = int(text)
        if not self.least <= self.data <= self.most:
            raise ValueError(
                _(
                    "Bitte geben Sie eine Zahl von %(least)s bis %(most)s ein.",
                    least=self.least,
                    most=self.most,
                )
            )
