"""Mail leaves through the outbox, after the commit; without a mail server it becomes a file.

There are two kinds. A mail about an account is awaited by somebody: it goes first, and after a
crash rather twice than never. A bulk mail waits its turn under a rate and goes once at most
(``charta/core/postman.py``).
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlsplit

from flask import current_app
from flask_babel import get_locale

from charta.core import outbox
from charta.core.i18n import DEFAULT, PARAMETER
from config import Settings

KIND, BULK = "mail", "bulk_mail"
POLICY = SMTP.clone(cte_type="7bit")


def send(
    to: str,
    subject: str,
    body: str,
    *,
    html: str | None = None,
    unsubscribe: str | None = None,
    bulk: bool = False,
) -> None:
    """Put a mail into the outbox of the transaction that is open now.

    ``html`` is the same once more for those who read HTML; ``unsubscribe`` the full address that
    takes the one click of RFC 8058. Its language is the one that is spoken now.
    """
    payload = {"to": to, "subject": " ".join(subject.split()), "body": body, "language": spoken()}
    more = {"html": html, "unsubscribe": unsubscribe}
    payload |= {name: value for name, value in more.items() if value is not None}
    outbox.put(BULK if bulk else KIND, payload)


def spoken() -> str:
    """The code of the language that is spoken now."""
    locale = get_locale()
    language: str = locale.language if locale else DEFAULT
    return language


def link(endpoint: str, **values: Any) -> str:
    """The full address of a page for a mail, in the language that is spoken now; needs no
    request. Values that are None are left out."""
    settings: Settings = current_app.extensions["charta.settings"]
    language = spoken()
    if language != DEFAULT:
        values[PARAMETER] = language
    given = {name: value for name, value in values.items() if value is not None}
    path = current_app.url_map.bind("").build(endpoint, given)
    return settings.base_url.rstrip("/") + path


def compose(
    payload: dict[str, str], settings: Settings, *, number: int, created_at: datetime
) -> EmailMessage:
    """The mail of one row of the outbox, the same to the byte however often it is asked for; so
    a repeated delivery is recognised by its Message-ID. Raises ValueError for what cannot be a
    header."""
    message = EmailMessage(policy=POLICY)
    domain = urlsplit(settings.base_url).hostname or "localhost"
    name = f"{created_at.timestamp() * 1_000_000:.0f}.{number}"
    message["From"] = settings.mail_from
    message["To"] = Address(addr_spec=payload["to"])
    message["Subject"] = payload["subject"]
    message["Date"] = format_datetime(created_at)
    message["Message-ID"] = f"<{name}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    if "unsubscribe" in payload:
        message["List-Unsubscribe"] = f"<{payload['unsubscribe']}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(payload["body"])
    if "html" in payload:
        message.add_alternative(payload["html"], subtype="html")
        message.set_boundary(hashlib.sha256(name.encode()).hexdigest()[:40])
    message["Content-Language"] = payload.get("language", DEFAULT)
    return message
