"""A difference cut into changes, and changes numbered."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from charta.text.diff import Fold, Line, Stretch, blocks
from charta.text.markdown import render, reread
from charta.text.stepping import steps
from tests.text.strategies import documents

OLD = "Der Rat plant Wege.\n\nAlles bleibt.\n\n- Bänke\n- Bäume\n- Licht\n\nZum Schluss dies."


def cut(old: str, new: str) -> tuple[Stretch, ...]:
    return blocks(render(old), render(new)).stretches


def shape(found: tuple[Stretch, ...]) -> list[int]:
    """The number of blocks of each stretch, negative where they changed."""
    return [-len(one.pairs) if one.changed else len(one.pairs) for one in found]


@given(documents(), documents())
def test_nothing_is_lost_and_changes_are_changes(old: str, new: str) -> None:
    difference = blocks(render(old), render(new))
    found = difference.stretches
    assert [pair for one in found for pair in one.pairs] == list(difference)
    for one in found:
        for pair in one.pairs:
            assert one.changed == (pair.kind != "same" or pair.reformatted)
    assert not any(not a.changed and not b.changed for a, b in pairwise(found))


@given(documents(), documents())
def test_both_views_show_every_word_of_a_stretch(old: str, new: str) -> None:
    for one in cut(old, new):
        for view in (one.inline, one.columns):
            shown: list[Line] = []
            for entry in view:
                shown += entry.lines if isinstance(entry, Fold) else [entry]
            edits = sorted(edit for line in shown for edit in line.edits)
            assert edits == sorted(edit for pair in one.pairs for edit in pair.edits)


def test_each_paragraph_is_a_change_of_its_own() -> None:
    old = OLD.replace("Alles bleibt.", "Alles andere bleibt, wie es ist.")
    new = old.replace("plant", "baut").replace("bleibt", "wird")
    assert shape(cut(old, new)) == [-1, -1, 4]


def test_neighbours_in_a_list_are_one_change() -> None:
    new = OLD.replace("Bäume", "Bäume und Blumen").replace("Licht", "gutes Licht")
    assert shape(cut(OLD, new)) == [3, -2, 1]


def test_what_came_stands_with_what_went() -> None:
    new = OLD.replace("Alles bleibt.", "Völlig andere neue Worte stehen hier.")
    assert shape(cut(OLD, new)) == [1, -2, 4]


def test_long_unchanged_stretches_are_folded_away_from_changes() -> None:
    old = "\n\n".join(f"Absatz {number} bleibt so stehen." for number in range(9))
    first, _, last = cut(old, old.replace("4 bleibt", "4 steht"))
    assert [entry.is_fold for entry in first.inline] == [True, False]
    assert [entry.is_fold for entry in last.columns] == [False, True]
    assert [entry.is_fold for entry in cut(old, old)[0].inline] == [True]


def test_a_stretch_knows_its_characters_in_both_texts() -> None:
    old, new = render(OLD), render(OLD.replace("plant", "baut und plant"))
    change, rest = blocks(old, new).stretches
    assert change.touches_old(0, 1)
    assert change.touches_new(new.plain.index("baut"), new.plain.index("baut") + 4)
    start = old.plain.index("Alles")
    assert not change.touches_old(start, start + 6)
    assert rest.touches_old(start, start + 6)
    assert not rest.touches_old(0, old.plain.index("\n"))


@given(documents())
def test_what_was_kept_is_read_back_as_it_was(source: str) -> None:
    assert reread(render(source).html) == render(source)


@given(st.lists(st.text("abc", min_size=1), unique=True))
def test_steps_lead_from_the_first_to_the_last_and_back(anchors: list[str]) -> None:
    found = steps(anchors)
    assert [step.number for step in found] == list(range(1, len(anchors) + 1))
    assert [step.anchor for step in found] == anchors
    assert {step.total for step in found} <= {len(anchors)}
    addresses = [f"#{anchor}" for anchor in anchors]
    assert [step.next for step in found] == [*addresses[1:], None][: len(anchors)]
    assert [step.previous for step in found] == [None, *addresses[:-1]][: len(anchors)]


def test_neighbours_may_stand_on_another_page() -> None:
    first, second = steps(["a", "b"], ["#a", "/seite#b"])
    assert (first.next, second.previous) == ("/seite#b", "#a")
