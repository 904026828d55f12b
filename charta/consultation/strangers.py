"""Where people may speak without an account, if a later stage lets them; consultation does not
know which one does."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, current_app

from charta.consultation.queries import Place
from charta.core.access import current_actor
from charta.text.spans import Span

NAME = "charta.without_account"
Way = Callable[[Place, Span | None], str | None]
"""Gives the address of the form for a text of a round, or for a passage of it; None where
guests may not speak."""


def add_way(app: Flask, way: Way) -> None:
    app.extensions[NAME] = way


def way_for(place: Place, passage: Span | None = None) -> str | None:
    """Where a reader without an account can say something on a text; None for others."""
    if current_actor().signed_in:
        return None
    way: Way | None = current_app.extensions.get(NAME)
    return way(place, passage) if way is not None else None
