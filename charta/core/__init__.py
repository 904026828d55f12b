"""The ground: database, clock, errors, request plumbing. It knows no feature."""

from __future__ import annotations

from flask import Flask

from charta.core import (
    access,
    addresses,
    assets,
    clock,
    database,
    errorpages,
    fragments,
    health,
    i18n,
    jobs,
    layout,
    logs,
    migrating,
    navigation,
    postman,
    prose,
    security,
    style,
)


def init_app(app: Flask) -> None:
    clock.init_app(app)
    addresses.init_app(app)
    logs.init_app(app)
    security.init_app(app)
    database.init_app(app)
    i18n.init_app(app)
    assets.init_app(app)
    access.init_app(app)
    navigation.init_app(app)
    layout.init_app(app)
    prose.init_app(app)
    fragments.init_app(app)
    errorpages.init_app(app)
    jobs.init_app(app)
    postman.init_app()
    health.init_app(app)
    migrating.init_app(app)
    style.init_app(app)


def seal(app: Flask) -> None:
    """Called once all features stand: nothing undecided may be served."""
    access.refuse_undecided_routes(app)
