"""Canonical content and its SHA-256: the links of every chain."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime

GENESIS = "0" * 64
"""What the first link of a chain names as its predecessor."""


def canonical(content: Mapping[str, object]) -> bytes:
    """``content`` as UTF-8 JSON with sorted keys and no spaces; moments as UTC ISO 8601."""
    return json.dumps(
        content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_encode
    ).encode()


def digest(content: Mapping[str, object], previous: str = GENESIS) -> str:
    """The SHA-256, as 64 hexadecimal digits, over ``content`` and its predecessor's digest."""
    return hashlib.sha256(previous.encode() + b"\n" + canonical(content)).hexdigest()


def _encode(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    raise TypeError(f"{type(value).__name__} has no canonical form.")
