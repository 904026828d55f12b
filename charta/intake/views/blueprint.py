"""The one blueprint of what comes by other ways."""

from __future__ import annotations

import re

from flask import Blueprint, request

blueprint = Blueprint("intake", __name__, url_prefix="/<charter:charter>")

DESK = "/schreibtisch/eingaben/"
NUMBER = "int(max=2147483647)"
ONE = f"{DESK}<{NUMBER}:number>/"


def number_asked(name: str) -> int | None:
    """A number in the address's parameters; nonsense is none."""
    text = request.args.get(name, "")
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else None
