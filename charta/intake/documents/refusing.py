"""The one way to refuse a file."""

from __future__ import annotations

from charta.core.errors import Invalid


def refused(message: str) -> Invalid:
    """The error to raise for a file that cannot be read; it belongs to the field ``file``."""
    return Invalid(message, "file")
