"""Codes with which somebody finds a contribution again, without an account."""

from __future__ import annotations

from flask import Flask


def init_app(_app: Flask) -> None:
    """Nothing to wire yet."""
