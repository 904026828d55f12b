"""People: who they are and how they prove it."""

from __future__ import annotations

from flask import Flask

from charta.accounts import (
    belongings,
    duties,
    keeping,
    lapsing,
    own,
    restored,
    retention,
    sessions,
    sweeping,
    views,
)
from charta.accounts.blueprint import blueprint


def init_app(app: Flask) -> None:
    belongings.add(app, own.HOLDER)
    sessions.init_app(app)
    keeping.init_app(app)
    sweeping.init_app(app)
    retention.init_app(app)
    duties.add(app, *lapsing.DUTIES)
    restored.init_app(app)
    app.register_blueprint(blueprint)


__all__ = ["init_app", "views"]
