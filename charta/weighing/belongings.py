"""Who sees to a comment and who has worked on its answer, as what the site holds about a person."""

from __future__ import annotations

from sqlalchemy import select, update

from charta.accounts.belongings import Fate, Holder, Leaving, goes, stays
from charta.consultation.belongings import said_in_open_rounds
from charta.consultation.models import Comment
from charta.core.database import db
from charta.weighing.models import GroupProposal, Handling

OF_THE_CITY = (
    "Entwürfe und Antworten gehören der Stadt; wer daran gearbeitet hat, bleibt als Nummer"
)


def forget(leaving: Leaving) -> None:
    """Nobody waits for who has gone: their work waits for somebody to take it. What was taken back
    is not told by the words that proposals for groups name either."""
    db.session.execute(
        update(Handling).where(Handling.assignee_id == leaving.person_id).values(assignee_id=None)
    )
    if not leaving.texts:
        return
    taken_back = set(db.session.scalars(said_in_open_rounds(leaving)))
    rounds = select(Comment.round_id).where(Comment.id.in_(taken_back))
    proposals = select(GroupProposal).where(GroupProposal.round_id.in_(rounds))
    for one in db.session.scalars(proposals):
        if taken_back & set(one.comment_ids):
            one.words = []
    db.session.flush()


HOLDER = Holder(
    (
        *goes(Fate.EMPTIED, handlings=("assignee_id",)),
        *stays(
            OF_THE_CITY,
            drafts=("created_by_id", "updated_by_id"),
            answer_releases=("released_by_id",),
            comment_groups=("confirmed_by_id",),
            group_proposals=("decided_by_id",),
            text_modules=("updated_by_id",),
            advice_requests=("asked_by_id",),
            advice=("given_by_id",),
            waivers=("stated_by_id",),
        ),
    ),
    forget=forget,
)
