"""The one blueprint of all pages about mails."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("notifications", __name__)
