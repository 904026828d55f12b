"""Blocks are aligned, and nothing is lost between two texts."""

import tracemalloc

import pytest
from hypothesis import given, settings

from charta.text.diff import Difference, blocks
from charta.text.markdown import Rendered, render
from charta.text.matching import MAX_PRODUCT, common, increasing
from tests.text.strategies import documents

FIRST = "Der erste Absatz bleibt, wo er ist, und ist länger als der, der umzieht, gewiss."
LONG = "Der Absatz, der weiter hinten stand, ist lang genug."


def kinds(old: str, new: str) -> list[str]:
    return [pair.kind for pair in blocks(render(old), render(new))]


def by_hand(lines: list[str]) -> Rendered:
    return Rendered("", "\n".join(lines), ())


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", []),
        ("a", "a", ["same"]),
        ("", "a", ["added"]),
        ("a", "", ["removed"]),
        ("a\n\nb", "a\n\nb\n\nc", ["same", "same", "added"]),
        ("a\n\nb\n\nc", "a\n\nc", ["same", "removed", "same"]),
        ("Der Rat plant Wege.", "Der Rat baut Wege.", ["changed"]),
        ("Ganz etwas anderes", "völlig neue Worte", ["removed", "added"]),
        (f"{FIRST}\n\nb\n\n{LONG}", f"{LONG}\n\n{FIRST}\n\nb", ["moved", "same", "same"]),
        (
            f"{FIRST}\n\nb\n\n{LONG}",
            f"{LONG[:-1]} worden.\n\n{FIRST}\n\nb",
            ["moved", "same", "same"],
        ),
        (f"a\n\nb\n\n{LONG}", f"{LONG}\n\na\n\nb", ["removed", "removed", "same", *["added"] * 2]),
        ("- a\n- b", "- a\n- x\n- b", ["same", "added", "same"]),
        ("|a|b|\n|-|-|\n|c|d|", "|a|b|\n|-|-|\n|c|e|", ["same", "changed"]),
    ],
)
def test_kinds(old: str, new: str, expected: list[str]) -> None:
    assert kinds(old, new) == expected


@pytest.mark.parametrize(
    ("old", "new", "reformatted"),
    [
        ("Ein Satz", "# Ein Satz", True),
        ("Ein Satz", "- Ein Satz", True),
        ("Ein **Satz**", "Ein *Satz*", False),
        ("Ein\nSatz", "Ein Satz", False),
        ("# Ein Satz", "## Ein Satz", False),
    ],
)
def test_markup_is_no_change_of_words(old: str, new: str, reformatted: bool) -> None:
    difference = blocks(render(old), render(new))
    assert [(pair.kind, pair.reformatted) for pair in difference] == [("same", reformatted)]
    assert difference.differs is reformatted


def test_positions_and_blocks_of_a_pair() -> None:
    old, new = render("a\n\nDer Rat plant."), render("# neu\n\nDer Rat baut.\n\na")
    found = {
        (pair.kind, pair.old_position, pair.new_position): (pair.old_text, pair.new_text)
        for pair in blocks(old, new)
    }
    assert found == {
        ("removed", 0, None): ("a", ""),
        ("added", None, 0): ("", "neu"),
        ("changed", 1, 1): ("Der Rat plant.", "Der Rat baut."),
        ("added", None, 2): ("", "a"),
    }


@settings(deadline=None, max_examples=200)
@given(documents(), documents())
def test_every_block_of_both_texts_stands_in_one_pair(old: str, new: str) -> None:
    before, after = render(old), render(new)
    difference = blocks(before, after)
    mine = sorted(
        (pair.old_position, pair.old_text) for pair in difference if pair.old_position is not None
    )
    its = [pair.new_text for pair in difference if pair.new_position is not None]
    assert [text for _, text in mine] == before.plain.split("\n") * bool(before.plain)
    assert its == after.plain.split("\n") * bool(after.plain)
    assert all(pair.kind == "same" for pair in difference if pair.old_text == pair.new_text) or any(
        pair.kind == "moved" for pair in difference
    )


@settings(deadline=None)
@given(documents())
def test_a_text_is_the_same_as_itself(source: str) -> None:
    difference = blocks(render(source), render(source))
    assert all(pair.kind == "same" and not pair.reformatted for pair in difference)
    assert not difference.differs
    assert difference.counts.inserted == difference.counts.deleted == 0


@settings(deadline=None)
@given(documents(), documents())
def test_there_and_back_count_alike(old: str, new: str) -> None:
    there = blocks(render(old), render(new)).counts
    back = blocks(render(new), render(old)).counts
    total = there.same + there.changed + there.moved
    assert total + there.removed == back.same + back.changed + back.moved + back.added


WORDS = [f"w{number}" for number in range(30_000)]
WORST = {
    "all equal": (["a"] * 30_000, ["a"] * 29_000),
    "nothing in common": (WORDS, [f"x{word}" for word in WORDS]),
    "reversed": (WORDS, WORDS[::-1]),
    "two words": (["a", "b"] * 15_000, ["b", "a"] * 15_000),
}


@pytest.mark.parametrize("per_block", [5, 30_000])
@pytest.mark.parametrize("name", WORST)
def test_the_worst_texts_stay_within_memory(name: str, per_block: int) -> None:
    old, new = (by_hand(_lines(side, per_block)) for side in WORST[name])
    tracemalloc.start()
    difference = blocks(old, new)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 150 * 2**20
    assert "".join(pair.new_text for pair in difference) == new.plain.replace("\n", "")


def test_two_endless_paragraphs_are_compared_by_words() -> None:
    old = " ".join(WORDS)
    new = old.replace("w15000 ", "").replace("w20000 ", "w20000 neu ")
    (pair,) = blocks(by_hand([old]), by_hand([new]))
    assert [edit for edit in pair.edits if edit.op != "equal"] == [
        ("delete", "w15000 "),
        ("insert", "neu "),
    ]


def test_what_takes_too_long_is_shown_as_rewritten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("charta.text.diff.MAX_CHARACTERS", 10)
    (pair,) = blocks(render("Der Rat plant Wege."), render("Der Rat baut Wege."))
    assert [edit.op for edit in pair.edits] == ["delete", "insert"]
    assert (pair.old_text, pair.new_text) == ("Der Rat plant Wege.", "Der Rat baut Wege.")


def test_sequences_too_long_to_compare_use_what_occurs_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("charta.text.matching.MAX_PRODUCT", 40)
    old = [0, 0, 1, 0, 0, 0, 2, 0, 3]
    new = [0, 1, 0, 0, 2, 0, 0, 3, 4]
    runs = common(old, new)
    kept = [old[at] for run in runs for at in range(run.old, run.old + run.length)]
    assert kept == [new[at] for run in runs for at in range(run.new, run.new + run.length)]
    assert {1, 2, 3} <= set(kept)
    assert MAX_PRODUCT > 40


def test_the_heaviest_rising_choice() -> None:
    pairs = [(0, 5, 0.9), (1, 0, 0.5), (2, 1, 0.6), (2, 2, 0.7), (3, 2, 0.4), (4, 9, 0.1)]
    assert increasing(pairs) == [(1, 0, 0.5), (2, 1, 0.6), (3, 2, 0.4), (4, 9, 0.1)]
    assert increasing([]) == []


def test_a_difference_is_a_tuple_of_pairs() -> None:
    assert isinstance(blocks(render("a"), render("b")), tuple)
    assert Difference(()).inline == ()


def _lines(words: list[str], per_block: int) -> list[str]:
    return [" ".join(words[start : start + per_block]) for start in range(0, len(words), per_block)]
