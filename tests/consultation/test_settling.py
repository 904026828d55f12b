"""Settling where a comment stands: who may, and what fits."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from charta.consultation import services
from charta.consultation.models import Comment, Placement, Round
from charta.consultation.queries.placements import travelling_comment
from charta.core.actors import Actor
from charta.core.database import db, transaction
from charta.core.errors import Conflict, Invalid, NotAllowed, NotFound
from charta.drafting.models import Document, Revision
from charta.releases.models import Release
from charta.text.spans import Span
from tests.consultation.conftest import amount, entries
from tests.support.cast import Cast, a_city
from tests.support.consultation import DURING, a_comment, the_place, the_placement
from tests.support.drafting import a_clause, a_revision
from tests.support.releases import a_release

pytestmark = pytest.mark.usefixtures("app_context")

LATER = DURING + timedelta(hours=1)
WORDS = "sichere Radwege"


@pytest.fixture
def comment(city: Cast, found: Round, clause: Document) -> Comment:
    return a_comment(city, found, clause, passage=WORDS)


@pytest.fixture
def newer(city: Cast, comment: Comment, clause: Document) -> Revision:
    """What MOB-1 says in release 2."""
    return a_revision(city, clause, "Bald baut die Stadt breite Wege für alle.", now=LATER)


@pytest.fixture
def release(city: Cast, newer: Revision) -> Release:
    return a_release(city, now=LATER)


def settle(
    actor: Actor,
    release: Release,
    comment: Comment,
    verdict: str = "removed",
    *,
    reason: str = "Gelesen.",
    revision: Revision | None = None,
    place: Span | None = None,
    based_on: int | None = None,
) -> Placement:
    with transaction():
        loaded = travelling_comment(comment.charter_id, comment.number) or comment
        seen = based_on or the_placement(release, comment).id
        said = services.Settlement(verdict, reason, revision, place)
        return services.settle(actor, LATER, release, loaded, said, based_on=seen)


def test_it_is_written_beside_the_machines(
    city: Cast, release: Release, comment: Comment, newer: Revision
) -> None:
    machine = the_placement(release, comment)
    place = the_place(newer, "breite Wege")
    settled = settle(city.editor, release, comment, "reworded", revision=newer, place=place)
    assert (settled.decided_by_id, settled.confidence) == (city.editor.person_id, 1.0)
    assert (settled.revision_id, settled.start, settled.end) == (newer.id, *place)
    assert the_placement(release, comment).id == settled.id
    assert db.session.get_one(Placement, machine.id).decided_by_id is None
    assert len(entries("comment.placed")) == 1


@pytest.mark.parametrize("who", ["citizen", "facilitator", "reviewer", "approver", "admin"])
def test_only_editors_settle(city: Cast, release: Release, comment: Comment, who: str) -> None:
    with pytest.raises(NotAllowed):
        settle(city.actors[who], release, comment)
    assert amount(Placement) == 1


def test_the_editor_of_another_city_does_not(
    city: Cast, release: Release, comment: Comment
) -> None:
    with pytest.raises(NotAllowed):
        settle(a_city("rostock", "Rostock").editor, release, comment)


def test_a_reply_does_not_travel(
    city: Cast, release: Release, comment: Comment, found: Round, clause: Document
) -> None:
    reply = a_comment(city, found, clause, parent=comment, now=LATER)
    with pytest.raises(NotFound):
        settle(city.editor, release, reply, based_on=1)


def test_nobody_settles_what_is_still_on_its_way(
    city: Cast, release: Release, found: Round, clause: Document
) -> None:
    late = a_comment(city, found, clause, passage=WORDS, now=LATER)
    with pytest.raises(Conflict, match="gerade noch"):
        settle(city.editor, release, late, based_on=1)


def test_the_second_is_told_of_the_first(city: Cast, release: Release, comment: Comment) -> None:
    seen = the_placement(release, comment).id
    first = settle(city.editor, release, comment)
    with pytest.raises(services.PlacementConflict) as raised:
        settle(city.second_editor, release, comment, based_on=seen)
    assert raised.value.placement_id == first.id
    assert amount(Placement) == 2


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"reason": "  "}, "reason"),
        ({"reason": "x" * 1001}, "reason"),
        ({"verdict": "uncertain"}, "verdict"),
        ({"verdict": "lost"}, "verdict"),
        ({"verdict": "reworded"}, "document"),
        ({"verdict": "reworded", "wording": True}, "quote"),
        ({"verdict": "reworded", "wording": True, "place": (5, 5)}, "quote"),
        ({"verdict": "reworded", "wording": True, "place": (0, 999)}, "quote"),
        ({"verdict": "moved", "wording": True, "place": (0, 4)}, "verdict"),
        ({"verdict": "unchanged", "wording": True, "place": (0, 4)}, "verdict"),
    ],
)
def test_what_does_not_fit_is_refused(
    city: Cast,
    release: Release,
    comment: Comment,
    newer: Revision,
    *,
    said: dict[str, object],
    field: str,
) -> None:
    given = {"verdict": "removed", **said}
    if given.pop("wording", False):
        given["revision"] = newer
    with pytest.raises(Invalid) as raised:
        settle(city.editor, release, comment, **given)  # type: ignore[arg-type]
    assert raised.value.field == field
    assert amount(Placement) == 1


def test_a_wording_that_the_release_does_not_show_is_refused(
    city: Cast, release: Release, comment: Comment
) -> None:
    old = db.session.get_one(Revision, comment.revision_id)
    with pytest.raises(Invalid, match="einen Text dieser Fassung"):
        settle(
            city.editor,
            release,
            comment,
            "unchanged",
            revision=old,
            place=the_place(old, WORDS),
        )


def test_the_same_words_are_not_reworded(
    city: Cast, found: Round, clause: Document, comment: Comment
) -> None:
    release = a_release(city, now=LATER)
    same = db.session.get_one(Revision, comment.revision_id)
    with pytest.raises(Invalid, match="dieselben Worte"):
        settle(
            city.editor, release, comment, "reworded", revision=same, place=the_place(same, WORDS)
        )


def test_removed_names_the_text_only_if_it_is_still_there(
    app: Flask, city: Cast, release: Release, comment: Comment, newer: Revision
) -> None:
    settled = settle(city.editor, release, comment, revision=newer, place=(0, 4))
    assert (settled.revision_id, settled.start, settled.end) == (newer.id, None, None)


def test_a_whole_text_has_no_place_in_it(city: Cast, found: Round, clause: Document) -> None:
    comment = a_comment(city, found, clause)
    other = a_clause(city, title="Ersatz", source="Etwas anderes.", now=LATER)
    release = a_release(city, now=LATER)
    there = db.session.query(Revision).filter_by(document_id=other.id).one()
    settled = settle(city.editor, release, comment, "reworded", revision=there, place=(0, 5))
    assert (settled.revision_id, settled.start, settled.end) == (there.id, None, None)
