"""The base of all forms: strict about what it is sent."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import SelectMultipleField

from charta.core.errors import Invalid

BUTTONS = frozenset({"preview", "save", "confirm", "action", "submit"})
"""Names that submit buttons may have in any form."""


class Form(FlaskForm):  # type: ignore[misc]
    """The base of all forms; ``errors`` gains a form-level list under None."""

    accepts: frozenset[str] = frozenset()
    """Further parameter names a form takes beside its fields, e.g. checkboxes of a table."""

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        return not self._strange_parameters() and valid

    def _strange_parameters(self) -> bool:
        names = {field.name for field in self} | BUTTONS | self.accepts | {"csrf_token"}
        unknown = sorted(set(request.form) - names)
        doubled = sorted(
            field.name
            for field in self
            if not isinstance(field, SelectMultipleField)
            and len(request.form.getlist(field.name)) > 1
        )
        if unknown:
            self.form_errors.append(
                _("Das Formular enthält unbekannte Angaben. Bitte laden Sie die Seite neu.")
            )
        for name in doubled:
            self[name].errors = [*self[name].errors, _("Diese Angabe kam doppelt an.")]
        return bool(unknown or doubled)

    def reject(self, error: Invalid) -> None:
        """Show an error that a rule or service raised, at its field or above the form."""
        if error.field is not None and error.field in self:
            self[error.field].errors = [*self[error.field].errors, error.message]
        else:
            self.form_errors.append(error.message)


class ButtonForm(Form):
    """A button that stands alone: there is nothing to correct."""

    def check(self) -> None:
        """Raise Invalid when what came cannot have been sent by the button."""
        if not self.validate():
            raise Invalid(_("Bitte benutzen Sie die Schaltflächen der Seite."))
