"""Visitors of the weighing desk: those of consultations, in the same city and round."""

from __future__ import annotations

from tests.consultation.conftest import app_context, at, clause, found, visits

__all__ = ["app_context", "at", "clause", "found", "visits"]
