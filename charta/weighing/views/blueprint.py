"""The one blueprint of the weighing desk."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("weighing", __name__, url_prefix="/<charter:charter>")

NUMBER = "int(max=2147483647)"
"""The converter for numbers in addresses: no larger than the database can hold."""
