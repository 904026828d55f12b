"""The Stralsund demonstration: invented, complete, and impossible anywhere else."""

from __future__ import annotations

from flask import Flask

from charta.demo.commands import commands
from charta.demo.views import blueprint
from config import Settings


def init_app(app: Flask) -> None:
    app.cli.add_command(commands)
    settings: Settings = app.extensions["charta.settings"]
    if not settings.production:
        app.register_blueprint(blueprint)
