"""The one blueprint of all public pages."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("site", __name__)
