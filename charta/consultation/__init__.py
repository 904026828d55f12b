"""Consultation rounds, what people say in them, and what the city answers."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from charta.charters.policies import is_editor
from charta.consultation import views, words
from charta.core import navigation
from charta.core.access import signed_in
from charta.core.navigation import Entry


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
    app.jinja_env.filters["disposition"] = words.disposition
    app.jinja_env.filters["round_state"] = words.state
    app.jinja_env.globals["round_when"] = words.when
    navigation.add(
        app,
        Entry(
            "public",
            _l("Meine Stellungnahmen"),
            "consultation.my_comments",
            signed_in,
            90,
            ("consultation.my_comments",),
        ),
        Entry(
            "desk",
            _l("Beteiligung"),
            "consultation.desk",
            is_editor,
            50,
            (
                "consultation.desk",
                "consultation.announce",
                "consultation.reschedule",
                "consultation.answer",
            ),
        ),
    )
