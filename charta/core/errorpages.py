"""The error tree and HTTP's own errors as pages in plain words."""

from __future__ import annotations

from contextlib import suppress
from http import HTTPStatus

from flask import Flask, g, render_template
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException, InternalServerError, TooManyRequests

from charta.core.actors import ANYBODY
from charta.core.database import db
from charta.core.errors import CharterError, TooMany
from charta.core.logs import log, places
from charta.core.outages import Trouble, state, trouble
from charta.core.returning import returned

Answer = tuple[str, int]
Later = tuple[str, int, dict[str, str]]

RETRY_SECONDS = 10


def init_app(app: Flask) -> None:
    app.register_error_handler(CharterError, _charter_error)
    app.register_error_handler(CSRFError, _csrf_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(SQLAlchemyError, _database)
    app.register_error_handler(500, _unexpected)


def error_page(status: int, message: str = "") -> Answer:
    """The page for ``status`` with a message in plain words and what one can do."""
    title, usual = _words(status)
    page = render_template(
        "errors/error.html", status=status, title=title, message=message or usual
    )
    return page, status


def _words(status: int) -> tuple[str, str]:
    words = {
        400: (
            _("Die Anfrage war nicht verständlich"),
            _("Bitte gehen Sie zurück, laden Sie die Seite neu und versuchen Sie es noch einmal."),
        ),
        403: (
            _("Das dürfen Sie hier nicht"),
            _(
                "Ihr Konto hat für diese Seite kein Recht. Wenn Sie es brauchen, "
                "wenden Sie sich an die Verwaltung der Charta."
            ),
        ),
        404: (
            _("Diese Seite gibt es nicht"),
            _("Vielleicht ist die Adresse unvollständig, oder der Inhalt ist nicht öffentlich."),
        ),
        405: (
            _("So lässt sich diese Seite nicht aufrufen"),
            _("Bitte gehen Sie zurück und benutzen Sie die Schaltflächen der Seite."),
        ),
        409: (
            _("Inzwischen hat sich etwas geändert"),
            _("Bitte laden Sie die Seite neu und prüfen Sie den neuen Stand."),
        ),
        413: (
            _("Das ist zu groß"),
            _("Die Datei oder der Text ist größer als erlaubt. Bitte verkleinern oder teilen Sie."),
        ),
        422: (
            _("Diese Angaben passen nicht zusammen"),
            _("Bitte gehen Sie zurück und prüfen Sie Ihre Angaben."),
        ),
        429: (
            _("Das waren zu viele Versuche"),
            _("Bitte warten Sie einen Augenblick und versuchen Sie es dann noch einmal."),
        ),
        503: (
            _("Im Augenblick nicht erreichbar"),
            _(
                "Bitte versuchen Sie es in einer Minute noch einmal. Ihre Eingaben sind noch da, "
                "wenn Sie im Browser zurückgehen."
            ),
        ),
    }
    fallback = (
        _("Da ist uns ein Fehler unterlaufen"),
        _("Er wurde vermerkt. Bitte versuchen Sie es noch einmal."),
    )
    return words.get(status, fallback)


def _charter_error(error: CharterError) -> Answer | Later:
    db.session.rollback()
    page, status = error_page(error.status, error.message)
    if isinstance(error, TooMany):
        return page, status, {"Retry-After": str(error.seconds)}
    return page, status


def _csrf_error(_error: CSRFError) -> Answer:
    message = _(
        "Das Formular war zu lange offen oder kam nicht von dieser Seite. "
        "Bitte gehen Sie zurück, laden Sie die Seite neu und senden Sie es noch einmal ab."
    )
    return error_page(400, message)


def _http_error(error: HTTPException) -> Answer | HTTPException | Later:
    status = error.code or 500
    if status < 400:
        return error
    if isinstance(error, InternalServerError):
        return _unexpected(error)
    if isinstance(error, TooManyRequests):
        return *error_page(status), {"Retry-After": str(error.retry_after or 60)}
    if status in {400, 404} or status not in set(HTTPStatus):
        status = 404 if status == 404 else 400
    return error_page(status)


def _ask_the_database_nothing() -> None:
    """Let the error page be drawn without a query, since queries may be what fails."""
    with suppress(SQLAlchemyError):
        db.session.rollback()
    g.actor, g.charter = ANYBODY, None


def _database(error: SQLAlchemyError) -> Answer | Later:
    """A database that cannot serve is not a mistake of ours; whoever wrote gets it back."""
    what = trouble(error)
    if what is None:
        return _unexpected(error)
    _ask_the_database_nothing()
    log.error("database", failure=state(error), trouble=what.value)
    page, status = _given_back(503, _why(what)) or error_page(503, _why(what))
    return page, status, {"Retry-After": str(RETRY_SECONDS)}


def _why(what: Trouble) -> str:
    gone: str = _(
        "Die Datenbank antwortet gerade nicht. Bitte versuchen Sie es in einer Minute noch einmal."
    )
    closed: str = _("Im Augenblick lässt sich hier alles lesen, aber nichts speichern.")
    return gone if what is Trouble.GONE else closed


def _given_back(status: int, message: str) -> Answer | None:
    """The page with what this request has sent, if it has sent something."""
    sent = returned()
    if sent is None:
        return None
    page = render_template("errors/returned.html", status=status, message=message, sent=sent)
    return page, status


def _unexpected(error: Exception) -> Answer | Later:
    cause = getattr(error, "original_exception", None) or error
    if isinstance(cause, SQLAlchemyError) and trouble(cause) is not None:
        return _database(cause)  # while the page of another error asked who is reading
    _ask_the_database_nothing()
    log.error("unexpected", failure=type(cause).__name__, at=places(cause))
    return _given_back(500, _words(500)[0] + ".") or error_page(500)
