"""Mails that strangers can cause: the same answer for every address, and not without end."""

from __future__ import annotations

from collections.abc import Callable

from charta.accounts import throttling, visiting
from charta.accounts.rules import normal_address
from charta.core.clock import now
from charta.core.database import transaction


def send_within_limits(email: str, send: Callable[[], None]) -> None:
    """Carry out ``send`` unless this address, or this network, has had its share for this hour;
    nobody is told the difference. Raises Invalid for what is no address."""
    normal_address(email)
    with transaction():
        if throttling.may_mail(now(), visiting.origin(email)):
            send()
