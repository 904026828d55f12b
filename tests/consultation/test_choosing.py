"""Which words a request means, without a screen."""

from __future__ import annotations

import pytest

from charta.consultation.choosing import LONGEST_QUOTE, chosen, offer

PLAIN = "Die Stadt baut Wege. Sie pflegt sie. Alle fahren Rad.\nDie Stadt plant.\nEin Wort"
PARAGRAPHS = ((0, 53), (54, 70), (71, 79))


def words(asked: dict[str, str], *ticked: str) -> str | None:
    choice = chosen(PLAIN, PARAGRAPHS, asked, ticked)
    return PLAIN[slice(*choice.passage)] if choice.passage else None


@pytest.mark.parametrize(
    ("asked", "ticked", "expected"),
    [
        ({"absatz": "2"}, (), "Die Stadt plant."),
        ({"absatz": "1", "action": "weiter"}, (), PLAIN[:53]),
        ({"absatz": "1"}, ("2",), "Sie pflegt sie."),
        ({"absatz": "1"}, ("1", "3"), PLAIN[:53]),
        ({"absatz": "1"}, ("2", "3", "9"), "Sie pflegt sie. Alle fahren Rad."),
        ({"von": "4", "bis": "14"}, (), "Stadt baut"),
        ({"von": "5", "bis": "11"}, (), "Stadt baut"),
        ({"von": "47", "bis": "60"}, (), "fahren Rad.\nDie Stadt"),
        ({"zitat": "PFLEGT  SIE"}, (), "pflegt sie"),
        ({"zitat": "die Stadt", "absatz": "2"}, (), "Die Stadt"),
        ({"zitat": "fahr"}, (), "fahren"),
    ],
)
def test_what_is_chosen(asked: dict[str, str], ticked: tuple[str, ...], expected: str) -> None:
    assert words(asked, *ticked) == expected


def test_a_paragraph_with_several_sentences_is_asked_about() -> None:
    choice = chosen(PLAIN, PARAGRAPHS, {"absatz": "1"})
    assert (choice.passage, choice.problem, choice.paragraph) == (None, "", 1)
    assert len(choice.sentences) == 3


def test_words_that_stand_at_several_places_are_asked_about() -> None:
    choice = chosen(PLAIN, PARAGRAPHS, {"zitat": "Die Stadt"})
    assert choice.places == ((0, 9), (54, 63))
    assert choice.problem == ""


def test_in_the_paragraph_at_hand_they_are_looked_for_first() -> None:
    assert chosen(PLAIN, PARAGRAPHS, {"zitat": "Die Stadt", "absatz": "2"}).passage == (54, 63)
    assert chosen(PLAIN, PARAGRAPHS, {"zitat": "Ein Wort", "absatz": "2"}).passage == (71, 79)


def test_words_that_do_not_stand_there_bring_near_ones() -> None:
    choice = chosen(PLAIN, PARAGRAPHS, {"zitat": "Die Stadt pflanzt"})
    assert choice.passage is None
    assert "stehen nicht im Text" in choice.problem
    assert choice.near
    assert choice.quote == "Die Stadt pflanzt"


@pytest.mark.parametrize(
    "asked",
    [
        {"absatz": "4"},
        {"absatz": "0"},
        {"absatz": "x"},
        {"von": "5"},
        {"bis": "5"},
        {"von": "9", "bis": "4"},
        {"von": "9", "bis": "10"},
        {"von": "0", "bis": "80"},
        {"von": "-1", "bis": "5"},
        {"von": "²", "bis": "5"},
        {"von": "9" * 30, "bis": "9" * 31},
        {"zitat": "x" * (LONGEST_QUOTE + 1)},
        {"zitat": "…"},
    ],
)
def test_what_is_no_place_is_a_problem(asked: dict[str, str]) -> None:
    choice = chosen(PLAIN, PARAGRAPHS, asked)
    assert choice.passage is None
    assert choice.problem


def test_ticks_that_are_none() -> None:
    choice = chosen(PLAIN, PARAGRAPHS, {"absatz": "1"}, ["9", "x"])
    assert choice.passage is None
    assert choice.problem
    assert choice.sentences


@pytest.mark.parametrize("asked", [{}, {"zitat": "  "}, {"absatz": ""}, {"satz": "1"}])
def test_nothing_asked_is_no_problem(asked: dict[str, str]) -> None:
    choice = chosen(PLAIN, PARAGRAPHS, asked)
    assert (choice.passage, choice.problem) == (None, "")


def test_an_offer_shows_whole_words_around() -> None:
    last = offer(PLAIN, (37, 53))
    assert (last.before, last.words, last.after) == (
        "… baut Wege. Sie pflegt sie. ",
        "Alle fahren Rad.",
        "",
    )
    first = offer(PLAIN, (0, 9))
    assert (first.before, first.after) == ("", " baut Wege. Sie pflegt sie. …")
    assert offer("Ein Wort", (0, 3)).after == " Wort"
