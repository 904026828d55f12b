"""Contributions are proposed as one only where they say the same."""

import random
from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charta.text import claims, leading
from charta.text.leading import needed
from charta.text.similarity import MOST_WORDS, Group, alike, groups
from charta.text.stems import folded, stem
from tests.text.similar_pairs import DIFFERENT, SAME
from tests.text.similar_texts import Known, form_letters, opposing_letter, planted

PRECISION = 0.95
RECALL = 0.9
RECALL_WITH_REASONS = 0.5
"""Who adds a reason of one's own to a short wish says more than the others."""

_LINE = (
    "die Stadt soll mehr Radwege bauen kein Parkhaus nicht am Hafen Tempo 30 50 statt Autos Räder "
    "weniger vor als , . ! sicher unsicher in der Altstadt Bäume"
)
_WISHES = st.lists(st.sampled_from(_LINE.split()), max_size=9).map(" ".join)
_TEXTS = st.dictionaries(st.integers(0, 99), _WISHES | st.text(max_size=12), max_size=14)


@pytest.mark.parametrize(("one", "other"), SAME)
def test_they_say_the_same(one: str, other: str) -> None:
    (group,) = groups([(7, one), (3, other)])
    assert group.members == (3, 7)
    assert (
        [found.id for found in alike(one, {3: other})]
        == [3]
        == [found.id for found in alike(other, {3: one})]
    )


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_they_do_not_say_the_same(one: str, other: str) -> None:
    assert groups({1: one, 2: other}) == []
    assert alike(one, {2: other}) == alike(other, {1: one}) == []


@pytest.mark.parametrize(
    "words",
    [
        "Radweg Radwege Radwegen Fahrradwege Rad-Weg",
        "Straße Strasse Straßen STRASSE",
        "Bäume Baum Bäumen Baeume",
        "Beleuchtung Beleuchtungen beleuchten",
        "Bürgerinnen Bürger Bürgern Buerger",
        "neue neuer neuen neues neu",
        "Amt Ämter Ämtern",
        "12.000 12000",
    ],
)
def test_words_that_have_one_stem(words: str) -> None:
    assert len({stem(folded(word)) for word in words.split()}) == 1


def test_words_that_stay_apart() -> None:
    words = ["Rat", "Rad", "Rathaus", "Bus", "Bank", "Park", "Parkhaus", "1.5", "15", "Schule"]
    assert len({stem(folded(word)) for word in words}) == len(words)


def test_a_group_shows_the_words_it_was_made_for() -> None:
    texts = {
        4: "Bitte mehr Radwege in der Altstadt!",
        2: "in der ALTSTADT brauchen wir mehr Radwege",
        9: "Mehr Radwege in der Altstadt.",
        5: "Freibad",
    }
    assert groups(texts) == [Group((2, 4, 9), 2, 1.0, ("ALTSTADT", "Radwege", "mehr"))]
    assert [(found.id, found.words) for found in alike("Mehr Radwege Altstadt bitte", texts)] == [
        (one, ("Altstadt", "Radwege", "Mehr")) for one in (2, 4, 9)
    ]


def test_rare_words_tell_more_than_common_ones() -> None:
    common = {one: f"Die Verwaltung soll Nummer{one} besser erklären" for one in range(10, 90)}
    pair = {
        1: "Verwaltung soll Leihlastenräder fördern",
        2: "Die Verwaltung soll Leihlastenräder fördern!",
    }
    (group,) = groups(common | pair)
    assert group.members == (1, 2)
    assert set(group.words[:2]) == {"Leihlastenräder", "fördern"}


def test_nothing_chains() -> None:
    words = [f"Wort{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"]
    texts = {at: " ".join(words[at : at + 14]).lower() for at in range(12)}
    for group in groups(texts):
        mine = set(texts[group.representative].split())
        for one in group.members:
            theirs = set(texts[one].split())
            assert len(mine & theirs) / len(mine | theirs) >= needed(14)
    assert len(groups(texts)) > 1


def test_the_same_words_at_once_are_limited_and_sorted() -> None:
    texts = dict.fromkeys(range(9), "Mehr Bänke am Hafen") | {20: "Mehr bequeme Bänke am Hafen"}
    found = alike("Mehr Bänke am Hafen!", texts, 3)
    assert [(one.id, one.similarity) for one in found] == [(0, 1.0), (1, 1.0), (2, 1.0)]
    assert alike("Mehr Bänke am Hafen!", texts, 99)[-1].id == 20
    assert alike("Mehr Bänke am Hafen!", texts, 0) == []


def rates(known: Known) -> tuple[float, float]:
    """Precision and recall of the pairs that are proposed together."""
    together = [
        known[one][1] == known[other][1]
        for group in groups({one: text for one, (text, _) in known.items()})
        for one, other in combinations(group.members, 2)
    ]
    sizes = Counter(says for _, says in known.values()).values()
    return sum(together) / len(together), sum(together) / sum(n * (n - 1) // 2 for n in sizes)


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize(("reasons", "least"), [(0.0, RECALL), (0.3, RECALL_WITH_REASONS)])
def test_planted_groups_are_found_among_others(seed: int, reasons: float, least: float) -> None:
    precision, recall = rates(planted(1_500, seed, reasons))
    assert precision >= PRECISION
    assert recall >= least


def test_form_letters_are_one_group_and_the_opposite_is_none_of_it() -> None:
    letters = dict(enumerate(form_letters(2_000, 4)))
    found = groups(letters | {5_000: opposing_letter()})
    assert len(found[0].members) >= 1_900
    assert all(5_000 not in group.members for group in found)


def test_a_long_letter_that_asks_for_another_number_is_another_one() -> None:
    (letter,) = form_letters(1, 4)
    slow, slower = (f"{letter} Vor Schulen muss Tempo {limit} gelten." for limit in (30, 10))
    old = "Ich wohne seit {} Jahren hier."
    assert groups({1: slow, 2: slower}) == []
    (group,) = groups({1: f"{old.format(12)} {slow}", 2: f"{old.format(40)} {slow}"})
    assert group.members == (1, 2)


@settings(deadline=None)
@given(_TEXTS)
def test_the_order_does_not_count_and_no_text_is_in_two_groups(texts: dict[int, str]) -> None:
    found = groups(texts)
    assert groups(list(texts.items())[::-1]) == found == groups(sorted(texts.items()))
    members = [one for group in found for one in group.members]
    assert len(members) == len(set(members))
    assert set(members) <= set(texts)
    for group in found:
        assert len(group.members) >= 2
        assert list(group.members) == sorted(group.members)
        assert group.representative in group.members
        assert 0.6 <= group.similarity <= 1
        assert 1 <= len(group.words) <= MOST_WORDS
        assert all(word in texts[group.representative] for word in group.words)


@settings(deadline=None)
@given(_TEXTS)
def test_every_member_is_like_the_representative(texts: dict[int, str]) -> None:
    for group in groups(texts):
        others = {one: text for one, text in texts.items() if one != group.representative}
        found = alike(texts[group.representative], others, len(texts))
        assert set(group.members) - {group.representative} <= {one.id for one in found}
        assert group.similarity <= 1 + min(one.similarity for one in found) - 0.6


@settings(deadline=None)
@given(_WISHES | st.text(), st.lists(_WISHES | st.text()))
def test_alike_never_fails_and_knows_itself(text: str, texts: list[str]) -> None:
    found = alike(text, list(enumerate([*texts, text])), len(texts) + 1)
    assert (len(texts) in {one.id for one in found}) == any(one.isalnum() for one in text)


@pytest.mark.parametrize(
    "text",
    [
        "Wort " * 1_000,
        "nicht " * 800,
        "nicht Rad " * 500,
        "un" * 2_500,
        "en" * 2_500,
        "a" + "\u0301\u0323" * 2_400,
        "1." * 2_500,
        "\ud800 x\udfff y " * 600,
        "*in" * 1_600,
        "a-" * 2_500,
        "\x00wort\x00" * 700,
    ],
)
def test_endless_texts_are_read_at_once(text: str) -> None:
    (group,) = groups(dict.fromkeys(range(300), text))
    assert group.members == tuple(range(300))


def test_more_words_than_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claims, "MOST_WORDS", 300)
    texts = {one: " ".join(f"w{one}x{at}" for at in range(20)) for one in range(100)}
    texts |= {one + 100: f"{text}!" for one, text in texts.items()}
    members = [group.members for group in groups(texts)]
    assert sorted(members) == [(one, one + 100) for one in range(100)]
    language = claims.Language()
    for text in texts.values():
        language.claim(text)
    assert len(language.stems) <= 302


@pytest.mark.parametrize("bound", ["TRIED", "LOOKED_THROUGH"])
def test_a_crowd_of_the_same_words_is_looked_through_within_bounds(
    bound: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leading, "TRIED", 1_000)
    monkeypatch.setattr(leading, bound, 12)
    compared = []
    likeness = leading.Words.likeness

    def counting(mine: leading.Words, other: leading.Words, words: set[int]) -> float:
        compared.append(1)
        return likeness(mine, other, words)

    monkeypatch.setattr(leading.Words, "likeness", counting)
    chance = random.Random(3)
    texts = {
        one: " ".join(f"wort{at}" for at in chance.sample(range(60), 25)) for one in range(400)
    }
    assert len(groups(texts)) < 100
    assert len(compared) <= 3 * 12 * len(texts)


@pytest.mark.parametrize("text", ["", " \n", "!!!", "👍", "\u00ad\u200b"])
def test_what_has_no_words_is_like_nothing(text: str) -> None:
    assert groups({1: text, 2: text}) == []
    assert alike(text, {1: text}) == []
