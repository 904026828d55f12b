"""Weighing: from what came in to a released answer."""

from __future__ import annotations

from flask import Flask

from charta.weighing import views


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
