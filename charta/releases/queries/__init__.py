"""Reading releases. What is public is said once, in :func:`public_releases`."""

from __future__ import annotations

from charta.releases.queries.items import (
    items,
    public_item,
    public_revision_ids,
    public_trail,
)
from charta.releases.queries.readings import Mark, mark_of, reading_of
from charta.releases.queries.releases import (
    PAGE,
    Edition,
    current_edition,
    edition_in_force,
    newest,
    newest_opened,
    opened,
    opening_of,
    public_release,
    public_release_ids,
    public_releases,
    release_by_number,
    releases,
    sizes,
)

__all__ = [
    "PAGE",
    "Edition",
    "Mark",
    "current_edition",
    "edition_in_force",
    "items",
    "mark_of",
    "newest",
    "newest_opened",
    "opened",
    "opening_of",
    "public_item",
    "public_release",
    "public_release_ids",
    "public_releases",
    "public_revision_ids",
    "public_trail",
    "reading_of",
    "release_by_number",
    "releases",
    "sizes",
]
