"""What the weighing desk does when authors reopen, and when comments are split."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import delete, select

from charta.consultation.models import Comment
from charta.core.actors import Actor
from charta.core.database import db
from charta.core.errors import Conflict
from charta.weighing.models import Draft, Drafted
from charta.weighing.services.groups import leave_any


def reopened(_actor: Actor, now: datetime, comment: Comment) -> None:
    """Whoever says that theirs is different is in the group no more, and a correction that is
    being written is not for them."""
    leave_any(now, comment)
    drafted = db.session.scalars(select(Drafted).where(Drafted.comment_id == comment.id)).first()
    if drafted is None:
        return
    others = select(Drafted.id).where(
        Drafted.draft_id == drafted.draft_id, Drafted.id != drafted.id
    )
    alone = db.session.scalars(others).first() is None
    db.session.execute(
        delete(Draft).where(Draft.id == drafted.draft_id)
        if alone
        else delete(Drafted).where(Drafted.id == drafted.id)
    )


def split(_actor: Actor, now: datetime, comment: Comment) -> None:
    """A part is taken only while nobody writes an answer to the whole; the whole is in no group
    any more."""
    drafted = db.session.scalars(select(Drafted.id).where(Drafted.comment_id == comment.id))
    if drafted.first() is not None:
        raise Conflict(
            _("Hierzu gibt es einen Antwortentwurf. Bitte verwerfen Sie ihn, bevor Sie teilen.")
        )
    leave_any(now, comment)
