"""The screens of the weighing desk. Importing the modules puts their routes on the blueprint."""

from __future__ import annotations

from charta.weighing.views import bulk, owed, row, table
from charta.weighing.views.blueprint import blueprint

__all__ = ["blueprint", "bulk", "owed", "row", "table"]
