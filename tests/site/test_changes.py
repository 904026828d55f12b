"""A synopsis as values: counted, listed, divided into pages."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charta.releases.synopsis import Kind
from charta.site.changes import MOST, Chapter, Overview, Text, text
from charta.site.differences import Shelf
from charta.site.reading import Passage
from charta.text.markdown import render

TITLE, WORDS = "Sichere Radwege", "Die Stadt baut sichere Radwege.\n\nAlles bleibt, wie es ist."


def worded(title: str = TITLE, source: str = WORDS) -> Passage:
    return Passage(1, "MOB-1", title, render(source).html, 1, 1)


CASES = {
    "same": ({Kind.SAME}, worded(), worded(), (0, 0, 0)),
    "new": ({Kind.NEW}, None, worded(), (12, 0, 1)),
    "withdrawn": ({Kind.WITHDRAWN}, worded(), None, (0, 12, 1)),
    "moved": ({Kind.MOVED}, worded(), worded(), (0, 0, 1)),
    "one word": (
        {Kind.CHANGED},
        worded(),
        worded(source=WORDS.replace("sichere", "breite")),
        (1, 1, 1),
    ),
    "two paragraphs": (
        {Kind.CHANGED},
        worded(),
        worded(source=WORDS.replace("sichere", "breite").replace("bleibt", "wird")),
        (2, 2, 2),
    ),
    "title alone": ({Kind.CHANGED}, worded(), worded(title="Breite Radwege"), (1, 1, 1)),
    "title and word": (
        {Kind.CHANGED},
        worded(),
        worded("Radwege", WORDS.replace("sichere ", "")),
        (0, 2, 2),
    ),
    "moved and reworded": (
        {Kind.CHANGED, Kind.MOVED},
        worded(),
        worded(source=WORDS.replace("sichere", "breite")),
        (1, 1, 2),
    ),
    "emphasis alone": (
        {Kind.CHANGED},
        worded(),
        worded(source=WORDS.replace("sichere", "*sichere*")),
        (0, 0, 1),
    ),
}


@pytest.mark.parametrize(("kinds", "was", "now", "expected"), CASES.values(), ids=CASES.keys())
def test_words_are_counted_and_there_is_always_a_step(
    kinds: set[Kind], was: Passage | None, now: Passage | None, expected: tuple[int, int, int]
) -> None:
    found = text(kinds, was, now)
    assert (found.inserted, found.deleted, found.steps) == expected
    assert len(set(found.anchors)) == found.steps


def chapters(sizes: list[list[int]]) -> tuple[Chapter, ...]:
    """Sections, the first weight of each its own, then those of its clauses; 0: unchanged."""
    made = []
    for number, weights in enumerate(sizes):
        texts = [
            Text(
                100 * number + place,
                f"T{number}-{place}",
                "",
                frozenset({Kind.CHANGED if weight else Kind.SAME}),
                0,
                0,
                0,
                1 if weight else 0,
                max(weight, 1),
            )
            for place, weight in enumerate(weights)
        ]
        made.append(Chapter(texts[0], tuple(texts[1:])))
    return tuple(made)


weights = st.lists(st.integers(0, 45), min_size=1, max_size=8)


@given(st.lists(weights, max_size=5))
def test_every_change_stands_on_one_page_in_order(sizes: list[list[int]]) -> None:
    overview = Overview({}, chapters(sizes))
    changed = [one for chapter in overview.chapters for one in chapter.changed]
    assert [one for part in overview.parts for one in part.changed] == changed
    if overview.is_whole:
        assert overview.parts[0].chapters == overview.chapters
        return
    for part in overview.parts:
        assert part.section is not None
        assert overview.part(part.section, part.start) == part
        room = sum(one.weight for one in part.changed)
        assert room <= MOST or len(part.changed) <= 2
    assert overview.part("gibt-es-nicht", None) is None


def test_the_shelf_is_bounded_and_keeps_what_is_used() -> None:
    old = worded()
    others = [replace(old, title=f"Titel {number}") for number in range(3)]
    room = sum(len(one.title) + len(one.html) for one in (old, others[0]))
    shelf = Shelf(2 * room + 10)
    first = shelf.compared(old, others[0])
    shelf.compared(old, others[1])
    assert shelf.compared(old, others[0]) is first
    shelf.compared(old, others[2])
    assert shelf.compared(old, others[0]) is first
    assert len(shelf.kept) == 2
    assert shelf.size <= shelf.limit
