"""What a mail is made of: nothing in it runs, smuggles or is fetched, and it stays readable."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from charta.accounts.models import Person
from charta.charters.models import Charter
from charta.consultation.models import Round
from charta.core import mail
from charta.core.clock import now
from charta.core.database import db, transaction
from charta.core.outbox import OutboxMessage, deliver_due
from charta.drafting.models import Document
from charta.notifications import letters
from tests.notifications.conftest import CARLA, Post, wants
from tests.support.cast import Cast
from tests.support.consultation import CLOSES, DURING, OPENS, a_comment, a_round, an_answer
from tests.support.drafting import a_clause
from tests.support.smtp import PostOffice, a_post_office
from tests.support.statements import counted
from tests.support.visitor import parse

EVIL = '<script>alert(1)</script><img src="/x.png">'
ELEMENTS = {
    *("html", "head", "meta", "title", "body", "h2", "p", "br", "a", "blockquote"),
    *("strong", "em", "ul", "li"),
}


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with a_post_office() as office:
        yield office


def test_what_people_wrote_stays_words(post: Post, city: Cast) -> None:
    with transaction():
        db.session.execute(update(Charter).values(name=EVIL, city=EVIL))
        db.session.execute(
            update(Person).where(Person.id == city.citizen.person_id).values(name=EVIL)
        )
    clause = a_clause(city, title=EVIL)
    found = a_round(city, title=EVIL)
    post.come(OPENS)
    post.clock.at = DURING
    an_answer(city, a_comment(city, found, clause), source=f"{EVIL} **So** ist es.")
    (told,) = post.come()
    page = parse(told["html"])
    assert {element.name for element in page.walk()} <= ELEMENTS
    assert page.text.count("<script>") >= 4
    assert all(element["href"].startswith("http://localhost/") for element in page.all("a"))
    assert not [element for element in page.walk() if element["src"] or element["style"]]


def test_links_are_links_and_both_parts_say_the_same(
    post: Post, city: Cast, clause: Document, found: Round
) -> None:
    an_answer(city, a_comment(city, found, clause))
    (told,) = post.come()
    page = parse(told["html"])
    for link in page.all("a"):
        assert link["href"] == link.text
        assert link["href"] in told["body"]
    for paragraph in page.all("p"):
        if not paragraph.all("a"):
            assert paragraph.text in " ".join(told["body"].replace("> ", "").split())


def test_many_answers_are_counted_not_all_named(
    post: Post, city: Cast, clause: Document, found: Round
) -> None:
    for _ in range(letters.MOST + 5):
        an_answer(city, a_comment(city, found, clause))
    (told,) = post.come()
    assert told["subject"] == f"Antworten auf {letters.MOST + 5} Ihrer Stellungnahmen"
    assert told["body"].count("Ergebnis:") == letters.MOST
    assert "http://localhost/stralsund/meine-stellungnahmen/" in told["body"]


def test_one_answer_to_many_comments_of_one_person_names_the_first(
    post: Post, city: Cast, clause: Document, found: Round
) -> None:
    an_answer(city, [a_comment(city, found, clause) for _ in range(letters.MOST + 5)])
    (told,) = post.come()
    assert f"S-{letters.MOST} …" in told["body"]
    assert f"S-{letters.MOST + 1}" not in told["body"]


def test_news_of_several_kinds_are_one_mail(post: Post, city: Cast) -> None:
    wants(city.citizen, watched=(city.charter_id,))
    clause = a_clause(city)
    found = a_round(city, closes_at=CLOSES)
    post.come(OPENS)
    an_answer(city, a_comment(city, found, clause))
    (told,) = post.come(CLOSES - timedelta(days=3))
    assert told["subject"] == "Neues zu „Smart City Charta“"
    assert "geantwortet" in told["body"]
    assert "endet bald" in told["body"]
    assert "Sie haben Stellung genommen" in told["body"]
    assert "Sie haben sich schon beteiligt" in told["body"]


def test_it_arrives_as_it_was_meant(
    app: Flask, post: Post, city: Cast, clause: Document, office: PostOffice
) -> None:
    found = a_round(city)
    post.come(OPENS)
    post.clock.at = DURING
    settings = app.extensions["charta.settings"]
    app.extensions["charta.settings"] = replace(settings, smtp_url=office.url)
    an_answer(city, a_comment(city, found, clause))
    post.come()
    assert deliver_due(now()) >= 1
    (arrived,) = office.mails
    assert arrived["To"] == CARLA
    assert arrived["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    way_out = str(arrived["List-Unsubscribe"]).strip("<>")
    assert way_out.startswith("http://localhost/abmelden/")
    path = way_out.removeprefix("http://localhost")
    answer = app.test_client().post(path, data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    an_answer(city, a_comment(city, found, clause))
    assert post.come() == [], "one click, and no more"


def test_writing_many_mails_asks_as_little_as_writing_few(
    app: Flask, post: Post, city: Cast, clause: Document, found: Round
) -> None:
    def asked(count: int) -> int:
        authors = [one for one in city.actors.values() if one is not city.approver][:count]
        an_answer(city, [a_comment(city, found, clause, author=one) for one in authors])
        with counted(app) as statements:
            assert len(post.come()) == count
        return len([one for one in statements if one.startswith("SELECT")])

    for count in (1, 7):  # everybody has a token from now on
        asked(count)
    assert asked(7) - asked(2) <= 0


def test_the_bulk_of_mails_is_bulk(post: Post, city: Cast, clause: Document, found: Round) -> None:
    an_answer(city, a_comment(city, found, clause))
    post.come()
    assert set(db.session.scalars(select(OutboxMessage.kind))) == {mail.BULK}
