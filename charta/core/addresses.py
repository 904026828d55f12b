"""Addresses: which numbers they may carry, and how a page comes by its many links."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from flask import Flask, g, has_request_context, request
from flask.ctx import _AppCtxGlobals
from werkzeug.routing import IntegerConverter, Map, UnicodeConverter, ValidationError

from charta.core.i18n import LocalRequest, chosen_language

GREATEST = 2**31 - 1

KEPT = 4096
LONGEST_KEPT = 100
"""Characters of a value; longer ones come from visitors and would only fill the memory."""


class NumberConverter(IntegerConverter):
    """What ``<int:…>`` means in our addresses; a greater number would overflow the database."""

    def __init__(self, map: Map, *args: Any, **options: Any) -> None:  # noqa: A002
        options.setdefault("max", GREATEST)
        super().__init__(map, *args, **options)


class WordConverter(UnicodeConverter):
    """What ``<…>`` means in our addresses; PostgreSQL cannot be asked for a text with NUL."""

    def to_python(self, value: str) -> str:
        if "\0" in value:
            raise ValidationError
        return value


def init_app(app: Flask) -> None:
    app.url_map.converters["int"] = NumberConverter
    app.url_map.converters["default"] = app.url_map.converters["string"] = WordConverter
    if not app.extensions["charta.settings"].debug:
        compose_once(app)


def compose_once(app: Flask) -> None:
    """Keep the addresses of links in memory, since every page asks for some thirty of them.

    What a link within the site looks like depends on its endpoint and values and on the place it
    is asked from; all of that is the key. Whatever else is asked for (another host, a relative
    endpoint, an object as value) is composed anew. A style sheet
    changed on disk is therefore seen after a restart, or at once when debugging.
    """
    compose = app.url_for

    @lru_cache(maxsize=KEPT)
    def kept(endpoint: str, values: tuple[tuple[str, Any], ...], _place: object) -> str:
        return compose(endpoint, **dict(values))

    def url_for(endpoint: str, **values: Any) -> str:
        if not has_request_context() or endpoint[0] == "." or not _are_plain(values):
            return compose(endpoint, **values)
        return kept(endpoint, tuple(values.items()), place())

    app.url_for = url_for  # type: ignore[method-assign]


def place() -> tuple[str | None, str, str]:
    """Where links begin: the charter and the language they stay in, and the site's mount."""
    known: _AppCtxGlobals = g._get_current_object()
    slug = known.get("slug")
    if slug is None and (charter := known.get("charter")) is not None:
        slug = charter.slug
    if not has_request_context():
        return slug, chosen_language(), ""
    here: LocalRequest = request._get_current_object()  # type: ignore[attr-defined]
    return slug, here.language, here.script_root


def _are_plain(values: dict[str, Any]) -> bool:
    return all(
        value is None or type(value) is int or (type(value) is str and len(value) <= LONGEST_KEPT)
        for value in values.values()
    )
