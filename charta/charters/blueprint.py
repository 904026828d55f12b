"""The one blueprint of charters' own pages: settings for administrators, legal pages for all."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("charters", __name__)

SETTINGS = "/<charter:charter>/schreibtisch/einstellungen/"
