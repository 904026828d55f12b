"""The screens of moderation. Importing the modules puts their routes on the blueprint."""

from __future__ import annotations

from charta.moderation.views import counting, desk, objecting, reporting
from charta.moderation.views.blueprint import blueprint

__all__ = ["blueprint", "counting", "desk", "objecting", "reporting"]
