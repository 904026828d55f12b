"""Numbered snapshots of the whole charter, and what the public may read of them."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from charta.accounts.belongings import add as hold
from charta.charters.policies import is_staff
from charta.core import navigation
from charta.journal.verification import Verifier, add
from charta.releases import belongings, verification, views


def init_app(app: Flask) -> None:
    hold(app, belongings.HOLDER)
    app.register_blueprint(views.blueprint)
    add(app, Verifier("Fassungen", verification.breaks, verification.count))
    navigation.add(
        app,
        navigation.Entry("desk", _l("Fassungen"), "releases.index", is_staff, 50, ("releases",)),
    )
