"""What is answered to an attempt that has failed, and to one too many."""

from __future__ import annotations

from flask import make_response
from flask.typing import ResponseReturnValue

from charta.accounts import throttling, visiting
from charta.core.clock import now
from charta.core.database import transaction
from charta.core.errors import CharterError, Invalid, TooMany
from charta.core.forms import Form


def begin(kind: throttling.Kind, email: str | None) -> int:
    """Write an attempt down in a transaction of its own, so that it stays when it fails. Raises
    TooMany."""
    with transaction():
        return throttling.begin(now(), kind, visiting.origin(email or ""))


def reject(form: Form, error: CharterError) -> None:
    """Show the reason in the form."""
    form.reject(error if isinstance(error, Invalid) else Invalid(error.message))


def answer(page: str, error: CharterError | None, *, wrong: bool) -> ResponseReturnValue:
    """The page with its form, which may be ``wrong`` by itself; after one attempt too many it
    says when the next may come."""
    if isinstance(error, TooMany):
        return make_response(page, error.status, {"Retry-After": str(error.seconds)})
    return make_response(page, Invalid.status if wrong or error is not None else 200)
