"""Suggestions of other words with dull defaults, made through the services."""

from __future__ import annotations

from datetime import datetime
from itertools import count

from charta.consultation import queries, services
from charta.consultation.models import Adoption, Comment, Round
from charta.core.actors import Actor
from charta.core.database import db
from charta.drafting.models import Document
from charta.drafting.queries import current_revision
from tests.support.cast import Cast
from tests.support.consultation import DURING
from tests.support.drafting import writing

_numbers = count(1)


def a_suggestion(
    city: Cast,
    found: Round,
    document: Document,
    words: str | None = "Die Stadt baut sichere Radwege.",
    wording: str = "Die Stadt baut breite Radwege.",
    *,
    source: str = "Zwei Lastenräder sollen aneinander vorbeikommen.",
    author: Actor | None = None,
    now: datetime = DURING,
) -> Comment:
    """Carla suggests ``wording`` for the first ``words`` of the text that the round shows, or
    for all of it (None)."""
    with writing():
        place = queries.place(found.charter_id, found.number, document.key, now)
        assert place is not None
        passage = None
        if words is not None:
            start = place.item.revision.plain.index(words)
            passage = (start, start + len(words))
        return services.post_comment(
            author or city.citizen,
            now,
            db.session.merge(found, load=False),
            document,
            source=source,
            submission=f"suggestion-{next(_numbers)}",
            passage=passage,
            wording=wording,
        )


def an_adoption(
    city: Cast, comment: Comment, *, by: Actor | None = None, now: datetime = DURING
) -> Adoption:
    """Edda takes a suggestion over as it was made."""
    with writing():
        suggested, _earlier = queries.suggestion_by_number(city.charter_id, comment.number)
        current = current_revision(suggested.document_id)
        return services.adopt_suggestion(
            by or city.editor, now, suggested, base_number=current.number
        )
