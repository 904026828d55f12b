"""What every answer carries so that a browser protects its reader."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Request, Response, current_app, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFProtect
from werkzeug.exceptions import SecurityError
from werkzeug.middleware.proxy_fix import ProxyFix

from charta.core.access import READING
from charta.core.errors import NotAllowed
from config import Settings

View = TypeVar("View", bound=Callable[..., Any])

csrf = CSRFProtect()

CONTENT_POLICY = "; ".join(
    (
        "default-src 'none'",
        "base-uri 'none'",
        "connect-src 'self'",
        "font-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "img-src 'self' data:",
        "manifest-src 'self'",
        "require-trusted-types-for 'script'",
        "script-src 'self'",
        "style-src 'self'",
        "trusted-types charta",
    )
)

HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}

OURS = frozenset({"same-origin", "none"})
"""Where a browser may say that a form was sent from: this site, or its own address bar. Not a
neighbour under the same domain ("same-site"): what runs there is none of ours."""

TWO_YEARS = 2 * 365 * 24 * 3600


class Sessions(SecureCookieSessionInterface):
    """Flask's own, which looks for no keys where there is no cookie to read with them."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        if self.get_cookie_name(app) not in request.cookies:
            return self.session_class()
        return super().open_session(app, request)


def init_app(app: Flask) -> None:
    settings: Settings = app.extensions["charta.settings"]
    secure = settings.https
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME=session_cookie(settings),
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_PATH="/",
        MAX_CONTENT_LENGTH=settings.upload_bytes + 64 * 1024,
        MAX_FORM_MEMORY_SIZE=1024 * 1024,
        MAX_FORM_PARTS=400,
        TRUSTED_HOSTS=list(settings.hosts) or None,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=secure,
        DEBUG=settings.debug,
        TESTING=settings.environment == "testing",
    )
    if settings.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies, x_host=settings.proxies
        )
    app.session_interface = Sessions()
    app.before_request(refuse_strange_hosts)
    app.before_request(refuse_forged)
    csrf.init_app(app)
    app.after_request(add_headers)


def from_anywhere(condition: Callable[[], bool]) -> Callable[[View], View]:
    """Let other sites send a request to a view, where ``condition`` holds for it."""

    def mark(view: View) -> View:
        view.charta_from_anywhere = condition  # type: ignore[attr-defined]
        return view

    return mark


def refuse_strange_hosts() -> Response | None:
    """Answer under a name that is not trusted in one plain sentence: there are no addresses there
    that a page could link to."""
    if not isinstance(request.routing_exception, SecurityError):
        return None
    words = _("Unter diesem Namen ist diese Website nicht zu erreichen.")
    return Response(words, 400, mimetype="text/plain")


def refuse_forged() -> None:
    """Refuse to write what another site has sent in somebody's name, token or not. Browsers too
    old to say where a request comes from are held to the token alone."""
    if request.method in READING:
        return
    if request.headers.get("Sec-Fetch-Site", "same-origin") in OURS:
        return
    view = current_app.view_functions.get(request.endpoint or "")
    condition: Callable[[], bool] | None = getattr(view, "charta_from_anywhere", None)
    if condition is None or not condition():
        raise NotAllowed(_("Das kam von einer anderen Website und wurde nicht angenommen."))


def session_cookie(settings: Settings) -> str:
    """The cookie's name; browsers hold ``__Host-`` cookies to this very host over https."""
    return "__Host-charta" if settings.https else "charta"


def add_headers(response: Response) -> Response:
    there = {name.lower() for name in response.headers.keys()}  # noqa: SIM118 - not a dictionary
    for name, value in HEADERS.items():
        if name.lower() not in there:
            response.headers.add(name, value)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", f"max-age={TWO_YEARS}")
    if request.endpoint != "static" or response.status_code >= 400:
        response.headers.setdefault("Cache-Control", "no-store")
    return response
