"""Mail leaves through the outbox, after the commit; without a mail server it becomes a file."""

from __future__ import annotations

import secrets
import smtplib
import ssl
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import current_app
from flask_babel import get_locale

from charta.core import outbox
from charta.core.clock import now
from charta.core.i18n import DEFAULT, PARAMETER
from config import Settings

KIND = "mail"


def send(to: str, subject: str, body: str) -> None:
    """Put a mail into the outbox of the transaction that is open now."""
    outbox.put(KIND, {"to": to, "subject": subject, "body": body})


def link(endpoint: str, **values: Any) -> str:
    """The full address of a page for a mail, in the language that is spoken now; needs no
    request. Values that are None are left out."""
    settings: Settings = current_app.extensions["charta.settings"]
    spoken = get_locale()
    language = spoken.language if spoken else DEFAULT
    if language != DEFAULT:
        values[PARAMETER] = language
    given = {name: value for name, value in values.items() if value is not None}
    path = current_app.url_map.bind("").build(endpoint, given)
    return settings.base_url.rstrip("/") + path


def deliver(payload: dict[str, str]) -> None:
    """Hand one mail to the mail server or write it into the mail folder."""
    settings: Settings = current_app.extensions["charta.settings"]
    message = _compose(payload, settings)
    if settings.smtp_url:
        _hand_over(message, settings.smtp_url)
    else:
        settings.mail_folder.mkdir(parents=True, exist_ok=True)
        name = f"{now():%Y%m%dT%H%M%S%f}-{secrets.token_hex(4)}"
        half = settings.mail_folder / f"{name}.part"
        half.write_bytes(bytes(message))
        half.rename(half.with_suffix(".eml"))


def _compose(payload: dict[str, str], settings: Settings) -> EmailMessage:
    message = EmailMessage()
    message["From"] = settings.mail_from
    message["To"] = Address(addr_spec=payload["to"])
    message["Subject"] = payload["subject"]
    message["Date"] = format_datetime(now())
    message["Message-ID"] = make_msgid(domain=urlsplit(settings.base_url).hostname)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(payload["body"])
    return message


def _hand_over(message: EmailMessage, url: str) -> None:
    parts = urlsplit(url)
    host, context = parts.hostname or "localhost", ssl.create_default_context()
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            host, parts.port or 465, timeout=30, context=context
        )
    else:
        server = smtplib.SMTP(host, parts.port or 25, timeout=30)
    with server:
        server.ehlo()
        if parts.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls(context=context)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(message)


def init_app() -> None:
    outbox.on(KIND, deliver)
