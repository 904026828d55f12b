"""What later stages say of a revision, beside its note."""

from __future__ import annotations

import pytest

from charta.drafting.later import Credit, own_words

pytestmark = pytest.mark.one_engine

FIRST = Credit("S-1", "Carla", "#1", "Anregung von S-1")
TWELFTH = Credit("S-12", "Hafenkind", "#12", "Anregung von S-12")
SILENT = Credit("S-3", "Werft", "#3")


@pytest.mark.parametrize(
    ("note", "named", "expected"),
    [
        ("Anregung von S-12", [TWELFTH], ""),
        ("Anregung von S-12. Kürzer gefasst", [TWELFTH], "Kürzer gefasst"),
        ("Anregung von S-12. Kürzer gefasst", [FIRST, TWELFTH], "Kürzer gefasst"),
        ("Anregung von S-12", [FIRST], "Anregung von S-12"),
        ("Nach der Beteiligung", [FIRST, SILENT], "Nach der Beteiligung"),
        ("Nach der Beteiligung", [], "Nach der Beteiligung"),
    ],
)
def test_a_note_does_not_repeat_whom_it_is_owed_to(
    note: str, named: list[Credit], expected: str
) -> None:
    assert own_words(note, named) == expected
