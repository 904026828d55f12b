"""Pieces of pages that are made once: a footer, a menu, a clause with its counts.

A macro that a template has imported knows nothing of the request but its language and, through
the addresses of links, its charter. With these and its arguments as key its markup can be kept in
memory and is never out of date: whoever shows something else passes other arguments. A macro that
asks for more (a token, a notice, the current person) must not be kept.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from flask import Flask
from jinja2.runtime import Context, Macro
from markupsafe import Markup

from charta.core.addresses import place

KEPT = 8192
"""Pieces in memory; one is about a kilobyte."""


@lru_cache(maxsize=KEPT, typed=True)
def _made(_place: object, macro: Macro, *values: Any) -> Markup:
    """Typed, because markup and the same characters typed by a visitor are equal but not alike."""
    made: Markup = macro(*values)  # type: ignore[assignment]
    return made


def kept(macro: Macro, *values: Any) -> Markup:
    """For templates: what ``macro`` makes of the ``values``, which are hashable and plain."""
    return _made(place(), macro, *values)


class SharedGlobals(Context):
    """All templates know the same globals, those of the environment. So nothing needs to be
    handed over to one that a page imports macros from, and with twenty imports in a page the
    search for what to hand over takes longer than a query."""

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **(values | {"globals": None}))


def init_app(app: Flask) -> None:
    app.jinja_env.context_class = SharedGlobals
    app.jinja_env.globals["kept"] = kept
