"""Which comments a release still waits for, and what carrying them needs to know."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, case, exists, func, select
from sqlalchemy.orm import aliased

from charta.consultation.models import Adoption, Comment, Passage, Placement, Round
from charta.consultation.placing import Traveller, Wording
from charta.consultation.rules import Verdict
from charta.core.database import db, streamed
from charta.drafting.models import Revision
from charta.releases.models import Release, ReleaseItem
from charta.text.anchors import Anchor

Start = tuple[
    int,
    int,
    Passage | None,
    Placement | None,
    int,
    int | None,
    int | None,
    int | None,
    int | None,
    int | None,
    int | None,
]
"""A row of what carrying starts from: the comment and the revision it was made on, its passage,
what a person has settled; revision and section it comes from, revision and section of that text in
the release, and the revision of the comment's own text there; the revisions before and after its
suggestion was taken over."""


@dataclass(frozen=True)
class Standing:
    """How far carrying comments to a release has come. Progress is a fact: what there is to carry
    and what has been carried are counted, never noted."""

    total: int
    carried: int
    uncertain: int
    """Carried, but nobody has said yet where they stand."""

    @property
    def waiting(self) -> int:
        return max(self.total - self.carried, 0)

    @property
    def finished(self) -> bool:
        return not self.waiting


def _travels(to: type[Release]) -> tuple[ColumnElement[bool], ...]:
    """What makes a comment travel to a release, with its round joined: it is no reply (replies
    go with what they reply to) and was made on an earlier release of the charter."""
    made = aliased(Release)
    earlier = select(made.id).where(made.charter_id == to.charter_id, made.number < to.number)
    return (
        Comment.charter_id == to.charter_id,
        Comment.parent_id.is_(None),
        Round.release_id.in_(earlier),
    )


def _by_machine(to: type[Release]) -> ColumnElement[bool]:
    return (Placement.release_id == to.id) & Placement.decided_by_id.is_(None)


def in_force(placement: type[Placement] = Placement) -> ColumnElement[bool]:
    """Whether a placement is the newest of its comment in its release."""
    newer = aliased(Placement)
    return ~exists().where(
        newer.comment_id == placement.comment_id,
        newer.release_id == placement.release_id,
        newer.id > placement.id,
    )


def standings(release_ids: Collection[int]) -> dict[int, Standing]:
    """How far each of some releases is. One query."""
    total = (
        select(func.count(Comment.id))
        .join(Round, Round.id == Comment.round_id)
        .where(*_travels(Release))
        .correlate(Release)
        .scalar_subquery()
    )
    carried = select(func.count(Placement.id)).where(_by_machine(Release)).scalar_subquery()
    uncertain = (
        select(func.count(Placement.id))
        .where(
            Placement.release_id == Release.id,
            Placement.verdict == Verdict.UNCERTAIN,
            in_force(),
        )
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(Release.id, total, carried, uncertain).where(Release.id.in_(release_ids))
    )
    return {release_id: Standing(*numbers) for release_id, *numbers in rows}


def outstanding(release: Release, *, comment_id: int | None = None, limit: int) -> Sequence[int]:
    """The ids of comments that must still be carried to a release, those on one wording beside
    each other; of all, or of one. One query."""
    to = aliased(Release)
    query = (
        select(Comment.id)
        .join(Round, Round.id == Comment.round_id)
        .join(to, to.id == release.id)
        .where(
            *_travels(to),
            ~exists().where(Placement.comment_id == Comment.id, _by_machine(to)),
        )
        .order_by(Comment.document_id, Comment.revision_id, Comment.id)
        .limit(limit)
    )
    if comment_id is not None:
        query = query.where(Comment.id == comment_id)
    return db.session.scalars(query).all()


def travellers(release: Release, comment_ids: Collection[int]) -> list[Traveller]:
    """What carrying these comments to ``release`` starts from. One query."""
    return [_traveller(row) for row in db.session.execute(_starts(release, comment_ids))]


def _starts(release: Release, comment_ids: Collection[int]) -> Select[*Start]:
    """Each comment with its passage, the newest placement a person has settled on an earlier
    release, the text it is carried from and that text's lines in both releases."""
    at, origin, own = aliased(Release), aliased(Placement), aliased(ReleaseItem)
    source, then, now = aliased(Revision), aliased(ReleaseItem), aliased(ReleaseItem)
    before, after, shown = aliased(Revision), aliased(Revision), aliased(Revision)
    settled = (
        select(Placement.id)
        .join(at, at.id == Placement.release_id)
        .where(
            Placement.comment_id == Comment.id,
            Placement.decided_by_id.is_not(None),
            at.number < release.number,
        )
        .order_by(at.number.desc(), Placement.id.desc())
        .limit(1)
        .correlate(Comment)
        .scalar_subquery()
    )
    has_place = (origin.verdict != Verdict.REMOVED) & origin.revision_id.is_not(None)
    old_revision = case((has_place, origin.revision_id), else_=Comment.revision_id)
    old_release = case((has_place, origin.release_id), else_=Round.release_id)
    return (
        select(
            Comment.id,
            Comment.revision_id,
            Passage,
            origin,
            source.id,
            then.parent_id,
            now.revision_id,
            now.parent_id,
            own.revision_id,
            before.id,
            after.id,
        )
        .join(Round, Round.id == Comment.round_id)
        .outerjoin(Passage, Passage.comment_id == Comment.id)
        .outerjoin(origin, origin.id == settled)
        .join(source, source.id == old_revision)
        .outerjoin(
            then, (then.release_id == old_release) & (then.document_id == source.document_id)
        )
        .outerjoin(now, (now.release_id == release.id) & (now.document_id == source.document_id))
        .outerjoin(own, (own.release_id == release.id) & (own.document_id == Comment.document_id))
        .outerjoin(Adoption, (Adoption.comment_id == Comment.id) & Adoption.wholly)
        .outerjoin(shown, shown.id == now.revision_id)
        .outerjoin(
            after,
            (after.id == Adoption.revision_id)
            & (after.document_id == source.document_id)
            & (after.number > source.number)
            & (after.number <= shown.number),
        )
        .outerjoin(
            before,
            (before.document_id == after.document_id) & (before.number == after.number - 1),
        )
        .where(Comment.id.in_(comment_ids))
        .order_by(Comment.document_id, Comment.revision_id, Comment.id)
    )


def _traveller(row: Start) -> Traveller:
    comment_id, made_on, passage, origin, old, old_section, new, new_section, own, *taken = row
    before, after = taken
    words: Anchor | None = passage.anchor if passage else None
    removed = origin is not None and origin.verdict == Verdict.REMOVED
    settled = origin if origin is not None and not removed else None
    return Traveller(
        comment_id,
        made_on,
        words,
        old,
        old_section,
        new,
        new_section,
        Verdict(settled.verdict) if settled else None,
        settled.span if settled else None,
        still_removed=removed and origin is not None and origin.revision_id == own,
        adopted=(before, after) if before and after and not removed else None,
    )


def wordings(revision_ids: Collection[int]) -> dict[int, Wording]:
    """Title and plain text of some revisions. One query."""
    rows = db.session.execute(
        select(Revision.id, Revision.title, Revision.plain).where(Revision.id.in_(revision_ids))
    )
    return {row[0]: Wording(*row) for row in rows}


def texts_of(release: Release) -> Iterator[tuple[int, str]]:
    """Revision and plain text of all that a release contains, never all in memory."""
    query = (
        select(Revision.id, Revision.plain)
        .join(ReleaseItem, ReleaseItem.revision_id == Revision.id)
        .where(ReleaseItem.release_id == release.id)
        .order_by(ReleaseItem.position)
    )
    for row in streamed(query):
        yield row[0], row[1]


def later_releases(comment: Comment) -> Sequence[Release]:
    """The releases a comment travels to, in order. One query."""
    made = (
        select(Release.number)
        .join(Round, Round.release_id == Release.id)
        .where(Round.id == comment.round_id)
        .scalar_subquery()
    )
    return db.session.scalars(
        select(Release)
        .where(Release.charter_id == comment.charter_id, Release.number > made)
        .order_by(Release.number)
    ).all()
