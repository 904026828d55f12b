"""The menus: each feature says what it adds, layouts show what the reader may open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from flask import Flask, current_app, g, request, url_for
from flask_babel import LazyString

from charta.core.access import Predicate, current_actor

Menu = Literal["public", "desk"]


@dataclass(frozen=True)
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
    return tuple(
        Link(str(entry.label), url_for(entry.endpoint), _is_current(entry))
        for entry in current_app.extensions["charta.navigation"]
        if entry.menu == menu and entry.allowed(actor, charter)
    )


def _is_current(entry: Entry) -> bool:
    endpoint = request.endpoint or ""
    parts = tuple(f"{part}{end}" for part in entry.section for end in (".", "_"))
    return endpoint == entry.endpoint or endpoint in entry.section or endpoint.startswith(parts)
