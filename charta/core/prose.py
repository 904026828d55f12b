"""The one place where stored HTML, cleaned by ``charta.text`` when it was saved, becomes markup."""

from __future__ import annotations

from flask import Flask
from markupsafe import Markup


def prose(html: str) -> Markup:
    """Mark HTML that ``charta.text`` has made as safe to show; never give it anything else."""
    return Markup(html)  # noqa: S704


def init_app(app: Flask) -> None:
    app.jinja_env.filters["prose"] = prose
