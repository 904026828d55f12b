"""Workshops, their tables, and the ideas put on them."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from charta.core import navigation
from charta.workshops import policies, views
from charta.workshops.commands import commands


def init_app(app: Flask) -> None:
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
