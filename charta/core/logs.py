"""Structured logs: one JSON line an event, without addresses, names or texts of people."""

from __future__ import annotations

import logging
import secrets
import time
import traceback
from typing import Any

import structlog
from flask import Flask, Response, g, request

from config import Settings

log = structlog.get_logger("charta")


def init_app(app: Flask) -> None:
    settings: Settings = app.extensions["charta.settings"]
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, settings.log_level)),
    )
    app.log_exception = _written_elsewhere  # type: ignore[assignment, method-assign]
    app.url_value_preprocessor(_start)  # before anything that may fail
    app.after_request(_finish)


class Others(logging.Handler):
    """What libraries have to say, as lines like ours: who, where and what kind of error. Their
    words stay out, for they quote what they were given."""

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        fields = {"failure": type(error).__name__, "places": places(error)} if error else {}
        at = f"{record.name} {record.funcName}:{record.lineno}"
        log.log(max(record.levelno, logging.WARNING), "library", at=at, **fields)


def catch_others() -> None:
    """For the whole process: without it Python writes warnings and errors of libraries as they
    come, over many lines and with all their values."""
    logging.root.addHandler(Others(logging.WARNING))


def places(error: BaseException) -> list[str]:
    """Where in the code ``error`` was raised, outermost first. Its message stays out: a database
    quotes the values it has refused."""
    frames = traceback.extract_tb(error.__traceback__)
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]


def _written_elsewhere(_exc_info: object) -> None:
    """Flask would write an error with its message and address; its error page writes it for us."""


def _start(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    g.started = time.perf_counter()
    g.request_id = secrets.token_hex(8)


def _finish(response: Response) -> Response:
    fields: dict[str, Any] = {
        "request": g.get("request_id"),
        "method": request.method,
        "endpoint": request.endpoint,
        "status": response.status_code,
        "milliseconds": round((time.perf_counter() - g.get("started", 0.0)) * 1000, 1),
    }
    if request.endpoint != "static":
        log.info("request", **fields)
    response.headers["X-Request-Id"] = g.get("request_id", "")
    return response
