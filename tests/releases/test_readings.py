"""Marking what one has read: the verb, the question, the button."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from charta.core.actors import ANYBODY
from charta.core.database import db, transaction
from charta.core.errors import NotAllowed, NotFound
from charta.journal.models import JournalEntry
from charta.releases import queries, services
from charta.releases.models import Reading, Release
from tests.support.cast import START, Cast, a_city
from tests.support.drafting import a_clause, a_revision
from tests.support.releases import a_release, an_edition, an_open_release
from tests.support.visitor import Visitor

LATER = START + timedelta(days=3)
BUTTON = "Als gelesen merken"


@pytest.fixture
def two(app: Flask, city: Cast) -> list[int]:
    """The ids of two public releases; the clause has other words in the second."""
    with app.app_context():
        clause = a_clause(city)
        first = an_open_release(city).id
        a_revision(city, clause)
        return [first, an_open_release(city).id]


def mark(city: Cast, release_id: int) -> Reading:
    with transaction() as session:
        return services.mark_read(city.citizen, LATER, session.get_one(Release, release_id))


class TestVerb:
    @pytest.fixture(autouse=True)
    def _context(self, app: Flask) -> Iterator[None]:
        with app.app_context():
            yield

    def test_it_is_remembered_and_leads_to_what_is_newer(self, city: Cast, two: list[int]) -> None:
        mark(city, two[0])
        found = queries.mark_of(city.citizen.person_id, city.charter_id, LATER)
        assert found == (1, LATER, 2)
        assert found.is_behind
        mark(city, two[1])
        found = queries.mark_of(city.citizen.person_id, city.charter_id, LATER)
        assert found is not None
        assert not found.is_behind

    def test_there_is_one_mark_and_it_never_goes_back(self, city: Cast, two: list[int]) -> None:
        for release_id in (*two, two[0]):
            mark(city, release_id)
        assert db.session.scalars(select(Reading.release_id)).all() == [two[1]]

    def test_it_is_nobodys_business(self, city: Cast, two: list[int]) -> None:
        count = select(func.count(JournalEntry.id))
        before = db.session.scalar(count)
        mark(city, two[0])
        assert db.session.scalar(count) == before
        assert queries.mark_of(city.second_citizen.person_id, city.charter_id, LATER) is None
        assert queries.mark_of(None, city.charter_id, LATER) is None

    def test_marks_are_of_one_city(self, city: Cast, two: list[int]) -> None:
        mark(city, two[0])
        other = a_city("greifswald", "Greifswald")
        an_open_release(other)
        assert queries.mark_of(city.citizen.person_id, other.charter_id, LATER) is None

    def test_without_an_account_nothing_is_remembered(self, city: Cast, two: list[int]) -> None:
        with pytest.raises(NotAllowed), transaction() as session:
            services.mark_read(ANYBODY, LATER, session.get_one(Release, two[0]))

    def test_what_is_not_public_cannot_have_been_read(self, city: Cast) -> None:
        fixed = a_release(city)
        announced = an_open_release(city, LATER + timedelta(days=1))
        for release in (fixed, announced):
            with pytest.raises(NotFound):
                mark(city, release.id)
        assert db.session.scalar(select(func.count(Reading.id))) == 0


@pytest.mark.usefixtures("two")
class TestButton:
    def test_it_leads_to_what_has_changed_since(self, citizen: Visitor) -> None:
        page = citizen.open("/stralsund/fassungen/1/").press(BUTTON)
        assert page.path == "/stralsund/fassungen/1/"
        assert "Gemerkt: Fassung 1 ist gelesen." in page.notices[0]
        assert not page.has_button(BUTTON)
        assert "Als gelesen gemerkt am" in page.text
        home = citizen.open("/stralsund/")
        assert home.link("Was sich bis Fassung 2 geändert hat") == "/stralsund/fassungen/1...2/"

    def test_from_the_synopsis_one_comes_back_to_it(self, citizen: Visitor) -> None:
        path = "/stralsund/fassungen/1...2/?ansicht=spalten"
        page = citizen.open(path).press(BUTTON)
        assert page.path == path
        assert not page.has_button(BUTTON)
        assert "seit Sie zuletzt gelesen haben" not in citizen.open("/stralsund/").text

    def test_the_charter_in_force_has_the_button_too(
        self, app: Flask, city: Cast, citizen: Visitor
    ) -> None:
        with app.app_context():
            an_edition(city)
        page = citizen.open("/stralsund/charta/").press(BUTTON)
        assert page.path == "/stralsund/charta/"
        assert "Als gelesen gemerkt am" in page.text
        with app.app_context():
            an_open_release(city)
        page = citizen.open("/stralsund/charta/")
        assert page.link("Was sich bis Fassung 4 geändert hat") == "/stralsund/fassungen/3...4/"

    def test_an_older_one_needs_no_mark(self, citizen: Visitor) -> None:
        citizen.open("/stralsund/fassungen/2/").press(BUTTON)
        page = citizen.open("/stralsund/fassungen/1/")
        assert "Sie haben schon eine neuere Fassung gelesen." in page.text
        assert not page.has_button(BUTTON)

    def test_it_leads_nowhere_else(self, citizen: Visitor) -> None:
        answer = citizen.post("/stralsund/fassungen/1/gelesen/", next="https://boese.example/")
        assert answer.status_code == 303
        assert answer.location == "/stralsund/fassungen/1/"

    def test_without_an_account_there_is_none(self, public: Visitor) -> None:
        for path in ("fassungen/1/", "fassungen/1...2/", ""):
            assert not public.open(f"/stralsund/{path}").has_button(BUTTON)
        assert public.post("/stralsund/fassungen/1/gelesen/").status_code == 403

    def test_before_its_time_a_release_does_not_exist(
        self, app: Flask, city: Cast, citizen: Visitor
    ) -> None:
        app.extensions["charta.clock"] = lambda: START
        with app.app_context():
            an_open_release(city, LATER)
            a_release(city)
        for number in (3, 4, 9):
            assert citizen.post(f"/stralsund/fassungen/{number}/gelesen/").status_code == 404
        with app.app_context():
            assert db.session.scalar(select(func.count(Reading.id))) == 0
