"""The two ways a mail can leave: over one connection to a mail server, or into a folder.

A carrier takes a mail in two steps. :meth:`offer` is all that can be refused or fail without
consequences; :meth:`hand_over` is the moment after which the mail may have been sent.
"""

from __future__ import annotations

import smtplib
import ssl
from contextlib import suppress
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self
from urllib.parse import unquote, urlsplit

from config import Settings

PATIENCE_SECONDS = 30
CLOSING = 421
HEADER_LINE = 900
"""Longer header lines are folded; an address in angle brackets must not be."""


class NoService(Exception):
    """The mail server cannot be reached, or takes nothing from us; no mail is to blame."""


class Refused(Exception):
    """The mail server does not take this mail."""

    def __init__(self, code: int) -> None:
        super().__init__(str(code))
        self.code = code

    @property
    def permanent(self) -> bool:
        return self.code >= 500


class Unsure(Exception):
    """The connection broke after the mail had been handed over: it may have been taken."""


class Carrier(Protocol):
    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...

    def offer(self, message: EmailMessage) -> None:
        """Raises NoService, Refused."""

    def hand_over(self, message: EmailMessage) -> None:
        """Raises Refused, Unsure."""


class Folder:
    """Mails become files, named by their date and number so that a repeated one is the same."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        """Nothing is left open."""

    def offer(self, _message: EmailMessage) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)

    def hand_over(self, message: EmailMessage) -> None:
        number = str(message["Message-ID"]).strip("<>").partition("@")[0].rpartition(".")[2]
        sent = parsedate_to_datetime(str(message["Date"]))
        half = self.folder / f"{sent:%Y%m%dT%H%M%S}-{int(number):010d}.part"
        half.write_bytes(written(message, "\n"))
        half.rename(half.with_suffix(".eml"))


class Server:
    """One connection, opened with the first mail and opened anew when it was lost."""

    def __init__(self, url: str) -> None:
        self.parts = urlsplit(url)
        self.smtp: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        if self.smtp is not None:
            with suppress(smtplib.SMTPException, OSError):
                self.smtp.quit()
            self._close()

    def offer(self, message: EmailMessage) -> None:
        try:
            if self.smtp is None:
                self.smtp = self._connected()
            self._envelope(self.smtp, message)
        except (smtplib.SMTPException, OSError) as error:
            self._close()
            raise NoService from error

    def _envelope(self, smtp: smtplib.SMTP, message: EmailMessage) -> None:
        sender, recipient = _address(message, "From"), _address(message, "To")
        options = ["SMTPUTF8", "BODY=8BITMIME"] if not recipient.isascii() else []
        if options and not smtp.has_extn("smtputf8"):
            raise Refused(550)
        smtp.command_encoding = "utf-8" if options else "ascii"
        code, _words = smtp.mail(sender, options)
        if code != 250:
            raise NoService
        code, _words = smtp.rcpt(recipient)
        if code == CLOSING:
            raise smtplib.SMTPServerDisconnected
        if code not in {250, 251}:
            smtp.rset()
            raise Refused(code)

    def hand_over(self, message: EmailMessage) -> None:
        smtp = self.smtp
        if smtp is None:
            raise RuntimeError("A mail is offered before it is handed over.")
        try:
            code, _words = smtp.data(written(message, "\r\n"))
        except smtplib.SMTPDataError as error:  # refused before a word of it was sent
            self._reset(smtp, error.smtp_code)
            raise Refused(error.smtp_code) from None
        except (smtplib.SMTPException, OSError) as error:
            self._close()
            raise Unsure from error
        if code != 250:
            self._reset(smtp, code)
            raise Refused(code)

    def _reset(self, smtp: smtplib.SMTP, code: int) -> None:
        try:
            if code == CLOSING:
                raise smtplib.SMTPServerDisconnected
            smtp.rset()
        except (smtplib.SMTPException, OSError):
            self._close()

    def _close(self) -> None:
        if self.smtp is not None:
            self.smtp.close()
            self.smtp = None

    def _connected(self) -> smtplib.SMTP:
        host, context = self.parts.hostname or "localhost", ssl.create_default_context()
        if self.parts.scheme == "smtps":
            port = self.parts.port or 465
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                host, port, timeout=PATIENCE_SECONDS, context=context
            )
        else:
            smtp = smtplib.SMTP(host, self.parts.port or 25, timeout=PATIENCE_SECONDS)
        try:
            smtp.ehlo_or_helo_if_needed()
            if self.parts.scheme == "smtp" and smtp.has_extn("starttls"):
                smtp.starttls(context=context)
                smtp.ehlo()
            if self.parts.username:
                smtp.login(unquote(self.parts.username), unquote(self.parts.password or ""))
        except BaseException:
            smtp.close()
            raise
        return smtp


def carrier(settings: Settings) -> Carrier:
    """The way mails leave this installation."""
    return Server(settings.smtp_url) if settings.smtp_url else Folder(settings.mail_folder)


def written(message: EmailMessage, line_end: str) -> bytes:
    """The mail as it travels: seven bits, no header line folded within an address."""
    policy = message.policy.clone(linesep=line_end, max_line_length=HEADER_LINE)
    return message.as_bytes(policy=policy)


def _address(message: EmailMessage, header: str) -> str:
    (address,) = message[header].addresses
    spelled: str = address.addr_spec
    return spelled
