"""What is said once on the next page."""

from __future__ import annotations

from typing import Literal

from flask import flash

Tone = Literal["success", "info", "warning"]


def notice(text: str, tone: Tone = "success") -> None:
    """Show ``text`` as a status message on the page that comes next."""
    flash(str(text), tone)
