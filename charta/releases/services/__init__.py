"""Everything that changes releases. Each verb runs inside the caller's ``transaction()``."""

from __future__ import annotations

from charta.releases.previewing import Preview, PreviewItem, preview
from charta.releases.services.readings import mark_read
from charta.releases.services.releases import (
    DraftChanged,
    NothingToRelease,
    open_release,
    prepare,
    publish_edition,
)

__all__ = [
    "DraftChanged",
    "NothingToRelease",
    "Preview",
    "PreviewItem",
    "mark_read",
    "open_release",
    "prepare",
    "preview",
    "publish_edition",
]
