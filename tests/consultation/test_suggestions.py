"""Taking suggestions over: the service and its rules."""

from __future__ import annotations

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DatabaseError

from charta.consultation import policies, queries, services
from charta.consultation.models import Adoption, Comment, Round
from charta.consultation.services.suggestions import wish_of
from charta.core.database import db, transaction
from charta.core.errors import Conflict, Invalid, NotAllowed, NotFound
from charta.drafting import queries as drafting
from charta.drafting.errors import EditConflict, NothingChanged
from charta.drafting.models import Document, Revision
from tests.consultation.conftest import amount, entries
from tests.support.cast import Cast, a_city
from tests.support.consultation import DURING, a_comment, a_settlement, an_answer
from tests.support.drafting import a_revision
from tests.support.releases import a_release
from tests.support.suggestions import a_suggestion, an_adoption

pytestmark = pytest.mark.usefixtures("app_context")


@pytest.fixture
def suggestion(app_context: None, city: Cast, found: Round, clause: Document) -> Comment:
    """S-1 by Carla."""
    return a_suggestion(city, found, clause)


def loaded(city: Cast, comment: Comment) -> Comment:
    return queries.suggestion_by_number(city.charter_id, comment.number)[0]


def test_taking_over_writes_a_revision_and_what_it_goes_back_to(
    city: Cast, clause: Document, suggestion: Comment
) -> None:
    adoption = an_adoption(city, suggestion)
    revision = drafting.current_revision(clause.id)
    assert (adoption.revision_id, adoption.wholly) == (revision.id, True)
    assert revision.plain == "Die Stadt baut breite Radwege."
    assert revision.title == "Sichere Radwege"
    assert "Carla" not in revision.note
    assert revision.hash == revision.digest()
    [entry] = entries("suggestion.adopted")
    assert entry.details == {
        "comment": suggestion.id,
        "document": clause.id,
        "revision": revision.id,
        "wholly": True,
    }


@pytest.mark.parametrize("who", ["citizen", "reviewer", "approver", "facilitator", "admin"])
def test_only_editors_may(city: Cast, suggestion: Comment, who: str) -> None:
    assert not policies.may_adopt(city.actors[who], suggestion)
    with pytest.raises(NotAllowed):
        an_adoption(city, suggestion, by=city.actors[who])
    assert amount(Adoption) == 0


def test_editors_may_not_adopt_their_own_nor_elsewhere(
    city: Cast, found: Round, clause: Document, suggestion: Comment
) -> None:
    own = a_suggestion(city, found, clause, author=city.editor)
    other = a_city("greifswald", "Greifswald")
    assert policies.may_adopt(city.editor, suggestion)
    assert policies.may_adopt(city.second_editor, own)
    assert not policies.may_adopt(city.editor, own)
    assert not policies.may_adopt(other.editor, suggestion)
    with pytest.raises(NotAllowed, match="eigenen Vorschlag"):
        an_adoption(city, own)


def test_the_base_must_be_the_current_version(
    city: Cast, clause: Document, suggestion: Comment
) -> None:
    a_revision(city, clause)
    with pytest.raises(EditConflict) as told, transaction():
        services.adopt_suggestion(city.editor, DURING, loaded(city, suggestion), base_number=1)
    assert told.value.current.number == 2
    with pytest.raises(EditConflict), transaction():
        services.adopt_edited(
            city.editor,
            DURING,
            loaded(city, suggestion),
            base_number=1,
            title="Titel",
            source="Text",
            words="",
        )
    assert (amount(Adoption), amount(Revision)) == (0, 3)


def test_it_is_taken_over_once(city: Cast, suggestion: Comment) -> None:
    an_adoption(city, suggestion)
    with pytest.raises(services.AlreadyAdopted, match="S-1 ist schon übernommen: Version 2"):
        an_adoption(city, suggestion, by=city.second_editor)
    assert amount(Adoption) == 1


def test_an_answer_does_not_stand_in_the_way(city: Cast, suggestion: Comment) -> None:
    an_answer(city, suggestion, disposition="noted")
    assert an_adoption(city, suggestion).wholly


@pytest.mark.parametrize(
    ("title", "source", "wholly"),
    [
        ("Sichere Radwege", "Die Stadt baut breite Radwege.", True),
        ("Sichere Radwege", "Die Stadt baut breite Radwege.\n", True),
        ("Breite Radwege", "Die Stadt baut breite Radwege.", False),
        ("Sichere Radwege", "Die Stadt baut sehr breite Radwege.", False),
    ],
)
def test_what_is_exactly_the_proposal_is_taken_over_wholly(
    city: Cast, suggestion: Comment, title: str, source: str, wholly: bool
) -> None:
    with transaction():
        adoption = services.adopt_edited(
            city.editor,
            DURING,
            loaded(city, suggestion),
            base_number=1,
            title=title,
            source=source,
            words="Mit Dank",
        )
    assert adoption.wholly is wholly
    revision = db.session.get_one(Revision, adoption.revision_id)
    assert revision.note == "Anregung von S-1. Mit Dank"


def test_what_cannot_be_saved_is_not_adopted(city: Cast, suggestion: Comment) -> None:
    def edited(**changes: str) -> None:
        words = {"title": "Titel", "source": "Text", "words": ""} | changes
        with transaction():
            services.adopt_edited(
                city.editor, DURING, loaded(city, suggestion), base_number=1, **words
            )

    with pytest.raises(Invalid):
        edited(title="")
    with pytest.raises(Invalid):
        edited(source="")
    with pytest.raises(Invalid) as told:
        edited(words="x" * 600)
    assert told.value.field == "note"
    with pytest.raises(NothingChanged):
        edited(title="Sichere Radwege", source="Die Stadt baut sichere Radwege.")
    assert (amount(Adoption), amount(Revision)) == (0, 2)


def test_a_clause_cannot_be_suggested_away_with_one_press(
    city: Cast, found: Round, clause: Document
) -> None:
    nothing = a_suggestion(city, found, clause, wording="")
    with pytest.raises(Conflict, match="nur von Hand"):
        an_adoption(city, nothing)


def test_where_a_person_has_put_the_passage_it_is_taken_over(
    city: Cast, found: Round, clause: Document
) -> None:
    suggestion = a_suggestion(city, found, clause, "sichere", "breite")
    anew = "Wer mit dem Rad fährt, braucht Wege, auf denen man sich sichere Bahnen sucht."
    revision = a_revision(city, clause, anew)
    release = a_release(city, now=DURING)
    a_settlement(city, release, suggestion, "moved", revision=revision, words="sichere")
    place = queries.settled_places([suggestion.id])[suggestion.id]
    again = loaded(city, suggestion)
    wish, then = wish_of(again, again.revision, place)
    assert (then.id, wish.exact) == (revision.id, "sichere")
    assert wish.passage
    assert wish.passage.start == anew.index("sichere")
    an_adoption(city, suggestion)
    assert drafting.current_revision(clause.id).plain == anew.replace("sichere", "breite")


def test_what_a_person_calls_gone_is_left_to_a_person(
    city: Cast, found: Round, clause: Document, suggestion: Comment
) -> None:
    release = a_release(city, now=DURING)
    a_settlement(city, release, suggestion, "removed")
    with pytest.raises(Conflict, match="nur von Hand"):
        an_adoption(city, suggestion)


def test_a_comment_without_a_suggestion_is_none(city: Cast, found: Round, clause: Document) -> None:
    comment = a_comment(city, found, clause)
    with pytest.raises(NotFound):
        queries.suggestion_by_number(city.charter_id, comment.number)
    with pytest.raises(NotFound):
        queries.suggestion_by_number(a_city("greifswald", "Greifswald").charter_id, 1)


def test_the_database_keeps_an_adoption_as_it_is(city: Cast, suggestion: Comment) -> None:
    an_adoption(city, suggestion)
    with pytest.raises(DatabaseError), transaction() as session:
        session.execute(update(Adoption).values(wholly=False))


def test_counts_and_lists_follow_what_has_happened(
    city: Cast, found: Round, clause: Document, suggestion: Comment
) -> None:
    second = a_suggestion(city, found, clause, "baut", "plant")
    third = a_suggestion(city, found, clause, "Stadt", "Hansestadt")
    assert queries.suggestion_counts(clause.id) == (3, 0)
    an_adoption(city, suggestion)
    an_answer(city, second, disposition="not_adopted")
    assert queries.suggestion_counts(clause.id) == (1, 2)
    waiting, following = queries.waiting_suggestions(clause.id)
    assert ([one.id for one in waiting], following) == ([third.id], None)
    [first] = queries.settled_suggestions(clause.id, limit=1)[0]
    assert (first.comment.id, first.adoption, first.version) == (second.id, None, None)
    rest, end = queries.settled_suggestions(clause.id, before=second.id)
    assert [(one.comment.id, one.version) for one in rest] == [(suggestion.id, 2)]
    assert end is None
    [text] = queries.texts_with_suggestions(city.charter_id)
    assert (text.document.key, text.waiting, text.total) == ("MOB-1", 1, 3)
    an_answer(city, third)
    assert queries.texts_with_suggestions(city.charter_id) == []
