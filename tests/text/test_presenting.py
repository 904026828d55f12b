"""A difference as templates show it."""

from charta.text.diff import Fold, Line, blocks, inline, side_by_side
from charta.text.markdown import render

OLD = "\n\n".join(f"Absatz {number} bleibt so stehen." for number in range(9))


def shape(view: tuple[Line | Fold, ...]) -> list[str | int]:
    return [len(entry.lines) if isinstance(entry, Fold) else entry.kind for entry in view]


def test_long_unchanged_stretches_are_folded() -> None:
    difference = blocks(render(OLD), render(OLD.replace("4 bleibt", "4 steht")))
    assert shape(difference.inline) == [3, "same", "changed", "same", 3]
    fold = difference.inline[0]
    assert isinstance(fold, Fold)
    assert fold.words == 15
    assert fold.is_fold
    assert not difference.inline[1].is_fold


def test_short_unchanged_stretches_stay_open() -> None:
    old = "\n\n".join(OLD.split("\n\n")[:4])
    difference = blocks(render(old), render(old.replace("3 bleibt", "3 steht")))
    assert shape(difference.inline) == ["same", "same", "same", "changed"]


def test_a_text_without_change_is_one_fold() -> None:
    assert shape(blocks(render(OLD), render(OLD)).inline) == [9]


def test_a_new_form_is_not_folded_away() -> None:
    difference = blocks(render(OLD), render(OLD.replace("Absatz 4", "# Absatz 4")))
    assert shape(difference.inline) == [3, "same", "same", "same", 3]


def test_columns_put_the_removed_beside_the_added() -> None:
    old, new = render("Ganz etwas anderes.\n\nDrittes"), render("Völlig neue Worte.")
    pairs = blocks(old, new)
    assert shape(inline(pairs)) == ["removed", "removed", "added"]
    first, second = side_by_side(pairs)
    assert isinstance(first, Line)
    assert isinstance(second, Line)
    assert (first.kind, second.kind) == ("replaced", "removed")
    assert [edit.text for edit in first.old_edits] == ["Ganz etwas anderes."]
    assert [edit.text for edit in first.new_edits] == ["Völlig neue Worte."]


def test_columns_split_the_edits() -> None:
    (line,) = blocks(render("Der Rat plant Wege."), render("Der Rat baut Wege.")).columns
    assert isinstance(line, Line)
    assert "".join(edit.text for edit in line.old_edits) == "Der Rat plant Wege."
    assert "".join(edit.text for edit in line.new_edits) == "Der Rat baut Wege."
    assert {edit.op for edit in line.old_edits} == {"equal", "delete"}


def test_counts() -> None:
    old = "# Titel\n\nDer Rat plant Wege.\n\nFällt ganz weg."
    new = "Titel\n\nDer Rat baut und pflegt Wege.\n\nKommt neu hinzu, sicher."
    counts = blocks(render(old), render(new)).counts
    assert (counts.inserted, counts.deleted) == (7, 4)
    assert (counts.same, counts.changed, counts.moved) == (1, 1, 0)
    assert (counts.added, counts.removed, counts.reformatted) == (1, 1, 1)
