"""Who sees to a comment and who has worked on its answer, as what the site holds about a person."""

from __future__ import annotations

from sqlalchemy import update

from charta.accounts.belongings import Fate, Holder, Leaving, goes, stays
from charta.core.database import db
from charta.weighing.models import Handling

OF_THE_CITY = (
    "Entwürfe und Antworten gehören der Stadt; wer daran gearbeitet hat, bleibt als Nummer"
)


def forget(leaving: Leaving) -> None:
    """Nobody waits for who has gone: their work waits for somebody to take it."""
    db.session.execute(
        update(Handling).where(Handling.assignee_id == leaving.person_id).values(assignee_id=None)
    )


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
