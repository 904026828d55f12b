"""The draft of a charter: its sections and clauses, and how ideas became part of it."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from charta.accounts.belongings import add as hold
from charta.core import navigation
from charta.drafting import belongings
from charta.drafting.later import own_words
from charta.drafting.policies import may_read_draft
from charta.drafting.verification import VERIFIER
from charta.drafting.views.blueprint import blueprint
from charta.journal import verification


def init_app(app: Flask) -> None:
    hold(app, belongings.HOLDER)
    app.register_blueprint(blueprint)
    verification.add(app, VERIFIER)
    app.jinja_env.filters["own_words"] = own_words
    navigation.add(
        app,
        navigation.Entry(
            "desk",
            _l("Ideen"),
            "drafting.ideas",
            may_read_draft,
            order=30,
            section=("drafting.idea", "drafting.ideas"),
        ),
        navigation.Entry(
            "desk",
            _l("Entwurf"),
            "drafting.outline",
            may_read_draft,
            order=40,
            section=("drafting.document", "drafting.section", "drafting.clause"),
        ),
    )
