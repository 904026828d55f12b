"""For whoever watches the house: is the process up, can it serve?"""

from __future__ import annotations

from flask import Blueprint, Flask, Response, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from charta.core.access import allow, anyone
from charta.core.database import db

blueprint = Blueprint("health", __name__)


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)


@blueprint.get("/healthz")
@allow(anyone)
def alive() -> Response:
    """The process answers."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
@allow(anyone)
def ready() -> tuple[Response, int]:
    """The database answers and has been migrated."""
    try:
        version = db.session.execute(text("SELECT version_num FROM alembic_version")).scalar()
    except SQLAlchemyError:
        return jsonify(status="database unreachable"), 503
    if version is None:
        return jsonify(status="database not migrated"), 503
    return jsonify(status="ok", migration=version), 200
