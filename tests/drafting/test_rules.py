"""What holds for texts, keys and reasons, as tables."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from charta.core.errors import Invalid
from charta.drafting import rules


@pytest.mark.parametrize(
    "title", ["", "   ", "Zwei\nZeilen", "x" * 201, "Radwege\x00", "\u202eoben"]
)
def test_a_title_is_one_visible_line(title: str) -> None:
    with pytest.raises(Invalid) as refused:
        rules.check_title(title)
    assert refused.value.field == "title"


@pytest.mark.parametrize("title", ["R", "x" * 200, "Straßen & Wege – „für alle“", "<b>fett</b>"])
def test_other_titles_are_taken(title: str) -> None:
    rules.check_title(title)


@pytest.mark.parametrize(
    ("kind", "source", "taken"),
    [
        ("section", "", True),
        ("clause", "", False),
        ("clause", " \n ", False),
        ("clause", "Zeile\n\tzwei", True),
        ("clause", "x" * 20_000, True),
        ("clause", "x" * 20_001, False),
        ("section", "a\x00b", False),
        ("clause", "a\u2066b", False),
    ],
)
def test_a_section_may_be_a_mere_heading_a_clause_not(kind: str, source: str, taken: bool) -> None:
    assert _taken(rules.check_source, kind, source) is taken


@pytest.mark.parametrize(
    ("number", "note", "taken"),
    [(1, "", True), (2, "", False), (2, "  ", False), (2, "kürzer", True), (2, "x" * 501, False)],
)
def test_from_the_second_revision_a_note_says_why(number: int, note: str, taken: bool) -> None:
    assert _taken(rules.check_note, number, note) is taken


@pytest.mark.parametrize(("reason", "taken"), [("", False), ("x", True), ("x" * 1001, False)])
def test_a_decision_has_a_reason(reason: str, taken: bool) -> None:
    assert _taken(rules.check_reason, reason) is taken


@pytest.mark.parametrize(
    ("moving", "place", "order"),
    [
        (2, 1, [2, 1, 3]),
        (1, 3, [2, 3, 1]),
        (1, 2, [2, 1, 3]),
        (3, 99, [1, 2, 3]),
        (3, -5, [3, 1, 2]),
        (9, 2, [1, 9, 2, 3]),
    ],
)
def test_a_place_is_counted_from_one(moving: int, place: int, order: list[int]) -> None:
    assert rules.placed([1, 2, 3], moving, place) == order


def test_keys_are_citable() -> None:
    assert (rules.section_key(2), rules.clause_key("MOB", 3)) == ("A-2", "MOB-3")


def _taken(check: Callable[..., None], *values: object) -> bool:
    try:
        check(*values)
    except Invalid:
        return False
    return True
