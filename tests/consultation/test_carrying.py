"""Comments travel with the text: what becomes of each, from real edits through the services."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from charta.charters.models import Charter
from charta.consultation import background
from charta.consultation.models import Comment, Placement, Round
from charta.consultation.queries.carrying import standings
from charta.consultation.rules import Verdict
from charta.consultation.services import carrying
from charta.core import outbox
from charta.core.clock import now
from charta.core.database import db, transaction
from charta.core.errors import Conflict
from charta.drafting import services as drafting
from charta.drafting.models import Document, Revision
from charta.releases import services as releases
from charta.releases.models import Release
from tests.consultation.conftest import amount, entries
from tests.support.cast import Cast, a_city
from tests.support.consultation import (
    DURING,
    a_comment,
    a_round,
    a_settlement,
    the_placement,
)
from tests.support.drafting import a_clause, a_revision, a_section
from tests.support.releases import a_release, an_open_release

pytestmark = pytest.mark.usefixtures("app_context")

LATER = DURING + timedelta(hours=1)

TEXT = (
    "Die Stadt plant Wege so, dass Kinder sie allein gehen können.\n\n"
    "Vor jeder Schule werden Querungen gezählt und geprüft.\n\n"
    "Zählungen geschehen ohne Kameras und ohne Namen."
)
FIRST = "dass Kinder sie allein gehen können"
SECOND = "Vor jeder Schule werden Querungen gezählt und geprüft."
THIRD = "Zählungen geschehen ohne Kameras"


@pytest.fixture
def clause(app: Flask, city: Cast) -> Document:
    return a_clause(city, source=TEXT)


@pytest.fixture
def found(city: Cast, clause: Document) -> Round:
    return a_round(city)


def prepared(city: Cast) -> Release:
    """The current draft as an editor fixes it: nothing has been carried to it yet."""
    with transaction() as session:
        charter = session.get_one(Charter, city.charter_id)
        return releases.prepare(
            city.editor,
            LATER,
            charter,
            kind="consultation",
            title="Neuer Entwurf",
        )


def words(placement: Placement) -> str:
    """What stands at the place of a placement."""
    assert placement.revision_id is not None
    plain = db.session.get_one(Revision, placement.revision_id).plain
    return plain[placement.start : placement.end]


def machine_rows() -> list[Placement]:
    query = select(Placement).where(Placement.decided_by_id.is_(None)).order_by(Placement.id)
    return list(db.session.scalars(query))


class TestVerdictsOnPassages:
    def test_an_untouched_text_leaves_everything_where_it_was(
        self, city: Cast, clause: Document, found: Round
    ) -> None:
        comment = a_comment(city, found, clause, passage=SECOND)
        stands = the_placement(a_release(city, now=LATER), comment)
        assert (stands.verdict, stands.confidence) == ("unchanged", 1.0)
        assert stands.revision_id == comment.revision_id
        assert words(stands) == SECOND

    def test_words_that_stayed_are_unchanged_when_others_changed(
        self, city: Cast, clause: Document, found: Round
    ) -> None:
        comment = a_comment(city, found, clause, passage=THIRD)
        text = TEXT.replace("allein gehen", "allein und sicher gehen")
        revision = a_revision(city, clause, text, now=LATER)
        stands = the_placement(a_release(city, now=LATER), comment)
        assert (stands.verdict, stands.revision_id) == ("unchanged", revision.id)
        assert words(stands) == THIRD

    def test_other_words_in_the_same_place_are_reworded(
        self, city: Cast, clause: Document, found: Round
    ) -> None:
        comment = a_comment(city, found, clause, passage=SECOND)
        text = TEXT.replace("gezählt und geprüft", "jedes Jahr gezählt und geprüft")
        a_revision(city, clause, text, now=LATER)
        stands = the_placement(a_release(city, now=LATER), comment)
        assert stands.verdict == "reworded"
        assert words(stands) == SECOND.replace("gezählt", "jedes Jahr gezählt")

    def test_a_paragraph_put_elsewhere_has_moved(
        self, city: Cast, clause: Document, found: Round
    ) -> None:
        comment = a_comment(city, found, clause, passage=THIRD)
        first, second, third = TEXT.split("\n\n")
        a_revision(city, clause, "\n\n".join([third, first, second]), now=LATER)
        stands = the_placement(a_release(city, now=LATER), comment)
        assert stands.verdict == "moved"
        assert words(stands) == THIRD

    def test_a_paragraph_that_went_is_removed(
        self, city: Cast, clause: Document, found: Round
    ) -> None:
        comment = a_comment(city, found, clause, passage=THIRD)
        revision = a_revision(city, clause, TEXT.rpartition("\n\n")[0], now=LATER)
        stands = the_placement(a_release(city, now=LATER), comment)
        assert (stands.verdict, stands.start, stands.end) == ("removed", None, None)
        assert stands.revision_id == revision.id

    def test_a_text_no_longer_in_the_release_takes_its_passages_along(
        self, city: Cast, clause: Document, found: Round
    ) -> None:
        a_clause(city, title="Etwas anderes", source="Ein ganz anderer Satz.")
        comment = a_comment(city, found, clause, passage=SECOND)
        with transaction():
            drafting.withdraw(city.editor, LATER, db.session.merge(clause), reason="Doppelt.")
        stands = the_placement(a_release(city, now=LATER), comment)
        assert (stands.verdict, stands.revision_id, stands.start) == ("removed", None, None)

    @pytest.mark.parametrize("keep", [True, False])
    def test_words_that_went_to_another_text_are_for_a_person_to_decide(
        self, city: Cast, clause: Document, found: Round, keep: bool
    ) -> None:
        """Whether the clause itself stays without them or is withdrawn."""
        comment = a_comment(city, found, clause, passage=SECOND)
        other = a_clause(city, title="Schulwege", source=f"Vorweg.\n\n{SECOND}", now=LATER)
        if keep:
            a_revision(city, clause, TEXT.replace(f"{SECOND}\n\n", ""), now=LATER)
        else:
            with transaction():
                drafting.withdraw(city.editor, LATER, db.session.merge(clause), reason="Doppelt.")
        stands = the_placement(a_release(city, now=LATER), comment)
        assert stands.verdict == "uncertain"
        assert stands.revision_id is not None
        assert db.session.get_one(Revision, stands.revision_id).document_id == other.id
        assert words(stands) == SECOND

    def test_words_in_two_other_texts_are_not_guessed_at(
        self, city: Cast, clause: Document, found: Round
    ) -> None:
        comment = a_comment(city, found, clause, passage=SECOND)
        for title in ("Schulwege", "Querungen"):
            a_clause(city, title=title, source=f"Vorweg.\n\n{SECOND}", now=LATER)
        a_revision(city, clause, TEXT.replace(f"{SECOND}\n\n", ""), now=LATER)
        assert the_placement(a_release(city, now=LATER), comment).verdict == "removed"

    def test_few_words_are_not_looked_for_elsewhere(
        self, city: Cast, clause: Document, found: Round
    ) -> None:
        comment = a_comment(city, found, clause, passage=THIRD)
        a_clause(city, title="Anderes", source=f"{THIRD}.", now=LATER)
        a_revision(city, clause, TEXT.rpartition("\n\n")[0], now=LATER)
        assert the_placement(a_release(city, now=LATER), comment).verdict == "removed"


class TestVerdictsOnWholeTexts:
    def test_the_same_words_and_section_are_unchanged(
        self, city: Cast, clause: Document, found: Round
    ) -> None:
        comment = a_comment(city, found, clause)
        stands = the_placement(a_release(city, now=LATER), comment)
        assert (stands.verdict, stands.start, stands.end) == ("unchanged", None, None)
        assert stands.revision_id == comment.revision_id

    def test_other_words_are_reworded(self, city: Cast, clause: Document, found: Round) -> None:
        comment = a_comment(city, found, clause)
        revision = a_revision(city, clause, TEXT + " Immer.", now=LATER)
        stands = the_placement(a_release(city, now=LATER), comment)
        assert (stands.verdict, stands.revision_id) == ("reworded", revision.id)

    def test_another_title_is_other_words(self, city: Cast, clause: Document, found: Round) -> None:
        comment = a_comment(city, found, clause)
        a_revision(city, clause, TEXT, title="Kinderwege", now=LATER)
        assert the_placement(a_release(city, now=LATER), comment).verdict == "reworded"

    def test_markup_and_line_ends_are_no_other_words(
        self, city: Cast, clause: Document, found: Round
    ) -> None:
        comment = a_comment(city, found, clause)
        a_revision(city, clause, TEXT.replace("allein", "**allein**"), now=LATER)
        assert the_placement(a_release(city, now=LATER), comment).verdict == "unchanged"

    def test_another_section_is_a_move(self, city: Cast, clause: Document, found: Round) -> None:
        comment = a_comment(city, found, clause)
        section = a_section(city, "BIL", "Bildung", now=LATER)
        with transaction():
            drafting.move(city.editor, LATER, db.session.merge(clause), place=1, section=section)
        assert the_placement(a_release(city, now=LATER), comment).verdict == "moved"

    def test_a_withdrawn_text_is_removed(self, city: Cast, clause: Document, found: Round) -> None:
        a_clause(city, title="Etwas anderes")
        comment = a_comment(city, found, clause)
        with transaction():
            drafting.withdraw(city.editor, LATER, db.session.merge(clause), reason="Doppelt.")
        stands = the_placement(a_release(city, now=LATER), comment)
        assert (stands.verdict, stands.revision_id) == ("removed", None)


class TestWhoTravels:
    def test_replies_travel_with_what_they_reply_to(
        self, city: Cast, clause: Document, found: Round
    ) -> None:
        comment = a_comment(city, found, clause, passage=SECOND)
        a_comment(city, found, clause, parent=comment)
        a_release(city, now=LATER)
        assert [row.comment_id for row in machine_rows()] == [comment.id]

    def test_comments_of_all_earlier_releases_travel(
        self, city: Cast, clause: Document, found: Round
    ) -> None:
        first = a_comment(city, found, clause, passage=SECOND)
        second_release = a_release(city, now=LATER)
        second_round = a_round(
            city, second_release, now=LATER, opens_at=LATER, closes_at=LATER + timedelta(days=9)
        )
        second = a_comment(city, second_round, clause, now=LATER)
        third = a_release(city, now=LATER)
        assert the_placement(third, first).verdict == "unchanged"
        assert the_placement(third, second).verdict == "unchanged"
        assert amount(Placement) == 3

    def test_another_city_is_left_alone(self, city: Cast, clause: Document, found: Round) -> None:
        a_comment(city, found, clause)
        other = a_city("rostock", "Rostock")
        a_release(other, now=LATER)
        a_release(other, now=LATER)
        assert amount(Placement) == 0

    def test_a_comment_on_an_older_release_is_carried_as_well(
        self, city: Cast, clause: Document, found: Round
    ) -> None:
        """The round is still open although two newer releases have been prepared."""
        newer = [a_release(city, now=LATER), a_release(city, now=LATER)]
        comment = a_comment(city, found, clause, passage=SECOND, now=LATER)
        a_comment(city, found, clause, parent=comment, now=LATER)
        assert outbox.pending() == 1
        outbox.deliver_due(now())
        assert [the_placement(one, comment).verdict for one in newer] == ["unchanged"] * 2
        assert outbox.pending() == 0

    def test_without_a_newer_release_there_is_nothing_to_do(
        self, city: Cast, clause: Document, found: Round
    ) -> None:
        a_comment(city, found, clause)
        assert outbox.pending() == 0


class TestWhatAPersonHasSettled:
    """A person's correction is the truth from then on."""

    def test_the_next_release_starts_from_the_place_a_person_chose(
        self, city: Cast, clause: Document, found: Round
    ) -> None:
        comment = a_comment(city, found, clause, passage=SECOND)
        text = TEXT.replace(SECOND, "Für Schulen gilt das besonders.")
        revision = a_revision(city, clause, text, now=LATER)
        second = a_release(city, now=LATER)
        before = the_placement(second, comment)
        a_settlement(city, second, comment, "reworded", revision=revision, words=THIRD)
        longer = text.replace("ohne Kameras und", "ohne Kameras, ohne Listen und")
        a_revision(city, clause, f"{longer}\n\nDas gilt ab 2027.", now=LATER)
        stands = the_placement(a_release(city, now=LATER), comment)
        assert (before.start, before.end) != (stands.start, stands.end)
        assert (stands.verdict, words(stands)) == ("reworded", THIRD)

    def test_what_stayed_since_still_has_other_words_than_the_comment_was_made_on(
        self, city: Cast, clause: Document, found: Round
    ) -> None:
        comment = a_comment(city, found, clause, passage=THIRD)
        revision = a_revision(city, clause, TEXT.rpartition("\n\n")[0], now=LATER)
        second = a_release(city, now=LATER)
        a_settlement(city, second, comment, "reworded", revision=revision, words=SECOND)
        stands = the_placement(a_release(city, now=LATER), comment)
        assert (stands.verdict, stands.decided_by_id) == ("reworded", None)
        assert words(stands) == SECOND

    def test_another_text_becomes_the_comments_home(
        self, city: Cast, clause: Document, found: Round
    ) -> None:
        comment = a_comment(city, found, clause, passage=SECOND)
        other = a_clause(city, title="Schulwege", source=f"Vorweg.\n\n{SECOND}", now=LATER)
        a_revision(city, clause, TEXT.replace(f"{SECOND}\n\n", ""), now=LATER)
        second = a_release(city, now=LATER)
        uncertain = the_placement(second, comment)
        assert uncertain.revision_id is not None
        there = db.session.get_one(Revision, uncertain.revision_id)
        a_settlement(city, second, comment, "moved", revision=there, words=SECOND)
        newest = a_revision(city, other, f"Neu vorweg, länger.\n\n{SECOND}", now=LATER)
        stands = the_placement(a_release(city, now=LATER), comment)
        assert (stands.verdict, stands.revision_id) == ("moved", newest.id)
        assert words(stands) == SECOND

    def test_removed_stays_removed_as_long_as_the_text_stays(
        self, city: Cast, clause: Document, found: Round
    ) -> None:
        comment = a_comment(city, found, clause, passage=SECOND)
        text = TEXT.replace("gezählt und geprüft", "jedes Jahr gezählt und geprüft")
        revision = a_revision(city, clause, text, now=LATER)
        second = a_release(city, now=LATER)
        assert the_placement(second, comment).verdict == "reworded"
        a_settlement(city, second, comment, "removed")
        stands = the_placement(a_release(city, now=LATER), comment)
        assert (stands.verdict, stands.revision_id) == ("removed", revision.id)
        a_revision(city, clause, TEXT, now=LATER)
        assert the_placement(a_release(city, now=LATER), comment).verdict == "unchanged"


class TestInTheBackground:
    def test_preparing_a_release_sets_it_off(
        self, city: Cast, clause: Document, found: Round
    ) -> None:
        comments = [a_comment(city, found, clause, passage=SECOND) for _ in range(3)]
        release = prepared(city)
        assert standings([release.id])[release.id].waiting == 3
        outbox.deliver_due(now())
        standing = standings([release.id])[release.id]
        assert (standing.total, standing.carried, standing.finished) == (3, 3, True)
        assert [row.comment_id for row in machine_rows()] == [one.id for one in comments]
        (entry,) = entries("comments.carried")
        assert (entry.actor_id, entry.subject_id) == (None, release.id)
        assert entry.details == {"number": release.number, "carried": 3}

    def test_without_comments_no_work_is_left_for_the_worker(
        self, city: Cast, clause: Document, found: Round
    ) -> None:
        prepared(city)
        assert outbox.pending() == 0

    def test_a_second_run_does_nothing(self, city: Cast, clause: Document, found: Round) -> None:
        a_comment(city, found, clause, passage=SECOND)
        release = prepared(city)
        outbox.deliver_due(now())
        with transaction():
            outbox.put("carry", {"release": release.id})
        outbox.deliver_due(now())
        assert background.carry_batches(release)
        assert amount(Placement) == 1
        assert len(entries("comments.carried")) == 1

    def test_what_somebody_else_has_written_meanwhile_stays(
        self, city: Cast, clause: Document, found: Round
    ) -> None:
        """Two workers have computed the same batch."""
        for _ in range(3):
            a_comment(city, found, clause, passage=SECOND)
        release = prepared(city)
        batch = carrying.next_batch(release)
        with transaction():
            assert carrying.keep(LATER, release, batch[:2]) == 2
        with transaction():
            assert carrying.keep(LATER, release, batch) == 1
        with transaction():
            assert carrying.keep(LATER, release, batch) == 0
        assert amount(Placement) == 3

    def test_it_goes_on_where_it_was_interrupted(
        self, city: Cast, clause: Document, found: Round
    ) -> None:
        for _ in range(5):
            a_comment(city, found, clause, passage=SECOND)
        release = prepared(city)
        batch = carrying.next_batch(release, limit=2)
        with transaction():
            carrying.keep(LATER, release, batch)
        assert standings([release.id])[release.id].waiting == 3
        outbox.deliver_due(now())
        assert standings([release.id])[release.id].finished
        assert amount(Placement) == 5

    def test_other_messages_need_not_wait_for_all_of_it(
        self,
        city: Cast,
        clause: Document,
        found: Round,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(background, "BATCHES", 1)
        monkeypatch.setattr(carrying, "BATCH", 2)
        seen: list[int] = []
        outbox.on("tell", lambda _payload: seen.append(amount(Placement)))
        for _ in range(5):
            a_comment(city, found, clause, passage=SECOND)
        prepared(city)
        with transaction():
            outbox.put("tell", {})
        while outbox.deliver_due(now()):
            pass
        del outbox.HANDLERS["tell"]
        assert seen == [2]
        assert amount(Placement) == 5
        assert outbox.pending() == 0

    def test_it_can_be_run_by_hand(
        self, app: Flask, city: Cast, clause: Document, found: Round
    ) -> None:
        a_comment(city, found, clause, passage=SECOND)
        release = prepared(city)
        asked = ["comments", "carry", "--charter", "stralsund", "--release"]
        result = app.test_cli_runner().invoke(args=[*asked, str(release.number)])
        assert result.exit_code == 0
        assert "1 Stellungnahmen übertragen" in result.output
        assert standings([release.id])[release.id].finished
        missing = app.test_cli_runner().invoke(args=[*asked, "99"])
        assert missing.exit_code == 1
        assert "gibt es nicht" in missing.output


class TestTheGate:
    def test_nothing_opens_while_comments_are_on_their_way(
        self, city: Cast, clause: Document, found: Round
    ) -> None:
        a_comment(city, found, clause, passage=SECOND)
        release = prepared(city)
        with pytest.raises(Conflict, match="1 Stellungnahme wird noch"), transaction():
            releases.open_release(city.editor, LATER, release, LATER)
        outbox.deliver_due(now())
        with transaction():
            releases.open_release(city.editor, LATER, release, LATER)

    def test_nothing_opens_while_one_is_uncertain(
        self, city: Cast, clause: Document, found: Round
    ) -> None:
        comment = self.an_uncertain_comment(city, clause, found)
        release = a_release(city, now=LATER)
        assert the_placement(release, comment).verdict == Verdict.UNCERTAIN
        with pytest.raises(Conflict, match="Bei 1 Stellungnahme ist nicht sicher"):
            a_round(city, release, now=LATER, opens_at=LATER, closes_at=LATER + timedelta(days=1))
        a_settlement(city, release, comment, "removed")
        a_round(city, release, now=LATER, opens_at=LATER, closes_at=LATER + timedelta(days=1))

    def test_an_edition_is_not_published_either(
        self, city: Cast, clause: Document, found: Round
    ) -> None:
        self.an_uncertain_comment(city, clause, found)
        edition = a_release(city, kind="edition", now=LATER)
        with pytest.raises(Conflict, match="nicht sicher"), transaction():
            releases.publish_edition(
                city.approver, LATER, edition, decided_on=LATER.date(), decision_number="1"
            )

    def test_an_opened_release_is_not_closed_by_a_late_comment(
        self, city: Cast, clause: Document, found: Round
    ) -> None:
        an_open_release(city, now=LATER)
        a_comment(city, found, clause, now=LATER)
        assert amount(Comment) == 1

    @staticmethod
    def an_uncertain_comment(city: Cast, clause: Document, found: Round) -> Comment:
        comment = a_comment(city, found, clause, passage=SECOND)
        a_clause(city, title="Schulwege", source=f"Vorweg.\n\n{SECOND}", now=LATER)
        a_revision(city, clause, TEXT.replace(f"{SECOND}\n\n", ""), now=LATER)
        return comment
