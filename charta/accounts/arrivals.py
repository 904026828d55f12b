"""What later stages want to do when a provider has said who somebody is: they register here, for
accounts know nothing of roles and charters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from flask import Flask, current_app

from charta.accounts.models import Person

ARRIVED, CUT = "charta.arrived", "charta.cut_from_provider"

Arrived = Callable[[datetime, Person, str, Sequence[str]], None]
"""Takes the issuer and the values of the role claim for which there are rules. Runs in the
transaction in which the person signs in."""

Cut = Callable[[datetime, Person, str], None]
"""Takes the issuer; may refuse by raising."""


def on_arrival(app: Flask, listener: Arrived) -> None:
    app.extensions.setdefault(ARRIVED, []).append(listener)


def on_cut(app: Flask, listener: Cut) -> None:
    app.extensions.setdefault(CUT, []).append(listener)


def tell_arrival(now: datetime, person: Person, issuer: str, roles: Sequence[str]) -> None:
    listeners: list[Arrived] = current_app.extensions.get(ARRIVED, [])
    for listener in listeners:
        listener(now, person, issuer, roles)


def tell_cut(now: datetime, person: Person, issuer: str) -> None:
    listeners: list[Cut] = current_app.extensions.get(CUT, [])
    for listener in listeners:
        listener(now, person, issuer)
