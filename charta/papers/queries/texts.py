"""The texts of releases, what changed between two of them, and how clauses were judged."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import and_, select

from charta.charters.models import Department
from charta.core.database import db
from charta.drafting.models import Document, Revision
from charta.feasibility.models import Assessment
from charta.feasibility.queries.standing import current_numbers, newest_ids
from charta.feasibility.rules import Verdict, is_stale
from charta.papers.rows import ChangedText, Judged, Wording
from charta.papers.words import VERDICTS
from charta.releases.models import ReleaseItem
from charta.releases.synopsis import Place, compare

Item = tuple[int, int | None, Wording]
"""A text of a release: its document, the section it stands in, its words."""


def wordings(release_id: int) -> list[Wording]:
    """The sections of a release in order, each followed by its clauses. One query."""
    return [wording for _number, _parent, wording in _items(release_id)]


def changed_texts(old_id: int, new_id: int) -> Iterator[ChangedText]:
    """The texts whose words differ, in the order of the new release. Two queries."""
    was, now = _items(old_id), _items(new_id)
    before = {number: wording for number, _parent, wording in was}
    after = {number: wording for number, _parent, wording in now}
    for section in compare(_places(was), _places(now)):
        for change in (section.section, *section.clauses):
            old, new = before.get(change.document_id), after.get(change.document_id)
            shown = new or old
            if shown is None or (old and new and (old.title, old.html) == (new.title, new.html)):
                continue
            yield ChangedText(
                key=shown.key,
                old_title=old.title if old else "",
                old_html=old.html if old else "",
                new_title=new.title if new else "",
                new_html=new.html if new else "",
            )


def clauses(release_id: int) -> int:
    """How many clauses a release has. One query."""
    return sum(wording.level for wording in wordings(release_id))


def judged(release_id: int) -> Iterator[Judged]:
    """The newest released verdict of each department on each clause of a release. One query."""
    wanted = select(ReleaseItem.document_id).where(
        ReleaseItem.release_id == release_id, ReleaseItem.parent_id.is_not(None)
    )
    newest, current = newest_ids(wanted), current_numbers(wanted)
    shown, judged_on = Revision, select(Revision.id, Revision.number).subquery()
    rows = db.session.execute(
        select(
            Document.key,
            shown.title,
            Department.name,
            Assessment.verdict,
            Assessment.reason,
            Assessment.conditions,
            judged_on.c.number,
            current.c.number,
        )
        .select_from(ReleaseItem)
        .join(Document, Document.id == ReleaseItem.document_id)
        .join(shown, shown.id == ReleaseItem.revision_id)
        .join(newest, newest.c.document_id == Document.id)
        .join(
            Assessment,
            and_(Assessment.id == newest.c.assessment_id, Assessment.released_at.is_not(None)),
        )
        .join(judged_on, judged_on.c.id == Assessment.revision_id)
        .join(current, current.c.document_id == Document.id)
        .join(Department, Department.id == Assessment.department_id)
        .where(ReleaseItem.release_id == release_id)
        .order_by(ReleaseItem.position, Department.position)
    ).all()
    for key, title, department, verdict, reason, conditions, number, newest_number in rows:
        yield Judged(
            clause=f"{key} {title}",
            department=department,
            verdict=str(VERDICTS[Verdict(verdict)]),
            reason=reason,
            conditions=conditions,
            outdated=is_stale(number, newest_number),
        )


def unjudged(release_id: int) -> list[str]:
    """The keys of the clauses that no department's released verdict speaks of. One query."""
    released = select(Assessment.document_id).where(Assessment.released_at.is_not(None))
    return list(
        db.session.scalars(
            select(Document.key)
            .join(ReleaseItem, ReleaseItem.document_id == Document.id)
            .where(
                ReleaseItem.release_id == release_id,
                ReleaseItem.parent_id.is_not(None),
                Document.id.not_in(released),
            )
            .order_by(ReleaseItem.position)
        )
    )


def _items(release_id: int) -> list[Item]:
    rows = db.session.execute(
        select(
            Document.id,
            ReleaseItem.parent_id,
            Document.key,
            Revision.title,
            Revision.html,
        )
        .select_from(ReleaseItem)
        .join(Document, Document.id == ReleaseItem.document_id)
        .join(Revision, Revision.id == ReleaseItem.revision_id)
        .where(ReleaseItem.release_id == release_id)
        .order_by(ReleaseItem.position)
    ).all()
    inner: dict[int | None, list[Item]] = {}
    for number, parent, key, title, html in rows:
        wording = Wording(key, title, html, 0 if parent is None else 1)
        inner.setdefault(parent, []).append((number, parent, wording))
    return [one for section in inner.get(None, ()) for one in (section, *inner.get(section[0], ()))]


def _places(items: list[Item]) -> list[Place]:
    return [
        Place(number, parent, (wording.title, wording.html)) for number, parent, wording in items
    ]
