"""The one blueprint of feasibility."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint(
    "feasibility", __name__, url_prefix="/<charter:charter>/schreibtisch/umsetzbarkeit"
)
