"""Weighing: from what came in to a released answer."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from charta.accounts.belongings import add as hold
from charta.charters.policies import is_reviewer
from charta.consultation import afterwards
from charta.core import navigation, outbox
from charta.core.navigation import Entry
from charta.releases import listeners
from charta.weighing import background, belongings, gate, listening, views
from charta.weighing.policies import reads_answers
from charta.weighing.queries.groups import PROPOSE


def init_app(app: Flask) -> None:
    hold(app, belongings.HOLDER)
    app.register_blueprint(views.blueprint)
    listeners.add_gate(app, gate.gate)
    outbox.on(PROPOSE, background.deliver)
    afterwards.on_reopened(app, listening.reopened)
    afterwards.on_split(app, listening.split)
    navigation.add(
        app,
        Entry("desk", _l("Abwägung"), "weighing.home", reads_answers, 55, ("weighing",)),
        Entry(
            "desk",
            _l("Fragen"),
            "weighing.advice",
            is_reviewer,
            56,
            ("weighing.advice", "weighing.advise"),
        ),
    )
