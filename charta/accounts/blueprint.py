"""The one blueprint of all pages about accounts."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("accounts", __name__, url_prefix="/konto")
