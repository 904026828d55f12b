"""What every comment goes through on its way into the database, whoever brings it: its author
while the round is open, staff who enter what came by letter, or a part cut out of another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased

from charta.consultation import rules
from charta.consultation.models import Comment, Passage, Round, Suggestion
from charta.consultation.services.carrying import CARRY
from charta.consultation.services.words import written
from charta.core import outbox
from charta.core.actors import Actor
from charta.core.database import db
from charta.core.errors import Invalid, NotFound
from charta.drafting.models import Document, Revision
from charta.journal.services import record
from charta.receipts import services as receipts
from charta.releases.models import Release, ReleaseItem
from charta.releases.queries import public_release_ids
from charta.text.anchors import anchor
from charta.text.markdown import MAX_LENGTH
from charta.text.spans import Span


@dataclass(frozen=True)
class Said:
    """What a comment says, and what makes it the same when its form is sent again."""

    source: str
    parent_id: int | None = None
    passage: Span | None = None
    wording: str | None = None


def enter_comment(
    actor: Actor,
    now: datetime,
    round: Round,  # noqa: A002 - the glossary's word
    document: Document,
    said: Said,
    *,
    author_id: int | None,
    submission: str,
    action: str = "comment.entered",
    sent_at: datetime | None = None,
    **details: Any,
) -> Comment:
    """Write a comment by ``author_id``, whatever the round's clock says; whoever calls has
    decided that ``actor`` may and that it is time.

    ``sent_at`` is when it came, where that was before now; ``details`` go into the journal.
    Raises NotFound for a document the round does not show (yet),
    Invalid for words or a passage that does not fit. Six statements, one more for each of a
    passage, other words, and newer releases that it must be carried to.
    """
    revision, outdated, number = _shown(round, document, now)
    check_suggestion(revision, said)
    comment = Comment(
        charter_id=round.charter_id,
        number=number,
        round_id=round.id,
        document_id=document.id,
        revision_id=revision.id,
        parent_id=said.parent_id,
        author_id=author_id,
        submission=submission,
        source=said.source,
        html=written(said.source, rules.COMMENT_LENGTH),
        created_at=sent_at or now,
    )
    db.session.add(comment)
    db.session.flush()
    receipts.issue_all(now, comment.charter_id, Comment.__tablename__, [comment.id])
    _add_parts(comment, revision, said)
    record(
        actor,
        now,
        action,
        comment,
        round.charter_id,
        round=round.id,
        document=document.id,
        revision=revision.id,
        parent=comment.parent_id,
        passage=said.passage,
        suggests=said.wording is not None,
        **details,
    )
    if outdated and said.parent_id is None:
        outbox.put(CARRY, {"comment": comment.id})
    return comment


def shown_revision(found: Round, document: Document, now: datetime) -> tuple[Revision, bool]:
    """The wording of the document that the round shows, and whether a newer release has been
    prepared already; raises NotFound when it shows none. One query."""
    revision, outdated, _number = _shown(found, document, now)
    return revision, outdated


def _shown(found: Round, document: Document, now: datetime) -> tuple[Revision, bool, int]:
    """The same, and the number of the next comment."""
    shown, newer = aliased(Release), aliased(Release)
    row = db.session.execute(
        select(
            Revision,
            exists().where(
                newer.charter_id == shown.charter_id,
                newer.number > shown.number,
                shown.id == found.release_id,
            ),
            select(func.coalesce(func.max(Comment.number), 0) + 1)
            .where(Comment.charter_id == found.charter_id)
            .scalar_subquery(),
        )
        .join(ReleaseItem, ReleaseItem.revision_id == Revision.id)
        .where(
            ReleaseItem.release_id == found.release_id,
            ReleaseItem.document_id == document.id,
            ReleaseItem.release_id.in_(public_release_ids(now)),
        )
    ).first()
    if row is None:
        raise NotFound
    return row[0], row[1], row[2]


def check_suggestion(revision: Revision, said: Said) -> None:
    """Raise Invalid when the passage or the other words do not fit the wording."""
    if said.parent_id is not None and (said.passage or said.wording is not None):
        raise Invalid(_("Eine Erwiderung bezieht sich auf die Stellungnahme, nicht auf den Text."))
    if said.passage is not None:
        rules.check_passage(revision.plain, said.passage)
        if said.wording is not None:
            start, end = said.passage
            rules.check_other_words(said.wording, revision.plain[start:end])
    elif said.wording is not None:
        rules.check_other_text(said.wording, revision.source)
        written(said.wording, MAX_LENGTH, "wording", rich=True)


def _add_parts(comment: Comment, revision: Revision, said: Said) -> None:
    """Write the passage and the other words of a comment that has been flushed."""
    if said.passage is not None:
        place = anchor(revision.plain, *said.passage)
        db.session.add(
            Passage(
                comment_id=comment.id,
                exact=place.exact,
                prefix=place.prefix,
                suffix=place.suffix,
                start=place.start,
            )
        )
    if said.wording is not None:
        db.session.add(Suggestion(comment_id=comment.id, wording=said.wording))
    db.session.flush()
