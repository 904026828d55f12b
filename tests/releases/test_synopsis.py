"""What changed between two releases, as tables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charta.releases.synopsis import Kind, Place, compare, count

Line = tuple[int, int | None, str]

SECTION, OTHER = (1, None, "Weg"), (2, None, "Bildung")


def places(*lines: Line) -> list[Place]:
    return [Place(*line) for line in lines]


def found(old: list[Line], new: list[Line]) -> dict[int, set[str]]:
    return {
        change.document_id: {kind.value for kind in change.kinds}
        for section in compare(places(*old), places(*new))
        for change in (section.section, *section.clauses)
    }


CASES = {
    "nothing": ([SECTION, (10, 1, "a")], [SECTION, (10, 1, "a")], {1: "same", 10: "same"}),
    "reworded": ([SECTION, (10, 1, "a")], [SECTION, (10, 1, "b")], {1: "same", 10: "changed"}),
    "new": ([SECTION], [SECTION, (10, 1, "a")], {1: "same", 10: "new"}),
    "withdrawn": ([SECTION, (10, 1, "a")], [SECTION], {1: "same", 10: "withdrawn"}),
    "section withdrawn": (
        [SECTION, (10, 1, "a"), OTHER],
        [OTHER],
        {1: "withdrawn", 10: "withdrawn", 2: "same"},
    ),
    "clause saved from a withdrawn section": (
        [SECTION, (10, 1, "a"), OTHER],
        [OTHER, (10, 2, "a")],
        {1: "withdrawn", 10: "moved", 2: "same"},
    ),
    "other section and reworded": (
        [SECTION, (10, 1, "a"), OTHER],
        [SECTION, OTHER, (10, 2, "b")],
        {1: "same", 10: "changed moved", 2: "same"},
    ),
    "one to the end": (
        [SECTION, (10, 1, "a"), (11, 1, "b"), (12, 1, "c")],
        [SECTION, (11, 1, "b"), (12, 1, "c"), (10, 1, "a")],
        {1: "same", 10: "moved", 11: "same", 12: "same"},
    ),
    "sections swapped": ([SECTION, OTHER], [OTHER, SECTION], {2: "moved", 1: "same"}),
    "a new one before does not move the others": (
        [SECTION, (10, 1, "a"), (11, 1, "b")],
        [SECTION, (12, 1, "c"), (10, 1, "a"), (11, 1, "b")],
        {1: "same", 12: "new", 10: "same", 11: "same"},
    ),
}


@pytest.mark.parametrize(("old", "new", "expected"), CASES.values(), ids=CASES.keys())
def test_each_document_says_what_happened_to_it(
    old: list[Line], new: list[Line], expected: dict[int, str]
) -> None:
    assert found(old, new) == {key: set(words.split()) for key, words in expected.items()}


def test_what_was_withdrawn_stands_where_it_stood() -> None:
    old = places(SECTION, (10, 1, "a"), (11, 1, "b"), (12, 1, "c"))
    new = places(SECTION, (10, 1, "a"), (12, 1, "c"))
    (section,) = compare(old, new)
    assert [clause.document_id for clause in section.clauses] == [10, 11, 12]
    assert not section.is_same


def test_the_counts_are_of_documents() -> None:
    old = places(SECTION, (10, 1, "a"), (11, 1, "b"))
    new = places(SECTION, (11, 1, "B"), (12, 1, "c"))
    counts = count(compare(old, new))
    assert counts == {Kind.SAME: 1, Kind.WITHDRAWN: 1, Kind.CHANGED: 1, Kind.NEW: 1}


@st.composite
def releases(draw: st.DrawFn) -> list[Place]:
    """A release of up to three sections and six clauses."""
    sections = draw(st.permutations([1, 2, 3]))[: draw(st.integers(1, 3))]
    lines: list[Place] = []
    clauses = draw(st.permutations(range(10, 16)))
    for section in sections:
        lines.append(Place(section, None, draw(st.sampled_from("ab"))))
        taken, clauses = clauses[:2], clauses[2:]
        lines += [Place(clause, section, draw(st.sampled_from("ab"))) for clause in taken]
    return lines


@given(releases(), releases())
def test_nothing_is_lost_and_nothing_twice(old: list[Place], new: list[Place]) -> None:
    shown = [
        change.document_id
        for section in compare(old, new)
        for change in (section.section, *section.clauses)
    ]
    assert sorted(shown) == sorted({place.document_id for place in (*old, *new)})
    kept = [place.document_id for place in new]
    assert [document_id for document_id in shown if document_id in kept] == kept
