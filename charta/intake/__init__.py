"""What reaches the city by other ways than a signed-in comment: letters, calls, guests."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from charta.accounts.belongings import add as hold
from charta.accounts.duties import add as keep_for_a_while
from charta.consultation import holding, strangers
from charta.core import navigation
from charta.core.navigation import Entry
from charta.intake import belongings, retention, views, words
from charta.intake.commands import commands
from charta.intake.policies import enters
from charta.intake.reader import Reader
from charta.intake.views.speaking import way


def init_app(app: Flask) -> None:
    hold(app, belongings.HOLDER)
    keep_for_a_while(app, *retention.DUTIES)
    app.register_blueprint(views.blueprint)
    app.cli.add_command(commands)
    app.jinja_env.filters["intake_channel"] = words.channel
    app.jinja_env.filters["why_read"] = words.why_read
    holding.add_holder(app, Reader())
    strangers.add_way(app, way)
    navigation.add(
        app,
        Entry(
            "desk",
            _l("Eingaben"),
            "intake.index",
            enters,
            52,
            (
                "intake.index",
                "intake.enter",
                "intake.document",
                "intake.intake",
                "intake.upload",
                "intake.preview",
                "intake.held",
                "intake.held_comments",
            ),
        ),
    )
