"""What must be done once a backup has been restored, before anybody uses it: later features
register it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from flask import Flask, current_app

KEY = "charta.restored"

Work = Callable[[], str]
"""Opens its own transactions and says in a line what it did."""


def add(app: Flask, work: Work) -> None:
    app.extensions.setdefault(KEY, []).append(work)


def carry_out() -> Iterator[str]:
    """Do it all, one after the other; what each has done, in words."""
    found: list[Work] = current_app.extensions.get(KEY, [])
    for work in found:
        yield work()
