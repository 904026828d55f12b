"""What every page's frame needs to know."""

from __future__ import annotations

from typing import Any

from flask import Flask

from charta.core.access import current_actor
from charta.core.i18n import language_urls
from charta.core.navigation import links
from config import Settings


def init_app(app: Flask) -> None:
    settings: Settings = app.extensions["charta.settings"]

    @app.context_processor
    def frame() -> dict[str, Any]:
        actor = current_actor()
        return {
            "demonstration": settings.demonstration,
            "desk_navigation": links("desk") if actor.signed_in else (),
            "lang_urls": language_urls(),
            "navigation": links("public"),
            "source_url": settings.source_url or None,
            "signed_in_name": actor.name if actor.signed_in else None,
        }
