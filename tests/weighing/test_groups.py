"""Groups of comments that say the same, without screens."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import select

from charta.consultation import services as consultation
from charta.consultation.models import Comment, Round
from charta.core import outbox
from charta.core.clock import now
from charta.core.database import db, transaction
from charta.core.errors import Conflict, Invalid, NotAllowed, NotFound
from charta.drafting.models import Document
from charta.text import similarity
from charta.weighing import queries, services
from charta.weighing.grouping import Member, lines, pieces
from charta.weighing.models import Draft, Drafted, Group, Grouped, GroupProposal
from charta.weighing.queries.groups import proposed_members, texts_to_group
from charta.weighing.services.groups import replace_proposals
from tests.consultation.conftest import amount, entries
from tests.support.cast import Cast
from tests.support.consultation import AFTER, a_comment, an_answer

pytestmark = pytest.mark.usefixtures("app_context")

LIMIT = "Wir fordern Tempo 30 in der ganzen Altstadt, auch nachts und am Wochenende."
ALIKE = "Wir fordern Tempo 30 in der ganzen Altstadt, auch nachts und an Wochenenden."
TREES = "Pflanzen Sie bitte mehr Bäume entlang der Hafenstraße, gerne Linden."


@pytest.fixture
def said(city: Cast, found: Round, clause: Document) -> list[Comment]:
    """Three that say the same, and one that does not."""
    return [a_comment(city, found, clause, source=text) for text in (LIMIT, ALIKE, LIMIT, TREES)]


def look(city: Cast, found: Round) -> Sequence[GroupProposal]:
    """Have the worker look for groups."""
    with transaction():
        services.request_proposals(city.editor, AFTER, found)
    assert outbox.deliver_due(now()) == 1
    return queries.open_proposals(found.id)


def confirm(city: Cast, proposal: GroupProposal, members: list[int]) -> Group:
    with transaction():
        return services.confirm_group(
            city.editor, AFTER, proposal, title="Tempo 30", members=members
        )


def group_of(city: Cast, comment: Comment) -> queries.GroupLine | None:
    known = queries.dossier(city.charter_id, comment.number)
    assert known is not None
    return known.group


def group(city: Cast, found: Round, comments: Sequence[Comment]) -> Group:
    with transaction():
        return services.create_group(city.editor, AFTER, found, comments, title="Tempo 30")


def inside(one: Group) -> list[int]:
    return [comment.id for comment, _ in queries.group_members(one.id)]


class TestProposing:
    def test_the_worker_finds_who_says_the_same_and_why(
        self, city: Cast, found: Round, said: list[Comment]
    ) -> None:
        [proposal] = look(city, found)
        assert sorted(proposal.comment_ids) == [one.id for one in said[:3]]
        assert "Altstadt" in proposal.words
        assert 0.5 < proposal.similarity <= 1
        assert [one.details["number"] for one in entries("comment_groups.requested")] == [1]
        [entry] = entries("comment_groups.proposed")
        assert (entry.actor_id, entry.details["proposals"]) == (None, 1)

    def test_it_says_since_when_it_is_at_it(self, city: Cast, found: Round) -> None:
        assert queries.running_since(found.id) is None
        with transaction():
            services.request_proposals(city.editor, AFTER, found)
        assert queries.running_since(found.id) is not None
        with pytest.raises(Conflict), transaction():
            services.request_proposals(city.editor, AFTER, found)
        outbox.deliver_due(now())
        assert queries.running_since(found.id) is None

    def test_once_more_replaces_what_nobody_has_decided(
        self, city: Cast, found: Round, said: list[Comment], clause: Document
    ) -> None:
        look(city, found)
        newest = a_comment(city, found, clause, source=LIMIT)
        [proposal] = look(city, found)
        assert newest.id in proposal.comment_ids
        assert amount(GroupProposal) == 1

    def test_what_was_turned_down_does_not_come_back(
        self, city: Cast, found: Round, said: list[Comment], clause: Document
    ) -> None:
        [proposal] = look(city, found)
        with transaction():
            services.turn_down_proposal(city.editor, AFTER, proposal)
        assert look(city, found) == []
        a_comment(city, found, clause, source=LIMIT)
        assert len(look(city, found)) == 1
        [entry] = entries("comment_group.turned_down")
        assert entry.details["members"] == 3

    def test_only_what_still_waits_is_looked_at(
        self, city: Cast, found: Round, said: list[Comment], clause: Document
    ) -> None:
        an_answer(city, said[0])
        group(city, found, said[1:3])
        suggestion = a_comment(city, found, clause, passage="Radwege", wording="Radstraßen")
        assert texts_to_group(found.id) == [
            (said[3].id, TREES),
            (suggestion.id, f"{suggestion.source}\nRadstraßen"),
        ]

    def test_the_one_they_are_all_like_is_in_front(self, city: Cast, found: Round) -> None:
        one = similarity.Group((3, 5, 9), 5, 0.7, ("Radweg",))
        with transaction():
            [proposal] = replace_proposals(AFTER, found, [one])
        assert proposal.comment_ids == [5, 3, 9]


class TestDeciding:
    def test_some_can_be_left_out(self, city: Cast, found: Round, said: list[Comment]) -> None:
        [proposal] = look(city, found)
        made = confirm(city, proposal, [said[0].id, said[2].id])
        assert (made.number, made.title) == (1, "Tempo 30")
        assert inside(made) == [said[0].id, said[2].id]
        assert (proposal.group_id, proposal.decided_by_id) == (made.id, city.editor.person_id)
        [entry] = entries("comment_group.confirmed")
        assert entry.details == {"number": 1, "members": [said[0].id, said[2].id]}

    def test_only_once(self, city: Cast, found: Round, said: list[Comment]) -> None:
        [proposal] = look(city, found)
        members = list(proposal.comment_ids)
        confirm(city, proposal, members)
        with pytest.raises(Conflict):
            confirm(city, proposal, members)
        with pytest.raises(Conflict), transaction():
            services.turn_down_proposal(city.second_editor, AFTER, proposal)

    def test_two_at_once_make_one_group(
        self, app: Flask, city: Cast, found: Round, said: list[Comment]
    ) -> None:
        [proposal] = look(city, found)
        number, members = proposal.id, list(proposal.comment_ids)
        start, outcomes = Barrier(2), list[str]()

        def decide() -> None:
            with app.app_context():
                start.wait()
                try:
                    with transaction():
                        mine = db.session.get_one(GroupProposal, number)
                        services.confirm_group(
                            city.editor, AFTER, mine, title="Tempo 30", members=members
                        )
                except Conflict:
                    outcomes.append("refused")
                else:
                    outcomes.append("made")

        threads = [Thread(target=decide) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(outcomes) == ["made", "refused"]
        db.session.rollback()
        assert (amount(Group), amount(Grouped)) == (1, 3)

    def test_nobody_from_outside(self, city: Cast, found: Round, said: list[Comment]) -> None:
        [proposal] = look(city, found)
        with pytest.raises(NotFound):
            confirm(city, proposal, [said[0].id, said[3].id])

    @pytest.mark.parametrize("title", ["", "  ", "x" * 121])
    def test_it_needs_a_title(
        self, city: Cast, found: Round, said: list[Comment], title: str
    ) -> None:
        with pytest.raises(Invalid) as refused, transaction():
            services.create_group(city.editor, AFTER, found, said, title=title)
        assert refused.value.field == "title"

    def test_one_is_no_group(self, city: Cast, found: Round, said: list[Comment]) -> None:
        with pytest.raises(Invalid):
            group(city, found, said[:1])

    def test_who_is_answered_split_or_grouped_is_not_free(
        self, city: Cast, found: Round, said: list[Comment], clause: Document
    ) -> None:
        an_answer(city, said[0])
        group(city, found, said[1:3])
        with transaction():
            consultation.take_part(city.editor, AFTER, said[3], clause, stretches=[(0, 8)])
        free = a_comment(city, found, clause)
        for taken in (said[0], said[1], said[3]):
            with pytest.raises(Conflict, match=taken.key):
                group(city, found, [free, taken])

    @pytest.mark.parametrize("who", ["citizen", "reviewer", "approver", "facilitator", "admin"])
    def test_only_editors(self, city: Cast, found: Round, said: list[Comment], who: str) -> None:
        [proposal] = look(city, found)
        made = group(city, found, said[2:])
        actor = city.actors[who]
        tries = (
            lambda: services.request_proposals(actor, AFTER, found),
            lambda: services.confirm_group(actor, AFTER, proposal, title="x", members=[]),
            lambda: services.turn_down_proposal(actor, AFTER, proposal),
            lambda: services.create_group(actor, AFTER, found, said, title="x"),
            lambda: services.add_to_group(actor, AFTER, made, said),
            lambda: services.leave_group(actor, AFTER, made, said[2]),
            lambda: services.dissolve_group(actor, AFTER, made),
        )
        for attempt in tries:
            with pytest.raises(NotAllowed), transaction():
                attempt()


class TestMembers:
    def test_coming_and_leaving(self, city: Cast, found: Round, said: list[Comment]) -> None:
        made = group(city, found, said[:2])
        with transaction():
            services.add_to_group(city.editor, AFTER, made, [said[2]])
            services.leave_group(city.editor, AFTER, made, said[0])
        assert inside(made) == [said[1].id, said[2].id]
        with pytest.raises(Conflict), transaction():
            services.leave_group(city.editor, AFTER, made, said[0])
        with transaction():
            services.add_to_group(city.editor, AFTER, made, [said[0]])
        assert len(inside(made)) == 3

    def test_dissolved_all_are_free_again(
        self, city: Cast, found: Round, said: list[Comment]
    ) -> None:
        made = group(city, found, said[:3])
        with transaction():
            services.dissolve_group(city.editor, AFTER, made)
        assert list(queries.groups_in(found.id)) == []
        with pytest.raises(Conflict), transaction():
            services.dissolve_group(city.editor, AFTER, made)
        assert group(city, found, said[:3]).number == 2

    def test_it_tells_how_many_wait(self, city: Cast, found: Round, said: list[Comment]) -> None:
        made = group(city, found, said[:3])
        an_answer(city, said[:2])
        [line] = queries.groups_in(found.id)
        assert (line.group.id, line.members, line.waiting) == (made.id, 3, 1)
        assert group_of(city, said[1]) == line
        assert group_of(city, said[3]) is None

    def test_one_draft_and_one_answer_for_all(
        self, city: Cast, found: Round, said: list[Comment]
    ) -> None:
        group(city, found, said[:3])
        with transaction():
            together = queries.waiting_together(said[1])
            assert [one.id for one in together] == [one.id for one in said[:3]]
            draft = services.save_draft(
                city.editor,
                AFTER,
                together,
                services.Words("noted", "Danke."),
                finish=True,
            )
            services.release_drafts(city.approver, AFTER, [draft], stamps=[draft.stamp])
        [line] = queries.groups_in(found.id)
        assert (line.members, line.waiting) == (3, 0)

    def test_whoever_reopens_leaves(self, city: Cast, found: Round, said: list[Comment]) -> None:
        made = group(city, found, said[:3])
        response = an_answer(city, said[:3])
        with transaction():
            for comment in said[:3]:
                db.session.refresh(comment, ["revision"])
            services.save_draft(
                city.editor, AFTER, said[:3], services.Words("noted", "Neu."), replaces=response
            )
            consultation.reopen(city.citizen, AFTER, said[0], source="Meine ist anders.")
        assert inside(made) == [said[1].id, said[2].id]
        drafted = db.session.scalars(select(Drafted.comment_id).order_by(Drafted.comment_id))
        assert drafted.all() == [said[1].id, said[2].id]

    def test_a_correction_for_nobody_else_goes_with_who_reopens(
        self, city: Cast, said: list[Comment]
    ) -> None:
        response = an_answer(city, said[0])
        with transaction():
            services.save_draft(
                city.editor, AFTER, said[:1], services.Words("noted", "Neu."), replaces=response
            )
            consultation.reopen(city.citizen, AFTER, said[0], source="Meine ist anders.")
        assert amount(Draft) == 0

    def test_who_is_split_leaves_and_must_not_be_drafted(
        self, city: Cast, found: Round, said: list[Comment], clause: Document
    ) -> None:
        made = group(city, found, said[:3])
        with transaction():
            consultation.take_part(city.editor, AFTER, said[0], clause, stretches=[(0, 11)])
        assert inside(made) == [said[1].id, said[2].id]
        with transaction():
            db.session.refresh(said[1], ["revision"])
            services.save_draft(city.editor, AFTER, [said[1]], services.Words("noted", "So."))
        with pytest.raises(Conflict, match="Antwortentwurf"), transaction():
            consultation.take_part(city.editor, AFTER, said[1], clause, stretches=[(0, 11)])


class TestShowing:
    def test_shared_words_are_found_whatever_their_endings(self) -> None:
        shown = pieces("Die Radwege, und ein RADWEG!", ["Radweg"])
        assert [words for words, shared in shown if shared] == ["Radwege", "RADWEG"]
        assert "".join(words for words, _ in shown) == "Die Radwege, und ein RADWEG!"

    def test_nothing_shared_is_one_piece(self) -> None:
        assert pieces("Gut so!", []) == (("Gut so!", False),)
        assert pieces("", ["Radweg"]) == ()

    def test_who_says_the_very_same_is_one_line_and_the_least_like_come_first(self) -> None:
        texts = ["eins zwei drei vier", "eins zwei drei", "eins  zwei\ndrei VIER", "eins fünf"]
        members = [Member(n, n, text, "MOB-1", "Carla", True) for n, text in enumerate(texts, 1)]
        found = lines(members, ["eins"])
        assert [[one.id for one in line.members] for line in found] == [[1, 3], [4], [2]]
        assert [line.name for line in found] == ["1", "4", "2"]

    def test_of_very_many_the_rest_is_one_line(self) -> None:
        members = [Member(n, n, f"eins {n}", "MOB-1", "Carla", True) for n in range(1, 501)]
        found = lines(members, ["eins"])
        assert (len(found), found[-1].name) == (61, "rest")
        assert sum(len(line.members) for line in found) == 500

    def test_members_come_in_the_order_of_the_proposal(
        self, city: Cast, said: list[Comment]
    ) -> None:
        an_answer(city, said[0])
        found = proposed_members([said[2].id, said[0].id])
        assert [(one.key, one.free) for one in found] == [("S-3", True), ("S-1", False)]
