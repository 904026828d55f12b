"""What becomes of comments in another text, in values: no database, no application."""

from __future__ import annotations

import pytest

from charta.consultation.placing import (
    Placed,
    Traveller,
    Wording,
    against_origin,
    found_elsewhere,
    placed,
    to_be_found,
)
from charta.consultation.rules import Verdict
from charta.text.anchors import Anchor, anchor
from charta.text.spans import Span

OLD = Wording(1, "Wege", "Die Stadt baut sichere Radwege.\nSie berichtet jedes Jahr darüber.")
SAME = Wording(2, "Wege", "Die  Stadt baut sichere\nRadwege. Sie berichtet jedes Jahr darüber.")
OTHER = Wording(3, "Wege", "Die Stadt baut sichere Radwege.\nNiemand berichtet.")
WORDINGS = {one.id: one for one in (OLD, SAME, OTHER)}
LONG = "Sie berichtet der Bürgerschaft jedes Jahr im Herbst darüber"


def a_traveller(
    new: Wording | None, *, words: str | None = None, section: int = 1, **more: object
) -> Traveller:
    passage: Anchor | None = None
    if words is not None:
        start = OLD.plain.index(words)
        passage = anchor(OLD.plain, start, start + len(words))
    given = {"settled": None, "settled_at": None, "still_removed": False, **more}
    return Traveller(7, OLD.id, passage, OLD.id, 1, new.id if new else None, section, **given)  # type: ignore[arg-type]


def place(one: Traveller) -> Placed:
    (found,) = placed([one], WORDINGS)
    return found


@pytest.mark.parametrize(
    ("new", "section", "verdict"),
    [
        (OLD, 1, Verdict.UNCHANGED),
        (OLD, 2, Verdict.MOVED),
        (SAME, 1, Verdict.UNCHANGED),
        (SAME, 2, Verdict.MOVED),
        (OTHER, 1, Verdict.REWORDED),
        (OTHER, 2, Verdict.REWORDED),
        (None, 1, Verdict.REMOVED),
    ],
)
def test_a_comment_on_a_whole_text(new: Wording | None, section: int, verdict: Verdict) -> None:
    found = place(a_traveller(new, section=section))
    assert found == Placed(7, verdict, new.id if new else None, None, 1.0)


def test_the_same_revision_needs_no_comparison() -> None:
    found = place(a_traveller(OLD, words="sichere Radwege"))
    assert found == Placed(7, Verdict.UNCHANGED, OLD.id, (15, 30), 1.0)


def test_a_passage_of_a_text_that_is_gone() -> None:
    assert place(a_traveller(None, words="sichere Radwege")).verdict is Verdict.REMOVED


def test_one_wording_serves_all_its_comments() -> None:
    """Order is that of the comments, whatever group they are in."""
    many = [a_traveller(new, words="sichere Radwege") for new in (OTHER, OLD, OTHER, None)]
    assert len(placed(many, WORDINGS)) == 4


def test_what_was_settled_as_removed_stays_so_while_the_text_does() -> None:
    found = place(a_traveller(OLD, words="sichere Radwege", still_removed=True))
    assert found == Placed(7, Verdict.REMOVED, OLD.id, None, 1.0)


def test_a_settled_place_is_where_it_starts_from() -> None:
    settled: Span = (OLD.plain.index("Sie berichtet"), len(OLD.plain))
    one = a_traveller(OLD, words="sichere Radwege", settled=Verdict.REWORDED, settled_at=settled)
    found = place(one)
    assert (found.verdict, found.span) == (Verdict.REWORDED, settled)


@pytest.mark.parametrize(
    ("settled", "since", "same", "verdict"),
    [
        (None, Verdict.MOVED, True, Verdict.MOVED),
        (Verdict.MOVED, Verdict.UNCHANGED, True, Verdict.MOVED),
        (Verdict.UNCHANGED, Verdict.MOVED, True, Verdict.MOVED),
        (Verdict.UNCHANGED, Verdict.UNCHANGED, True, Verdict.UNCHANGED),
        (Verdict.REWORDED, Verdict.UNCHANGED, False, Verdict.REWORDED),
        (Verdict.REWORDED, Verdict.REWORDED, True, Verdict.UNCHANGED),
        (Verdict.MOVED, Verdict.REWORDED, False, Verdict.REWORDED),
        (Verdict.REWORDED, Verdict.REMOVED, False, Verdict.REMOVED),
        (Verdict.MOVED, Verdict.UNCERTAIN, True, Verdict.UNCERTAIN),
    ],
)
def test_a_verdict_is_told_against_the_words_the_comment_was_made_on(
    settled: Verdict | None, since: Verdict, same: bool, verdict: Verdict
) -> None:
    assert against_origin(settled, since, same=same) is verdict


class TestWordsInAnotherText:
    REMOVED = Placed(7, Verdict.REMOVED, 1, None, 0.9)

    def test_long_removed_passages_are_looked_for(self) -> None:
        (pattern,) = to_be_found([self.REMOVED], {7: LONG}).values()
        assert pattern.search("Vorweg. " + LONG.replace("jedes Jahr", "jedes\nJahr") + ".")

    @pytest.mark.parametrize(
        ("found", "words"),
        [
            (Placed(7, Verdict.REMOVED, 1, None, 0.9), "Nur ein paar Worte"),
            (Placed(7, Verdict.MOVED, 1, (0, 3), 0.9), LONG),
        ],
    )
    def test_others_are_not(self, found: Placed, words: str) -> None:
        assert to_be_found([found], {7: words}) == {}

    def test_a_comment_on_a_whole_text_is_not(self) -> None:
        assert to_be_found([self.REMOVED], {}) == {}

    @pytest.mark.parametrize(
        ("places", "verdict"),
        [
            ([], Verdict.REMOVED),
            ([(3, (4, 60))], Verdict.UNCERTAIN),
            ([(3, (4, 60)), (3, (70, 126))], Verdict.REMOVED),
            ([(3, (4, 60)), (5, (0, 56))], Verdict.REMOVED),
        ],
    )
    def test_one_place_is_a_question_more_are_none(
        self, places: list[tuple[int, Span]], verdict: Verdict
    ) -> None:
        (found,) = found_elsewhere([self.REMOVED], {7: LONG}, {LONG: places})
        assert found.verdict is verdict
        if verdict is Verdict.UNCERTAIN:
            assert (found.revision_id, found.span) == (3, (4, 60))
