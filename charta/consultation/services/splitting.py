"""Cutting a long comment into parts, each weighed on a text of its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import or_, select

from charta.consultation import policies, rules
from charta.consultation.afterwards import tell_split
from charta.consultation.models import Answered, Comment, Part, Round, Suggestion
from charta.consultation.queries.force import not_reopened
from charta.consultation.services.entering import Said, enter_comment
from charta.core.actors import Actor
from charta.core.database import db
from charta.core.errors import Conflict, NotAllowed
from charta.drafting.models import Document
from charta.text.spans import Span


def take_part(
    actor: Actor,
    now: datetime,
    original: Comment,
    document: Document,
    *,
    stretches: Sequence[Span],
) -> Comment:
    """Make stretches of a comment's source a comment of its own on ``document``, by the same
    author; ``original`` stays as it is. What never becomes part of any gets no answer of its own.

    A part is for ever, as every comment is. Raises NotAllowed, also for an own comment; NotFound
    for a document the round does not show; Conflict when a stretch is taken already, when the
    comment or a part of it has an answer in force, or when it is nothing that can be split;
    Invalid at ``stretches``.
    """
    if not policies.may_answer(actor, [original]):
        raise NotAllowed
    parts = db.session.scalars(select(Part).where(Part.original_id == original.id)).all()
    refuse_unsplittable(original)
    cut = rules.joined(original.source, stretches)
    if any(start < part.end and part.start < end for start, end in cut for part in parts):
        raise Conflict(_("Einen dieser Sätze hat inzwischen schon jemand zugeordnet."))
    tell_split(actor, now, original)
    comment = enter_comment(
        actor,
        now,
        db.session.get_one(Round, original.round_id),
        document,
        Said("\n\n".join(original.source[start:end] for start, end in cut)),
        author_id=original.author_id,
        submission=f"part-{original.id}-{cut[0][0]}",
        action="comment.split",
        original=original.id,
    )
    db.session.add_all(
        Part(original_id=original.id, comment_id=comment.id, start=start, end=end)
        for start, end in cut
    )
    db.session.flush()
    return comment


def refuse_unsplittable(original: Comment) -> None:
    """Raise Conflict when a comment is answered as a whole, or has been answered. Up to three
    queries."""
    if original.parent_id is not None:
        raise Conflict(_("Eine Erwiderung wird als Ganzes beantwortet."))
    if db.session.scalars(select(Part.id).where(Part.comment_id == original.id)).first():
        raise Conflict(_("Ein Teil wird nicht noch einmal geteilt."))
    if db.session.scalars(
        select(Suggestion.id).where(Suggestion.comment_id == original.id)
    ).first():
        raise Conflict(_("Ein Vorschlag für andere Worte wird als Ganzes beantwortet."))
    _refuse_answered_parts(original)


def _refuse_answered_parts(original: Comment) -> None:
    """Raise Conflict when a comment or a part of it has an answer in force."""
    parts = select(Part.comment_id).where(Part.original_id == original.id)
    answered = select(Answered.id).where(
        or_(Answered.comment_id == original.id, Answered.comment_id.in_(parts)), not_reopened()
    )
    if db.session.scalars(answered).first() is not None:
        raise Conflict(
            _("Hierzu gibt es schon eine öffentliche Antwort; geteilt werden kann nicht mehr.")
        )
