"""The weighing desk of the poisoned city: groups, advice, and what an answer misses."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from charta.charters.models import Department
from charta.consultation import services as consultation
from charta.consultation.models import Comment, Round
from charta.core.actors import Actor, Grant, Role
from charta.core.database import db
from charta.drafting.models import Document
from charta.text.similarity import Group
from charta.weighing import services
from charta.weighing.services.groups import replace_proposals
from tests.e2e.poison import Poison
from tests.support.cast import Cast
from tests.support.consultation import a_comment, an_answer


def weigh(city: Cast, poison: Poison, now: datetime) -> None:
    """Within the open transaction, in the newest round."""
    found = db.session.scalars(select(Round).order_by(Round.number.desc())).first()
    clause = db.session.scalars(select(Document).where(Document.kind == "clause")).first()
    assert found is not None
    assert clause is not None
    comments = [
        a_comment(city, found, clause, source=poison.text("comment of a group", 5_000), now=now)
        for _ in range(4)
    ]
    title = poison.line("title of a group", 120)
    services.create_group(city.editor, now, found, comments[:2], title=title)
    ids = [one.id for one in comments[2:]]
    words = (poison.line("shared word", 500),)
    replace_proposals(now, found, [Group((ids[0], ids[1]), ids[0], 0.8, words)])
    _advise(city, poison, comments[0], now)
    _reopen(city, poison, found, clause, now)
    _write(city, poison, comments, now)


def _write(city: Cast, poison: Poison, comments: list[Comment], now: datetime) -> None:
    """Answers that are begun and that wait for their release, and words to write them with: a
    Textbaustein names no placeholder that does not exist."""
    title, source = poison.line("title of a Textbaustein", 100), poison.text("Textbaustein", 3_000)
    plain = source.replace("{", "(")
    services.create_text_module(city.editor, now, city.charter_id, title=title, source=plain)
    for comment in comments[2:]:
        db.session.refresh(comment, ["revision"])
    begun = services.Words(source=poison.text("draft of an answer", 5_000))
    services.save_draft(city.editor, now, comments[2:3], begun)
    done = services.Words("noted", poison.text("answer to be released", 5_000))
    services.save_draft(city.editor, now, comments[3:], done, finish=True)


def _advise(city: Cast, poison: Poison, comment: Comment, now: datetime) -> None:
    """The Schulamt is asked and answers."""
    office = city.departments["Schulamt"]
    [asked] = services.ask(
        city.editor,
        now,
        [comment],
        [db.session.get_one(Department, office)],
        question=poison.text("question to a department", 1_000),
    )
    grant = Grant(Role.REVIEWER, city.charter_id, office)
    reviewer = Actor(city.reviewer.person_id, city.reviewer.name, frozenset({grant}))
    source = poison.text("advice", 5_000)
    services.give_advice(reviewer, now, asked, source=source, based_on=None)


def _reopen(city: Cast, poison: Poison, found: Round, clause: Document, now: datetime) -> None:
    """One answer for three, which one of them reopens."""
    three = [
        a_comment(
            city, found, clause, source=poison.text("comment of three", 5_000), author=one, now=now
        )
        for one in (city.citizen, city.second_citizen, city.citizen)
    ]
    an_answer(city, three, source=poison.text("answer for three", 5_000), now=now)
    difference = poison.text("what an answer misses", 1_000)
    consultation.reopen(city.citizen, now, three[0], source=difference)
