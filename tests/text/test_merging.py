"""Two changes of one text: both, or a conflict; and which suggestions touch each other."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charta.text.merging import changed_spans, collide, merged
from charta.text.normalising import normalised
from tests.text.strategies import documents, markdown_texts, sentences

pytestmark = pytest.mark.one_engine

BASE = "Die Stadt baut sichere Radwege bis 2030 und berichtet jedes Jahr.\n\nSie hört zu.\n"


@pytest.mark.parametrize(
    ("theirs", "ours", "expected"),
    [
        (BASE.replace("2030", "2028"), BASE, BASE.replace("2030", "2028")),
        (BASE, BASE.replace("2030", "2028"), BASE.replace("2030", "2028")),
        (
            BASE.replace("sichere", "breite"),
            BASE.replace("2030", "2028"),
            BASE.replace("sichere", "breite").replace("2030", "2028"),
        ),
        (
            BASE.replace("2030", "2028"),
            BASE.replace("2030", "2028").replace("hört", "sieht"),
            BASE.replace("2030", "2028").replace("hört", "sieht"),
        ),
        (
            BASE + "\nAm Ende mehr.\n",
            BASE.replace("Die Stadt", "Stralsund"),
            BASE.replace("Die Stadt", "Stralsund") + "\nAm Ende mehr.\n",
        ),
        (
            BASE.replace("sichere", "breite"),
            BASE.replace("Radwege", "Radwege und Brücken"),
            BASE.replace("sichere", "breite").replace("Radwege", "Radwege und Brücken"),
        ),
        (BASE.replace("2030", "2028"), BASE.replace("2030", "2026"), None),
        (BASE.replace("sichere", "breite"), BASE.replace("Radwege", "Wege"), None),
        (BASE.replace("sichere ", ""), BASE.replace("sichere", "sehr sichere"), None),
        (
            BASE.replace("\n\nSie hört zu.", ""),
            BASE.replace("Die", "Unsere"),
            BASE.replace("\n\nSie hört zu.", "").replace("Die", "Unsere"),
        ),
    ],
)
def test_changes_are_brought_together_or_conflict(
    theirs: str, ours: str, expected: str | None
) -> None:
    assert merged(BASE, theirs, ours) == expected


@settings(deadline=None, max_examples=200)
@given(documents() | markdown_texts(), documents() | markdown_texts())
def test_one_change_alone_is_that_change(base: str, other: str) -> None:
    assert merged(base, other, base) == normalised(other)
    assert merged(base, base, other) == normalised(other)
    assert merged(base, other, other) == normalised(other)


@settings(deadline=None, max_examples=200)
@given(documents(), documents(), documents())
def test_who_came_first_does_not_matter(base: str, theirs: str, ours: str) -> None:
    assert merged(base, theirs, ours) == merged(base, ours, theirs)


@settings(deadline=None, max_examples=200)
@given(st.data())
def test_changes_with_a_word_between_them_are_both_there(data: st.DataObject) -> None:
    words = [f"wort{number}" for number in range(data.draw(st.integers(3, 30)))]
    cuts = st.integers(0, len(words) - 1)
    first, middle, last = sorted(data.draw(st.tuples(cuts, cuts, cuts)))
    early, late = data.draw(sentences(5)), data.draw(sentences(5))

    def text(*changes: tuple[int, int, str]) -> str:
        pieces = [f"{word} " for word in words]
        for start, end, new in reversed(changes):
            pieces[start:end] = [f"{word} " for word in new.split()]
        return "".join([*pieces, "Ende"])

    one, other = (first, middle, early), (middle + 1, max(last, middle + 1), late)
    assert merged(text(), text(one), text(other)) == text(one, other)


def test_the_changed_characters_are_named() -> None:
    current = "Die Stadt baut sichere Radwege bis 2030."
    proposed = "Die Stadt plant sichere Radwege bis 2028 auch."
    found = changed_spans(current, proposed)
    assert [current[start:end] for start, end in found] == ["baut ", "2030."]
    assert changed_spans(current, current) == ()


def test_changes_with_only_a_full_stop_between_them_touch() -> None:
    current = "Ein Satz. Noch einer."
    gone = changed_spans(current, "Ein Satz.")
    assert collide(gone, changed_spans(current, f"{current} Und mehr."))
    assert not collide(gone, changed_spans(current, "Kein Satz. Noch einer."))


@pytest.mark.parametrize(
    ("some", "others", "together"),
    [
        ([], [], False),
        ([(0, 5)], [], False),
        ([(0, 5)], [(6, 9)], False),
        ([(0, 5)], [(5, 9)], True),
        ([(0, 5)], [(4, 9)], True),
        ([(3, 3)], [(3, 3)], True),
        ([(0, 1), (20, 25)], [(5, 6), (24, 30)], True),
        ([(0, 1), (20, 25)], [(5, 6), (30, 31)], False),
    ],
)
def test_what_overlaps_or_touches_collides(
    some: list[tuple[int, int]], others: list[tuple[int, int]], together: bool
) -> None:
    assert collide(some, others) is together
    assert collide(others, some) is together


@pytest.mark.parametrize("word", ["w", "."])
def test_thousands_of_changes_side_by_side_are_merged(word: str) -> None:
    line = [word] * 8_000
    theirs = ["x" if at % 4 == 0 else one for at, one in enumerate(line)]
    ours = ["y" if at % 4 == 2 else one for at, one in enumerate(line)]
    both = merged(" ".join(line), " ".join(theirs), " ".join(ours))
    assert both is None or both.split().count("x") == both.split().count("y") == 2_000
    assert len(changed_spans(" ".join(line), " ".join(theirs))) == 2_000
