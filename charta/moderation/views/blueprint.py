"""The one blueprint of moderation."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("moderation", __name__, url_prefix="/<charter:charter>")

NUMBER = "int(max=2147483647)"
DESK = "/schreibtisch/meldungen/"
ONE = f"{DESK}<{NUMBER}:number>/"
HEARING = f"{DESK}widerspruch/<{NUMBER}:objection_id>/"
