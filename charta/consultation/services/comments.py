"""Posting a comment or a reply."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased, joinedload

from charta.consultation import policies, rules
from charta.consultation.models import Comment, Passage, Round, Suggestion
from charta.consultation.services.carrying import CARRY
from charta.consultation.services.words import written
from charta.core import outbox
from charta.core.actors import Actor
from charta.core.database import db
from charta.core.errors import Conflict, Invalid, NotAllowed, NotFound
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
    """What makes a comment the same when its form is sent again."""

    source: str
    parent_id: int | None
    passage: Span | None
    wording: str | None


class AlreadySent(Conflict):
    """This form has already made another comment; ``comment`` is that one."""

    def __init__(self, message: str, comment: Comment) -> None:
        super().__init__(message)
        self.comment = comment


def post_comment(
    actor: Actor,
    now: datetime,
    round: Round,  # noqa: A002 - the glossary's word
    document: Document,
    *,
    source: str,
    submission: str,
    parent: Comment | None = None,
    passage: Span | None = None,
    wording: str | None = None,
) -> Comment:
    """Say something on a document of an open round, or reply to a comment on it.

    ``passage`` are the characters of the revision's plain text that it is about (none: all of
    it), ``wording`` other words for them: plain words for a passage, Markdown for the whole.

    The same ``submission`` (the form's own number) with the same words gives the comment it
    made the first time. Raises NotAllowed, NotFound for a document the round does not show,
    Conflict outside its time, AlreadySent when the submission made another comment, Invalid for
    words, a passage or a reply that does not fit. Six statements, one more for each
    of a passage, other words, and newer releases that it must be carried to.
    """
    if not policies.may_comment(actor):
        raise NotAllowed
    said = Said(source, parent.id if parent else None, passage, wording)
    sent = _sent_before(actor, submission)
    if sent is not None:
        return _same(sent, round, document, said)
    _check_time(round, now)
    revision, outdated = _shown_revision(round, document, now)
    _check_parent(round, document, parent)
    _check_suggestion(revision, said)
    comment = Comment(
        charter_id=round.charter_id,
        number=_next_number(round.charter_id),
        round_id=round.id,
        document_id=document.id,
        revision_id=revision.id,
        parent_id=said.parent_id,
        author_id=actor.person_id,
        submission=submission,
        source=source,
        html=written(source, rules.COMMENT_LENGTH),
        created_at=now,
    )
    db.session.add(comment)
    db.session.flush()
    receipts.issue(now, comment)
    _add_parts(comment, revision, said)
    record(
        actor,
        now,
        "comment.posted",
        comment,
        round.charter_id,
        round=round.id,
        document=document.id,
        revision=revision.id,
        parent=comment.parent_id,
        passage=passage,
        suggests=wording is not None,
    )
    if outdated and parent is None:
        outbox.put(CARRY, {"comment": comment.id})
    return comment


def _check_suggestion(revision: Revision, said: Said) -> None:
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


def _sent_before(actor: Actor, submission: str) -> Comment | None:
    if not 1 <= len(submission) <= rules.SUBMISSION_LENGTH:
        raise Invalid(_("Das Formular ist unvollständig. Bitte laden Sie die Seite neu."))
    return db.session.scalars(
        select(Comment)
        .where(Comment.author_id == actor.person_id, Comment.submission == submission)
        .options(joinedload(Comment.passage), joinedload(Comment.suggestion))
    ).first()


def _same(sent: Comment, found: Round, document: Document, said: Said) -> Comment:
    passage, suggestion = sent.passage, sent.suggestion
    before = Said(
        sent.source,
        sent.parent_id,
        passage.span if passage else None,
        suggestion.wording if suggestion else None,
    )
    if (sent.round_id, sent.document_id, before) == (found.id, document.id, said):
        return sent
    message = _(
        "Mit diesem Formular haben Sie schon %(key)s abgegeben. Ihr neuer Text steht unten und ist "
        "noch nicht gespeichert; senden Sie ihn ab, wenn er eine weitere Stellungnahme sein soll.",
        key=sent.key,
    )
    raise AlreadySent(message, sent)


def _check_time(found: Round, now: datetime) -> None:
    stands = found.state(now)
    if stands is rules.State.BEFORE:
        raise Conflict(_("Diese Beteiligung hat noch nicht begonnen."))
    if stands is rules.State.CLOSED:
        raise Conflict(_("Diese Beteiligung ist beendet. Ihr Text wurde nicht gespeichert."))


def _shown_revision(found: Round, document: Document, now: datetime) -> tuple[Revision, bool]:
    """The wording of the document that the round shows, and whether a newer release has been
    prepared already; raises NotFound when it shows none."""
    shown, newer = aliased(Release), aliased(Release)
    row = db.session.execute(
        select(
            Revision,
            exists().where(
                newer.charter_id == shown.charter_id,
                newer.number > shown.number,
                shown.id == found.release_id,
            ),
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
    return row[0], row[1]


def _check_parent(found: Round, document: Document, parent: Comment | None) -> None:
    if parent is None:
        return
    if (parent.round_id, parent.document_id) != (found.id, document.id):
        raise NotFound
    if parent.parent_id is not None:
        raise Invalid(_("Auf eine Erwiderung kann man nicht noch einmal erwidern."))


def _next_number(charter_id: int) -> int:
    highest = db.session.scalar(
        select(func.max(Comment.number)).where(Comment.charter_id == charter_id)
    )
    return (highest or 0) + 1
