"""Word edits read as if a person had made them."""

from itertools import pairwise

import pytest
from hypothesis import given, settings

from charta.text.diff import words
from charta.text.tokens import count_words, tokens
from charta.text.wording import Edit
from tests.text.strategies import sentences


def marked(edits: tuple[Edit, ...]) -> str:
    signs = {"equal": "{}", "delete": "[-{}-]", "insert": "{{+{}+}}"}
    return "".join(signs[op].format(text) for op, text in edits)


@pytest.mark.parametrize(
    ("old", "new", "edits"),
    [
        ("", "", ""),
        ("a", "a", "a"),
        ("", "a b", "{+a b+}"),
        ("a b", "", "[-a b-]"),
        ("a b", "a b c", "a b{+ c+}"),
        ("a b c", "a c", "a [-b -]c"),
        ("a b", "a c", "a [-b-]{+c+}"),
        ("Wege planen.", "Wege bauen.", "Wege [-planen-]{+bauen+}."),
        ("1.000 Euro", "1.500 Euro", "[-1.000-]{+1.500+} Euro"),
        ("Rad-Weg", "Rad-Wege", "[-Rad-Weg-]{+Rad-Wege+}"),
        ("Bürger", "Bürger*innen", "[-Bürger-]{+Bürger*innen+}"),
        ("Satz eins. Satz zwei.", "Satz eins. Satz drei. Satz zwei.", None),
        (
            "Die Stadt fördert das Radfahren in der Stadt.",
            "Die Gemeinde bezahlt das Gehen in der Stadt.",
            "Die [-Stadt fördert das Radfahren-]{+Gemeinde bezahlt das Gehen+} in der Stadt.",
        ),
        (
            "Der Rat prüft jährlich die Wege und berichtet.",
            "Der Rat prüft die Wege gründlich und berichtet.",
            "Der Rat prüft [-jährlich -]die Wege {+gründlich +}und berichtet.",
        ),
    ],
)
def test_edits(old: str, new: str, edits: str | None) -> None:
    expected = "Satz eins. {+Satz drei. +}Satz zwei." if edits is None else edits
    assert marked(words(old, new)) == expected


@settings(deadline=None, max_examples=300)
@given(sentences(), sentences())
def test_edits_give_both_texts_again(old: str, new: str) -> None:
    edits = words(old, new)
    assert "".join(text for op, text in edits if op != "insert") == old
    assert "".join(text for op, text in edits if op != "delete") == new
    assert all(text for _, text in edits)
    assert not any(
        mine.op == its.op or (mine.op, its.op) == ("insert", "delete")
        for mine, its in pairwise(edits)
        if "equal" not in {mine.op, its.op}
    )


@given(sentences())
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert words(text, text) == ((Edit("equal", text),) if text else ())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Bürger*innen, Nutzer:innen", ["Bürger*innen", ",", "Nutzer:innen"]),
        ("am 12.11.2026 um 1.000,50 €", ["am", "12.11.2026", "um", "1.000,50", "€"]),
        ("§ 35a Abs. 1", ["§", "35a", "Abs", ".", "1"]),
        ("Smart-City-Charta", ["Smart-City-Charta"]),
        ("„So“, sagt's", ["„", "So", "“", ",", "sagt's"]),
        ("a_b __", ["a_b", "_", "_"]),
        (" a", ["", "a"]),
    ],
)
def test_tokens(text: str, found: list[str]) -> None:
    assert [token.word for token in tokens(text)] == found
    assert "".join(token.text for token in tokens(text)) == text


def test_words_are_counted_without_punctuation() -> None:
    assert count_words("Ja, Bürger*innen – 3 Wege!") == 4


@pytest.mark.parametrize(
    ("old", "new"),
    [(".)" * 10_000, "1. " * 6_666), ("." * 20_000, "Ein Satz ist da. " * 1_170)],
    ids=["signs", "points"],
)
def test_edits_that_swallow_thousands_of_others_lose_nothing(old: str, new: str) -> None:
    edits = words(old, new)
    assert "".join(edit.text for edit in edits if edit.op != "insert") == old
    assert "".join(edit.text for edit in edits if edit.op != "delete") == new
