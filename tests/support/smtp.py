"""A real mail server on a port of its own, which remembers what it was given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

OK = "250 OK"


@dataclass
class PostOffice:
    """``refuses`` answers a recipient with a reply of its own, ``declines`` a mail once it has
    been sent in full."""

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    connections: int = 0
    refuses: dict[str, str] = field(default_factory=dict)
    declines: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def ids(self) -> Counter[str]:
        """How often each mail arrived."""
        return Counter(str(mail["Message-ID"]) for mail in self.mails)

    def recipients(self) -> Counter[str]:
        return Counter(str(mail["To"]) for mail in self.mails)

    async def handle_EHLO(  # noqa: N802 - aiosmtpd calls it so
        self, server: SMTP, session: Session, envelope: Envelope, name: str, replies: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = name
        return replies

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return OK

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        if envelope.rcpt_tos[0] in self.declines:
            return self.declines[envelope.rcpt_tos[0]]
        content: Any = envelope.content
        self.mails.append(message_from_bytes(content, policy=policy.default))
        return OK


class OnAnyPort(Controller):
    """Listens on a port that is free."""

    def _trigger_server(self) -> None:
        server: Any = self.server
        self.port = server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]


@contextmanager
def a_post_office() -> Iterator[PostOffice]:
    office = PostOffice()
    controller = OnAnyPort(office, hostname="127.0.0.1", port=0)
    controller.start()
    office.port = controller.port
    try:
        yield office
    finally:
        controller.stop()
