"""The one blueprint of moderation."""

from __future__ import annotations

from flask import Blueprint, current_app, make_response, request
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response

from charta.core.clock import now
from charta.receipts.guessing import Guesses

blueprint = Blueprint("moderation", __name__, url_prefix="/<charter:charter>")

NUMBER = "int(max=2147483647)"
DESK = "/schreibtisch/meldungen/"
ONE = f"{DESK}<{NUMBER}:number>/"
HEARING = f"{DESK}widerspruch/<{NUMBER}:objection_id>/"

GUESSES = "charta.report_guesses"


def _guesses() -> Guesses:
    guesses: Guesses = current_app.extensions.setdefault(GUESSES, Guesses())
    return guesses


def wrong_code() -> None:
    """Count one wrong code; nobody shall guess in peace."""
    _guesses().count(request.remote_addr, now())


def slow_down() -> None:
    """Answer 429 where too many wrong codes were tried."""
    pause = _guesses().pause(request.remote_addr, now())
    if pause is not None:
        raise TooManyRequests(retry_after=pause.seconds + 1)


def private(page: str, status: int = 200) -> Response:
    """An answer that no cache keeps, no search engine lists, and whose address is told to no
    other site."""
    response = make_response(page, status)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "same-origin"
    return response
