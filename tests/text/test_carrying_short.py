"""Passages of short clauses, where one other word is much of the text."""

from __future__ import annotations

import pytest

from charta.text.anchors import Placement, anchor, carry

BEFORE = "Die Stadt plant Wege so, dass Kinder sie allein gehen können."
SENTENCE = "Vor jeder Schule werden Querungen gezählt."


def carried(old: str, new: str, words: str) -> tuple[Placement, str]:
    start = old.index(words)
    [placement] = carry([anchor(old, start, start + len(words))], old, new)
    return placement, new[placement.start or 0 : placement.end or 0]


@pytest.mark.parametrize(
    ("old", "new", "words", "successor"),
    [
        (
            "Die Stadt baut sichere Radwege.",
            "Die Stadt baut breite Radwege.",
            "sichere",
            "breite",
        ),
        (
            f"{BEFORE}\n{SENTENCE}",
            f"{BEFORE}\nVor jeder Schule werden alle Querungen gezählt.",
            SENTENCE,
            "Vor jeder Schule werden alle Querungen gezählt.",
        ),
    ],
)
def test_one_other_word_is_a_rewording(old: str, new: str, words: str, successor: str) -> None:
    placement, found = carried(old, new, words)
    assert (placement.verdict, found) == ("reworded", successor)


def test_several_other_words_of_a_short_paragraph_are_a_question_for_people() -> None:
    new = f"{BEFORE}\nVor jedem Hort werden Querungen beleuchtet."
    assert carried(f"{BEFORE}\n{SENTENCE}", new, SENTENCE)[0].verdict in {"uncertain", "removed"}


def test_in_a_long_text_one_word_more_is_one_too_many_for_a_short_line() -> None:
    lines = [f"Absatz {number} handelt von etwas ganz anderem als alle." for number in range(40)]
    old = "\n".join([*lines, SENTENCE])
    new = "\n".join([*lines, "Vor jeder Schule werden alle Querungen gezählt."])
    assert carried(old, new, SENTENCE)[0].verdict == "uncertain"
