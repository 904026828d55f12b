"""What is public, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from charta.core.database import db, transaction
from charta.core.errors import NotFound
from charta.drafting import services as drafting
from charta.drafting.models import Revision
from charta.releases import queries
from tests.support.cast import START, Cast, a_city
from tests.support.drafting import a_clause, a_revision, a_section
from tests.support.releases import a_release, an_edition, an_open_release

LATER = START + timedelta(days=1)


@pytest.fixture(autouse=True)
def _context(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


def test_only_what_has_opened_is_public(city: Cast) -> None:
    a_release(city)
    an_open_release(city, LATER)
    public = an_open_release(city)
    an_open_release(a_city("greifswald", "Greifswald"))
    assert [one.id for one in queries.opened(city.charter_id, START)] == [public.id]
    assert [one.number for one in queries.opened(city.charter_id, LATER)] == [3, 2]
    for number in (1, 2, 4):
        with pytest.raises(NotFound):
            queries.public_release(city.charter_id, number, START)
    assert queries.public_release(city.charter_id, 3, START).opening is not None


def test_the_newest_and_the_one_in_force(city: Cast) -> None:
    assert queries.newest_opened(city.charter_id, START) is None
    assert queries.current_edition(city.charter_id, START) is None
    edition = an_edition(city)
    draft = an_open_release(city)
    a_release(city, kind="edition")
    newest = queries.newest_opened(city.charter_id, START)
    current = queries.current_edition(city.charter_id, START)
    assert newest is not None
    assert current is not None
    assert (newest.id, current.id) == (draft.id, edition.id)
    last = queries.newest(city.charter_id)
    assert last is not None
    assert last.number == 3


def test_items_bring_what_a_page_shows(city: Cast) -> None:
    a_clause(city)
    release = a_release(city)
    section, clause = queries.items(release.id)
    assert section.document.theme.code == clause.document.theme.code == "MOB"
    assert clause.revision.title == "Sichere Radwege"
    assert queries.sizes([release.id]) == {release.id: (1, 1)}


def test_a_clause_is_shown_as_the_public_knows_it(city: Cast) -> None:
    clause = a_clause(city)
    key = clause.key
    with pytest.raises(NotFound):
        queries.public_item(city.charter_id, key, START)
    first = an_open_release(city)
    a_revision(city, clause)
    an_open_release(city, LATER)
    assert queries.public_item(city.charter_id, key, START).revision.number == 1
    assert queries.public_item(city.charter_id, key, LATER).revision.number == 2
    assert queries.public_item(city.charter_id, key, LATER, first.number).revision.number == 1
    with pytest.raises(NotFound):
        queries.public_item(city.charter_id, key, START, 2)


def test_a_withdrawn_clause_stays_readable_where_it_stood(city: Cast) -> None:
    section = a_section(city)
    clause = a_clause(city, section)
    a_clause(city, section)
    an_open_release(city)
    with transaction():
        drafting.withdraw(city.editor, START, clause, reason="Doppelt")
    an_open_release(city)
    item = queries.public_item(city.charter_id, clause.key, START)
    assert item.release.number == 1


def test_only_released_wordings_are_public(city: Cast) -> None:
    clause = a_clause(city)
    a_revision(city, clause)
    an_open_release(city)
    a_revision(city, clause, "Noch eine andere Fassung.")
    shown = Revision.id.in_(queries.public_revision_ids(START))
    numbers = select(Revision.number).where(Revision.document_id == clause.id, shown)
    assert list(db.session.scalars(numbers)) == [2]


def test_staff_see_every_release_of_their_city(city: Cast) -> None:
    for _ in range(3):
        a_release(city)
    assert [one.number for one in queries.releases(city.charter_id, limit=1)] == [3, 2]
    assert [one.number for one in queries.releases(city.charter_id, before=2)] == [1]
    release = queries.release_by_number(city.charter_id, 2)
    assert release.prepared_by.name == "Edda Redaktion"
    assert release.opening is None
    other = a_city("greifswald", "Greifswald")
    with pytest.raises(NotFound):
        queries.release_by_number(other.charter_id, 1)
