"""What editors read of the comments in a release: where each stands, and who has said so."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload
from sqlalchemy.sql.base import ExecutableOption

from charta.consultation.models import Comment, Placement, Round
from charta.consultation.queries.carrying import in_force
from charta.consultation.rules import Verdict
from charta.core.database import db
from charta.drafting.models import Document, Revision
from charta.releases.models import Release, ReleaseItem

PAGE = 25


@dataclass(frozen=True)
class Chosen:
    """What to list: everything, or what fits each of the given."""

    verdict: Verdict | None = None
    document: str | None = None
    """The key of the text the comments were made on."""


def placements(
    release: Release, chosen: Chosen, *, after: int | None = None, limit: int = PAGE
) -> tuple[list[Placement], int | None]:
    """A page of the placements in force, in the order of their comments, with comment, author,
    passage, and the texts then and now; and the key of the next page (None at the end). One
    query."""
    query = (
        select(Placement)
        .join(Placement.comment)
        .join(Comment.document)
        .where(Placement.release_id == release.id, in_force())
        .options(*_loaded())
        .order_by(Placement.comment_id)
        .limit(limit + 1)
    )
    if chosen.verdict is not None:
        query = query.where(Placement.verdict == chosen.verdict)
    if chosen.document is not None:
        query = query.where(Document.key == chosen.document)
    if after is not None:
        query = query.where(Placement.comment_id > after)
    found = db.session.scalars(query).all()
    rows = list(found[:limit])
    return rows, rows[-1].comment_id if len(found) > limit else None


def _loaded() -> tuple[ExecutableOption, ...]:
    comment = contains_eager(Placement.comment)
    wording = joinedload(Placement.revision)
    return (
        comment.contains_eager(Comment.document),
        comment.joinedload(Comment.author),
        comment.joinedload(Comment.passage),
        comment.joinedload(Comment.revision).load_only(Revision.number, Revision.title),
        wording.load_only(
            Revision.document_id, Revision.number, Revision.title, Revision.plain
        ).joinedload(Revision.document),
        joinedload(Placement.decided_by),
    )


def by_ids(release: Release, ids: Collection[int]) -> Sequence[Placement]:
    """Some placements of a release by their ids, in force or not, with their comments. One
    query."""
    return db.session.scalars(
        select(Placement)
        .where(Placement.release_id == release.id, Placement.id.in_(ids))
        .options(joinedload(Placement.comment))
        .order_by(Placement.comment_id)
    ).all()


def verdict_counts(release_id: int) -> dict[Verdict, int]:
    """How many comments stand in a release under each verdict in force. One query."""
    rows = db.session.execute(
        select(Placement.verdict, func.count())
        .where(Placement.release_id == release_id, in_force())
        .group_by(Placement.verdict)
    )
    counts = {Verdict(verdict): number for verdict, number in rows}
    return {verdict: counts.get(verdict, 0) for verdict in Verdict}


def commented_texts(release_id: int) -> list[str]:
    """The keys of the texts that the comments carried to a release were made on. One query."""
    return list(
        db.session.scalars(
            select(Document.key)
            .where(
                Document.id.in_(
                    select(Comment.document_id)
                    .join(Placement, Placement.comment_id == Comment.id)
                    .where(Placement.release_id == release_id)
                )
            )
            .order_by(Document.kind.desc(), Document.theme_id, Document.number)
        )
    )


def history(release_id: int, comment_id: int) -> Sequence[Placement]:
    """All that was ever said of where a comment stands in a release, the newest first, with who
    said it and the wording. One query."""
    return db.session.scalars(
        select(Placement)
        .where(Placement.release_id == release_id, Placement.comment_id == comment_id)
        .options(
            joinedload(Placement.decided_by),
            joinedload(Placement.revision).joinedload(Revision.document),
        )
        .order_by(Placement.id.desc())
    ).all()


def travelling_comment(charter_id: int, number: int) -> Comment | None:
    """A comment that travels (no reply), with all that settling it needs. One query."""
    return db.session.scalars(
        select(Comment)
        .where(
            Comment.charter_id == charter_id,
            Comment.number == number,
            Comment.parent_id.is_(None),
        )
        .options(
            joinedload(Comment.author),
            joinedload(Comment.document),
            joinedload(Comment.passage),
            joinedload(Comment.revision),
            joinedload(Comment.round).joinedload(Round.release),
        )
    ).first()


def texts(release_id: int) -> list[tuple[str, str]]:
    """Key and title of all texts of a release, in order: choices. One query."""
    rows = db.session.execute(
        select(Document.key, Revision.title)
        .select_from(ReleaseItem)
        .join(Document, Document.id == ReleaseItem.document_id)
        .join(Revision, Revision.id == ReleaseItem.revision_id)
        .where(ReleaseItem.release_id == release_id)
        .order_by(ReleaseItem.position)
    )
    return [(key, title) for key, title in rows]


def wording(release_id: int, key: str) -> Revision | None:
    """The text ``key`` as a release shows it. One query."""
    return db.session.scalars(
        select(Revision)
        .join(ReleaseItem, ReleaseItem.revision_id == Revision.id)
        .join(Document, Document.id == ReleaseItem.document_id)
        .where(ReleaseItem.release_id == release_id, Document.key == key)
    ).first()
