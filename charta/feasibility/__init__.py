"""Which departments were asked about a clause, and what they said of its feasibility."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from charta.accounts.belongings import add as hold
from charta.charters.policies import is_staff
from charta.core import navigation
from charta.feasibility import belongings, views


def init_app(app: Flask) -> None:
    hold(app, belongings.HOLDER)
    app.register_blueprint(views.blueprint)
    navigation.add(
        app,
        navigation.Entry(
            "desk", _l("Umsetzbarkeit"), "feasibility.index", is_staff, 40, ("feasibility",)
        ),
    )
