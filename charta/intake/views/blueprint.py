"""The one blueprint of what comes by other ways."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, request

from charta.consultation.models import Round
from charta.consultation.queries import rounds
from charta.consultation.rules import State
from charta.core.forms import number_or_none

blueprint = Blueprint("intake", __name__, url_prefix="/<charter:charter>")

DESK = "/schreibtisch/eingaben/"
NUMBER = "int(max=2147483647)"
ONE = f"{DESK}<{NUMBER}:number>/"


def number_asked(name: str) -> int | None:
    """A number in the address's parameters; nonsense is none."""
    return number_or_none(request.args.get(name, ""))


def begun_rounds(charter_id: int, now: datetime) -> list[Round]:
    """The rounds that have begun, the one that closes last first. One query."""
    found = rounds(charter_id, now)
    return [one.round for one in found if one.state is not State.BEFORE and one.readable]
