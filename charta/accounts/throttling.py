"""Attempts to prove something, counted in the database and so by all workers together.

Each attempt is written down before it is looked at and taken away again when it succeeds: a
hundred at the same moment are a hundred. Only failures count. They count for the account, for
the network (a hall behind one address may mistype a lot) and for all together; a browser from
which somebody has signed in to this account counts its own alone, so that nobody can lock others
out. Where the database cannot be asked there is no answer, and nobody gets in.
"""

from __future__ import annotations

import ipaddress
import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from flask_babel import ngettext
from sqlalchemy import ColumnElement, and_, delete, func, select

from charta.accounts.keys import keyed
from charta.accounts.models import SignInAttempt
from charta.core.database import db
from charta.core.errors import TooMany
from charta.core.logs import log
from config import Settings

Kind = Literal["password", "code", "mail"]

WINDOW = timedelta(hours=1)
"""How long an attempt counts."""
LONGEST_PAUSE = timedelta(minutes=15)
PROVING: tuple[Kind, ...] = ("password", "code")

FREE, FREE_OF_NETWORK = 5, 200
"""Failures in an hour before the first pause."""
ALARM = 2000
"""Failures of all together in an hour, after which strange browsers and networks get less."""
FREE_IN_ALARM, FREE_OF_NETWORK_IN_ALARM = 2, 20
MAILS, MAILS_TO_NETWORK = 5, 300
"""Mails in an hour that strangers can cause."""


@dataclass(frozen=True)
class Origin:
    """Where an attempt comes from and for whom, as keyed hashes; ``browser`` only when somebody
    has signed in to this account from it."""

    account: str
    network: str
    browser: str | None = None


def origin(
    settings: Settings, *, email: str, address: str | None, browser: str | None = None
) -> Origin:
    """The address as typed (in its normal spelling) and the network it comes from."""
    return Origin(
        keyed(settings, "account", email),
        keyed(settings, "network", network(address)),
        keyed(settings, "browser", browser) if browser else None,
    )


def network(address: str | None) -> str:
    """The neighbourhood of an address: a /24, or a /64 where addresses are plenty."""
    try:
        found = ipaddress.ip_address(address or "")
    except ValueError:
        return "unknown"
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    length = 24 if found.version == 4 else 64
    return str(ipaddress.ip_network(f"{found}/{length}", strict=False))


def pause(failures: int, free: int) -> timedelta:
    """How long to wait after the last of so many failures: nothing, then 2, 4, 8 … seconds."""
    if failures < free:
        return timedelta()
    seconds = 2 ** min(failures - free + 1, 20)
    return min(timedelta(seconds=seconds), LONGEST_PAUSE)


def begin(now: datetime, kind: Kind, origin: Origin) -> int:
    """Write an attempt down before it is looked at; its number is for :func:`forgive`. Raises
    TooMany. Up to three queries."""
    wait = _wait(now, origin)
    if wait > timedelta():
        seconds = math.ceil(wait.total_seconds())
        raise TooMany(
            ngettext(
                "Das waren zu viele Fehlversuche. Bitte warten Sie %(num)s Sekunde und versuchen "
                "Sie es dann noch einmal.",
                "Das waren zu viele Fehlversuche. Bitte warten Sie %(num)s Sekunden und versuchen "
                "Sie es dann noch einmal.",
                seconds,
            ),
            seconds,
        )
    return _write(now, kind, origin)


def forgive(number: int) -> None:
    """The attempt has succeeded: it counts no more, nor do earlier ones by the same hand."""
    attempt = db.session.get(SignInAttempt, number)
    if attempt is None:
        return
    mine = and_(
        SignInAttempt.kind == attempt.kind,
        SignInAttempt.account == attempt.account,
        SignInAttempt.network == attempt.network,
        SignInAttempt.browser.is_not_distinct_from(attempt.browser),
    )
    db.session.execute(delete(SignInAttempt).where(mine))


def may_mail(
    now: datetime,
    origin: Origin,
    *,
    most: int = MAILS,
    most_of_network: int = MAILS_TO_NETWORK,
    window: timedelta = WINDOW,
) -> bool:
    """Whether a mail may still go to this address and be caused from this network."""
    kind, since = SignInAttempt.kind == "mail", SignInAttempt.at > now - window
    sent = _count(and_(kind, since, SignInAttempt.account == origin.account))[0]
    caused = _count(and_(kind, since, SignInAttempt.network == origin.network))[0]
    if sent >= most or caused >= most_of_network:
        log.warning("mails_held_back", network=caused >= most_of_network)
        return False
    _write(now, "mail", origin)
    return True


def sweep(now: datetime, settings: Settings) -> None:
    """Forget what is of no use to who looks into an attack. Inside a transaction."""
    kept = timedelta(days=settings.keep_attempts_days)
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.at <= now - kept))


def _wait(now: datetime, origin: Origin) -> timedelta:
    proving = and_(SignInAttempt.kind.in_(PROVING), SignInAttempt.at > now - WINDOW)
    of_account = SignInAttempt.account == origin.account
    if origin.browser is not None:
        own = and_(proving, of_account, SignInAttempt.browser == origin.browser)
        return _left(now, own, FREE)
    alarm = _count(proving)[0] >= ALARM
    if alarm:
        log.warning("sign_in_alarm")
    return max(
        _left(now, and_(proving, of_account), FREE_IN_ALARM if alarm else FREE),
        _left(
            now,
            and_(proving, SignInAttempt.network == origin.network),
            FREE_OF_NETWORK_IN_ALARM if alarm else FREE_OF_NETWORK,
        ),
    )


def _left(now: datetime, which: ColumnElement[bool], free: int) -> timedelta:
    failures, last = _count(which)
    return last + pause(failures, free) - now if last is not None else timedelta()


def _count(which: ColumnElement[bool]) -> tuple[int, datetime | None]:
    count, last = db.session.execute(
        select(func.count(), func.max(SignInAttempt.at)).where(which)
    ).one()
    return count, last


def _write(now: datetime, kind: Kind, origin: Origin) -> int:
    attempt = SignInAttempt(
        kind=kind,
        account=origin.account,
        network=origin.network,
        browser=origin.browser,
        at=now,
    )
    db.session.add(attempt)
    db.session.flush()
    return attempt.id
