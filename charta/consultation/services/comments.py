"""Saying something: a comment or a reply, public at once unless it is to be read first."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from charta.accounts.models import Person
from charta.consultation import policies, rules
from charta.consultation.holding import FormUsed, Held, Holder, holder
from charta.consultation.models import Comment, Round
from charta.consultation.moderated import is_blocked, refuse_blocked
from charta.consultation.services.entering import Said, enter_comment
from charta.core.actors import Actor
from charta.core.database import db
from charta.core.errors import Conflict, Invalid, NotAllowed, NotFound
from charta.drafting.models import Document
from charta.text.spans import Span


class AlreadySent(FormUsed):
    """This form has already made another comment; ``comment`` is that one."""

    def __init__(self, message: str, comment: Comment) -> None:
        super().__init__(message)
        self.comment = comment


def say(
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
) -> Comment | Held:
    """As :func:`post_comment`, unless a later stage has it read first (see ``holding``): then it
    is held, which it can be in time only, and what its author is told comes back.

    Raises FormUsed as well. Two statements more; five more for what is held.
    """
    said = Said(source, parent.id if parent else None, passage, wording)
    return _say(
        actor, now, round, document, said, parent=parent, submission=submission, keeper=holder()
    )


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
    """Say something on a document of an open round, or reply to a comment on it. It is public at
    once: people who may have to be read first come by :func:`say`.

    ``passage`` are the characters of the revision's plain text that it is about (none: all of
    it), ``wording`` other words for them: plain words for a passage, Markdown for the whole.

    The same ``submission`` (the form's own number) with the same words gives the comment it
    made the first time. Raises NotAllowed, NotFound for a document the round does not show,
    Conflict outside its time, Blocked for who may not write for a while, AlreadySent when the
    submission made another comment, Invalid for words, a passage or a reply that does not fit.
    Six statements, one more for each of a passage, other words, and newer releases that it must
    be carried to.
    """
    said = Said(source, parent.id if parent else None, passage, wording)
    made = _say(
        actor, now, round, document, said, parent=parent, submission=submission, keeper=None
    )
    assert isinstance(made, Comment)  # noqa: S101 - nobody holds it
    return made


def _say(
    actor: Actor,
    now: datetime,
    found: Round,
    document: Document,
    said: Said,
    *,
    parent: Comment | None,
    submission: str,
    keeper: Holder | None,
) -> Comment | Held:
    sent, blocked = _sent_before(actor, found, now, submission)
    if sent is not None:
        return _same(sent, found, document, said)
    if keeper is not None:
        held = keeper.sent(actor, found, document, said, submission=submission)
        if held is not None:
            return held
    _check_time(found, now)
    if blocked:
        refuse_blocked(found.charter_id, actor.person_id, now)
    _check_parent(found, document, parent)
    if keeper is not None:
        held = keeper.keep(actor, now, found, document, said, submission=submission)
        if held is not None:
            return held
    return enter_comment(
        actor,
        now,
        found,
        document,
        said,
        author_id=actor.person_id,
        submission=submission,
        action="comment.posted",
    )


def _sent_before(
    actor: Actor, found: Round, now: datetime, submission: str
) -> tuple[Comment | None, bool]:
    """The comment that this form has made, and whether its author may not write for a while."""
    if not policies.may_comment(actor) or actor.person_id is None:
        raise NotAllowed
    if not 1 <= len(submission) <= rules.SUBMISSION_LENGTH:
        raise Invalid(_("Das Formular ist unvollständig. Bitte laden Sie die Seite neu."))
    by_this_form = (Comment.author_id == Person.id) & (Comment.submission == submission)
    row = db.session.execute(
        select(Comment, is_blocked(found.charter_id, actor.person_id, now))
        .select_from(Person)
        .outerjoin(Comment, by_this_form)
        .where(Person.id == actor.person_id)
        .options(joinedload(Comment.passage), joinedload(Comment.suggestion))
    ).one()
    return row[0], row[1]


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


def _check_parent(found: Round, document: Document, parent: Comment | None) -> None:
    if parent is None:
        return
    if (parent.round_id, parent.document_id) != (found.id, document.id):
        raise NotFound
    if parent.parent_id is not None:
        raise Invalid(_("Auf eine Erwiderung kann man nicht noch einmal erwidern."))
