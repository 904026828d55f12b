"""Backups: all that the database holds as one file, for either engine, and the way back."""

from __future__ import annotations

from flask import Flask

from charta.backup.commands import commands


def init_app(app: Flask) -> None:
    app.cli.add_command(commands)
