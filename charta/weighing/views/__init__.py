"""The screens of the weighing desk. Importing the modules puts their routes on the blueprint."""

from __future__ import annotations

from charta.weighing.views import (
    advising,
    asking,
    bulk,
    groups,
    members,
    owed,
    reading,
    releasing,
    row,
    several,
    splitting,
    table,
    text_modules,
)
from charta.weighing.views.blueprint import blueprint

__all__ = [
    "advising",
    "asking",
    "blueprint",
    "bulk",
    "groups",
    "members",
    "owed",
    "reading",
    "releasing",
    "row",
    "several",
    "splitting",
    "table",
    "text_modules",
]
