"""What reaches the city by other ways than a signed-in comment: letters, calls, guests."""

from __future__ import annotations

from flask import Flask


def init_app(_app: Flask) -> None:
    """Nothing to wire yet."""
