"""What a request about accounts tells beside its form: from where it comes, from which browser,
and whether somebody has signed in from there before."""

from __future__ import annotations

import secrets
from datetime import timedelta

from flask import Response, current_app, request
from flask_login import current_user

from charta.accounts import browsers, keys, throttling
from charta.accounts.rules import normal_address
from charta.accounts.sessions import Visitor
from charta.core.errors import Invalid, NotAllowed
from config import Settings

KNOWN_FOR = timedelta(days=180)
PATH = "/konto/"


def settings() -> Settings:
    found: Settings = current_app.extensions["charta.settings"]
    return found


def visitor() -> Visitor:
    """The session of whoever is signed in; raises NotAllowed for others."""
    if not current_user.is_authenticated:
        raise NotAllowed
    found: Visitor = current_user._get_current_object()
    return found


def browser() -> str:
    return browsers.in_words(request.user_agent.string)


def origin(email: str) -> throttling.Origin:
    """Where this request comes from, for an attempt on the account with this address."""
    try:
        email = normal_address(email)
    except Invalid:
        email = email.strip().lower()
    return throttling.origin(
        settings(), email=email, address=request.remote_addr, browser=_known_browser(email)
    )


def know_browser(response: Response, email: str) -> None:
    """Remember in a cookie of the account pages that somebody has signed in to this account from
    here. It holds a random word and a keyed hash, so that nobody reads an address in it."""
    if _known_browser(email) is not None:
        return
    words = f"{_account(email)}:{secrets.token_hex(8)}"
    response.set_cookie(
        _cookie(),
        keys.sign(settings(), "known browser", words),
        max_age=KNOWN_FOR,
        path=PATH,
        secure=settings().https,
        httponly=True,
        samesite="Lax",
    )


def forget_browser(response: Response) -> None:
    """Take that cookie back: there is no account any more that it would be for."""
    response.delete_cookie(
        _cookie(), path=PATH, secure=settings().https, httponly=True, samesite="Lax"
    )


def _known_browser(email: str) -> str | None:
    kept = request.cookies.get(_cookie(), "")
    seconds = int(KNOWN_FOR.total_seconds())
    words = keys.signed(settings(), "known browser", kept, seconds=seconds) if kept else None
    account, _separator, browser = (words or "").partition(":")
    return browser if browser and account == _account(email) else None


def _account(email: str) -> str:
    return keys.keyed(settings(), "account of a browser", email)


def _cookie() -> str:
    return "__Secure-charta-browser" if settings().https else "charta-browser"
