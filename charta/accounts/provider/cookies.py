"""What a browser carries on its way to the provider and back, encrypted and for a while."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any, Literal

from flask import Response, request
from flask.typing import ResponseReturnValue

from charta.accounts import keys, visiting
from charta.accounts.provider.claims import Claims
from charta.accounts.provider.journeys import LASTS, Journey
from charta.core.clock import now

What = Literal["journey", "arrival"]

ARRIVAL_LASTS = timedelta(minutes=30)
"""For who has proven to be somebody at the provider and is not known here yet: to choose a name,
or to sign in to the account with the same address."""


def send_off(response: Response, journey: Journey) -> Response:
    return _keep(response, "journey", journey.as_values(), LASTS)


def on_the_way() -> Journey | None:
    """The journey on which this browser was sent; None for none, or one that is over."""
    values = _kept("journey")
    found = Journey(**values) if values is not None else None
    return found if found is not None and not found.is_over(now()) else None


def let_wait(response: Response, claims: Claims) -> Response:
    return _keep(response, "arrival", claims.as_values(), ARRIVAL_LASTS)


def waiting() -> Claims | None:
    """Who has come from the provider with this browser and belongs to no account yet."""
    values = _kept("arrival")
    return Claims.from_values(values) if values is not None else None


def forget(response: ResponseReturnValue, *what: What) -> ResponseReturnValue:
    """Take cookies back, whether they are there or not."""
    assert isinstance(response, Response)  # noqa: S101 - what our own views have made
    for one in what:
        response.delete_cookie(_name(one), path="/", secure=_secure(), httponly=True)
    return response


def _keep(response: Response, what: What, values: dict[str, Any], lasts: timedelta) -> Response:
    words = json.dumps({"until": (now() + lasts).isoformat(), "values": values})
    response.set_cookie(
        _name(what),
        keys.encrypt(visiting.settings(), what, words),
        max_age=lasts,
        path="/",
        secure=_secure(),
        httponly=True,
        samesite="Lax",
    )
    return response


def _kept(what: What) -> dict[str, Any] | None:
    words = keys.decrypt(visiting.settings(), what, request.cookies.get(_name(what), ""))
    if words is None:
        return None
    kept = json.loads(words)
    if datetime.fromisoformat(kept["until"]) <= now():
        return None
    values: dict[str, Any] = kept["values"]
    return values


def _secure() -> bool:
    return visiting.settings().https


def _name(what: What) -> str:
    """Browsers hold ``__Host-`` cookies to this very host: no neighbour can plant one."""
    return f"__Host-charta-{what}" if _secure() else f"charta-{what}"
