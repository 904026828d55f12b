"""What later stages want to happen when a release is prepared, and what they hold against
opening one. They register here; releases know none of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Flask, current_app

from charta.core.actors import Actor
from charta.core.errors import Conflict
from charta.releases.models import Release

PREPARED = "charta.release_prepared"
GATES = "charta.release_gates"


@dataclass(frozen=True)
class Obstacle:
    """One thing that speaks against opening a release now: a sentence for the screen, and the
    page on which somebody can see to it, by its endpoint and the words of the link. The page
    takes the release's ``number`` and the further ``values``."""

    sentence: str
    endpoint: str
    link: str
    values: tuple[tuple[str, str], ...] = ()


Listener = Callable[[Actor, datetime, Release], None]
"""Runs in the transaction in which the release was prepared, and may refuse it by raising."""

Gate = Callable[[Sequence[Release]], Mapping[int, Obstacle]]
"""The obstacles of some releases by their ids; a release without one is left out. Must cost the
same number of queries however many releases it is given."""


class NotReady(Conflict):
    """Something speaks against opening the release; ``obstacles`` says what."""

    def __init__(self, obstacles: Sequence[Obstacle]) -> None:
        super().__init__(" ".join(one.sentence for one in obstacles))
        self.obstacles = obstacles


def on_prepared(app: Flask, listener: Listener) -> None:
    """Call ``listener`` for every release that is prepared, in the same transaction."""
    app.extensions.setdefault(PREPARED, []).append(listener)


def add_gate(app: Flask, gate: Gate) -> None:
    """Ask ``gate`` before a release is opened or published."""
    app.extensions.setdefault(GATES, []).append(gate)


def tell_prepared(actor: Actor, now: datetime, release: Release) -> None:
    """Let everybody who has registered do their part for a release that was just fixed."""
    listeners: list[Listener] = current_app.extensions.get(PREPARED, [])
    for listener in listeners:
        listener(actor, now, release)


def obstacles(releases: Sequence[Release]) -> dict[int, list[Obstacle]]:
    """All that speaks against opening each of the releases now, by their ids, in the order of
    registration. As many queries as the gates make, whatever the number of releases."""
    found: dict[int, list[Obstacle]] = {release.id: [] for release in releases}
    gates: list[Gate] = current_app.extensions.get(GATES, [])
    for gate in gates if releases else ():
        for release_id, obstacle in gate(releases).items():
            found[release_id].append(obstacle)
    return found


def refuse_obstacles(release: Release) -> None:
    """Raise NotReady when anything speaks against opening the release."""
    against = obstacles([release])[release.id]
    if against:
        raise NotReady(against)
