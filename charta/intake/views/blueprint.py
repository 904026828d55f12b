"""The one blueprint of what comes by other ways."""

from __future__ import annotations

from flask import Blueprint, request

from charta.core.forms import number_or_none

blueprint = Blueprint("intake", __name__, url_prefix="/<charter:charter>")

DESK = "/schreibtisch/eingaben/"
NUMBER = "int(max=2147483647)"
ONE = f"{DESK}<{NUMBER}:number>/"


def number_asked(name: str) -> int | None:
    """A number in the address's parameters; nonsense is none."""
    return number_or_none(request.args.get(name, ""))
