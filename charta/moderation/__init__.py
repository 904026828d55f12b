"""Moderation by the book: reports, reasoned decisions, objections heard by somebody else."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from charta.accounts.belongings import add as hold
from charta.accounts.duties import add as keep_for_a_while
from charta.consultation import afterwards, moderated
from charta.core import navigation
from charta.core.navigation import Entry
from charta.moderation import belongings, retention, views, words
from charta.moderation.moderator import Moderation, refuse_splitting
from charta.moderation.policies import moderates


def init_app(app: Flask) -> None:
    hold(app, belongings.HOLDER)
    keep_for_a_while(app, *retention.DUTIES)
    app.register_blueprint(views.blueprint)
    app.jinja_env.filters["measure_kind"] = words.kind
    app.jinja_env.filters["measure_kind_to_others"] = words.kind_to_others
    app.jinja_env.filters["measure_basis"] = words.basis
    app.jinja_env.filters["report_ground"] = words.ground
    app.jinja_env.filters["short_ground"] = words.short_ground
    moderated.add_moderator(app, Moderation())
    afterwards.on_split(app, refuse_splitting)
    navigation.add(
        app,
        Entry(
            "desk",
            _l("Meldungen"),
            "moderation.index",
            moderates,
            54,
            ("moderation.index", "moderation.case", "moderation.take", "moderation.hearing"),
        ),
    )
