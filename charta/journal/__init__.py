"""The journal: every change is one entry, chained by hash, never altered."""

from __future__ import annotations

from flask import Flask

from charta.journal import commands, queries, verification


def init_app(app: Flask) -> None:
    app.cli.add_command(commands.commands)
    verification.add(
        app, verification.Verifier("Protokoll", verification.journal_breaks, queries.count)
    )
