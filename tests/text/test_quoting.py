"""Finding quoted words, however they were typed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charta.text.quoting import MOST_NEAR, MOST_PLACES, near, places, to_words
from tests.text.strategies import sentences

PLAIN = (
    "Die Stadt „plant“ Wege für Rad- und Fußverkehr – sicher.\n"
    "Die Stadt baut Rad\u00adwege, sagt die »Bürgerschaft«.\n"
    "Ein Rad genügt."
)


def found(quote: str) -> list[str]:
    return [PLAIN[start:end] for start, end in places(PLAIN, quote)]


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ("baut", ["baut"]),
        ("die stadt", ["Die Stadt", "Die Stadt"]),
        ('"plant"   wege', ["„plant“ Wege"]),
        ("rad- und\nfussverkehr - sicher", ["Rad- und Fußverkehr – sicher"]),
        ("Radwege", ["Rad\u00adwege"]),
        ("die “Bürgerschaft”", ["die »Bürgerschaft«"]),
        ("»Die Stadt baut …«", ["Die Stadt baut"]),
        ("sicher. Die Stadt baut", ["sicher.\nDie Stadt baut"]),
        ("Rad", ["Rad", "Rad"]),
        ("genüg", ["genüg"]),
        ("steht nicht da", []),
        ("", []),
        (" \n ", []),
        ("„…“", []),
    ],
)
def test_places(quote: str, words: list[str]) -> None:
    assert found(quote) == words


def test_a_word_that_stands_everywhere_is_not_looked_for_without_end() -> None:
    assert len(places("und " * 5000, "und")) == MOST_PLACES


def test_near_misses() -> None:
    assert near(PLAIN, "Rad- oder Fußverkehr")
    best = near(PLAIN, "plantt Wege fur Rad und Fußverkehr")[0]
    assert PLAIN[slice(*best)].startswith("plant“ Wege für Rad")
    assert near(PLAIN, "Hallenbad und Freibad am Moorteich") == ()
    assert near(PLAIN, "…") == ()
    assert len(near("Die Stadt plant.\n" * 9, "Die Stadt plante")) <= MOST_NEAR


@pytest.mark.parametrize(
    ("span", "words"),
    [
        ((1, 6), "Die Stadt"),
        ((3, 10), "Stadt"),
        ((10, 16), "„plant"),
        ((3, 4), None),
        ((9, 9), None),
        ((-1, 5), None),
        ((0, 999), None),
    ],
)
def test_to_words(span: tuple[int, int], words: str | None) -> None:
    widened = to_words(PLAIN, span)
    assert (None if widened is None else PLAIN[slice(*widened)]) == words


@settings(deadline=None)
@given(sentences(), st.data())
def test_what_stands_there_is_found(plain: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(plain)))
    end = data.draw(st.integers(start, len(plain)))
    span = to_words(plain, (start, end))
    if span is None or not any(one.isalnum() for one in plain[slice(*span)]):
        return
    assert span in places(plain, f" {plain[slice(*span)].upper()} ")


@settings(deadline=None)
@given(st.text(max_size=80), st.text(max_size=20))
def test_places_and_near_misses_are_within_the_text(plain: str, quote: str) -> None:
    for start, end in (*places(plain, quote), *near(plain, quote)):
        assert 0 <= start < end <= len(plain)
        assert plain[start:end].strip()
