"""A part of a page is kept while the journal tells of other things, and never a moment longer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from charta.accounts import services as accounts
from charta.charters import services as charters
from charta.charters.models import Charter, Theme
from charta.consultation.models import Comment, Round
from charta.core.actors import Grant, Role
from charta.core.database import db, transaction
from charta.desk.words import ACTIONS
from charta.drafting.models import Document
from charta.journal.services import record
from charta.site import following
from tests.support.accounts import StoppedClock, stop_clock
from tests.support.applications import forget
from tests.support.cast import START, Cast, sign_in
from tests.support.consultation import CLOSES, DURING, a_comment, a_round, an_answer
from tests.support.drafting import a_clause, a_section
from tests.support.releases import an_edition
from tests.support.statements import counted

Tell = Callable[..., None]

KEPT_COSTS = 3
"""Statements of a page whose part is kept: the charter, and whether page and part still hold."""


@pytest.fixture
def clock(app: Flask) -> StoppedClock:
    return stop_clock(app, START)


@pytest.fixture(autouse=True)
def texts(app: Flask, city: Cast, clock: StoppedClock) -> None:
    """Two clauses in an open round; somebody has spoken of the first, MOB-1."""
    with app.app_context():
        section = a_section(city)
        clause, _other = a_clause(city, section), a_clause(city, section)
        an_edition(city)
        a_comment(city, a_round(city), clause)
    clock.at = DURING


@pytest.fixture
def read(app: Flask, city: Cast) -> Callable[[str], str]:
    """What a page says that was not kept as a whole."""

    def read(path: str = "klauseln/MOB-1/") -> str:
        app.extensions["charta.unchanged"].clear()
        return app.test_client().get(f"/{city.slug}/{path}").text

    return read


@pytest.fixture
def cost(app: Flask, read: Callable[[str], str]) -> Callable[..., int]:
    """How many statements a page takes now."""

    def cost(path: str = "klauseln/MOB-1/") -> int:
        with counted(app) as statements:
            read(path)
        return len(statements)

    return cost


@pytest.fixture
def tell(app: Flask, city: Cast) -> Tell:
    """Write an entry into the journal of the city or of another charter."""

    def tell(action: str, *, elsewhere: bool = False, **details: Any) -> None:
        with app.app_context(), transaction():
            subject = db.session.query(Comment).first()
            charter = city.charter_id + elsewhere
            record(city.editor, DURING, action, subject, charter, **details)

    return tell


def the_clause(key: str) -> Document:
    return db.session.query(Document).filter_by(key=key).one()


def speak_of(app: Flask, city: Cast, key: str, source: str) -> None:
    with app.app_context():
        a_comment(city, db.session.query(Round).one(), the_clause(key), source=source)


@pytest.mark.parametrize("path", ["klauseln/MOB-1/", "abschnitte/A-1/", "charta/"])
def test_the_second_reader_costs_one_question(cost: Callable[..., int], path: str) -> None:
    assert cost(path) > KEPT_COSTS
    assert cost(path) == KEPT_COSTS


def test_what_is_said_elsewhere_lets_it_stand(
    app: Flask, city: Cast, cost: Callable[..., int], read: Callable[..., str]
) -> None:
    before = read()
    speak_of(app, city, "MOB-2", "Auch hier.")
    assert cost() == KEPT_COSTS
    assert read() == before
    assert "Auch hier." in read("klauseln/MOB-2/")


def test_what_is_said_on_it_is_there_at_once(
    app: Flask, city: Cast, read: Callable[..., str]
) -> None:
    assert "Hier." not in read()
    speak_of(app, city, "MOB-1", "Hier.")
    assert "Hier." in read()


def test_the_charter_counts_what_is_said_on_any_text(
    app: Flask, city: Cast, read: Callable[..., str]
) -> None:
    assert "2 Stellungnahmen" not in read("charta/")
    speak_of(app, city, "MOB-1", "Noch etwas.")
    assert "2 Stellungnahmen" in read("charta/")


@pytest.mark.parametrize("action", sorted(following.SHOWN_NOWHERE))
def test_what_is_shown_nowhere_lets_it_stand(
    cost: Callable[..., int], tell: Tell, action: str
) -> None:
    cost()
    tell(action)
    assert cost() == KEPT_COSTS


def test_what_happens_in_another_charter_lets_it_stand(
    cost: Callable[..., int], tell: Tell
) -> None:
    cost()
    tell("theme.renamed", elsewhere=True)
    assert cost() == KEPT_COSTS


@pytest.mark.parametrize("action", ["theme.renamed", "clause.sung", "comment.posted"])
def test_what_may_concern_it_does_not(cost: Callable[..., int], tell: Tell, action: str) -> None:
    """Also an action nobody has heard of, and one that does not say which text it is about."""
    cost()
    tell(action)
    assert cost() > KEPT_COSTS


def test_after_many_changes_nobody_looks_through_them(cost: Callable[..., int], tell: Tell) -> None:
    cost()
    for _ in range(following.LOOKED_THROUGH - 2):
        tell("idea.added")
    assert cost() == KEPT_COSTS
    for _ in range(following.LOOKED_THROUGH):
        tell("idea.added")
    assert cost() > KEPT_COSTS


def test_a_journal_that_was_put_back_is_not_followed(app: Flask, cost: Callable[..., int]) -> None:
    cost()
    shelf = app.extensions["charta.following"]
    for key, kept in list(shelf.things.items()):
        shelf.put(key, replace(kept, stamp=(kept.stamp[0], "another", *kept.stamp[2:])))
    assert cost() > KEPT_COSTS


def test_a_round_closes_to_the_moment(clock: StoppedClock, read: Callable[..., str]) -> None:
    assert "Stellung nehmen</span>" in read()
    clock.at = CLOSES
    assert "Stellung nehmen</span>" not in read()


def rename_the_author(city: Cast) -> None:
    accounts.rename(city.citizen, DURING, name="Karla Neu")


def rename_the_theme(city: Cast) -> None:
    admin = replace(city.editor, grants=frozenset({Grant(Role.ADMIN, city.charter_id)}))
    theme = db.session.get_one(Theme, city.themes["MOB"])
    charter = db.session.get_one(Charter, city.charter_id)
    charters.rename(admin, DURING, charter, theme, name="Karla Neu")


def answer(city: Cast) -> None:
    an_answer(city, db.session.query(Comment).one(), source="Karla Neu hat recht.")


@pytest.mark.parametrize("change", [rename_the_author, rename_the_theme, answer])
def test_whatever_it_shows_is_there_at_once(
    app: Flask, city: Cast, read: Callable[..., str], change: Callable[[Cast], None]
) -> None:
    assert "Karla Neu" not in read()
    with app.app_context(), transaction():
        change(city)
    assert "Karla Neu" in read()


def test_each_language_has_its_own(read: Callable[..., str]) -> None:
    assert "Woher dieser Satz kommt" in read()
    assert "Woher dieser Satz kommt" not in read("klauseln/MOB-1/?sprache=en")
    assert "Woher dieser Satz kommt" in read()


def test_what_is_asked_for_specially_is_not_kept(app: Flask, read: Callable[..., str]) -> None:
    forget(app)
    for special in ("fassung=1", "stelle=0-3", "nach=1", "x=y"):
        assert "MOB-1" in read(f"klauseln/MOB-1/?{special}")
    read("klauseln/XX-1/")
    assert not app.extensions["charta.following"].things


def test_a_signed_in_reader_is_given_the_same_part_in_a_frame_of_their_own(
    app: Flask, city: Cast, read: Callable[..., str]
) -> None:
    read()
    reader = sign_in(app.test_client(), city.second_citizen)
    with counted(app) as statements:
        own = reader.get(f"/{city.slug}/klauseln/MOB-1/")
    assert len(statements) == KEPT_COSTS, "the session instead of the page"
    assert city.second_citizen.name in own.text
    assert city.second_citizen.name not in read()


def test_the_actions_it_knows_exist() -> None:
    """Those of people have no words, since no charter's journal shows them."""
    known = following.SHOWN_NOWHERE | following.OF_ONE_TEXT
    assert {name for name in known if not name.startswith("person.")} <= set(ACTIONS)
