"""What stands beside each clause of a release: how feasible, from how many ideas, how much said.

Everything is found by way of the release's items, not by a list of fifty documents, so the
statements are put together once.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import aliased

from charta.consultation.models import Comment
from charta.consultation.queries.force import voice_here
from charta.core.database import UtcDateTime, rows
from charta.drafting.models import Promotion, Revision
from charta.feasibility.models import Assessment
from charta.feasibility.rules import Verdict, is_stale
from charta.releases.models import ReleaseItem
from charta.releases.queries import Edition
from charta.workshops.models import Idea, Workshop

DOUBT = (Verdict.FEASIBLE, Verdict.CONDITIONAL, Verdict.NOT_FEASIBLE)
"""The verdicts, the most doubtful last."""


class Figures(NamedTuple):
    """Of one clause: the most doubtful released verdict (None without any), whether one of them
    was given on an older wording, the ideas it goes back to, the comments on it."""

    verdict: str | None = None
    stale: bool = False
    ideas: int = 0
    comments: int = 0


NOTHING = Figures()

JUDGED = aliased(Revision)
SHOWN = aliased(Revision)


def _beside_items(*columns: Any) -> Select[*tuple[Any, ...]]:
    return (
        select(ReleaseItem.document_id, *columns)
        .select_from(ReleaseItem)
        .where(ReleaseItem.release_id == bindparam("release_id"))
    )


VERDICTS = (
    _beside_items(Assessment.department_id, Assessment.verdict, JUDGED.number, SHOWN.number)
    .join(SHOWN, SHOWN.id == ReleaseItem.revision_id)
    .join(Assessment, Assessment.document_id == ReleaseItem.document_id)
    .join(JUDGED, JUDGED.id == Assessment.revision_id)
    .where(Assessment.released_at.is_not(None), JUDGED.number <= SHOWN.number)
    .order_by(Assessment.id)
)

COMMENTS = (
    _beside_items(func.count(Comment.id))
    .join(Comment, Comment.document_id == ReleaseItem.document_id)
    .where(voice_here())
    .group_by(ReleaseItem.document_id)
)

IDEAS = (
    _beside_items(func.count(Promotion.id))
    .join(Promotion, Promotion.document_id == ReleaseItem.document_id)
    .join(Idea, Idea.id == Promotion.idea_id)
    .join(Workshop, Workshop.id == Idea.workshop_id)
    .where(
        Promotion.decided_at <= bindparam("prepared_at", type_=UtcDateTime()),
        Workshop.opened_at.is_not(None),
    )
    .group_by(ReleaseItem.document_id)
)


def of_release(edition: Edition) -> dict[int, Figures]:
    """By document, as the public may know them; ideas are those that had gone in when the release
    was fixed. Three queries."""
    comments = {row[0]: row[1] for row in rows(COMMENTS, release_id=edition.id)}
    ideas = {
        row[0]: row[1]
        for row in rows(IDEAS, release_id=edition.id, prepared_at=edition.prepared_at)
    }
    judged = _tendencies(edition.id)
    found: dict[int, Figures] = {}
    for number in judged.keys() | ideas.keys() | comments.keys():
        verdict, stale = judged.get(number, (None, False))
        found[number] = Figures(verdict, stale, ideas.get(number, 0), comments.get(number, 0))
    return found


def _tendencies(release_id: int) -> dict[int, tuple[str, bool]]:
    """From each department's newest verdict: the most doubtful, and whether one is stale."""
    newest = {(row[0], row[1]): row for row in rows(VERDICTS, release_id=release_id)}
    found: dict[int, tuple[str, bool]] = {}
    for document_id, _department, verdict, judged, shown in newest.values():
        worst, stale = found.get(document_id, (DOUBT[0], False))
        found[document_id] = (
            max(worst, Verdict(verdict), key=DOUBT.index),
            stale or is_stale(judged, shown),
        )
    return found
