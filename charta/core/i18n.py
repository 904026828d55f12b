"""German first, English complete: the language stands in the address (``?sprache=en``).

A page asks for some hundred texts and dates. So a request finds its catalogue once, and a text
or date is written once for each language: what a moment is called never changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import Any, cast

from babel import Locale
from babel.support import NullTranslations
from flask import Flask, Request, g, has_app_context, has_request_context, request, url_for
from flask_babel import Babel, Domain, force_locale, format_date, format_time, get_locale
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

LANGUAGES = {"de": "Deutsch", "en": "English"}
DEFAULT = "de"
PARAMETER = "sprache"
LOCALES = {"de": Locale("de"), "en": Locale("en", "GB")}
"""How each language writes its dates: in English as in Britain, the day before the month."""
KEPT_DATES = 4096
KEPT_TEXTS = 8192


class Catalogues(Domain):  # type: ignore[misc]
    """The texts of each language; a request looks its catalogue up once."""

    def get_translations(self) -> NullTranslations:
        if not has_app_context():
            return NullTranslations()
        if "catalogue" not in g:
            g.catalogue = super().get_translations()
        catalogue: NullTranslations = g.catalogue
        return catalogue


class Languages(Babel):  # type: ignore[misc]
    """Flask-Babel with our way of finding a catalogue."""

    domain_instance = Catalogues()


babel = Languages()


class LocalRequest(Request):
    """A request that reads its language from its address once."""

    @cached_property
    def language(self) -> str:
        wanted = self.args.get(PARAMETER, "")
        return wanted if wanted in LANGUAGES else DEFAULT


def chosen_language() -> str:
    """The language of the request's address, else the default; independent of cookies, so that
    a public page may be cached by its address alone."""
    if not has_request_context():
        return DEFAULT
    return cast(LocalRequest, request).language


def init_app(app: Flask) -> None:
    app.request_class = LocalRequest
    app.config["BABEL_DEFAULT_LOCALE"] = DEFAULT
    app.config["BABEL_DEFAULT_TIMEZONE"] = "Europe/Berlin"
    babel.init_app(app, locale_selector=lambda: LOCALES[chosen_language()])
    app.jinja_env.newstyle_gettext = True  # type: ignore[attr-defined]
    app.jinja_env.globals.update(_=say, gettext=say, ngettext=say_number, pgettext=say_in_context)
    app.jinja_env.filters.update(dateformat=day_in_words, timeformat=time_in_words)
    app.url_defaults(_keep_language)
    app.context_processor(_template_values)


@pass_eval_context
def say(context: EvalContext, text: str, /, **values: Any) -> str:
    """For templates: a text in the language of the page, with the values in it. As Jinja's own
    gettext does it, values are escaped and ``%%`` is a per cent sign; but what has no values is
    kept, and the call does not make a copy of all variables when it stands in a loop."""
    catalogue = babel.domain_instance.get_translations()
    if not values:
        return _said(catalogue, text, context.autoescape)
    return _marked(catalogue.ugettext(text), context.autoescape) % values


@pass_eval_context
def say_number(context: EvalContext, one: str, many: str, number: int, /, **values: Any) -> str:
    """For templates: the same for a text with a number, which is the value ``num`` in it."""
    found = babel.domain_instance.get_translations().ungettext(one, many, number)
    return _marked(found, context.autoescape) % ({"num": number} | values)


@pass_eval_context
def say_in_context(context: EvalContext, about: str, text: str, /, **values: Any) -> str:
    """For templates: the same for a text that means one thing or another by what it is about."""
    found = babel.domain_instance.get_translations().upgettext(about, text)
    return _marked(found, context.autoescape) % values


@lru_cache(maxsize=KEPT_TEXTS)
def _said(catalogue: NullTranslations, text: str, escaping: bool) -> str:
    return _marked(catalogue.ugettext(text), escaping) % {}


def _marked(text: str, escaping: bool) -> str:
    return Markup(text) if escaping else text  # noqa: S704 - our own words


def _keep_language(endpoint: str, values: dict[str, Any]) -> None:
    if endpoint != "static" and has_request_context() and chosen_language() != DEFAULT:
        values.setdefault(PARAMETER, chosen_language())


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Say everything within the block in ``language``, whatever is spoken around it: mails are
    written in the language of who gets them."""
    kept = g.pop("catalogue", None)
    try:
        with force_locale(LOCALES[language]):
            yield
    finally:
        g.pop("catalogue", None)
        if kept is not None:
            g.catalogue = kept


def language_urls() -> tuple[tuple[str, str, str], ...]:
    """Code, name and the current page's address in each language; only for pages that can be read.

    A file has none: its address would be asked for the digest of whatever a visitor names.
    """
    endpoint = request.endpoint
    if endpoint is None or endpoint == "static" or request.method not in {"GET", "HEAD"}:
        return ()
    kept = {key: value for key, value in request.args.items(multi=True) if key != PARAMETER}
    values = {**kept, **(g.get("view_values") or request.view_args or {})}
    if g.get("charter") is not None:
        values.pop("charter", None)  # every address stays in the charter by itself
    return tuple(
        (code, name, url_for(endpoint, **{**values, PARAMETER: None if code == DEFAULT else code}))
        for code, name in LANGUAGES.items()
    )


def day_in_words(value: date, form: str = "medium", rebase: bool = True) -> str:
    """For templates: a moment's day in Europe/Berlin, or with ``rebase=False`` a plain date."""
    return _day(value, form, rebase, get_locale())


def time_in_words(value: datetime, form: str = "short") -> str:
    """For templates: a moment's time of day in Europe/Berlin."""
    return _time(value, form, get_locale())


@lru_cache(maxsize=KEPT_DATES)
def _day(value: date, form: str, rebase: bool, _locale: Locale) -> str:
    words: str = format_date(value, form, rebase)
    return words


@lru_cache(maxsize=KEPT_DATES)
def _time(value: datetime, form: str, _locale: Locale) -> str:
    words: str = format_time(value, form)
    return words


def _template_values() -> dict[str, Any]:
    return {"locale": chosen_language()}
