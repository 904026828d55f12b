"""Papers are tested in the city and round of the consultation's tests."""

from __future__ import annotations

from tests.consultation.conftest import app_context, clause, found

__all__ = ["app_context", "clause", "found"]
