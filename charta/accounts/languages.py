"""In which language somebody is written to. A later stage knows and registers here; accounts does
not know which one."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, current_app

from charta.core.i18n import DEFAULT

KEY = "charta.languages"

Teller = Callable[[int], str]
"""Says the language of the person with this number."""


def add(app: Flask, tell: Teller) -> None:
    app.extensions[KEY] = tell


def language_of(person_id: int) -> str:
    """The language for mails that somebody else sets off; where nobody knows, German."""
    tell: Teller | None = current_app.extensions.get(KEY)
    return tell(person_id) if tell is not None else DEFAULT
