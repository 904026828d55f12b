"""The one blueprint of consultations."""

from __future__ import annotations

import re

from flask import Blueprint, request

from charta.core.errors import NotFound

blueprint = Blueprint("consultation", __name__, url_prefix="/<charter:charter>")

NUMBER = "int(max=2147483647)"
"""The converter for numbers in addresses: no larger than the database can hold."""

KEY = re.compile(r"[A-Z][A-Z0-9]{0,9}-[0-9]{1,9}")


def a_key(text: str) -> str:
    """``text`` when it looks like the key of a document; raises NotFound."""
    if not KEY.fullmatch(text):
        raise NotFound
    return text


def page_keys() -> tuple[int | None, int | None]:
    """Where a page of a list begins and ends (``nach``, ``vor``); nonsense is the first page."""
    return _key("nach"), _key("vor")


def _key(name: str) -> int | None:
    text = request.args.get(name, "")
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else None
