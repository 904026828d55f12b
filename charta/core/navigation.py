"""The menus: each feature says what it adds, layouts show what the reader may open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from flask import Flask, current_app, g, request, url_for
from flask_babel import LazyString

from charta.core.access import Predicate, current_actor
from charta.core.addresses import place

Menu = Literal["public", "desk"]

KEPT = 1024
"""Menus in memory; there is one for each page, language and charter."""


@dataclass(frozen=True, eq=False)
class Entry:
    """One entry of a menu; ``section`` is the blueprint whose pages light it up."""

    menu: Menu
    label: LazyString | str
    endpoint: str
    allowed: Predicate
    order: int
    section: tuple[str, ...] = ()


@dataclass(frozen=True)
class Link:
    """An entry as a template shows it."""

    label: str
    url: str
    current: bool


def init_app(app: Flask) -> None:
    app.extensions["charta.navigation"] = []


def add(app: Flask, *entries: Entry) -> None:
    menu: list[Entry] = app.extensions["charta.navigation"]
    menu.extend(entries)
    menu.sort(key=lambda entry: entry.order)


def links(menu: Menu) -> Sequence[Link]:
    """The entries of a menu that the actor may open in the current charter; none outside one."""
    charter = g.get("charter")
    if charter is None:
        return ()
    actor = current_actor()
    allowed = tuple(
        entry
        for entry in current_app.extensions["charta.navigation"]
        if entry.menu == menu and entry.allowed(actor, charter)
    )
    return _links(allowed, request.endpoint or "", place())


@lru_cache(maxsize=KEPT)
def _links(entries: tuple[Entry, ...], endpoint: str, _place: object) -> tuple[Link, ...]:
    """Written once for each page that shows them and each place their links begin at."""
    return tuple(
        Link(str(entry.label), url_for(entry.endpoint), _is_current(entry, endpoint))
        for entry in entries
    )


def _is_current(entry: Entry, endpoint: str) -> bool:
    parts = tuple(f"{part}{end}" for part in entry.section for end in (".", "_"))
    return endpoint == entry.endpoint or endpoint in entry.section or endpoint.startswith(parts)
