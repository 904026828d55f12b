"""What changed between two releases, document by document: values in, values out."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby


class Kind(StrEnum):
    """What happened to a document; one may be both changed and moved."""

    NEW = "new"
    CHANGED = "changed"
    MOVED = "moved"
    WITHDRAWN = "withdrawn"
    SAME = "same"


@dataclass(frozen=True)
class Place:
    """One line of a release: a document, the section it stands in, its words."""

    document_id: int
    parent_id: int | None
    words: Hashable


@dataclass(frozen=True)
class Change:
    """What happened to one document."""

    document_id: int
    kinds: frozenset[Kind]

    @property
    def is_same(self) -> bool:
        return self.kinds == {Kind.SAME}


@dataclass(frozen=True)
class SectionChange:
    """A section, and its clauses in the order in which they are shown."""

    section: Change
    clauses: tuple[Change, ...]

    @property
    def is_same(self) -> bool:
        return self.section.is_same and all(clause.is_same for clause in self.clauses)

    @property
    def runs(self) -> list[tuple[bool, list[Change]]]:
        """The clauses in runs of unchanged ones, which are folded away, and of others."""
        return [(same, list(run)) for same, run in groupby(self.clauses, lambda one: one.is_same)]


def compare(old: Sequence[Place], new: Sequence[Place]) -> list[SectionChange]:
    """Both releases as one list in the order of the new one. What was withdrawn stands where it
    used to stand; a clause that changed its section stands in its new one."""
    before = {place.document_id: place for place in old}
    after = {place.document_id: place for place in new}
    moved = _moved(old, new)
    changes = {
        document_id: Change(document_id, _kinds(before, after, document_id, moved))
        for document_id in before.keys() | after.keys()
    }
    return [
        SectionChange(
            changes[section_id],
            tuple(
                changes[document_id]
                for document_id in _merged(
                    (clause for clause in _within(old, section_id) if clause not in after),
                    _within(old, section_id),
                    _within(new, section_id),
                )
            ),
        )
        for section_id in _merged(
            (section for section in _within(old, None) if section not in after),
            _within(old, None),
            _within(new, None),
        )
    ]


def count(sections: Iterable[SectionChange]) -> Counter[Kind]:
    """How many documents are of each kind, sections and clauses together."""
    return Counter(
        kind
        for section in sections
        for change in (section.section, *section.clauses)
        for kind in change.kinds
    )


def _kinds(
    before: dict[int, Place], after: dict[int, Place], document_id: int, moved: set[int]
) -> frozenset[Kind]:
    if document_id not in before:
        return frozenset({Kind.NEW})
    if document_id not in after:
        return frozenset({Kind.WITHDRAWN})
    kinds = set()
    if before[document_id].words != after[document_id].words:
        kinds.add(Kind.CHANGED)
    if document_id in moved:
        kinds.add(Kind.MOVED)
    return frozenset(kinds or {Kind.SAME})


def _within(places: Sequence[Place], parent_id: int | None) -> list[int]:
    return [place.document_id for place in places if place.parent_id == parent_id]


def _moved(old: Sequence[Place], new: Sequence[Place]) -> set[int]:
    """Documents that stand in another section or, among their old neighbours, in another place:
    the fewest that explain the new order."""
    parents = {place.document_id: place.parent_id for place in old}
    positions = {place.document_id: number for number, place in enumerate(old)}
    moved = set()
    stayed: dict[int | None, list[int]] = {}
    for place in new:
        if place.document_id not in parents:
            continue
        if parents[place.document_id] != place.parent_id:
            moved.add(place.document_id)
        else:
            stayed.setdefault(place.parent_id, []).append(place.document_id)
    for siblings in stayed.values():
        order = [positions[document_id] for document_id in siblings]
        kept = _longest_increasing(order)
        moved.update(
            document_id
            for number, document_id in zip(order, siblings, strict=True)
            if number not in kept
        )
    return moved


def _longest_increasing(numbers: Sequence[int]) -> set[int]:
    """One longest increasing subsequence, by patience sorting."""
    tops: list[int] = []
    below: dict[int, int | None] = {}
    for number in numbers:
        pile = bisect_left(tops, number)
        below[number] = tops[pile - 1] if pile else None
        tops[pile : pile + 1] = [number]
    kept: set[int] = set()
    number_or_end = tops[-1] if tops else None
    while number_or_end is not None:
        kept.add(number_or_end)
        number_or_end = below[number_or_end]
    return kept


def _merged(gone: Iterable[int], old: Sequence[int], new: Sequence[int]) -> list[int]:
    """``new`` with what is gone put behind the neighbour it used to follow."""
    merged = list(new)
    known = set(new)
    for document_id in gone:
        at = old.index(document_id)
        neighbour = next((one for one in reversed(old[:at]) if one in known), None)
        merged.insert(0 if neighbour is None else merged.index(neighbour) + 1, document_id)
        known.add(document_id)
    return merged
