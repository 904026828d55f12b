"""One of everything that can stand in the table of a round."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Flask

from charta.accounts.models import Person
from charta.consultation.models import Comment, Part, Round
from charta.core.clock import BERLIN
from charta.core.database import db, transaction
from charta.drafting.models import Document
from charta.intake.models import Excerpt, Intake
from charta.weighing.models import AdviceRequest, Draft, Drafted, Group, Grouped, Handling
from charta.weighing.queries.filtering import Asking
from tests.support.cast import Cast
from tests.support.consultation import CLOSES, DURING, a_comment, a_round, an_answer
from tests.support.drafting import a_clause, a_revision
from tests.support.releases import a_release
from tests.support.suggestions import a_suggestion
from tests.support.workshops import a_workshop, an_idea

PROMISED = (CLOSES + timedelta(days=30)).date()
LATE, SOON = date(2026, 3, 5), date(2026, 4, 1)

WEIGHED = ("E-1", "S-1", "S-2", "S-3", "S-4", "S-5", "S-7", "S-8", "S-9", "I-1", "I-2")
"""What stands in the table, in the order of keys. S-6 is split; S-7 and S-8 are its parts."""


def asking(city: Cast, found: Round) -> Asking:
    """Edda asks during the round."""
    today = DURING.astimezone(BERLIN).date()
    return Asking(found, DURING, today, city.editor.person_id)


def a_table(city: Cast) -> Round:
    """A round with comments, a suggestion, a reply, parts of a letter, ideas; some of it done."""
    radwege = a_clause(city)
    schulen = a_clause(city, title="Offene Schulen", source="Schulen öffnen.", theme="BIL")
    with transaction():
        workshop = a_workshop(city, opened=True)
        an_idea(city, workshop, "Mehr Bänke am Sund", theme="MOB")
        an_idea(city, workshop, "Lernen am Hafen", theme="BIL", group="Politik")
    found = a_round(city, answer_by=PROMISED)
    _say(city, found, radwege, schulen)
    a_revision(city, radwege, "Die Stadt baut Radwege.", now=DURING)
    a_release(city, now=DURING)
    with transaction():
        _work(city, found)
    return db.session.get_one(Round, found.id)


def _say(city: Cast, found: Round, radwege: Document, schulen: Document) -> None:
    first = a_comment(city, found, radwege, source="Ölmühle statt *Öl*", passage="sichere Radwege")
    a_comment(city, found, schulen, source="Zebra vor jede Schule", author=city.second_citizen)
    a_suggestion(city, found, radwege)
    a_comment(city, found, radwege, source="So auch ich", parent=first, author=city.editor)
    a_comment(city, found, schulen, source="zebra")
    a_comment(city, found, schulen, source="Erstens Licht. Zweitens Lärm.")
    a_comment(city, found, schulen, source="Erstens Licht.")
    a_comment(city, found, radwege, source="Zweitens Lärm.")
    a_comment(city, found, radwege, source="Danke & Gruß", author=city.second_citizen)
    an_answer(city, first)


def _work(city: Cast, found: Round) -> None:
    """S-2 is drafted, S-3 begun, S-6 came by letter and is split; who sees to what until when."""
    comments = {one.number: one for one in db.session.query(Comment).all()}
    for number, finished in ((2, DURING), (3, None)):
        draft = Draft(
            charter_id=city.charter_id,
            version=1,
            disposition="not_adopted" if finished else None,
            source="Nein, weil.",
            created_by_id=city.editor.person_id,
            created_at=DURING,
            updated_by_id=city.editor.person_id,
            updated_at=DURING,
            finished_at=finished,
        )
        db.session.add(draft)
        db.session.flush()
        db.session.add(Drafted(draft_id=draft.id, comment_id=comments[number].id))
    _letters(city, found, comments)
    handled = (
        (2, city.editor.person_id, LATE),
        (3, city.second_editor.person_id, None),
        (5, None, LATE),
        (9, city.editor.person_id, SOON),
    )
    db.session.add_all(
        Handling(comment_id=comments[number].id, assignee_id=who, due_on=due)
        for number, who, due in handled
    )
    group = Group(
        charter_id=city.charter_id,
        round_id=found.id,
        number=1,
        title="Zebras",
        confirmed_by_id=city.editor.person_id,
        confirmed_at=DURING,
    )
    db.session.add(group)
    db.session.flush()
    db.session.add(Grouped(group_id=group.id, comment_id=comments[2].id))
    db.session.add(Grouped(group_id=group.id, comment_id=comments[5].id))
    db.session.add(Grouped(group_id=group.id, comment_id=comments[9].id, left_at=DURING))
    for number, withdrawn in ((5, None), (9, DURING)):
        db.session.add(
            AdviceRequest(
                charter_id=city.charter_id,
                comment_id=comments[number].id,
                department_id=city.departments["Bauamt"],
                question="Geht das?",
                asked_by_id=city.editor.person_id,
                asked_at=DURING,
                withdrawn_at=withdrawn,
            )
        )


def _letters(city: Cast, found: Round, comments: dict[int, Comment]) -> None:
    public = Person(name="Einsendung per Brief", created_at=DURING)
    db.session.add(public)
    db.session.flush()
    letters = [
        Intake(
            charter_id=city.charter_id,
            number=number,
            round_id=found.id,
            channel=channel,
            received_on=DURING.date(),
            title="Stellungnahme",
            source="Sehr geehrte Damen & Herren <hier>",
            html="<p>Sehr geehrte</p>",
            file_name="",
            fingerprint=f"{number}",
            author_id=public.id,
            sender_name=sender,
            sender_address="",
            sender_email="",
            entered_by_id=city.editor.person_id,
            entered_at=DURING,
            finished_at=finished,
            finished_by_id=city.editor.person_id if finished else None,
        )
        for number, channel, sender, finished in (
            (1, "mail", "Anwohnerverein", None),
            (2, "letter", "Zoologischer Garten", DURING),
        )
    ]
    db.session.add_all(letters)
    db.session.flush()
    db.session.add(Excerpt(intake_id=letters[1].id, comment_id=comments[6].id, start=0, end=5))
    db.session.add_all(
        Part(original_id=comments[6].id, comment_id=comments[number].id, start=start, end=start + 9)
        for number, start in ((7, 0), (8, 10))
    )


def the_table(app: Flask, city: Cast) -> Round:
    """The same outside of an application context."""
    with app.app_context():
        return a_table(city)
