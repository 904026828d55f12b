"""Pages for everybody: no cookie, an ETag, and for a few seconds the same for all; and those for
whoever holds a code alone."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import Response, current_app, make_response, request, session
from flask.typing import ResponseReturnValue

from charta.core.access import current_actor
from config import Settings

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])


def cacheable(view: View) -> View:
    """Let caches share the answer of ``view`` when an anonymous reader without a cookie asks.

    Everybody else gets ``private`` and the same ETag logic.
    """

    @wraps(view)
    def answer(*args: Any, **values: Any) -> ResponseReturnValue:
        response = make_response(view(*args, **values))
        if response.status_code != 200 or response.direct_passthrough:
            return response
        settings: Settings = current_app.extensions["charta.settings"]
        response.vary.update(("Cookie", "Accept-Encoding"))
        if session or current_actor().signed_in:
            response.headers["Cache-Control"] = "private, no-cache"
        else:
            seconds = settings.page_cache_seconds
            response.headers["Cache-Control"] = f"public, max-age={seconds}"
        response.add_etag(weak=True)
        return response.make_conditional(request)

    return answer  # type: ignore[return-value]


def for_holders(page: str, status: int = 200) -> Response:
    """An answer that no cache keeps, no search engine lists, and whose address no link tells other
    sites; to this one it must be told, or its forms would be taken for forged ones."""
    response = make_response(page, status)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "same-origin"
    return response
