"""Writing answers before they are public: saving, finishing, discarding.

The journal notes when a draft begins, is finished, is taken up again and is discarded; not each
saving in between, which changes nothing that anybody relies on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import delete, select

from charta.charters.models import Department
from charta.consultation import policies
from charta.consultation import rules as answers
from charta.consultation.models import Comment, Part, Response
from charta.consultation.queries import covered
from charta.consultation.services.answers import refuse_answered, refuse_replaced
from charta.consultation.services.words import written
from charta.core.actors import Actor
from charta.core.database import db
from charta.core.errors import Conflict, Invalid, NotAllowed, NotFound
from charta.drafting.models import Revision
from charta.journal.services import record
from charta.weighing import rules
from charta.weighing.models import Draft, Drafted
from charta.weighing.queries.drafts import drafts_for

DRAFTED, FINISHED = "answer.drafted", "answer.finished"


@dataclass(frozen=True)
class Words:
    """What a draft says so far: what becomes of the comments, why, the wording they led to, and
    the department whose advice that rests on."""

    disposition: str | None = None
    source: str = ""
    revision: Revision | None = None
    department_id: int | None = None


class DraftConflict(Conflict):
    """Somebody else has written meanwhile; ``current`` is their draft, with who saved it, and
    ``comments`` are those of the chosen ones that it answers."""

    def __init__(self, current: Draft, comments: Sequence[Comment]) -> None:
        super().__init__(_("Inzwischen hat schon jemand an dieser Antwort geschrieben."))
        self.current = current
        self.comments = comments


def save_draft(
    actor: Actor,
    now: datetime,
    comments: Sequence[Comment],
    words: Words,
    *,
    stamp: str = "",
    replaces: Response | None = None,
    finish: bool = False,
) -> Draft:
    """Begin a draft for one or several comments, each with its ``revision`` loaded, or save it
    anew. ``stamp`` is that of the draft its page showed, empty when there was none.

    ``replaces`` is the answer that is corrected; the draft then answers all it is in force for.
    ``finish`` makes it ready for its release, else it is taken back from there. Raises
    NotAllowed, also for an own comment; AnswerConflict when one of them has been answered;
    DraftConflict when somebody else has saved other words; Conflict when one has been split;
    Invalid.
    """
    if replaces is not None:
        comments = covered(replaces.id)
    _check_comments(actor, comments)
    if replaces is None:
        refuse_answered(comments)
    else:
        refuse_replaced(replaces, comments)
    _check_words(comments, words, finish=finish)
    draft = _standing(comments, words, stamp)
    if replaces is not None and _says(replaces, words, words.department_id):
        raise Invalid(_("So lautet die Antwort schon."), "source")
    if draft is None:
        return _begin(actor, now, comments, words, replaces, finish=finish)
    return _save(actor, now, draft, comments, words, finish=finish)


def discard_draft(actor: Actor, now: datetime, draft: Draft, *, stamp: str) -> None:
    """Throw a draft away; the comments are open again. Raises NotAllowed, and DraftConflict when
    it has been saved since its page was made."""
    comments = answered_by(draft)
    if not policies.may_answer(actor, comments):
        raise NotAllowed
    if draft.stamp != stamp:
        raise DraftConflict(draft, comments)
    record(
        actor,
        now,
        "answer.draft_discarded",
        draft,
        draft.charter_id,
        comments=[comment.id for comment in comments],
    )
    db.session.delete(draft)
    db.session.flush()


def return_draft(actor: Actor, now: datetime, draft: Draft, *, stamp: str) -> Draft:
    """Give a finished draft back to those who write, instead of releasing it. Raises NotAllowed,
    DraftConflict when it has been saved since its page was made."""
    comments = answered_by(draft)
    if not policies.may_release(actor, comments):
        raise NotAllowed
    if draft.stamp != stamp or draft.finished_at is None:
        raise DraftConflict(draft, comments)
    draft.version += 1
    draft.finished_at = None
    db.session.flush()
    _note(actor, now, draft, comments, "answer.returned")
    return draft


def answered_by(draft: Draft) -> Sequence[Comment]:
    """The comments a draft answers, oldest first."""
    return db.session.scalars(
        select(Comment)
        .join(Drafted, Drafted.comment_id == Comment.id)
        .where(Drafted.draft_id == draft.id)
        .order_by(Comment.id)
    ).all()


def _check_comments(actor: Actor, comments: Sequence[Comment]) -> None:
    if not comments or len({comment.charter_id for comment in comments}) > 1:
        raise NotFound
    if len(comments) > answers.MOST_COVERED:
        message = _(
            "Bitte beantworten Sie höchstens %(limit)s auf einmal.", limit=answers.MOST_COVERED
        )
        raise Invalid(message)
    if not policies.may_answer(actor, comments):
        raise NotAllowed(
            _("Die eigene Stellungnahme beantwortet jemand anderes.")
            if any(policies.is_own(actor, comment) for comment in comments)
            else ""
        )
    ids = [comment.id for comment in comments]
    split = db.session.scalars(select(Part.original_id).where(Part.original_id.in_(ids))).first()
    if split is not None:
        key = next(comment.key for comment in comments if comment.id == split)
        raise Conflict(_("%(key)s ist geteilt; beantwortet werden die Teile.", key=key))


def _check_words(comments: Sequence[Comment], words: Words, *, finish: bool) -> None:
    if words.disposition is not None and words.disposition not in set(answers.Disposition):
        raise Invalid(_("Bitte wählen Sie, was aus der Stellungnahme wird."), "disposition")
    if len(words.source) > answers.ANSWER_LENGTH:
        message = _(
            "Bitte kürzen Sie auf höchstens %(limit)s Zeichen.", limit=answers.ANSWER_LENGTH
        )
        raise Invalid(message, "source")
    if words.department_id is not None:
        department = db.session.get(Department, words.department_id)
        if department is None or department.charter_id != comments[0].charter_id:
            raise NotFound
    if finish:
        revision = words.revision
        written(words.source, answers.ANSWER_LENGTH)
        rules.check_decided(
            words.disposition,
            words.source,
            (revision.document_id, revision.number) if revision else None,
            [(comment.document_id, comment.revision.number) for comment in comments],
        )


def _standing(comments: Sequence[Comment], words: Words, stamp: str) -> Draft | None:
    """The draft to be saved anew: the one its page showed, or one that says just the same. Raises
    DraftConflict with any other draft for one of the comments."""
    found = drafts_for([comment.id for comment in comments])
    distinct = list({draft.id: draft for draft in found.values()}.values())
    if not distinct:
        return None
    if len(distinct) == 1 and distinct[0].stamp == stamp:
        return distinct[0]
    other = next(draft for draft in distinct if draft.stamp != stamp)
    mine = [comment for comment in comments if found.get(comment.id) is other]
    if (
        len(distinct) == 1
        and len(mine) == len(comments)
        and _says(other, words, other.department_id)
    ):
        return other
    raise DraftConflict(other, mine)


def _says(text: Draft | Response, words: Words, department_id: int | None) -> bool:
    """Whether a draft or an answer, and the department it rests on, say just that."""
    revision_id = words.revision.id if words.revision else None
    return (text.disposition, text.source, text.revision_id, department_id) == (
        words.disposition,
        words.source,
        revision_id,
        words.department_id,
    )


def _begin(
    actor: Actor,
    now: datetime,
    comments: Sequence[Comment],
    words: Words,
    replaces: Response | None,
    *,
    finish: bool,
) -> Draft:
    draft = Draft(
        charter_id=comments[0].charter_id,
        version=1,
        disposition=words.disposition,
        source=words.source,
        revision=words.revision,
        department_id=words.department_id,
        replaces_id=replaces.id if replaces else None,
        created_by_id=actor.person_id,
        created_at=now,
        updated_by_id=actor.person_id,
        updated_at=now,
        finished_at=now if finish else None,
    )
    db.session.add(draft)
    db.session.flush()
    db.session.add_all(Drafted(draft_id=draft.id, comment_id=one.id) for one in comments)
    db.session.flush()
    _note(actor, now, draft, comments, FINISHED if finish else DRAFTED)
    return draft


def _save(
    actor: Actor,
    now: datetime,
    draft: Draft,
    comments: Sequence[Comment],
    words: Words,
    *,
    finish: bool,
) -> Draft:
    was_finished = draft.finished_at is not None
    moved = _cover(draft, comments)
    if not moved and was_finished == finish and _says(draft, words, draft.department_id):
        return draft
    draft.version += 1
    draft.disposition = words.disposition
    draft.source = words.source
    draft.revision = words.revision
    draft.department_id = words.department_id
    draft.updated_by_id = actor.person_id or draft.updated_by_id
    draft.updated_at = now
    draft.finished_at = now if finish else None
    db.session.flush()
    if finish or was_finished:
        _note(actor, now, draft, comments, FINISHED if finish else DRAFTED)
    return draft


def _cover(draft: Draft, comments: Sequence[Comment]) -> bool:
    """Let the draft answer exactly these comments; whether that changes anything."""
    wanted = {comment.id for comment in comments}
    covers = set(db.session.scalars(select(Drafted.comment_id).where(Drafted.draft_id == draft.id)))
    if wanted == covers:
        return False
    db.session.execute(
        delete(Drafted).where(Drafted.draft_id == draft.id, Drafted.comment_id.in_(covers - wanted))
    )
    db.session.add_all(Drafted(draft_id=draft.id, comment_id=id_) for id_ in wanted - covers)
    db.session.flush()
    return True


def _note(
    actor: Actor, now: datetime, draft: Draft, comments: Sequence[Comment], action: str
) -> None:
    record(
        actor,
        now,
        action,
        draft,
        draft.charter_id,
        comments=[comment.id for comment in comments],
        disposition=draft.disposition,
        revision=draft.revision_id,
        replaces=draft.replaces_id,
    )
