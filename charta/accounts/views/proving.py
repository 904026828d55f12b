"""The task that a browser solves while a stranger fills in a form."""

from __future__ import annotations

from flask import current_app, jsonify
from flask.typing import ResponseReturnValue

from charta.accounts import proofs
from charta.accounts.blueprint import blueprint
from charta.core.access import allow, anyone
from charta.core.clock import now
from config import Settings


@blueprint.get("/aufgabe/konto/", defaults={"purpose": "sign_up"})
@blueprint.get("/aufgabe/stellungnahme/", defaults={"purpose": "guest"})
@allow(anyone)
def task(purpose: proofs.Purpose) -> ResponseReturnValue:
    """A new one each time, without a cookie and without a query; nobody may keep it."""
    settings: Settings = current_app.extensions["charta.settings"]
    answer = jsonify(proofs.task(now(), settings, purpose))
    answer.headers["Cache-Control"] = "no-store"
    return answer
