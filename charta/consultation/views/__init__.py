"""The screens of consultations. Importing the modules puts their routes on the blueprint."""

from __future__ import annotations

from charta.consultation.views import (
    answered,
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
    "answered",
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
