"""The screens of feasibility. Importing the modules puts their routes on the blueprint."""

from __future__ import annotations

from charta.feasibility.views import asking, judging, overview, releasing
from charta.feasibility.views.blueprint import blueprint

__all__ = ["asking", "blueprint", "judging", "overview", "releasing"]
