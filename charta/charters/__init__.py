"""Charters and what they are made of: themes, departments, people with roles, legal pages."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from flask import Flask, g, url_for
from flask_babel import lazy_gettext as _l

from charta.accounts import arrivals
from charta.accounts import overview as accounts_overview
from charta.accounts.belongings import add as hold
from charta.charters import belongings, commands, requests, sweeping, views, words
from charta.charters.blueprint import blueprint
from charta.charters.overview import overview
from charta.charters.policies import is_admin
from charta.charters.services.provided import follow_claims, withdraw_all
from charta.core import navigation
from charta.core.addresses import place


def init_app(app: Flask) -> None:
    hold(app, belongings.HOLDER)
    requests.init_app(app)
    sweeping.init_app(app)
    app.register_blueprint(blueprint)
    app.cli.add_command(commands.charters)
    app.cli.add_command(commands.people)
    app.context_processor(legal_links)
    accounts_overview.tell(app, overview)
    arrivals.on_arrival(app, follow_claims)
    arrivals.on_cut(app, withdraw_all)
    navigation.add(
        app,
        navigation.Entry(
            "desk", _l("Einstellungen"), "charters.settings", is_admin, 90, ("charters",)
        ),
    )


def legal_links() -> dict[str, Any]:
    """For the footer, without a query: every charter has these pages."""
    if g.get("charter") is None:
        return {"legal_pages": ()}
    return {"legal_pages": _legal_links(place())}


@lru_cache(maxsize=256)
def _legal_links(_place: object) -> tuple[tuple[str, str], ...]:
    return tuple(
        (str(title), url_for("charters.legal_page", slug=slug))
        for slug, title in words.LEGAL_TITLES.items()
    )


__all__ = ["init_app", "views"]
