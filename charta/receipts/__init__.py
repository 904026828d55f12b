"""Codes with which somebody finds a contribution again, without an account."""

from __future__ import annotations

from flask import Flask

from charta.receipts import printing
from charta.receipts.commands import commands


def init_app(app: Flask) -> None:
    app.cli.add_command(commands)
    app.jinja_env.globals["receipt_address"] = printing.address
    app.jinja_env.globals["receipt_qr"] = printing.qr
