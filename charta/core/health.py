"""For whoever watches the house: is the process up, can it serve?"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from flask import Blueprint, Flask, Response, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from charta.core.access import allow, anyone
from charta.core.database import db

blueprint = Blueprint("health", __name__)

LEAST_FREE_BYTES = 64 * 1024 * 1024
"""Free space beside SQLite's file below which an operator should be told."""


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
    """The database answers and has been migrated; whether it takes what people write."""
    try:
        version = db.session.execute(text("SELECT version_num FROM alembic_version")).scalar()
        writing = _writing()
    except SQLAlchemyError:
        return jsonify(status="database unreachable"), 503
    if version is None:
        return jsonify(status="database not migrated"), 503
    return jsonify(status="ok", migration=version, writing=writing), 200


def _writing() -> str:
    """``ok``, ``read-only`` or ``disk almost full``, without writing. How full the disk of a
    PostgreSQL server is it does not tell."""
    if db.engine.dialect.name == "postgresql":
        refused = db.session.execute(text("SHOW transaction_read_only")).scalar()
        return "ok" if refused == "off" else "read-only"
    if not db.engine.url.database:
        return "ok"
    file = Path(db.engine.url.database)
    if not os.access(file, os.W_OK) or not os.access(file.parent, os.W_OK):
        return "read-only"
    free = shutil.disk_usage(file.parent).free
    return "ok" if free >= LEAST_FREE_BYTES else "disk almost full"
