"""Entering letters and calls, splitting them, finishing them: what the services hold."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from charta.accounts.models import Person
from charta.consultation.models import Comment
from charta.core.actors import Actor
from charta.core.database import db, transaction
from charta.core.errors import Conflict, Invalid, NotAllowed, NotFound
from charta.core.outbox import OutboxMessage
from charta.intake import queries, rules, services
from charta.intake.models import Intake
from charta.intake.stretches import assigned, laid_out, paragraphs, values
from charta.journal.models import JournalEntry
from charta.receipts.queries import codes
from tests.intake.conftest import Setting
from tests.support.cast import START
from tests.support.consultation import AFTER, DURING, a_comment
from tests.support.drafting import a_clause, a_revision
from tests.support.intake import TEXT, an_excerpt, an_intake, the_stretch
from tests.support.releases import a_release


@pytest.fixture(autouse=True)
def inside(app: Flask, setting: Setting) -> object:
    with app.test_request_context():
        yield


def actions() -> list[str]:
    return list(db.session.scalars(select(JournalEntry.action).order_by(JournalEntry.id)))[-3:]


def test_a_letter_is_entered_and_has_a_receipt(setting: Setting) -> None:
    one = an_intake(
        setting.city, setting.round, sender_name="Rosa Brief", sender_email="Rosa@Brief.example"
    )
    assert (one.key, one.source, one.finished_at) == ("E-1", TEXT, None)
    assert one.sender_email == "rosa@brief.example"
    author = db.session.get_one(Person, one.author_id)
    assert (author.name, author.email, author.password_hash) == ("Einsendung per Brief", None, None)
    assert codes("intakes", [one.id])
    assert "<p>der Radweg am Hafen fehlt" in one.html
    assert actions()[-1] == "intake.entered"
    assert db.session.scalars(select(Comment)).all() == []


@pytest.mark.parametrize(
    ("channel", "wished", "name"),
    [
        ("mail", "", "Einsendung per E-Mail"),
        ("phone", " ", "Einsendung per Telefon"),
        ("room", "", "Wortmeldung vor Ort"),
        ("letter", "Verkehrsclub", "Verkehrsclub"),
    ],
)
def test_the_public_reads_the_way_or_the_wished_name(
    setting: Setting, channel: str, wished: str, name: str
) -> None:
    one = an_intake(setting.city, setting.round, channel=channel, public_name=wished)
    assert db.session.get_one(Person, one.author_id).name == name


def test_what_is_about_one_clause_becomes_one_comment(setting: Setting) -> None:
    one = an_intake(setting.city, setting.round, document=setting.clause)
    [excerpt] = queries.excerpts(one.id)
    assert (excerpt.start, excerpt.end) == (0, len(TEXT))
    assert (excerpt.comment.source, excerpt.comment.author_id) == (TEXT, one.author_id)
    assert codes("comments", [excerpt.comment_id])
    assert one.finished_at == DURING
    assert actions() == ["intake.entered", "comment.entered", "intake.finished"]


def test_after_the_end_a_letter_is_taken_as_well(setting: Setting) -> None:
    one = an_intake(
        setting.city, setting.round, received_on=AFTER.date(), document=setting.clause, now=AFTER
    )
    assert rules.is_late(one.received_on, setting.round.closes_at)
    assert not rules.is_late(DURING.date(), setting.round.closes_at)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"received_on": DURING.date() + timedelta(days=1)}, "received_on"),
        ({"source": " \n "}, "source"),
        ({"source": "x" * (rules.LONGEST_TEXT + 1)}, "source"),
        ({"channel": "pigeon"}, "channel"),
        ({"sender_email": "niemand"}, "sender_email"),
    ],
)
def test_what_does_not_fit_is_refused(setting: Setting, more: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as caught:
        an_intake(setting.city, setting.round, **more)  # type: ignore[arg-type]
    assert caught.value.field == field
    assert db.session.scalars(select(Intake)).all() == []


def test_too_much_for_one_comment_is_to_be_split(setting: Setting) -> None:
    long = "Ein Satz zum Radweg. " * 300
    with pytest.raises(Invalid):
        an_intake(setting.city, setting.round, source=long, document=setting.clause)
    assert an_intake(setting.city, setting.round, source=long).finished_at is None


def test_before_the_round_nothing_is_entered(setting: Setting) -> None:
    with pytest.raises(Conflict):
        an_intake(setting.city, setting.round, received_on=START.date(), now=START)


@pytest.mark.parametrize("key", ["reviewer", "approver", "admin", "citizen"])
def test_others_may_not(setting: Setting, key: str) -> None:
    one = an_intake(setting.city, setting.round)
    other: Actor = getattr(setting.city, key)
    entry = services.Entry("letter", DURING.date(), "Betreff", "Text")
    for forbidden in (
        lambda: services.enter_intake(other, DURING, setting.round, entry),
        lambda: services.assign(other, DURING, one, [(0, 5)], setting.clause),
        lambda: services.finish(other, DURING, one),
        lambda: services.reopen(other, DURING, one),
        lambda: services.import_intakes(other, DURING, setting.round, [], file_name=""),
    ):
        with pytest.raises(NotAllowed), transaction():
            forbidden()


def test_the_same_words_of_the_same_sender_are_pointed_out_once(setting: Setting) -> None:
    first = an_intake(setting.city, setting.round, sender_name="Rosa Brief")
    with pytest.raises(services.EnteredBefore) as caught:
        an_intake(setting.city, setting.round, source=TEXT.upper(), sender_name="rosa  brief")
    assert caught.value.number == first.number
    assert an_intake(setting.city, setting.round, sender_name="Rosa Brief", seen=1).number == 2
    assert an_intake(setting.city, setting.round, sender_name="Anderer").number == 3


def test_stretches_become_a_comment_and_the_original_stays(setting: Setting) -> None:
    one = an_intake(setting.city, setting.round)
    said = an_excerpt(
        setting.city,
        one,
        setting.clause,
        "der Radweg am Hafen fehlt.",
        "Die Schulen brauchen schnelles Internet.",
    )
    assert said.source == "der Radweg am Hafen fehlt.\n\nDie Schulen brauchen schnelles Internet."
    assert said.author_id == one.author_id
    assert len(queries.excerpts(one.id)) == 2
    assert db.session.get_one(Intake, one.id).source == TEXT


def test_sentences_side_by_side_are_one_stretch(setting: Setting) -> None:
    one = an_intake(setting.city, setting.round)
    said = an_excerpt(
        setting.city, one, setting.clause, "der Radweg am Hafen fehlt.", "Bitte bauen Sie ihn bald."
    )
    assert said.source == "der Radweg am Hafen fehlt. Bitte bauen Sie ihn bald."
    assert len(queries.excerpts(one.id)) == 1


def test_the_same_stretch_is_taken_once(setting: Setting) -> None:
    one = an_intake(setting.city, setting.round)
    first = an_excerpt(setting.city, one, setting.clause, "Radweg am Hafen fehlt.")
    with pytest.raises(services.StretchTaken) as caught:
        an_excerpt(setting.city, one, setting.other, "der Radweg am Hafen")
    assert caught.value.key == first.key
    assert an_excerpt(setting.city, one, setting.other, "Bitte bauen").number == first.number + 1


@pytest.mark.parametrize(
    "chosen", [[], [(5, 5)], [(-1, 4)], [(0, 10**6)], [(30, 32)], [(0, 1)] * 201]
)
def test_stretches_that_are_none_are_refused(
    setting: Setting, chosen: list[tuple[int, int]]
) -> None:
    one = an_intake(setting.city, setting.round)
    assert TEXT[30:32] == "\n\n"
    with pytest.raises(Invalid) as caught, transaction():
        loaded = queries.intake_by_number(one.charter_id, one.number)
        services.assign(setting.city.editor, DURING, loaded, chosen, setting.clause)
    assert caught.value.field == "stretches"


def test_a_text_the_round_does_not_show_is_none(setting: Setting) -> None:
    late = a_clause(setting.city, title="Später")
    one = an_intake(setting.city, setting.round)
    with pytest.raises(NotFound):
        an_excerpt(setting.city, one, late, "der Radweg")


def test_finishing_needs_a_comment_and_ends_splitting(setting: Setting) -> None:
    city = setting.city
    one = an_intake(city, setting.round)

    def turn(verb: object) -> None:
        with transaction():
            loaded = queries.intake_by_number(one.charter_id, one.number)
            verb(city.facilitator, DURING, loaded)  # type: ignore[operator]

    with pytest.raises(Invalid):
        turn(services.finish)
    with pytest.raises(Conflict):
        turn(services.reopen)
    an_excerpt(city, one, setting.clause, "der Radweg")
    turn(services.finish)
    with pytest.raises(Conflict):
        turn(services.finish)
    with pytest.raises(Conflict):
        an_excerpt(city, one, setting.other, "Die Schulen")
    turn(services.reopen)
    an_excerpt(city, one, setting.other, "Die Schulen")
    assert [entry for entry in actions() if entry.startswith("intake")] == [
        "intake.finished",
        "intake.reopened",
    ]


def test_a_letter_is_carried_to_a_newer_release(setting: Setting) -> None:
    a_revision(setting.city, setting.clause, "Die Stadt baut Radwege.", now=DURING)
    a_release(setting.city, now=DURING)
    before = db.session.scalars(select(OutboxMessage.id).where(OutboxMessage.kind == "carry")).all()
    one = an_intake(setting.city, setting.round, document=setting.clause)
    [excerpt] = queries.excerpts(one.id)
    rows = db.session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "carry")).all()
    assert [row.payload for row in rows[len(before) :]] == [{"comment": excerpt.comment_id}]


def test_what_sounds_the_same_is_named_with_the_shared_words(setting: Setting) -> None:
    city = setting.city
    same = a_comment(
        city, setting.round, setting.clause, source="Der Radweg am Hafen fehlt, bitte bald bauen!"
    )
    a_comment(city, setting.round, setting.clause, source="Mehr Bänke im Stadtpark wären schön.")
    words = "Am Hafen fehlt ein Radweg, bauen Sie ihn bitte bald."
    [found] = queries.lookalikes(setting.round.id, words)
    assert (found.key, found.is_intake) == (same.key, False)
    assert "Radweg" in found.words
    one = an_intake(city, setting.round, source=words, document=setting.clause)
    assert [each.key for each in queries.lookalikes(setting.round.id, words)] == ["E-1", "S-1"]
    [mine] = queries.lookalikes(setting.round.id, words, intake_id=one.id)
    assert mine.key == same.key


def test_a_text_is_laid_out_in_paragraphs_and_sentences() -> None:
    places = paragraphs(TEXT)
    assert [TEXT[slice(*place)].split()[0] for place in places] == ["Sehr", "der", "Die", "Mit"]
    taken = {the_stretch(TEXT, "Radweg am"): "S-7"}
    second = laid_out(TEXT, places, taken)[1]
    assert [line.taken for line in second.lines] == [("S-7",), ()]
    assert not second.free
    assert len(values(TEXT, places)) == 6
    assert assigned(TEXT, [(0, len(TEXT))]) == 100
    assert assigned("", []) == 0


def test_laying_out_takes_no_time_whatever_stands_there() -> None:
    for text in ("\u00a0" * 200_000, "a\n" * 100_000, " \n" * 100_000, "." * 200_000):
        values(text, paragraphs(text))
    assert paragraphs("\u00a0" * 10) == []


def test_the_list_is_paged_and_may_show_open_ones_only(setting: Setting) -> None:
    for number in range(3):
        document = setting.clause if number == 1 else None
        an_intake(setting.city, setting.round, source=f"Text {number}", document=document)
    lines, following = queries.intakes(setting.city.charter_id, limit=2)
    assert [(line.intake.number, line.comments) for line in lines] == [(3, 0), (2, 1)]
    rest, none = queries.intakes(setting.city.charter_id, before=following, limit=2)
    assert ([line.intake.number for line in rest], none) == ([1], None)
    open_ones, _none = queries.intakes(setting.city.charter_id, open_only=True)
    assert [line.intake.number for line in open_ones] == [3, 1]


def test_two_letters_never_share_an_author(setting: Setting) -> None:
    first = an_intake(setting.city, setting.round, source="Eins")
    second = an_intake(setting.city, setting.round, source="Zwei")
    assert first.author_id != second.author_id
