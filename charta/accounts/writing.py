"""Whether somebody has filled in a form, not a program: its browser has worked for it, it took
the time that reading takes, and a field that nobody sees is empty. Nothing about the visitor is
looked at, and no single sign refuses anybody."""

from __future__ import annotations

import hmac
from datetime import UTC, datetime, timedelta

from flask import current_app

from charta.accounts import keys, proofs
from charta.accounts.proofs import Proof, Purpose
from charta.core.forms import StrangersForm
from config import Settings

SHORTEST = timedelta(seconds=3)
"""Nobody reads a form and fills it in in less."""


def begin(form: StrangersForm, moment: datetime) -> None:
    """Note in a form that is given out when that was."""
    form.began.data = _stamp(str(int(moment.timestamp())))


def proof_of(form: StrangersForm, purpose: Purpose, moment: datetime) -> Proof | None:
    """What proves that a person has sent a form; None when something speaks against it.

    A field filled in that nobody sees is no more than that: password managers do it as well,
    and their owners are no programs.
    """
    if form.website.data or not _took_time(form.began.data or "", moment):
        return None
    return proofs.read(moment, _settings(), purpose, form.altcha.data or "")


def _took_time(began: str, moment: datetime) -> bool:
    """However long it took: forms lie open for days."""
    stamp = began.partition(".")[0]
    if not hmac.compare_digest(began.encode(), _stamp(stamp).encode()):
        return False
    return moment - datetime.fromtimestamp(int(stamp), tz=UTC) >= SHORTEST


def _stamp(seconds: str) -> str:
    return f"{seconds}.{keys.keyed(_settings(), 'form', seconds)}"


def _settings() -> Settings:
    settings: Settings = current_app.extensions["charta.settings"]
    return settings
