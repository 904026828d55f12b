"""Papers that leave the house: weighing table, synopsis, council pack, letters.

What a paper says is a stream of blocks (``blocks``); ``word`` and ``pdf`` write any such stream,
``sheets`` writes tables for spreadsheets. None of them holds a whole paper in memory.
"""

from __future__ import annotations

from flask import Flask


def init_app(_app: Flask) -> None:
    """Nothing to wire yet."""
