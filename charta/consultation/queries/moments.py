"""The moment of asking, for queries that are built once and asked many times."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from sqlalchemy import bindparam

from charta.core.database import UtcDateTime

MOMENT = cast("datetime", bindparam("now", type_=UtcDateTime()))
"""Stands for a moment in a query; the caller gives it as the parameter ``now``."""
