"""A receipt on paper: its address, and that address as a QR code (ISO/IEC 18004)."""

from __future__ import annotations

from functools import lru_cache

import segno

from charta.core import mail


def address(code: str) -> str:
    """The full address of the receipt's page."""
    return mail.link("site.receipt", code=code)


@lru_cache(maxsize=1_000)
def qr(text: str) -> str:
    """``text`` as a QR code: the data address of an SVG picture, black on white."""
    made = segno.make(text, error="m", micro=False)
    return made.svg_data_uri(scale=4, border=4, light="#fff")
