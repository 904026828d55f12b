"""What an address says of a view, and back again."""

from __future__ import annotations

from datetime import date

import pytest

from charta.weighing.standing import Source, State
from charta.weighing.viewing import Cursor, Sort, View

FULL = {
    "q": "Rad",
    "stand": "entwurf",
    "ergebnis": "teilweise",
    "art": "vorschlag",
    "weg": "brief",
    "thema": "MOB",
    "ort": "MOB-1",
    "wer": "niemand",
    "stelle": "unsicher",
    "frist": "ueberfaellig",
    "gruppe": "3",
    "fachamt": "2",
    "sortierung": "frist",
    "richtung": "ab",
    "nach": "c7.2026-05-01",
}


def test_everything_is_in_the_address() -> None:
    assert View.read(FULL).arguments() == FULL
    assert View().arguments() == {}
    assert View.read({}) == View()


@pytest.mark.parametrize("name", sorted(set(FULL) - {"q"}))
@pytest.mark.parametrize("value", ["", "x" * 300, "\0", "²", "-1", "' OR 1=1 --", "\ud800"])
def test_what_nobody_offers_is_left_out(name: str, value: str) -> None:
    assert View.read({name: value}) == View()


def test_words_to_search_are_cut_and_without_what_nobody_sees() -> None:
    assert View.read({"q": " a\0b\n" + "x" * 300}).search == "ab" + "x" * 98


@pytest.mark.parametrize(
    ("text", "sort", "cursor"),
    [
        ("c12", Sort.KEY, Cursor(Source.COMMENTS, 12)),
        ("e1", Sort.AUTHOR, Cursor(Source.INTAKES, 1)),
        ("i3.7", Sort.STATE, Cursor(Source.IDEAS, 3, 7)),
        ("c3.2026-05-01", Sort.DUE, Cursor(Source.COMMENTS, 3, date(2026, 5, 1))),
        ("c3", Sort.STATE, None),
        ("c3.2026-05", Sort.STATE, None),
        ("c3.7", Sort.DUE, None),
        ("x3", Sort.KEY, None),
        ("c٣", Sort.KEY, None),
        ("c" + "9" * 10, Sort.KEY, None),
    ],
)
def test_cursors(text: str, sort: Sort, cursor: Cursor | None) -> None:
    assert Cursor.read(text, sort) == cursor
    if cursor is not None:
        assert str(cursor) == text


def test_another_order_begins_at_the_first_page_and_turns_round() -> None:
    view = View.read({"nach": "c7", "stand": "offen"})
    once = view.sorted_by("frist")
    assert (once.sort, once.descending, once.after, once.state) == (
        Sort.DUE,
        False,
        None,
        State.OPEN,
    )
    assert once.sorted_by("frist").descending
    assert not once.sorted_by("frist").sorted_by("frist").descending
    assert not once.sorted_by("frist").sorted_by("stand").descending


def test_an_order_filters_nothing() -> None:
    assert not View.read({"sortierung": "frist", "richtung": "ab", "nach": "c1"}).filtered
    assert View.read({"stand": "offen"}).filtered
