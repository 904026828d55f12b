"""Slowing down who guesses codes: of receipts, reports and decisions alike.

Sixty-one bits cannot be guessed, but nobody shall try in peace. Only wrong codes count, and many
are allowed, since a whole hall may sit behind one address and mistype. Each process counts for
itself, in memory: nothing about a visitor is kept.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from threading import Lock

from flask import current_app, request
from werkzeug.exceptions import TooManyRequests

from charta.core.clock import now as moment

GUESSES = "charta.guesses"
WINDOW = timedelta(minutes=10)
MOST_WRONG = 100
MOST_NETWORKS = 10_000


@dataclass
class Guesses:
    """The wrong codes of the last minutes by network."""

    wrong: OrderedDict[str, deque[datetime]] = field(default_factory=OrderedDict)
    lock: Lock = field(default_factory=Lock)

    def count(self, address: str | None, now: datetime) -> None:
        """Remember one wrong code."""
        with self.lock:
            moments = self.wrong.setdefault(network(address), deque(maxlen=MOST_WRONG))
            moments.append(now)
            self.wrong.move_to_end(network(address))
            while len(self.wrong) > MOST_NETWORKS:
                self.wrong.popitem(last=False)

    def pause(self, address: str | None, now: datetime) -> timedelta | None:
        """How long this network must wait before it may ask again; None: it need not."""
        with self.lock:
            moments = self.wrong.get(network(address), deque[datetime]())
            if len(moments) < MOST_WRONG or moments[0] <= now - WINDOW:
                return None
            return moments[0] + WINDOW - now


def slow_down() -> None:
    """Answer 429 where too many wrong codes were tried."""
    pause = _guesses().pause(request.remote_addr, moment())
    if pause is not None:
        raise TooManyRequests(retry_after=pause.seconds + 1)


def count_wrong() -> None:
    """Remember that a wrong code has just been tried."""
    _guesses().count(request.remote_addr, moment())


def _guesses() -> Guesses:
    guesses: Guesses = current_app.extensions.setdefault(GUESSES, Guesses())
    return guesses


def network(address: str | None) -> str:
    """What shares a counter: an IPv4 address, or the /64 an IPv6 address is in."""
    try:
        found = ip_address(address or "")
    except ValueError:
        return ""
    length = 32 if found.version == 4 else 64
    return str(ip_network(f"{found}/{length}", strict=False))
