"""What was said about a text, in one query: where one may speak now, how many have spoken, and
whose suggestions became part of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from sqlalchemy import BindParameter, bindparam, exists, func, select, true

from charta.consultation.crediting import credit_of
from charta.consultation.models import Comment, Round
from charta.consultation.queries import Thanks, public_thanks
from charta.consultation.queries.force import voice_here
from charta.consultation.queries.moments import MOMENT
from charta.core.database import rows
from charta.drafting.later import Credit
from charta.releases.models import ReleaseItem

_DOCUMENT: BindParameter[int] = bindparam("document")

_OPEN_ROUND = (
    select(Round.number)
    .where(
        Round.opens_at <= MOMENT,
        Round.closes_at > MOMENT,
        exists().where(
            ReleaseItem.release_id == Round.release_id, ReleaseItem.document_id == _DOCUMENT
        ),
    )
    .order_by(Round.closes_at, Round.id)
    .limit(1)
    .scalar_subquery()
)
_COMMENTS = (
    select(func.count(Comment.id))
    .where(Comment.document_id == _DOCUMENT, voice_here())
    .scalar_subquery()
)
_ONE = select(_OPEN_ROUND.label("open_round"), _COMMENTS.label("comments")).subquery()
_THANKS = public_thanks().where(Comment.document_id == _DOCUMENT).subquery()
_TALK = (
    select(_ONE.c.open_round, _ONE.c.comments, *_THANKS.c)
    .select_from(_ONE)
    .outerjoin(_THANKS, true())
    .order_by(_THANKS.c.revision_number, _THANKS.c.comment_number)
)


@dataclass(frozen=True)
class Talk:
    """``open_round`` is the number of the round that is open on a text now."""

    open_round: int | None
    comments: int
    thanks: Sequence[Thanks]

    def credits(self, items: Sequence[ReleaseItem]) -> dict[int, list[Credit]]:
        """Whose suggestions led from one of the public wordings, newest first, to the next, by
        the id of the release that shows it first."""
        return {
            newer.release_id: [
                credit_of(one)
                for one in self.thanks
                if older.revision.number < one.revision_number <= newer.revision.number
            ]
            for newer, older in pairwise(items)
        }


def talk(document_id: int, moment: datetime) -> Talk:
    """What was said about a text that the public may read. One query."""
    found = rows(_TALK, document=document_id, now=moment)
    thanks = [Thanks(*row[2:]) for row in found if row[2] is not None]
    return Talk(found[0].open_round, found[0].comments, thanks)
