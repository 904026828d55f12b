"""People: who they are and how they prove it."""

from __future__ import annotations

from flask import Flask

from charta.accounts import keeping, sessions, sweeping, views
from charta.accounts.blueprint import blueprint


def init_app(app: Flask) -> None:
    sessions.init_app(app)
    keeping.init_app(app)
    sweeping.init_app(app)
    app.register_blueprint(blueprint)


__all__ = ["init_app", "views"]
