"""A comment whose suggestion became part of the text stands where its words were put."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from charta.consultation.models import Placement, Round
from charta.consultation.placing import Traveller, Wording, placed, through_adoptions
from charta.consultation.rules import Verdict
from charta.core.database import db
from charta.drafting.models import Document, Revision
from charta.text.anchors import anchor
from tests.support.cast import Cast
from tests.support.consultation import DURING, a_round, a_settlement, the_placement
from tests.support.drafting import a_clause, a_revision
from tests.support.releases import a_release
from tests.support.suggestions import a_suggestion, an_adoption

LATER = DURING + timedelta(hours=1)
FIRST = "Die Stadt plant Wege so, dass Kinder sie allein gehen können."
SECOND = "Vor jeder Schule werden Querungen gezählt und geprüft."
OTHER = "Niemand soll länger als eine halbe Minute warten müssen, um hinüberzukommen."
TEXT = f"{FIRST}\n\n{SECOND}"


@pytest.fixture
def clause(app_context: None, city: Cast) -> Document:
    return a_clause(city, source=TEXT)


@pytest.fixture
def found(city: Cast, clause: Document) -> Round:
    return a_round(city)


def words(placement: Placement) -> str:
    assert placement.revision_id is not None
    plain = db.session.get_one(Revision, placement.revision_id).plain
    return plain[placement.start : placement.end]


class TestThroughTheServices:
    def test_wholly_other_words_taken_over_are_reworded(
        self, city: Cast, clause: Document, found: Round
    ) -> None:
        """Not even five words of the paragraph are left: alone, nobody could tell."""
        comment = a_suggestion(city, found, clause, SECOND, OTHER)
        adopted = an_adoption(city, comment)
        stands = the_placement(a_release(city, now=LATER), comment)
        assert (stands.verdict, stands.revision_id) == ("reworded", adopted.revision_id)
        assert words(stands) == OTHER

    def test_without_the_adoption_the_same_change_is_not_told_so(
        self, city: Cast, clause: Document, found: Round
    ) -> None:
        comment = a_suggestion(city, found, clause, SECOND, OTHER)
        a_revision(city, clause, TEXT.replace(SECOND, OTHER), now=LATER)
        assert the_placement(a_release(city, now=LATER), comment).verdict != "reworded"

    def test_changes_before_and_after_it_are_followed(
        self, city: Cast, clause: Document, found: Round
    ) -> None:
        comment = a_suggestion(city, found, clause, SECOND, OTHER)
        a_revision(city, clause, f"Zuerst das Wichtigste.\n\n{TEXT}")
        an_adoption(city, comment)
        end = OTHER.replace("halbe", "knappe")
        a_revision(city, clause, f"{FIRST}\n\n{end}\n\nUnd noch ein Satz.", now=LATER)
        stands = the_placement(a_release(city, now=LATER), comment)
        assert stands.verdict == "reworded"
        assert words(stands) == end

    def test_what_was_taken_out_as_suggested_is_removed(
        self, city: Cast, clause: Document, found: Round
    ) -> None:
        comment = a_suggestion(city, found, clause, SECOND, "")
        an_adoption(city, comment)
        a_revision(city, clause, f"{FIRST}\n\n{OTHER}", now=LATER)
        assert the_placement(a_release(city, now=LATER), comment).verdict == "removed"

    def test_what_goes_later_is_removed(self, city: Cast, clause: Document, found: Round) -> None:
        comment = a_suggestion(city, found, clause, SECOND, OTHER)
        an_adoption(city, comment)
        a_revision(city, clause, FIRST, now=LATER)
        assert the_placement(a_release(city, now=LATER), comment).verdict == "removed"

    def test_what_a_person_says_afterwards_counts(
        self, city: Cast, clause: Document, found: Round
    ) -> None:
        comment = a_suggestion(city, found, clause, SECOND, OTHER)
        adopted = an_adoption(city, comment)
        release = a_release(city, now=LATER)
        revision = db.session.get_one(Revision, adopted.revision_id)
        a_settlement(city, release, comment, "reworded", revision=revision, words=FIRST, now=LATER)
        a_revision(city, clause, f"{FIRST}\n\n{OTHER}\n\nUnd noch ein Satz.", now=LATER)
        later = the_placement(a_release(city, now=LATER), comment)
        assert (later.verdict, words(later)) == ("reworded", FIRST)

    def test_an_adoption_that_comes_after_the_release_does_not_count(
        self, city: Cast, clause: Document, found: Round, app: Flask
    ) -> None:
        comment = a_suggestion(city, found, clause, SECOND, OTHER)
        release = a_release(city, now=LATER)
        an_adoption(city, comment)
        assert the_placement(release, comment).verdict == "unchanged"


OLD = Wording(1, "Wege", f"{FIRST}\n{SECOND}")
NEW = Wording(2, "Wege", f"{FIRST}\n{OTHER}")
ELSE = Wording(3, "Wege", f"Alles ist anders.\n{OTHER}")
OUT = Wording(4, "Wege", FIRST)
WORDINGS = {one.id: one for one in (OLD, NEW, ELSE, OUT)}


def a_traveller(after: Wording, new: Wording) -> Traveller:
    start = OLD.plain.index(SECOND)
    passage = anchor(OLD.plain, start, start + len(SECOND))
    return Traveller(7, OLD.id, passage, OLD.id, 1, new.id, 1, adopted=(OLD.id, after.id))


class TestInValues:
    def test_the_place_is_that_between_the_words_around_it(self) -> None:
        (one,) = through_adoptions([a_traveller(NEW, NEW)], WORDINGS)
        assert (one.old, one.settled) == (NEW.id, Verdict.REWORDED)
        assert one.settled_at is not None
        assert NEW.plain[slice(*one.settled_at)] == OTHER

    def test_where_more_has_changed_than_the_passage_nothing_is_known(self) -> None:
        one = a_traveller(ELSE, ELSE)
        assert through_adoptions([one], WORDINGS) == [one]

    @pytest.mark.parametrize(("new", "known"), [(OUT, True), (OLD, False)])
    def test_words_taken_out_are_gone_unless_they_came_back(
        self, new: Wording, known: bool
    ) -> None:
        (one,) = through_adoptions([a_traveller(OUT, new)], WORDINGS)
        assert one.still_removed is known
        (found,) = placed([one], WORDINGS)
        assert found.verdict is (Verdict.REMOVED if known else Verdict.UNCHANGED)
