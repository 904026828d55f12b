"""What the account page says about charters, of which accounts know nothing: a later feature
registers who tells it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import Flask, current_app

from charta.core.actors import Actor


@dataclass(frozen=True)
class Place:
    """A charter as a person stands to it; ``roles`` are words for the screen."""

    slug: str
    name: str
    city: str
    roles: tuple[str, ...]
    staff: bool
    held_back: bool = False
    """Whether roles there wait until the person signs in with two steps."""


@dataclass(frozen=True)
class Overview:
    """All charters for this person, and what they may do in the whole installation."""

    places: Sequence[Place] = ()
    may_create: bool = False


Teller = Callable[[Actor], Overview]


def tell(app: Flask, teller: Teller) -> None:
    app.extensions["charta.overview"] = teller


def overview(actor: Actor) -> Overview:
    teller: Teller | None = current_app.extensions.get("charta.overview")
    return teller(actor) if teller is not None else Overview()
