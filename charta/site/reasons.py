"""Why a wording changed, as far as the public may know: the comments and ideas that led to it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Select, Subquery, func, literal, select

from charta.charters.models import StakeholderGroup
from charta.consultation import queries as consultation
from charta.consultation.queries import Influence
from charta.core.database import db
from charta.drafting.models import Promotion, Revision
from charta.releases.models import Release, ReleaseItem
from charta.site.reading import Passage
from charta.text.diff import Stretch
from charta.text.spans import Span
from charta.workshops.models import Idea, Workshop

SHOWN = 12
"""Comments, and as many ideas, that are shown at one text; how many more there are is said."""


@dataclass(frozen=True)
class Reason:
    """A comment or idea that led to a change. ``words`` are its own and ``answer`` the city's,
    stored HTML of a comment, plain text of an idea; ``old`` and ``new`` say on which characters
    of the two wordings it stands, None where it is about the whole text."""

    kind: Literal["comment", "idea"]
    number: int
    key: str
    who: str
    words: str
    answer: str
    quote: str = ""
    wholly: bool | None = None
    disposition: str | None = None
    old: Span | None = None
    new: Span | None = None

    def touches(self, stretch: Stretch) -> bool:
        """Whether it speaks of words that stand in this stretch of the difference."""
        return bool(
            (self.old and stretch.touches_old(*self.old))
            or (self.new and stretch.touches_new(*self.new))
        )


@dataclass(frozen=True)
class Reasons:
    """What led to the new wording of one document; ``more`` are not shown."""

    shown: tuple[Reason, ...] = ()
    more: int = 0


NONE = Reasons()


@dataclass(frozen=True)
class Way:
    """From which wording of which documents to which: ``steps`` selects the ids of the revisions
    after the old one up to the new one, ``releases`` are those that show the two ends, and
    ``until`` is when the last of them was fixed."""

    steps: Select[int]
    ends: Mapping[int, tuple[Passage | None, Passage | None]]
    releases: tuple[int, ...]
    until: datetime


def between_releases(
    old: Release, new: Release, ends: Mapping[int, tuple[Passage | None, Passage | None]]
) -> Way:
    """The way of the documents in ``ends`` from one release to another."""
    before, after = _numbers(old.id), _numbers(new.id)
    steps = (
        select(Revision.id)
        .join(after, after.c.document_id == Revision.document_id)
        .outerjoin(before, before.c.document_id == Revision.document_id)
        .where(
            Revision.document_id.in_(list(ends)),
            Revision.number <= after.c.number,
            Revision.number > func.coalesce(before.c.number, 0),
        )
    )
    return Way(steps, ends, (old.id, new.id), new.prepared_at)


def between_versions(old: Passage, new: Passage, showing: Sequence[Release]) -> Way:
    """The way of one document from one version to another; ``showing`` are the public releases
    that show one of the two."""
    steps = select(Revision.id).where(
        Revision.document_id == new.document_id,
        Revision.number > old.revision_number,
        Revision.number <= new.revision_number,
    )
    return Way(
        steps,
        {new.document_id: (old, new)},
        tuple(release.id for release in showing),
        max(release.prepared_at for release in showing),
    )


def reasons(way: Way, now: datetime) -> dict[int, Reasons]:
    """Why each document changed, comments first. At most three queries."""
    if not way.ends:
        return {}
    led = consultation.influences(way.steps, now=now, limit=SHOWN)
    shown = [influence for led_to in led.values() for influence in led_to.shown]
    with_passage = [one.comment_id for one in shown if one.exact is not None]
    places = consultation.passages_in(with_passage, way.releases) if with_passage else {}
    ideas = _ideas(way)
    return {
        document_id: _joined(
            [_comment(one, way, places) for one in led[document_id].shown]
            if document_id in led
            else (),
            led[document_id].total if document_id in led else 0,
            *ideas.get(document_id, ((), 0)),
        )
        for document_id in way.ends
    }


def _joined(
    comments: Collection[Reason], comment_total: int, ideas: Collection[Reason], idea_total: int
) -> Reasons:
    shown = (*comments, *ideas)
    return Reasons(shown, comment_total + idea_total - len(shown))


def _numbers(release_id: int) -> Subquery[Any]:
    return (
        select(ReleaseItem.document_id, Revision.number)
        .join(Revision, Revision.id == ReleaseItem.revision_id)
        .where(ReleaseItem.release_id == release_id)
        .subquery()
    )


def _comment(influence: Influence, way: Way, places: Mapping[tuple[int, int], Span]) -> Reason:
    old, new = way.ends[influence.document_id]
    return Reason(
        "comment",
        influence.number,
        f"S-{influence.number}",
        influence.author,
        influence.html,
        influence.answer or "",
        influence.exact or "",
        influence.wholly,
        influence.disposition,
        _place(influence, old, places),
        _place(influence, new, places),
    )


def _place(
    influence: Influence, end: Passage | None, places: Mapping[tuple[int, int], Span]
) -> Span | None:
    """Where the passage stands in a wording: as it was made on it, or as it was carried to it."""
    if end is None or influence.exact is None or influence.start is None:
        return None
    if influence.revision_id == end.revision_id:
        return influence.start, influence.start + len(influence.exact)
    return places.get((influence.comment_id, end.revision_id))


def _ideas(way: Way) -> dict[int, tuple[tuple[Reason, ...], int]]:
    """By document the ideas that were taken up on the way and known by its end. One query."""
    ranked = (
        select(
            Promotion.id,
            func.row_number()
            .over(partition_by=Promotion.document_id, order_by=Promotion.id)
            .label("place"),
            func.count().over(partition_by=Promotion.document_id).label("total"),
        )
        .join(Promotion.idea)
        .join(Idea.workshop)
        .where(
            Promotion.revision_id.in_(way.steps),
            Promotion.decided_at <= way.until,
            Workshop.opened_at.is_not(None),
        )
        .subquery()
    )
    rows = db.session.execute(
        select(
            Promotion.document_id,
            Idea.number,
            StakeholderGroup.name,
            Idea.text,
            Promotion.reason,
            ranked.c.total,
        )
        .join(ranked, ranked.c.id == Promotion.id)
        .join(Promotion.idea)
        .outerjoin(Idea.group)
        .where(ranked.c.place <= literal(SHOWN))
        .order_by(Promotion.id)
    )
    found: dict[int, tuple[tuple[Reason, ...], int]] = {}
    for document_id, number, group, words, reason, total in rows:
        idea = Reason("idea", number, f"I-{number}", group or "", words, reason)
        shown = found.get(document_id, ((), 0))[0]
        found[document_id] = ((*shown, idea), total)
    return found


def beside(found: Iterable[Reason], stretch: Stretch) -> tuple[Reason, ...]:
    """Those of the reasons that speak of this change."""
    return tuple(reason for reason in found if reason.touches(stretch))
