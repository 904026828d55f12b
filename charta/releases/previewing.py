"""What a release would contain if it were fixed now, and what is missing from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from charta.core.hashing import digest
from charta.drafting.models import Document, Revision
from charta.drafting.queries import OutlineSection, outline
from charta.feasibility.queries import DepartmentStanding, standing
from charta.feasibility.rules import State
from charta.releases import queries
from charta.releases.models import ReleaseItem
from charta.releases.rules import Finding, Lack


@dataclass(frozen=True)
class PreviewItem:
    """One document as the release would hold it; ``parent_id`` is a clause's section."""

    position: int
    document: Document
    revision: Revision
    parent_id: int | None


@dataclass(frozen=True)
class Preview:
    """The release to come: its number, its items in order, what is missing."""

    number: int
    previous_hash: str | None
    items: tuple[PreviewItem, ...]
    findings: tuple[Finding, ...]

    @property
    def clauses(self) -> int:
        return sum(item.parent_id is not None for item in self.items)

    @property
    def sections(self) -> list[tuple[PreviewItem, list[PreviewItem]]]:
        """Each section with its clauses, in order."""
        return [
            (section, [item for item in self.items if item.parent_id == section.document.id])
            for section in self.items
            if section.parent_id is None
        ]

    @property
    def fingerprint(self) -> str:
        """Changes whenever anything that this preview shows does."""
        content = {
            "number": self.number,
            "items": [
                [item.document.id, item.parent_id, item.revision.hash] for item in self.items
            ],
            "findings": [
                [found.lack, found.document_id, list(found.departments)] for found in self.findings
            ],
        }
        return digest(content)


def preview(charter_id: int) -> Preview:
    """Look at the current draft of a charter; at most seven queries."""
    sections = outline(charter_id, texts=False)
    items = tuple(_items(sections))
    standings = standing([item.document.id for item in items if item.parent_id is not None])
    predecessor = queries.newest(charter_id)
    shown_before = queries.items(predecessor.id) if predecessor else ()
    findings = (
        *_about_clauses(items, standings),
        *_empty_sections(sections),
        *_about_predecessor(items, shown_before),
    )
    return Preview(
        predecessor.number + 1 if predecessor else 1,
        predecessor.hash if predecessor else None,
        items,
        findings,
    )


def _items(sections: Sequence[OutlineSection]) -> Iterator[PreviewItem]:
    position = 0
    for section in sections:
        position += 1
        yield PreviewItem(position, section.document, section.revision, None)
        for clause in section.clauses:
            position += 1
            yield PreviewItem(position, clause.document, clause.revision, section.document.id)


def _about_clauses(
    items: Sequence[PreviewItem], standings: Mapping[int, Sequence[DepartmentStanding]]
) -> Iterator[Finding]:
    for item in items:
        if item.parent_id is None:
            continue
        asked = [one for one in standings.get(item.document.id, ()) if one.requested]
        if not asked:
            yield _finding(Lack.NO_DEPARTMENT, item.document, item.revision)
        for lack, applies in _LACKS.items():
            names = tuple(one.department.name for one in asked if applies(one))
            if names:
                yield _finding(lack, item.document, item.revision, names)


_LACKS: dict[Lack, Callable[[DepartmentStanding], bool]] = {
    Lack.IN_REVIEW: lambda one: one.state is State.IN_REVIEW,
    Lack.STALE: lambda one: one.stale,
    Lack.UNRELEASED: lambda one: one.is_unreleased,
    Lack.NOT_FEASIBLE: lambda one: one.state is State.NOT_FEASIBLE and not one.stale,
}


def _empty_sections(sections: Sequence[OutlineSection]) -> Iterator[Finding]:
    for section in sections:
        if not section.clauses:
            yield _finding(Lack.EMPTY_SECTION, section.document, section.revision)


def _about_predecessor(
    items: Sequence[PreviewItem], before: Sequence[ReleaseItem]
) -> Iterator[Finding]:
    kept = {item.document.id for item in items}
    for gone in before:
        if gone.document_id not in kept:
            yield _finding(Lack.WITHDRAWN, gone.document, gone.revision)
    now = [(item.document.id, item.parent_id, item.revision.id) for item in items]
    if before and now == [(one.document_id, one.parent_id, one.revision_id) for one in before]:
        yield Finding(Lack.UNCHANGED)


def _finding(
    lack: Lack, document: Document, revision: Revision, departments: tuple[str, ...] = ()
) -> Finding:
    return Finding(lack, document.id, document.key, revision.title, departments)
