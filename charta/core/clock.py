"""The time, asked once per request and passed on as a value."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flask import Flask, current_app

BERLIN = ZoneInfo("Europe/Berlin")

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    return datetime.now(UTC)


def init_app(app: Flask) -> None:
    app.extensions["charta.clock"] = system_clock


def now() -> datetime:
    """The moment, aware and in UTC, as the application's clock has it."""
    clock: Clock = current_app.extensions["charta.clock"]
    return clock()
