"""Charta: from the first idea to the published sentence, and an answer to everyone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask

from charta import (
    accounts,
    backup,
    charters,
    consultation,
    core,
    demo,
    desk,
    drafting,
    feasibility,
    intake,
    journal,
    moderation,
    notifications,
    papers,
    receipts,
    releases,
    site,
    weighing,
    workshops,
)
from config import HOME, Settings

FEATURES = (
    core,
    journal,
    backup,
    accounts,
    charters,
    receipts,
    workshops,
    drafting,
    feasibility,
    releases,
    consultation,
    intake,
    weighing,
    moderation,
    papers,
    notifications,
    site,
    desk,
    demo,
)


class Charta(Flask):
    """Flask with plain functions alone: whether each view and hook is a coroutine, of which there
    are none, is not asked eighteen times a request."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        return func


def create_app(settings: Settings) -> Flask:
    """Build the application; raises ``UndecidedRoute`` when a route lacks an access decision."""
    app = Charta(
        __name__,
        template_folder=str(HOME / "templates"),
        static_folder=str(HOME / "charta" / "static"),
    )
    app.extensions["charta.settings"] = settings
    for feature in FEATURES:
        feature.init_app(app)
    core.seal(app)
    return app
