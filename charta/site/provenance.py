"""Where a sentence comes from, as far as the public may read it."""

from __future__ import annotations

from collections.abc import Sequence

from charta.drafting import queries as drafting
from charta.drafting.models import Promotion
from charta.releases.models import Release


def origins(release: Release, document_id: int) -> Sequence[Promotion]:
    """The public ideas that had gone into a document when ``release`` was fixed; later ones
    belong to a wording that is not public yet. One query."""
    return [
        promotion
        for promotion in drafting.origins([document_id], public=True)[document_id]
        if promotion.decided_at <= release.prepared_at
    ]
