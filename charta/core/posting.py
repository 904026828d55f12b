"""One submitted form: validated, carried out in one transaction, its refusal shown in the form."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from charta.core.database import transaction
from charta.core.errors import Conflict, Invalid
from charta.core.forms import Form

Result = TypeVar("Result")

OK, REFUSED = 200, 422


def carry_out(form: Form, change: Callable[[], Result]) -> tuple[Result | None, int]:
    """Run ``change`` if the form is valid.

    Gives its result and 200, or None and the status of the refusal, whose message then stands
    in the form, so that nothing typed is lost.
    """
    if not form.validate():
        return None, REFUSED
    try:
        with transaction():
            return change(), OK
    except Invalid as error:
        form.reject(error)
        return None, error.status
    except Conflict as error:
        form.form_errors.append(error.message)
        return None, error.status
