"""What somebody has sent, given back when it could not be kept.

It works for every form without knowing it: what goes back is what came, by name. Passwords and
files are never sent back, and nothing is that this site's own page has not sent: nobody shall be
shown another site's words under our name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_wtf.csrf import validate_csrf
from werkzeug.exceptions import HTTPException
from wtforms import HiddenField, PasswordField, StringField, TextAreaField, ValidationError

from charta.core.forms import Form
from charta.core.security import OURS

PROOF = "csrf_token"
ONCE = "submission"
"""The field with a form's own number, by which a second sending is known."""


NEVER = frozenset({"code", "credential"})
"""Fields of forms that prove who somebody is, besides passwords; each proof is good once."""


@dataclass(frozen=True)
class Text:
    """Something that was typed: its field's name, what the field is called, whether it is long."""

    name: str
    label: str
    value: str
    long: bool


@dataclass(frozen=True)
class Returned:
    """What a request has sent: texts to see, ``rest`` to go along unseen. ``whole``: it can be
    sent once more as it is. ``once``: that makes nothing twice."""

    texts: tuple[Text, ...]
    rest: tuple[tuple[str, str], ...]
    whole: bool
    once: bool


@dataclass(frozen=True)
class _Known:
    """What forms say about a field of this name."""

    kinds: frozenset[type]
    labels: tuple[Any, ...]

    def some(self, *kinds: type) -> bool:
        return any(issubclass(one, kinds) for one in self.kinds)


def returned() -> Returned | None:
    """What goes back to whoever has sent this request; None when there is nothing to give back.
    Asks the database nothing."""
    if request.method != "POST" or not _is_from_here():
        return None
    texts: list[Text] = []
    rest: list[tuple[str, str]] = []
    whole = not any(file.filename for file in request.files.values())
    for name, value in request.form.items(multi=True):
        if name == PROOF:
            continue
        known = _known().get(name)
        if name in NEVER or (known is not None and known.some(PasswordField)):
            whole = False
        elif _is_text(known, value):
            texts.append(Text(name, _label(known), value, _is_long(known, value)))
        else:
            rest.append((name, value))
    if not texts and not (rest and whole):
        return None
    return Returned(tuple(texts), tuple(rest), whole, ONCE in request.form)


def _is_from_here() -> bool:
    """Whether a page of ours has sent this. The failure may have come before this was asked."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in OURS:
        return False
    try:
        validate_csrf(request.form.get(PROOF))
    except (ValidationError, HTTPException):  # no token of this session; a form that is too large
        return False
    return True


def _is_text(known: _Known | None, value: str) -> bool:
    """What is empty, chosen or hidden need not be seen."""
    if not value.strip():
        return False
    if known is None:
        return len(value.split()) > 1
    return known.some(StringField) and not known.some(HiddenField)


def _is_long(known: _Known | None, value: str) -> bool:
    return "\n" in value or known is None or known.some(TextAreaField)


def _label(known: _Known | None) -> str:
    """What the field is called, when all forms that have one call it the same."""
    names = {str(label) for label in known.labels} if known is not None else set()
    return names.pop() if len(names) == 1 else _("Ihr Text")


@lru_cache(maxsize=1)
def _known() -> dict[str, _Known]:
    """The fields of all forms by their names."""
    found: dict[str, list[Any]] = {}
    for form in _forms(Form):
        for name in dir(form):
            field = getattr(form, name)
            if hasattr(field, "field_class"):
                found.setdefault(name, []).append(field)
    return {
        name: _Known(
            frozenset(field.field_class for field in fields),
            tuple(field.args[0] if field.args else field.kwargs.get("label") for field in fields),
        )
        for name, fields in found.items()
    }


def _forms(form: type[Form]) -> Iterator[type[Form]]:
    yield form
    for one in form.__subclasses__():
        yield from _forms(one)
