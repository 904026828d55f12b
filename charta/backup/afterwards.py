"""What must be done once a backup has been restored, before anybody uses it: later features
register it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import Flask, current_app

KEY = "charta.restored"

Work = Callable[[], str]
"""Opens its own transactions and says in a line what it did."""

Preparation = Callable[[], Work]
"""Is asked before anything is restored and reads all that the work will need, so that what cannot
be read keeps the restoring from being begun."""


def add(app: Flask, preparation: Preparation) -> None:
    app.extensions.setdefault(KEY, []).append(preparation)


def prepared() -> Sequence[Work]:
    """What is to be done, in its order; raises ``OSError`` where something cannot be read."""
    found: list[Preparation] = current_app.extensions.get(KEY, [])
    return [prepare() for prepare in found]
