"""Rounds, comments and answers with dull defaults, made through the services.

Each builder opens a transaction of its own, unless the test has opened one. Rounds open at
:data:`OPENS` and close at :data:`CLOSES`; :data:`DURING` lies between.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import count

import pytest
from sqlalchemy import select

from charta.consultation import services
from charta.consultation.models import Comment, Placement, Response, Round
from charta.consultation.queries.placements import travelling_comment
from charta.core.actors import Actor
from charta.core.database import db
from charta.core.forms import to_utc
from charta.drafting.models import Document, Revision
from charta.releases.models import Release, ReleaseItem
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
    passage: str | tuple[int, int] | None = None,
    wording: str | None = None,
    now: datetime = DURING,
) -> Comment:
    """A comment by Carla, or a reply to ``parent``; on the whole text, or on a ``passage`` of it,
    given by its characters or by words that stand there once."""
    with writing():
        if isinstance(passage, str):
            passage = the_place(shown(found, document), passage)
        return services.post_comment(
            author or city.citizen,
            now,
            db.session.merge(found, load=False),
            document,
            source=source,
            submission=submission or f"form-{next(_numbers)}",
            parent=parent,
            passage=passage,
            wording=wording,
        )


def shown(found: Round, document: Document) -> Revision:
    """The wording of a document that a round shows."""
    return db.session.scalars(
        select(Revision)
        .join(ReleaseItem, ReleaseItem.revision_id == Revision.id)
        .where(ReleaseItem.release_id == found.release_id, ReleaseItem.document_id == document.id)
    ).one()


def the_place(revision: Revision, words: str) -> tuple[int, int]:
    """Where ``words`` stand in a wording; they must stand there once."""
    assert revision.plain.count(words) == 1, words
    start = revision.plain.index(words)
    return start, start + len(words)


def the_placement(release: Release, comment: Comment) -> Placement:
    """The placement of a comment that is in force in a release."""
    return db.session.scalars(
        select(Placement)
        .where(Placement.release_id == release.id, Placement.comment_id == comment.id)
        .order_by(Placement.id.desc())
    ).first() or pytest.fail("The comment has not been carried.")


def a_settlement(
    city: Cast,
    release: Release,
    comment: Comment,
    verdict: str = "removed",
    *,
    reason: str = "Nachgelesen.",
    revision: Revision | None = None,
    words: str | None = None,
    by: Actor | None = None,
    now: datetime = DURING,
) -> Placement:
    """Edda's decision where a comment stands in a release: at ``words`` of ``revision``."""
    with writing():
        loaded = travelling_comment(city.charter_id, comment.number)
        assert loaded is not None
        place = the_place(revision, words) if revision and words else None
        said = services.Settlement(verdict, reason, revision, place)
        before = the_placement(release, comment)
        return services.settle(by or city.editor, now, release, loaded, said, based_on=before.id)


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
    """The public answer to one or several comments, released by Anke."""
    chosen = [comments] if isinstance(comments, Comment) else list(comments)
    with writing():
        for comment in chosen:
            db.session.add(comment)
            db.session.refresh(comment, ["revision"])
        return services.answer(
            by or city.approver,
            now,
            chosen,
            disposition=disposition,
            source=source,
            revision=revision,
        )
