"""Rounds, comments and answers with dull defaults, made through the services.

Each builder opens a transaction of its own, unless the test has opened one. Rounds open at
:data:`OPENS` and close at :data:`CLOSES`; :data:`DURING` lies between.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import count

from charta.consultation import services
from charta.consultation.models import Comment, Response, Round
from charta.core.actors import Actor
from charta.core.database import db
from charta.core.forms import to_utc
from charta.drafting.models import Document, Revision
from charta.releases.models import Release
from tests.support.cast import START, Cast
from tests.support.drafting import writing
from tests.support.releases import a_release

OPENS = START + timedelta(days=1)
CLOSES = START + timedelta(days=22)
DURING = START + timedelta(days=10)
AFTER = START + timedelta(days=30)

_numbers = count(1)


def berlin(text: str) -> datetime:
    """What the clocks in Stralsund show, as a moment: ``berlin("2026-03-29 12:00")``."""
    return to_utc(datetime.fromisoformat(text))


def a_round(
    city: Cast,
    release: Release | None = None,
    *,
    title: str = "Beteiligung zum Entwurf",
    introduction: str = "Lesen Sie den Entwurf und sagen Sie, was fehlt.",
    opens_at: datetime = OPENS,
    closes_at: datetime = CLOSES,
    answer_by: date | None = None,
    readable_from: datetime | None = None,
    now: datetime = START,
) -> Round:
    """A round on ``release`` or on the current draft, fixed for it (with a clause if there is
    none yet); announced by Edda, readable from now on."""
    with writing():
        return services.announce_round(
            city.editor,
            now,
            release or a_release(city, now=now),
            title=title,
            introduction=introduction,
            opens_at=opens_at,
            closes_at=closes_at,
            answer_by=answer_by,
            readable_from=readable_from,
        )


def a_comment(
    city: Cast,
    found: Round,
    document: Document,
    *,
    source: str = "Bitte denken Sie auch an Lastenräder.",
    author: Actor | None = None,
    parent: Comment | None = None,
    submission: str | None = None,
    now: datetime = DURING,
) -> Comment:
    """A comment by Carla, or a reply to ``parent``."""
    with writing():
        return services.post_comment(
            author or city.citizen,
            now,
            db.session.merge(found, load=False),
            document,
            source=source,
            submission=submission or f"form-{next(_numbers)}",
            parent=parent,
        )


def an_answer(
    city: Cast,
    comments: Comment | Sequence[Comment],
    *,
    disposition: str = "adopted",
    source: str = "Lastenräder brauchen breitere Wege; wir nehmen sie auf.",
    revision: Revision | None = None,
    by: Actor | None = None,
    now: datetime = DURING,
) -> Response:
    """Edda's answer to one or several comments."""
    chosen = [comments] if isinstance(comments, Comment) else list(comments)
    with writing():
        for comment in chosen:
            db.session.add(comment)
            db.session.refresh(comment, ["revision"])
        return services.answer(
            by or city.editor,
            now,
            chosen,
            disposition=disposition,
            source=source,
            revision=revision,
        )
