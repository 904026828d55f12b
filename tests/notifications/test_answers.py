"""Whoever said something is told what the city answered: once, together, and in their language."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from charta.accounts.guests import person_behind
from charta.accounts.models import Person
from charta.consultation import services as consultation
from charta.consultation.models import Response, Round
from charta.consultation.queries import covered
from charta.core.actors import Actor
from charta.core.database import db, transaction
from charta.core.outbox import OutboxMessage
from charta.drafting.models import Document
from charta.intake.models import HeldComment
from charta.notifications import background, rules
from charta.notifications.models import Event, Notice
from charta.notifications.services import telling
from tests.notifications.conftest import CARLA, CURT, Post, to, wants
from tests.support.cast import Cast, a_person
from tests.support.consultation import DURING, a_comment, an_answer

LATER = DURING + timedelta(hours=1)


def test_an_author_is_told_once(post: Post, city: Cast, clause: Document, found: Round) -> None:
    comment = a_comment(city, found, clause)
    assert post.come() == []
    an_answer(city, comment, disposition="partly_adopted", source="Das ist **richtig**.")
    (told,) = post.come()
    assert told["to"] == CARLA
    assert told["subject"] == f"Antwort auf Ihre Stellungnahme {comment.key}"
    assert "Guten Tag Carla Bürgerin," in told["body"]
    assert (
        f"Die Stadt hat auf {comment.key} zu „MOB-1 Sichere Radwege“ geantwortet." in told["body"]
    )
    assert "Ergebnis: teilweise übernommen." in told["body"]
    assert "> Das ist **richtig**." in told["body"]
    assert f"http://localhost/stralsund/stellungnahmen/{comment.number}/" in told["body"]
    assert "<strong>richtig</strong>" in told["html"]
    assert post.come() == []
    assert post.come(LATER) == []


def test_each_mail_says_why_and_how_to_stop(
    post: Post, city: Cast, clause: Document, found: Round
) -> None:
    an_answer(city, a_comment(city, found, clause))
    (told,) = post.come()
    assert told["unsubscribe"].startswith("http://localhost/abmelden/")
    for part in (told["body"], told["html"]):
        assert told["unsubscribe"] in part
        assert "Warum Sie das bekommen" in part
        assert "Sie haben Stellung genommen" in part
    assert '<html lang="de">' in told["html"]
    assert "src=" not in told["html"], "nothing is fetched when it is read"
    assert "style" not in told["html"]


def test_what_is_released_together_is_one_mail(
    post: Post, city: Cast, clause: Document, found: Round
) -> None:
    carla = [a_comment(city, found, clause) for _ in range(3)]
    curt = a_comment(city, found, clause, author=city.second_citizen)
    an_answer(city, [*carla[:2], curt])
    an_answer(city, carla[2], source="Dies ist etwas anderes.")
    mails = {one["to"]: one for one in post.come()}
    assert set(mails) == {CARLA, CURT}
    assert mails[CARLA]["subject"] == "Antworten auf 3 Ihrer Stellungnahmen"
    assert mails[CURT]["subject"] == f"Antwort auf Ihre Stellungnahme {curt.key}"
    assert f"{carla[0].key}, {carla[1].key} zu" in mails[CARLA]["body"]
    assert mails[CARLA]["body"].count("Ergebnis:") == 2
    assert carla[0].key not in mails[CURT]["body"], "nobody is told of the others"


def test_a_correction_is_told_and_what_it_replaced_no_longer(
    post: Post, city: Cast, clause: Document, found: Round
) -> None:
    wants(city.citizen, answers="daily")
    first = an_answer(city, a_comment(city, found, clause), source="Dies war voreilig.")
    with transaction() as session:
        consultation.correct_answer(
            city.approver,
            LATER,
            session.get_one(Response, first.id),
            disposition="noted",
            source="Dies ist bedacht.",
        )
    assert post.come(LATER) == []
    (told,) = post.come(LATER + timedelta(days=1))
    assert "berichtigt" in told["body"]
    assert "Dies ist bedacht." in told["body"]
    assert "voreilig" not in told["body"]


def test_in_english(post: Post, city: Cast, clause: Document, found: Round) -> None:
    wants(city.citizen, language="en")
    comment = a_comment(city, found, clause)
    curt = a_comment(city, found, clause, author=city.second_citizen)
    an_answer(city, [comment, curt])
    mails = {one["to"]: one for one in post.come()}
    assert mails[CARLA]["language"] == "en"
    assert mails[CARLA]["subject"] == f"Answer to your comment {comment.key}"
    assert '<html lang="en">' in mails[CARLA]["html"]
    assert mails[CARLA]["unsubscribe"].endswith("/?sprache=en")
    assert "Guten Tag" not in mails[CARLA]["body"]
    assert "Guten Tag" in mails[CURT]["body"]


def test_who_wants_none_gets_none(post: Post, city: Cast, clause: Document, found: Round) -> None:
    wants(city.citizen, answers="never")
    an_answer(city, a_comment(city, found, clause))
    assert post.come() == []
    wants(city.citizen, answers="at_once")
    assert post.come(LATER) == [], "what was not wanted then is not told later"


def test_a_digest_gathers_until_its_morning(
    post: Post, city: Cast, clause: Document, found: Round
) -> None:
    wants(city.citizen, answers="weekly")
    comments = [a_comment(city, found, clause) for _ in range(2)]
    an_answer(city, comments[0])
    assert post.come() == []
    an_answer(city, comments[1], now=LATER)
    assert post.come(LATER) == []
    due = rules.due(rules.Frequency.WEEKLY, DURING)
    assert due is not None
    assert post.come(due - timedelta(seconds=1)) == []
    (told,) = post.come(due)
    assert told["subject"] == "Antworten auf 2 Ihrer Stellungnahmen"


def test_a_change_of_mind_holds_for_what_waits(
    post: Post, city: Cast, clause: Document, found: Round
) -> None:
    wants(city.citizen, answers="weekly")
    wants(city.second_citizen, answers="weekly")
    an_answer(
        city,
        [
            a_comment(city, found, clause),
            a_comment(city, found, clause, author=city.second_citizen),
        ],
    )
    assert post.come() == []
    wants(city.citizen, answers="at_once")
    wants(city.second_citizen, answers="never")
    assert to(post.come()) == [CARLA]
    assert db.session.scalars(select(Notice)).all() == []


def test_an_address_nobody_has_confirmed_is_not_written_to(
    post: Post, city: Cast, clause: Document, found: Round
) -> None:
    carla = a_comment(city, found, clause)
    with transaction():
        other = a_person("neu@b.example", confirmed=False)
        db.session.execute(
            update(Person).where(Person.id == city.citizen.person_id).values(email=None)
        )
    a_comment(city, found, clause)
    an_answer(city, carla)
    assert other.id
    assert post.come() == []


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_guest_is_told_in_the_language_they_spoke(
    post: Post, city: Cast, clause: Document, found: Round, language: str
) -> None:
    with transaction() as session:
        gerda = person_behind(DURING, email="gerda@b.example", name="Gerda")
        guest = Actor(gerda.id, gerda.name)
        comment = a_comment(city, found, clause, author=guest)
        session.add(
            HeldComment(
                charter_id=city.charter_id,
                round_id=found.id,
                document_id=clause.id,
                revision_id=comment.revision_id,
                submission="gerda",
                source=comment.source,
                html=comment.html,
                name=gerda.name,
                email=gerda.email,
                language=language,
                sent_at=DURING,
                comment_id=comment.id,
                refusal="",
            )
        )
    an_answer(city, comment)
    (told,) = post.come()
    assert told["to"] == "gerda@b.example"
    assert told["language"] == language
    assert {"de": "Guten Tag Gerda,", "en": "Hello Gerda,"}[language] in told["body"]


def test_who_has_gone_between_two_steps_gets_nothing(
    post: Post, city: Cast, clause: Document, found: Round
) -> None:
    wants(city.citizen, answers="daily")
    an_answer(city, a_comment(city, found, clause))
    post.come()
    with transaction() as session:
        session.execute(
            update(Person).where(Person.id == city.citizen.person_id).values(email=None)
        )
    assert post.come(LATER + timedelta(days=2)) == []
    assert db.session.scalars(select(Notice)).all() == []


def test_old_news_is_no_news(post: Post, city: Cast, clause: Document, found: Round) -> None:
    an_answer(city, a_comment(city, found, clause))
    assert post.come(DURING + rules.FRESH + timedelta(seconds=1)) == []
    assert db.session.scalars(select(Event).where(Event.kind == "answered")).all() == []


def test_a_great_answer_is_told_in_batches_and_to_everybody_once(
    post: Post, city: Cast, clause: Document, found: Round
) -> None:
    with transaction():
        people = [a_person(f"n{number}@b.example", f"N. {number}") for number in range(7)]
    comments = [a_comment(city, found, clause, author=Actor(one.id, one.name)) for one in people]
    an_answer(city, comments)
    kept = telling.BATCH, background.MOST_TURNS
    telling.BATCH, background.MOST_TURNS = 3, 2
    try:
        assert post.come() == [], "nobody is written to before all that is due has been told"
        told = to(post.come())
    finally:
        telling.BATCH, background.MOST_TURNS = kept
    assert sorted(told) == sorted(f"n{number}@b.example" for number in range(7))
    assert len(covered(db.session.scalars(select(Response.id)).one())) == 7
    assert len(db.session.scalars(select(OutboxMessage.id)).all()) == 7
