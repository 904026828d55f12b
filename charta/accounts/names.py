"""What a person is called whose account was erased, in the language of the page."""

from __future__ import annotations

from flask import has_app_context
from flask_babel import gettext as _
from sqlalchemy import Dialect, Text
from sqlalchemy.types import TypeDecorator
from wtforms.fields import Field
from wtforms.validators import ValidationError

ERASED = "gelöschtes Konto"
"""What stands in place of the name; no word of anybody's."""


TAKEN = frozenset({ERASED.casefold(), "deleted account"})


def is_nobodys(name: str) -> bool:
    """Whether erased accounts are called so, however it is spaced and spelled."""
    return " ".join(name.casefold().split()) in TAKEN


def nobodys_name(_form: object, field: Field) -> None:
    """Refuse the words for an erased account as the name of somebody who is there."""
    if is_nobodys(field.data or ""):
        raise ValidationError(_("So heißen hier gelöschte Konten. Bitte wählen Sie einen anderen."))


class ShownName(TypeDecorator[str]):
    """A name as it is read: as it was chosen, or that the account was erased. Reading it here
    spares every page, paper and table a case of its own."""

    impl = Text
    cache_ok = True

    def process_result_value(self, value: str | None, _dialect: Dialect) -> str | None:
        if value == ERASED and has_app_context():
            return str(_("gelöschtes Konto"))
        return value
