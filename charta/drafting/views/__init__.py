"""The screens of the editors. Importing this package puts their routes on the blueprint."""

from __future__ import annotations

from charta.drafting.views import (
    documents,
    editing,
    ideas,
    ordering,
    promotion,
    revisions,
    withdrawal,
)

__all__ = [
    "documents",
    "editing",
    "ideas",
    "ordering",
    "promotion",
    "revisions",
    "withdrawal",
]
