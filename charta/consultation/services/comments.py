"""Posting a comment or a reply."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import func, select

from charta.consultation import policies, rules
from charta.consultation.models import Comment, Round
from charta.consultation.services.words import written
from charta.core.actors import Actor
from charta.core.database import db
from charta.core.errors import Conflict, Invalid, NotAllowed, NotFound
from charta.drafting.models import Document
from charta.journal.services import record
from charta.releases.models import ReleaseItem
from charta.releases.queries import public_release_ids


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
) -> Comment:
    """Say something on a document of an open round, or reply to a comment on it.

    The same ``submission`` (the form's own number) with the same words gives the comment it
    made the first time. Raises NotAllowed, NotFound for a document the round does not show,
    Conflict outside its time, AlreadySent when the submission made another comment, Invalid for
    words or a reply that does not fit. Six statements.
    """
    if not policies.may_comment(actor):
        raise NotAllowed
    sent = _sent_before(actor, submission)
    if sent is not None:
        return _same(sent, round, document, source, parent)
    _check_time(round, now)
    revision_id = _shown_revision(round, document, now)
    _check_parent(round, document, parent)
    comment = Comment(
        charter_id=round.charter_id,
        number=_next_number(round.charter_id),
        round_id=round.id,
        document_id=document.id,
        revision_id=revision_id,
        parent_id=parent.id if parent else None,
        author_id=actor.person_id,
        submission=submission,
        source=source,
        html=written(source, rules.COMMENT_LENGTH),
        created_at=now,
    )
    db.session.add(comment)
    db.session.flush()
    record(
        actor,
        now,
        "comment.posted",
        comment,
        round.charter_id,
        round=round.id,
        document=document.id,
        revision=revision_id,
        parent=comment.parent_id,
    )
    return comment


def _sent_before(actor: Actor, submission: str) -> Comment | None:
    if not 1 <= len(submission) <= rules.SUBMISSION_LENGTH:
        raise Invalid(_("Das Formular ist unvollständig. Bitte laden Sie die Seite neu."))
    return db.session.scalars(
        select(Comment).where(
            Comment.author_id == actor.person_id, Comment.submission == submission
        )
    ).first()


def _same(
    sent: Comment, found: Round, document: Document, source: str, parent: Comment | None
) -> Comment:
    now_sent = (found.id, document.id, parent.id if parent else None, source)
    if (sent.round_id, sent.document_id, sent.parent_id, sent.source) == now_sent:
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


def _shown_revision(found: Round, document: Document, now: datetime) -> int:
    """The wording of the document that the round shows; raises NotFound when it shows none."""
    revision_id = db.session.scalar(
        select(ReleaseItem.revision_id).where(
            ReleaseItem.release_id == found.release_id,
            ReleaseItem.document_id == document.id,
            ReleaseItem.release_id.in_(public_release_ids(now)),
        )
    )
    if revision_id is None:
        raise NotFound
    return revision_id


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
