"""Consultation rounds, what people say in them, and what the city answers."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from charta.accounts.belongings import add as hold
from charta.charters.policies import is_editor
from charta.consultation import background, belongings, crediting, placement_words, views, words
from charta.consultation.commands import commands
from charta.consultation.services.carrying import CARRY
from charta.core import navigation, outbox
from charta.core.access import signed_in
from charta.core.navigation import Entry
from charta.drafting import later
from charta.releases import listeners
from charta.text.diff import words as edits


def init_app(app: Flask) -> None:
    hold(app, belongings.HOLDER)
    app.register_blueprint(views.blueprint)
    app.cli.add_command(commands)
    outbox.on(CARRY, background.deliver)
    listeners.on_prepared(app, background.carry_to)
    listeners.add_gate(app, background.gate)
    later.add_credits(app, crediting.credits_of)
    later.add_page(app, later.Page(_l("Vorschläge"), "consultation.suggestions", is_editor))
    app.jinja_env.filters["became"] = placement_words.became
    app.jinja_env.filters["confidence"] = placement_words.confidence
    app.jinja_env.filters["disposition"] = words.disposition
    app.jinja_env.filters["edits"] = edits
    app.jinja_env.filters["placement_verdict"] = placement_words.verdict
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
                "consultation.placements",
                "consultation.placement_settle",
                "consultation.adopt",
                "consultation.suggestion",
                "consultation.suggestions",
            ),
        ),
    )
