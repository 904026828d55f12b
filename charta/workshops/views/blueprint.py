"""The blueprint of workshops and the address all its pages share."""

from __future__ import annotations

from flask import Blueprint

from charta.core.access import Predicate
from charta.workshops.policies import runs_workshops

blueprint = Blueprint("workshops", __name__)

ROOT = "/<charter:charter>/schreibtisch/veranstaltungen"
WORKSHOP = f"{ROOT}/<int:number>"


@blueprint.context_processor
def decisions() -> dict[str, Predicate]:
    """What templates ask with ``may(…)``."""
    return {"runs_workshops": runs_workshops}
