"""What a workshop, a table and an idea may be."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from charta.core.errors import Conflict, Invalid
from charta.workshops import rules

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mehr Bänke", "mehr bänke"),
        ("Mehr Bänke", " Mehr \n Bänke\t"),
        ("Mehr Bänke", "Mehr Ba\u0308nke"),
        ("Straße", "STRASSE"),
    ],
)
def test_wordings_that_are_the_same(one: str, other: str) -> None:
    assert rules.fingerprint(one, 1) == rules.fingerprint(other, 1)


@pytest.mark.parametrize(("one", "other"), [("Mehr Bänke", "Mehr Banke"), ("a b", "ab")])
def test_wordings_that_differ(one: str, other: str) -> None:
    assert rules.fingerprint(one, 1) != rules.fingerprint(other, 1)


def test_the_same_words_in_another_theme_are_another_idea() -> None:
    assert rules.fingerprint("Mehr Bänke", 1) != rules.fingerprint("Mehr Bänke", 2)


@pytest.mark.parametrize("text", ["", " \n", "x" * (rules.LONGEST_IDEA + 1)])
def test_an_idea_has_words_but_not_too_many(text: str) -> None:
    with pytest.raises(Invalid) as caught:
        rules.checked_idea(text)
    assert caught.value.field == "text"


def test_a_workshop_ends_after_it_begins() -> None:
    rules.check_period(NOW, None)
    rules.check_period(NOW, NOW + timedelta(minutes=1))
    for end in (NOW, NOW - timedelta(days=1)):
        with pytest.raises(Invalid) as caught:
            rules.check_period(NOW, end)
        assert caught.value.field == "ends_at"


def test_partners_stand_one_a_line() -> None:
    assert rules.checked_partners(" Stadtwerke \r\n\r\nLandkreis") == "Stadtwerke\nLandkreis"
    with pytest.raises(Invalid):
        rules.checked_partners("x\n" * (rules.MOST_PARTNERS + 1))


def test_the_wording_stands_fast_once_the_public_has_seen_it() -> None:
    rules.check_wording_open(None)
    with pytest.raises(Conflict):
        rules.check_wording_open(NOW)
