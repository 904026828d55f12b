"""What guests say: held, confirmed or read by somebody, and public nowhere before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from charta.accounts import services as accounts
from charta.accounts.models import Person
from charta.consultation import queries as consultation
from charta.consultation.models import Comment
from charta.core.actors import Actor
from charta.core.database import db, transaction
from charta.core.errors import Conflict, Invalid, NotAllowed, NotFound
from charta.intake import queries, rules, services
from charta.intake.models import HeldComment
from charta.journal.models import JournalEntry
from charta.receipts.models import Receipt
from charta.receipts.queries import codes
from tests.intake.conftest import Setting
from tests.support.cast import START, a_person, password_hash
from tests.support.consultation import AFTER, CLOSES, DURING
from tests.support.intake import a_held, allow_guests, mails, the_token

ADDRESS = "gerda@gast.example"


@pytest.fixture(autouse=True)
def inside(app: Flask, setting: Setting) -> Iterator[None]:
    with app.test_request_context():
        allow_guests(setting.city, "confirmed")
        yield


def confirm(token: str, now: object = DURING) -> HeldComment:
    with transaction():
        return services.confirm(now, token)  # type: ignore[arg-type]


def decide(setting: Setting, held: HeldComment, reason: str | None = None) -> Comment | None:
    with transaction():
        loaded = queries.held_by_id(setting.city.charter_id, held.id)
        if reason is None:
            return services.let_pass(setting.city.facilitator, DURING, loaded)
        services.refuse(setting.city.facilitator, DURING, loaded, reason=reason)
        return None


def comments() -> list[Comment]:
    return list(db.session.scalars(select(Comment).order_by(Comment.id)))


def test_confirming_publishes_what_was_held(app: Flask, setting: Setting) -> None:
    held = a_held(setting.round, setting.clause, passage=(15, 30), wording="gute Wege")
    assert comments() == []
    assert codes("held_comments", [held.id])
    [mail] = mails(app)
    assert mail["to"] == ADDRESS
    assert held.source not in mail["body"]
    done = confirm(the_token(app))
    [said] = comments()
    assert (done.comment_id, said.source) == (said.id, held.source)
    [loaded] = consultation.comments_by_numbers(setting.city.charter_id, [said.number])
    assert loaded.passage is not None
    assert loaded.suggestion is not None
    assert (loaded.passage.exact, loaded.suggestion.wording) == (
        "sichere Radwege",
        "gute Wege",
    )
    author = db.session.get_one(Person, said.author_id)
    assert (author.name, author.email, author.password_hash) == ("Gerda Gast", ADDRESS, None)
    entry = db.session.scalars(
        select(JournalEntry).where(JournalEntry.action == "comment.posted")
    ).one()
    assert entry.actor_id == author.id


def test_confirming_again_gives_the_same(app: Flask, setting: Setting) -> None:
    a_held(setting.round, setting.clause)
    token = the_token(app)
    assert confirm(token).comment_id == confirm(token, AFTER).comment_id
    assert len(comments()) == 1


def test_after_the_round_the_link_still_holds_for_a_week(app: Flask, setting: Setting) -> None:
    late = CLOSES - timedelta(minutes=1)
    a_held(setting.round, setting.clause, now=late)
    first = the_token(app)
    a_held(setting.round, setting.clause, now=late)
    second = the_token(app)
    with pytest.raises(Conflict):
        confirm(second, late + timedelta(days=7))
    confirm(first, late + timedelta(days=7, seconds=-1))
    assert len(comments()) == 1


def test_an_account_keeps_its_name_and_its_comments(app: Flask, setting: Setting) -> None:
    with transaction():
        known = a_person(ADDRESS, "Gerda Richtig")
    a_held(setting.round, setting.clause, email="GERDA@gast.example", name="Gerda Anders")
    confirm(the_token(app))
    assert comments()[0].author_id == known.id
    assert known.name == "Gerda Richtig"


def test_who_signs_up_later_finds_what_they_said(app: Flask, setting: Setting) -> None:
    a_held(setting.round, setting.clause)
    confirm(the_token(app))
    with transaction():
        accounts.sign_up(DURING, email=ADDRESS, name="Neu", password_hash=password_hash())
    token = mails(app)[-1]["body"].split("/bestaetigen/")[1].split("/")[0]
    with transaction():
        person = accounts.confirm(DURING, token)
    assert person.confirmed_at == DURING
    assert comments()[0].author_id == person.id


@pytest.mark.parametrize(("mode", "email"), [("none", ADDRESS), ("confirmed", None)])
def test_who_may_not_speak_holds_nothing(setting: Setting, mode: str, email: str | None) -> None:
    allow_guests(setting.city, mode)
    with pytest.raises((NotFound, Invalid)):
        a_held(setting.round, setting.clause, email=email)
    assert db.session.scalars(select(HeldComment)).all() == []


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"source": " "}, Invalid),
        ({"source": "x" * 5_001}, Invalid),
        ({"email": "keine"}, Invalid),
        ({"passage": (0, 10**6)}, Invalid),
        ({"passage": (0, 8), "wording": "Die Stad"}, Invalid),
        ({"submission": "x" * 65}, Invalid),
        ({"now": START}, Conflict),
        ({"now": AFTER}, Conflict),
    ],
)
def test_what_does_not_fit_is_refused(
    setting: Setting, more: dict[str, object], error: type[Exception]
) -> None:
    with pytest.raises(error):
        a_held(setting.round, setting.clause, **more)  # type: ignore[arg-type]


def test_the_same_form_twice_is_one(app: Flask, setting: Setting) -> None:
    first = a_held(setting.round, setting.clause, submission="eins")
    assert a_held(setting.round, setting.clause, submission="eins").id == first.id
    assert len(mails(app)) == 1
    with pytest.raises(Conflict):
        a_held(setting.round, setting.clause, submission="eins", source="Anders")


def test_one_address_may_send_twenty_a_day(setting: Setting) -> None:
    for _turn in range(rules.MOST_HELD_BY_ONE):
        a_held(setting.round, setting.clause)
    with pytest.raises(Conflict):
        a_held(setting.round, setting.clause)
    a_held(setting.round, setting.clause, email="andere@gast.example")
    a_held(setting.round, setting.clause, now=DURING + timedelta(days=1))


def test_a_charter_may_be_sent_so_much_a_day(
    setting: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "MOST_HELD", 2)
    for number in range(2):
        a_held(setting.round, setting.clause, email=f"n{number}@gast.example")
    with pytest.raises(Conflict):
        a_held(setting.round, setting.clause, email="n3@gast.example")


def test_what_nobody_confirms_is_forgotten_with_its_receipt(setting: Setting) -> None:
    old = a_held(setting.round, setting.clause, now=CLOSES - timedelta(days=15))
    a_held(setting.round, setting.clause, now=CLOSES - timedelta(seconds=1))
    assert db.session.get(HeldComment, old.id) is None
    receipt = select(Receipt.subject_id).where(Receipt.subject_type == "held_comments")
    assert old.id not in db.session.scalars(receipt).all()


def test_where_somebody_reads_first_an_address_is_not_needed(app: Flask, setting: Setting) -> None:
    allow_guests(setting.city, "moderated")
    held = a_held(setting.round, setting.clause, email=None)
    assert mails(app) == []
    [waiting], _more = queries.waiting(setting.city.charter_id)
    assert waiting.id == held.id
    assert decide(setting, held) is not None
    [said] = comments()
    author = db.session.get_one(Person, said.author_id)
    assert (author.name, author.email) == ("Gerda Gast", None)
    assert queries.count_waiting(setting.city.charter_id) == 0
    with pytest.raises(Conflict):
        decide(setting, held)
    with pytest.raises(Conflict):
        decide(setting, held, "Zu spät")


def test_nobody_speaks_in_the_name_of_an_address_they_have_not_proven(
    app: Flask, setting: Setting
) -> None:
    with transaction():
        known = a_person(ADDRESS, "Gerda Richtig")
    allow_guests(setting.city, "moderated")
    held = a_held(setting.round, setting.clause)
    assert queries.count_waiting(setting.city.charter_id) == 0
    with pytest.raises(NotFound):
        decide(setting, held)
    confirm(the_token(app))
    assert comments() == []
    decide(setting, held)
    assert comments()[0].author_id == known.id


def test_a_refusal_has_a_reason_and_is_not_public(setting: Setting) -> None:
    allow_guests(setting.city, "moderated")
    held = a_held(setting.round, setting.clause, email=None)
    with pytest.raises(Invalid):
        decide(setting, held, " ")
    decide(setting, held, "Beleidigt andere.")
    again = queries.held_by_id(setting.city.charter_id, held.id)
    assert (again.refusal, again.refused_at, comments()) == ("Beleidigt andere.", DURING, [])


def test_guests_that_were_allowed_are_let_in_by_somebody_when_they_no_longer_are(
    app: Flask, setting: Setting
) -> None:
    a_held(setting.round, setting.clause)
    allow_guests(setting.city, "none")
    confirm(the_token(app))
    assert comments() == []
    assert queries.count_waiting(setting.city.charter_id) == 1


@pytest.mark.parametrize("key", ["reviewer", "approver", "admin", "citizen"])
def test_others_may_not_decide(setting: Setting, key: str) -> None:
    allow_guests(setting.city, "moderated")
    held = a_held(setting.round, setting.clause, email=None)
    other: Actor = getattr(setting.city, key)
    for forbidden in (
        lambda one: services.let_pass(other, DURING, one),
        lambda one: services.refuse(other, DURING, one, reason="Nein"),
    ):
        with pytest.raises(NotAllowed), transaction():
            forbidden(queries.held_by_id(setting.city.charter_id, held.id))


@pytest.mark.parametrize("key", ["editor", "facilitator", "citizen"])
def test_only_an_administrator_lets_guests_speak(setting: Setting, key: str) -> None:
    with pytest.raises(NotAllowed), transaction():
        services.allow_guests(getattr(setting.city, key), DURING, setting.city.charter_id, "none")
    with pytest.raises(Invalid), transaction():
        services.allow_guests(setting.city.admin, DURING, setting.city.charter_id, "vielleicht")


def test_a_link_that_is_none_leads_nowhere(setting: Setting) -> None:
    with pytest.raises(NotFound):
        confirm("x" * 43)


def test_fifty_confirmations_at_once_make_one_comment(app: Flask, setting: Setting) -> None:
    a_held(setting.round, setting.clause)
    token = the_token(app)

    def press(_turn: int) -> int:
        with app.app_context():
            try:
                return confirm(token).comment_id or 0
            finally:
                db.session.remove()

    with ThreadPoolExecutor(10) as pool:
        made = set(pool.map(press, range(50)))
    [said] = comments()
    assert made == {said.id}
    people = db.session.scalars(select(Person).where(Person.email == ADDRESS)).all()
    assert len(people) == 1


def test_the_journal_holds_nothing_of_a_guest(app: Flask, setting: Setting) -> None:
    a_held(setting.round, setting.clause)
    confirm(the_token(app))
    details = [str(one.details) for one in db.session.scalars(select(JournalEntry))]
    told: Callable[[str], bool] = lambda word: any(word in each for each in details)  # noqa: E731
    assert not told("Gerda")
    assert not told("gast.example")
    assert not told("Bänke")
