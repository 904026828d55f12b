"""A comment's passage is found again where it belongs, or nobody says that it was."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charta.text.anchors import CONTEXT, Anchor, Placement, anchor, carry, locate
from tests.text.strategies import sentences

OLD = (
    "§ 1 Rat\n"
    "(1) Der Rat beschließt jährlich den Plan der Stadt. Er wird im Amtsblatt veröffentlicht.\n"
    "(2) Die Kosten trägt die Stadt. Das Nähere regelt die Satzung.\n"
    "(3) Der zweite Absatz handelt von den Radwegen und deren Ausbau bis zum Jahr 2030.\n"
    "§ 2 Schule\n"
    "(1) Schulwege werden vor allen anderen gebaut. Das Nähere regelt die Satzung."
)


def passage(quote: str, text: str = OLD, nth: int = 0) -> Anchor:
    start = -1
    for _ in range(nth + 1):
        start = text.index(quote, start + 1)
    return anchor(text, start, start + len(quote))


def carried(quote: str, old: str, new: str, nth: int = 0) -> tuple[str, str | None]:
    """The verdict, and the words it points at."""
    (placement,) = carry([passage(quote, old, nth)], old, new)
    if placement.start is None:
        return placement.verdict, None
    return placement.verdict, new[placement.start : placement.end]


def changed(*edits: tuple[str, str]) -> str:
    text = OLD
    for old, new in edits:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def test_an_anchor_holds_the_quote_its_context_and_its_place() -> None:
    found = anchor(OLD, 12, 19)
    assert found == Anchor(OLD[12:19], OLD[:12], OLD[19 : 19 + CONTEXT], 12)
    assert found.end == 19
    assert len(anchor(OLD, 100, 110).prefix) == len(anchor(OLD, 100, 110).suffix) == CONTEXT == 32


@pytest.mark.parametrize("start", [0, -7, 5, 10_000])
def test_a_quote_is_located_though_its_position_is_off(start: int) -> None:
    right = passage("Die Kosten trägt die Stadt.")
    wrong = Anchor(right.exact.replace(" ", "\n  "), right.prefix, right.suffix, start)
    assert locate(wrong, OLD) == (right.start, right.end)


def test_of_two_places_the_one_with_the_context_is_located() -> None:
    second = passage("Das Nähere regelt die Satzung.", nth=1)
    astray = Anchor(second.exact, second.prefix, second.suffix, 3)
    assert locate(astray, OLD) == (second.start, second.end)
    bare = Anchor(second.exact, "", "", second.start - 4)
    assert locate(bare, OLD) == (second.start, second.end)


def test_what_stands_nowhere_is_uncertain() -> None:
    nowhere = Anchor("kein solcher Satz", "", "", 4)
    assert locate(nowhere, OLD) is None
    for new in (OLD, changed(("jährlich", "oft"))):
        assert carry([nowhere], OLD, new) == [Placement("uncertain", None, None, 0.0)]


@pytest.mark.parametrize(
    ("quote", "edits", "expected"),
    [
        (
            "Die Kosten trägt die Stadt.",
            [("jährlich", "alle zwei Jahre")],
            ("unchanged", "Die Kosten trägt die Stadt."),
        ),
        (
            "Die Kosten trägt die Stadt.",
            [("Kosten trägt", "Kosten\nträgt")],
            ("unchanged", "Die Kosten\nträgt die Stadt."),
        ),
        (
            "Die Kosten trägt die Stadt.",
            [("die Stadt. Das", "die Stadt Stralsund. Neu ist dieser Satz. Das")],
            ("reworded", "Die Kosten trägt die Stadt Stralsund."),
        ),
        (
            "Die Kosten trägt die Stadt.",
            [("Die Kosten", "Neu ist dieser Satz. Alle Kosten")],
            ("reworded", "Alle Kosten trägt die Stadt."),
        ),
        ("Er wird im Amtsblatt veröffentlicht.", [(" Er wird im Amtsblatt veröffentlicht.", "")],
         ("removed", "")),
        ("jährlich", [("jährlich", "alle zwei Jahre")], ("reworded", "alle zwei Jahre")),
        ("jährlich ", [("jährlich ", "")], ("removed", "")),
        (
            "beschließt jährlich den Plan",
            [("jährlich", "alle zwei Jahre")],
            ("reworded", "beschließt alle zwei Jahre den Plan"),
        ),
        (
            "bis zum Jahr 2030",
            [("2030", "2035")],
            ("reworded", "bis zum Jahr 2035"),
        ),
        (
            "Der zweite Absatz handelt von den Radwegen",
            [("(3)", "(3) Neu ist dieser Absatz.\n(4)")],
            ("unchanged", "Der zweite Absatz handelt von den Radwegen"),
        ),
        ("(3) Der zweite Absatz", [("(3)", "(4)")], ("reworded", "(4) Der zweite Absatz")),
    ],
)  # fmt: skip
def test_verdicts(
    quote: str, edits: list[tuple[str, str]], expected: tuple[str, str | None]
) -> None:
    assert carried(quote, OLD, changed(*edits)) == expected


def test_a_paragraph_that_moved() -> None:
    line = OLD.split("\n")[3] + "\n"
    new = line + OLD.replace(line, "")
    assert carried("handelt von den Radwegen und deren", OLD, new) == (
        "moved",
        "handelt von den Radwegen und deren",
    )
    reworded = new.replace("Ausbau", "weiteren Bau")
    assert carried("Radwegen und deren Ausbau bis zum", OLD, reworded) == (
        "reworded",
        "Radwegen und deren weiteren Bau bis zum",
    )


@pytest.mark.parametrize("nth", [0, 1])
@pytest.mark.parametrize("gone", [0, 1])
def test_a_repeated_sentence_goes_to_the_right_copy(nth: int, gone: int) -> None:
    quote = "Das Nähere regelt die Satzung."
    start = passage(quote, nth=gone).start
    new = OLD[: start - 1] + OLD[start + len(quote) :]
    (placement,) = carry([passage(quote, nth=nth)], OLD, new)
    if nth == gone:
        assert placement.verdict == "removed"
        return
    assert placement.verdict == "unchanged"
    assert placement.start == new.index(quote)
    longer = changed(("§ 2 Schule", "§ 2 Schule\nNeu. Das Nähere regelt die Satzung."))
    (placement,) = carry([passage(quote, nth=nth)], OLD, longer)
    assert (placement.verdict, placement.start) == (
        "unchanged",
        passage(quote, longer, (0, 2)[nth]).start,
    )


def test_which_of_two_copies_side_by_side_is_left_nobody_can_say() -> None:
    twice = changed(("Stadt. Das", "Stadt. Das Nähere regelt die Satzung. Das"))
    quote = "Das Nähere regelt die Satzung."
    assert carried(quote, OLD, twice)[0] == "uncertain"
    assert carried(quote, twice, OLD)[0] == "uncertain"
    assert carried("Das Nähere regelt die Satzung.\n(3) Der zweite", OLD, twice)[0] == "unchanged"


def test_a_passage_whose_halves_went_different_ways_goes_to_a_person() -> None:
    lines = OLD.split("\n")
    both = "regelt die Satzung.\n(3) Der zweite Absatz handelt"
    new = "\n".join([lines[3], *lines[:3], *lines[4:]])
    assert carried(both, OLD, new)[0] == "uncertain"
    assert carried(both, OLD, "\n".join(["Neu.", *lines]))[0] == "unchanged"


def test_another_paragraph_in_its_place_is_not_its_successor() -> None:
    lines = OLD.split("\n")
    lines[3] = "(3) Für Bibliotheken und die Vergabe der Ausweise gelten eigene Regeln."
    verdict, _ = carried("Radwegen und deren Ausbau bis", OLD, "\n".join(lines))
    assert verdict in {"removed", "uncertain"}


def test_where_a_paragraph_was_is_known_after_it_is_gone() -> None:
    line = OLD.split("\n")[2] + "\n"
    new = OLD.replace(line, "")
    (placement,) = carry([passage("Die Kosten trägt die Stadt.")], OLD, new)
    assert placement.verdict == "removed"
    assert placement.start == placement.end
    assert placement.start in {new.index("\n(3)"), new.index("(3)")}


texts = sentences(60) | st.lists(sentences(12), max_size=8).map("\n".join) | st.text(max_size=60)
anything = st.builds(Anchor, texts, st.text(max_size=9), st.text(max_size=9), st.integers(-9, 99))


@st.composite
def with_passages(draw: st.DrawFn) -> tuple[str, list[Anchor]]:
    text = draw(texts)
    places = draw(st.lists(st.tuples(*[st.integers(0, len(text))] * 2), min_size=1, max_size=5))
    return text, [anchor(text, min(place), max(place)) for place in places]


@given(with_passages())
def test_in_the_same_text_every_passage_stays(pair: tuple[str, list[Anchor]]) -> None:
    text, passages = pair
    expected = [Placement("unchanged", one.start, one.end, 1.0) for one in passages]
    assert carry(passages, text, text) == expected


@settings(deadline=None)
@given(st.lists(anything, max_size=4), texts, texts)
def test_nothing_fails_and_every_place_lies_in_the_new_text(
    anchors: list[Anchor], old: str, new: str
) -> None:
    placements = carry(anchors, old, new)
    assert len(placements) == len(anchors)
    for one, placement in zip(anchors, placements, strict=True):
        _check(one, placement, new)


@settings(deadline=None, max_examples=300)
@given(with_passages(), texts, st.data())
def test_the_same_words_are_the_same_words(
    pair: tuple[str, list[Anchor]], other: str, data: st.DataObject
) -> None:
    """New texts of which some is the old one, so that there is something to find."""
    old, passages = pair
    cut, end = sorted(data.draw(st.tuples(*[st.integers(0, len(old))] * 2)))
    new = data.draw(st.sampled_from([old[:cut] + other + old[end:], old[cut:] + other + old[:cut]]))
    placements = carry(passages, old, new)
    for one, placement in zip(passages, placements, strict=True):
        _check(one, placement, new)
        assert carry([one], old, new) == [placement]
        if placement.verdict in {"unchanged", "moved"}:
            found = new[placement.start : placement.end]
            assert "".join(found.split()) == "".join(one.exact.split())


def _check(one: Anchor, placement: Placement, new: str) -> None:
    assert 0 <= placement.confidence <= 1
    if placement.start is None or placement.end is None:
        assert placement.start is placement.end
        assert placement.verdict in {"removed", "uncertain"}
        return
    assert 0 <= placement.start <= placement.end <= len(new)
    assert (placement.start == placement.end) or placement.verdict != "removed"
    if one.exact:
        assert placement.start < placement.end or placement.verdict in {"removed", "uncertain"}


@settings(deadline=None)
@given(st.integers(0, 6), st.integers(0, 6), st.sampled_from(["", "Neu.", "Ganz neu ist das. Ja."]))
def test_what_the_edits_left_alone_is_where_it_was_moved_to(
    edited: int, looked_at: int, instead: str
) -> None:
    """One line of the text is replaced, a passage of another one keeps its distance from it."""
    lines = [*OLD.split("\n"), "Dieser Absatz ist der letzte von allen und beschließt sie."]
    if edited == looked_at or (edited == 2 and looked_at == 6) or (edited == 6 and looked_at == 2):
        return
    old = "\n".join(lines)
    new = "\n".join([*lines[:edited], instead, *lines[edited + 1 :]])
    start = sum(len(line) + 1 for line in lines[:looked_at])
    shift = len(instead) - len(lines[edited]) if edited < looked_at else 0
    for end in (
        start + len(lines[looked_at]),
        start + len(lines[looked_at].rpartition(" ")[0]) + 1,
    ):
        (placement,) = carry([anchor(old, start, end)], old, new)
        assert (placement.verdict, placement.start, placement.end) == (
            "unchanged",
            start + shift,
            end + shift,
        )
