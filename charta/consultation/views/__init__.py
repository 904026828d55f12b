"""The screens of consultations. Importing the modules puts their routes on the blueprint."""

from __future__ import annotations

from charta.consultation.views import (
    comments,
    desk,
    passages,
    placements,
    reading,
    settling,
    suggesting,
    suggestions,
)
from charta.consultation.views.blueprint import blueprint

__all__ = [
    "blueprint",
    "comments",
    "desk",
    "passages",
    "placements",
    "reading",
    "settling",
    "suggesting",
    "suggestions",
]
