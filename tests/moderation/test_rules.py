"""What a decision and a redaction may be."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from charta.accounts.duties import months_before
from charta.core.errors import Invalid
from charta.moderation import rules
from charta.moderation.rules import GAP, Decision, Kind

NOW = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)
GOOD = Decision(
    (Kind.HIDDEN,), provision="Spielregeln", facts="Setzt herab.", public="Beleidigt jemanden."
)


@pytest.fixture(autouse=True)
def in_german(app: Flask) -> object:
    """Refusals have words."""
    with app.test_request_context():
        yield


def refused(decision: Decision, *, has_author: bool = True, hidden: bool = False) -> str | None:
    with pytest.raises(Invalid) as refusal:
        rules.checked(decision, NOW, has_author=has_author, hidden=hidden)
    return refusal.value.field


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"kinds": ()}, "kinds"),
        ({"kinds": (Kind.KEPT, Kind.WARNED)}, "kinds"),
        ({"kinds": (Kind.HIDDEN, Kind.REDACTED)}, "kinds"),
        ({"kinds": (Kind.RESTORED, Kind.WARNED)}, "kinds"),
        ({"kinds": (Kind.RESTORED,), "facts": ""}, "facts"),
        ({"facts": "  "}, "facts"),
        ({"provision": " "}, "provision"),
        ({"public": "\n"}, "public"),
        ({"public": "x" * 301}, "public"),
        ({"kinds": (Kind.BLOCKED,)}, "until"),
        ({"kinds": (Kind.BLOCKED,), "until": NOW}, "until"),
        ({"kinds": (Kind.BLOCKED,), "until": NOW + timedelta(days=367)}, "until"),
    ],
)
@pytest.mark.one_engine
def test_a_decision_needs_its_reasons(changed: dict[str, object], field: str) -> None:
    assert refused(replace(GOOD, **changed)) == field  # type: ignore[arg-type]


@pytest.mark.one_engine
def test_nobody_is_warned_for_an_idea_and_nothing_is_hidden_twice() -> None:
    assert refused(replace(GOOD, kinds=(Kind.WARNED,)), has_author=False) == "kinds"
    assert refused(GOOD, hidden=True) == "kinds"


@pytest.mark.one_engine
def test_what_is_kept_needs_no_provision_and_words_are_tidied() -> None:
    kept = rules.checked(
        Decision((Kind.KEPT,), facts=" In Ordnung. "), NOW, has_author=True, hidden=False
    )
    assert kept.facts == "In Ordnung."
    tidy = rules.checked(
        replace(GOOD, public="Ein\n\nSatz.", until=NOW), NOW, has_author=True, hidden=False
    )
    assert (tidy.public, tidy.until) == ("Ein Satz.", None)
    warned = replace(GOOD, kinds=(Kind.WARNED,))
    assert rules.checked(warned, NOW, has_author=True, hidden=False).public == ""


@pytest.mark.one_engine
def test_a_block_ends_when_its_last_day_does() -> None:
    assert rules.until_day(date(2026, 7, 1)) == datetime(2026, 7, 1, 22, 0, tzinfo=UTC)
    assert rules.until_day(None) is None


@pytest.mark.one_engine
@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25), date(2026, 12, 31)])
def test_a_block_names_its_last_day(day: date) -> None:
    end = rules.until_day(day)
    assert end is not None
    assert rules.last_day(end) == day


@pytest.mark.one_engine
def test_on_whatever_day_it_is_decided_there_are_six_months_to_object() -> None:
    for day in range(366):
        decided = datetime(2027, 9, 1, tzinfo=UTC) + timedelta(days=day)
        last = months_before(decided, -6).replace(hour=23, minute=59)
        assert rules.may_object(decided, last), decided
        assert not rules.may_object(decided, last + timedelta(days=6)), decided


@pytest.mark.parametrize(
    ("left", "spans"),
    [
        ("Ruft […] an, 0151.", [(5, 9)]),
        ("Ruft Anna an, […].", [(14, 18)]),
        ("Ruft […] an, […].", [(5, 9), (14, 18)]),
        ("[…]", [(0, 19)]),
        ("[…] an, […]", [(0, 9), (14, 19)]),
    ],
)
@pytest.mark.one_engine
def test_gaps_are_found_where_words_went(left: str, spans: list[tuple[int, int]]) -> None:
    assert rules.gaps("Ruft Anna an, 0151.", left) == spans


@pytest.mark.parametrize(
    "left",
    [
        "Ruft Anna an, 0151.",
        "Ruft an, 0151.",
        "Ruft […] nicht an, 0151.",
        "Ruft […]Anna an, 0151.",
        "Ruft Anna an, 0151.[…]",
        "[…]!",
        "x[…]",
        "",
    ],
)
@pytest.mark.one_engine
def test_a_redaction_changes_nothing_else(left: str) -> None:
    with pytest.raises(Invalid) as refusal:
        rules.gaps("Ruft Anna an, 0151.", left)
    assert refusal.value.field == "text"


@pytest.mark.one_engine
def test_three_dots_are_a_gap_unless_the_author_has_typed_them() -> None:
    assert rules.with_gaps("Ruft [...] an.", "Ruft Anna an.") == "Ruft […] an."
    assert rules.with_gaps("Ruft [...][...][…] an.", "Ruft Anna Bau an.") == "Ruft […] an."
    quoted = "Sie sagt: „[...] und Anna“."
    assert rules.with_gaps(quoted, quoted) == quoted


TEXTS = st.text(st.sampled_from("ab "), min_size=1, max_size=30)


@pytest.mark.one_engine
@given(TEXTS, st.data())
def test_what_is_left_can_be_made_from_the_gaps(source: str, data: st.DataObject) -> None:
    edges = sorted(
        data.draw(st.sets(st.integers(0, len(source)), min_size=2, max_size=6).filter(even))
    )
    left, place = "", 0
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        left, place = left + source[place:start] + GAP, end
    left += source[place:]
    rebuilt, place = "", 0
    for start, end in rules.gaps(source, left):
        rebuilt, place = rebuilt + source[place:start] + GAP, end
    assert rebuilt + source[place:] == left


def even(edges: set[int]) -> bool:
    return len(edges) % 2 == 0


@pytest.mark.one_engine
def test_places_move_with_the_gaps_and_back() -> None:
    spans = [(5, 9), (14, 18)]
    assert [rules.moved(place, spans) for place in (0, 5, 9, 12, 18, 19)] == [0, 5, 8, 11, 16, 17]
    assert [rules.moved_back(place, spans) for place in (0, 5, 8, 11, 16, 17)] == [
        0, 5, 9, 12, 18, 19,
    ]  # fmt: skip


LETTERS = "abcdefghijklmnopqrstuvwxyz"


def gapped(data: st.DataObject, text: str) -> tuple[str, set[str]]:
    """A text with gaps anywhere, also over older ones, and the letters that went."""
    pieces = [*text.replace(GAP, "_")]
    edges = sorted(
        data.draw(st.sets(st.integers(0, len(pieces)), min_size=2, max_size=6).filter(even))
    )
    gone: set[str] = set()
    for start, end in reversed([*zip(edges[::2], edges[1::2], strict=True)]):
        gone |= {*pieces[start:end]} - {"_"}
        pieces[start:end] = "_"
    return rules.with_gaps("".join(pieces).replace("_", GAP), LETTERS), gone


@pytest.mark.one_engine
@given(st.data())
def test_of_redactions_the_first_is_undone_and_the_others_still_hide(data: st.DataObject) -> None:
    """Each letter is there once, so that it tells which gap it went in."""
    first, gone = gapped(data, LETTERS)
    second, gone_next = gapped(data, first)
    third, gone_last = gapped(data, second)
    text = rules.redacted_alike(LETTERS, first, second)
    assert rules.redacted_alike(LETTERS, first, first) == LETTERS
    assert not gone_next & {*text}
    assert {*LETTERS} - gone - gone_next <= {*text}
    text = rules.redacted_alike(text, second, third)
    assert not (gone_next | gone_last) & {*text}
    assert {*LETTERS} - gone - gone_next - gone_last <= {*text}


@pytest.mark.parametrize(
    ("found", "left", "expected"),
    [
        ("Ruft […] an, 0151.", "Ruft […] an, […].", "Ruft Anna an, […]."),
        ("Ruft Anna an, […].", "Ruft […] an, […].", "Ruft […] an, 0151."),
        ("Ruft […] an, 0151.", "Ruft […], […].", "Ruft […], […]."),
        ("Ruft […] an, 0151.", "[…]", "[…]"),
        ("Ruft Anna an, 0151.", "Ruft […] an, 0151.", "Ruft […] an, 0151."),
    ],
)
@pytest.mark.one_engine
def test_a_gap_that_a_later_redaction_has_not_touched_is_filled(
    found: str, left: str, expected: str
) -> None:
    assert rules.redacted_alike("Ruft Anna an, 0151.", found, left) == expected
