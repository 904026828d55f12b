"""Workshops, their tables, and the ideas put on them."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from charta.accounts.belongings import add as hold
from charta.accounts.duties import add as keep_for_a_while
from charta.core import navigation
from charta.workshops import belongings, policies, retention, views
from charta.workshops.commands import commands


def init_app(app: Flask) -> None:
    hold(app, belongings.HOLDER)
    keep_for_a_while(app, *retention.DUTIES)
    app.register_blueprint(views.blueprint)
    app.cli.add_command(commands)
    navigation.add(
        app,
        navigation.Entry(
            "desk",
            _l("Veranstaltungen"),
            "workshops.index",
            policies.reads_workshops,
            20,
            section=("workshops",),
        ),
    )
