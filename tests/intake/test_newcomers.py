"""What is read first of people with an account: why, by whom, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from charta.accounts.models import Person
from charta.charters import services as charters
from charta.charters.models import Charter
from charta.consultation import services as consultation
from charta.consultation.holding import FormUsed, Held
from charta.consultation.models import Comment, Suggestion
from charta.core.actors import Actor
from charta.core.database import db, transaction
from charta.core.errors import Conflict, Invalid, NotAllowed, NotFound
from charta.intake import queries, rules, services
from charta.intake.models import HeldAccount, HeldComment
from charta.intake.queries.newcomers import not_public
from charta.intake.rules import Reason, Standing
from charta.journal.models import JournalEntry
from tests.intake.conftest import Setting
from tests.support.consultation import AFTER, CLOSES, DURING, a_comment
from tests.support.intake import a_held, allow_guests, mails, the_token

ADVERT = "Besuchen Sie https://eins.example und www.zwei.example"
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def inside(app: Flask, setting: Setting) -> Iterator[None]:
    with app.test_request_context():
        yield


def say(
    setting: Setting,
    author: Actor | None = None,
    *,
    source: str = "Mehr Bänke, bitte.",
    submission: str = "eins",
    now: datetime = DURING,
    **more: object,
) -> Comment | Held:
    with transaction():
        return consultation.say(
            author or setting.city.citizen,
            now,
            db.session.merge(setting.round, load=False),
            setting.clause,
            source=source,
            submission=submission,
            **more,  # type: ignore[arg-type]
        )


def hold_first(setting: Setting, held: bool = True) -> None:
    with transaction():
        charter = db.session.get_one(Charter, setting.city.charter_id)
        charters.hold_first(setting.city.admin, DURING, charter, held=held)


def set_unproven(actor: Actor) -> None:
    with transaction():
        db.session.get_one(Person, actor.person_id).unproven = True


def the_held() -> list[HeldComment]:
    return list(db.session.scalars(select(HeldComment).order_by(HeldComment.id)))


def reasons() -> list[str]:
    return list(db.session.scalars(select(HeldAccount.reason).order_by(HeldAccount.id)))


def decide(
    setting: Setting, number: int = -1, reason: str | None = None, by: Actor | None = None
) -> Comment | None:
    with transaction():
        held = queries.held_by_id(setting.city.charter_id, the_held()[number].id)
        if reason is None:
            return services.let_pass(by or setting.city.facilitator, DURING + DAY, held)
        services.refuse(by or setting.city.facilitator, DURING + DAY, held, reason=reason)
        return None


@pytest.mark.parametrize(
    ("standing", "words", "why"),
    [
        (Standing(False, False, False, False), "Ein Link: https://eins.example", None),
        (Standing(False, False, False, False), ADVERT, Reason.LINKS),
        (Standing(False, False, True, True), ADVERT, None),
        (Standing(False, True, False, False), "Ja", Reason.FIRST),
        (Standing(False, True, True, False), "Ja", None),
        (Standing(True, False, True, True), "Ja", Reason.UNPROVEN),
        (Standing(True, True, False, False), ADVERT, Reason.UNPROVEN),
    ],
)
def test_why_somebody_is_read_first(standing: Standing, words: str, why: Reason | None) -> None:
    assert rules.read_first(standing, words) is why


@pytest.mark.parametrize(
    ("words", "many"),
    [
        ("Ohne", False),
        ("Siehe https://www.eins.example/www", False),
        ("[a](https://eins.example) [b](HTTP://zwei.example)", True),
        ("www.eins.example, www.zwei.example", True),
        ("mailto:a@b.example mailto:c@d.example", True),
        ("Das Awww. und https sind Wörter, awww.nein", False),
    ],
)
def test_links_are_counted_however_they_are_written(words: str, many: bool) -> None:
    assert rules.has_many_links(words) is many


def test_nobody_known_is_held(setting: Setting) -> None:
    assert isinstance(say(setting), Comment)
    assert the_held() == []


def test_links_of_a_new_person_are_read_first_and_later_ones_are_not(setting: Setting) -> None:
    said = say(setting, source=ADVERT)
    assert isinstance(said, Held)
    assert "mit mehreren wird der Text vorher gelesen" in said.why
    assert reasons() == ["links"]
    assert isinstance(say(setting, submission="zwei"), Comment)
    early = say(setting, source=ADVERT, submission="drei", now=DURING + DAY - timedelta(seconds=1))
    assert isinstance(early, Held)
    assert isinstance(say(setting, source=ADVERT, submission="vier", now=DURING + DAY), Comment)


def test_links_in_other_words_count_as_well(setting: Setting) -> None:
    said = say(setting, source="Siehe https://eins.example", wording=f"Neu: {ADVERT}")
    assert isinstance(said, Held)


def test_the_first_one_is_read_first_where_the_charter_wants_it(setting: Setting) -> None:
    a_comment(setting.city, setting.round, setting.clause)
    hold_first(setting)
    assert isinstance(say(setting), Comment), "has spoken before"
    newcomer = setting.city.second_citizen
    assert isinstance(say(setting, newcomer, submission="zwei"), Held)
    assert isinstance(say(setting, newcomer, submission="drei"), Held), "nothing is public yet"
    assert reasons() == ["first", "first"]
    decide(setting, 0)
    assert isinstance(say(setting, newcomer, submission="vier"), Comment)


@pytest.mark.parametrize("key", ["editor", "reviewer", "admin"])
def test_who_works_on_the_charter_is_known(setting: Setting, key: str) -> None:
    hold_first(setting)
    assert isinstance(say(setting, getattr(setting.city, key), source=ADVERT), Comment)


def test_an_account_without_a_proof_needs_none_once_something_has_passed(setting: Setting) -> None:
    citizen = setting.city.citizen
    a_comment(setting.city, setting.round, setting.clause, now=DURING - 2 * DAY)
    set_unproven(citizen)
    assert isinstance(say(setting), Held)
    assert isinstance(say(setting, submission="zwei"), Held)
    assert reasons() == ["unproven", "unproven"]
    decide(setting, 0, "Nein")
    assert isinstance(say(setting, submission="drei"), Held)
    decide(setting, 1)
    assert not db.session.get_one(Person, citizen.person_id).unproven
    assert isinstance(say(setting, submission="vier"), Comment)


def test_let_pass_it_is_their_comment_as_it_was_said(setting: Setting) -> None:
    hold_first(setting)
    say(setting, passage=(15, 30), wording="gute Wege")
    [held] = the_held()
    assert (held.name, held.email, held.sent_at) == ("Carla Bürgerin", None, DURING)
    made = decide(setting)
    assert made is not None
    comment = db.session.get_one(Comment, made.id)
    assert comment.author_id == setting.city.citizen.person_id
    assert comment.created_at == DURING, "it came when it was sent, not when it was read"
    assert db.session.scalars(select(Suggestion.wording)).one() == "gute Wege"
    entry = db.session.scalars(
        select(JournalEntry).where(JournalEntry.action == "comment.passed")
    ).one()
    assert entry.details["sent"] == DURING.isoformat()
    assert entry.actor_id == setting.city.facilitator.person_id
    again = say(setting, passage=(15, 30), wording="gute Wege", now=DURING + 2 * DAY)
    assert isinstance(again, Comment)
    assert again.id == made.id
    with pytest.raises(Conflict):
        decide(setting, 0)


@pytest.mark.parametrize("reason", [None, "Beleidigt andere."])
def test_its_author_hears_what_was_decided(
    app: Flask, setting: Setting, reason: str | None
) -> None:
    hold_first(setting)
    say(setting)
    email = db.session.get_one(Person, setting.city.citizen.person_id).email
    before = len(mails(app))
    made = decide(setting, reason=reason)
    [told] = mails(app)[before:]
    assert told["to"] == email
    if made is None:
        assert told["subject"] == "Ihre Stellungnahme wird nicht veröffentlicht"
        assert "Beleidigt andere." in told["body"]
    else:
        assert told["subject"] == f"Ihre Stellungnahme {made.key} ist öffentlich"
    assert "/beleg/" in told["body"]


def test_a_reply_stays_a_reply(setting: Setting) -> None:
    parent = a_comment(setting.city, setting.round, setting.clause, author=setting.city.citizen)
    hold_first(setting)
    said = say(setting, setting.city.second_citizen, parent=parent)
    assert isinstance(said, Held)
    made = decide(setting)
    assert made is not None
    assert made.parent_id == parent.id


def test_sent_in_time_counts_after_the_round_has_closed(setting: Setting) -> None:
    hold_first(setting)
    say(setting, now=CLOSES - timedelta(seconds=1))
    with pytest.raises(Conflict):
        say(setting, submission="zwei", now=CLOSES)
    with transaction():
        held = queries.held_by_id(setting.city.charter_id, the_held()[0].id)
        services.let_pass(setting.city.editor, AFTER, held)
    assert db.session.scalar(select(func.count()).select_from(Comment)) == 1
    assert isinstance(say(setting, now=AFTER), Comment), "the same form, what it has made"


def test_the_same_form_twice_is_one(setting: Setting) -> None:
    hold_first(setting)
    first, second = say(setting), say(setting, now=AFTER)
    assert first == second
    assert len(the_held()) == 1
    with pytest.raises(FormUsed):
        say(setting, source="Anders")
    with pytest.raises(Invalid):
        say(setting, setting.city.second_citizen)
    allow_guests(setting.city, "confirmed")
    with pytest.raises(Invalid):
        a_held(setting.round, setting.clause, source="Mehr Bänke, bitte.", submission="eins")
    a_held(setting.round, setting.clause, submission="gast")
    with pytest.raises(Invalid):
        say(setting, submission="gast", source="Auch ohne Konto: Bitte mehr Bänke.")


def test_twenty_presses_at_once_hold_one(app: Flask, setting: Setting) -> None:
    hold_first(setting)

    def press(_turn: int) -> Comment | Held:
        with app.test_request_context():
            try:
                return say(setting)
            finally:
                db.session.remove()

    with ThreadPoolExecutor(10) as pool:
        made = list(pool.map(press, range(20)))
    assert all(isinstance(one, Held) for one in made)
    assert len(the_held()) == 1


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"source": " "}, Invalid),
        ({"source": "x" * 5_001}, Invalid),
        ({"submission": ""}, Invalid),
        ({"passage": (0, 10**6)}, Invalid),
        ({"passage": (0, 8), "wording": "Die Stad"}, Invalid),
        ({"author": Actor()}, NotAllowed),
        ({"now": AFTER}, Conflict),
    ],
)
def test_what_does_not_fit_is_not_held(
    setting: Setting, more: dict[str, object], error: type[Exception]
) -> None:
    hold_first(setting)
    with pytest.raises(error):
        say(setting, **more)  # type: ignore[arg-type]
    assert the_held() == []


def test_one_person_has_twenty_a_day_read(
    setting: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "MOST_HELD_BY_ONE", 2)
    hold_first(setting)
    for number in range(2):
        say(setting, submission=f"n{number}")
    with pytest.raises(Conflict):
        say(setting, submission="n3")
    say(setting, setting.city.second_citizen, submission="n4")
    assert isinstance(say(setting, submission="n5", now=DURING + DAY), Held)


def test_a_refusal_says_why_to_its_author_alone(setting: Setting) -> None:
    hold_first(setting)
    say(setting)
    with pytest.raises(Invalid):
        decide(setting, reason=" ")
    decide(setting, reason="Beleidigt andere.")
    [mine] = not_public(setting.city.charter_id, setting.city.citizen.person_id or 0)
    assert mine.refusal == "Beleidigt andere."
    assert not not_public(setting.city.charter_id, setting.city.second_citizen.person_id or 0)
    assert db.session.scalar(select(func.count()).select_from(Comment)) == 0


def test_nobody_decides_about_their_own(setting: Setting) -> None:
    hold_first(setting)
    say(setting)
    grants = setting.city.facilitator.grants
    promoted = Actor(setting.city.citizen.person_id, "Carla", grants)
    decisions: list[Callable[[], object]] = [
        lambda: decide(setting, by=promoted),
        lambda: decide(setting, reason="Nein", by=promoted),
        lambda: decide(setting, by=setting.city.citizen),
        lambda: decide(setting, by=setting.city.approver),
    ]
    for decision in decisions:
        with pytest.raises(NotAllowed):
            decision()


@pytest.mark.parametrize("key", ["editor", "facilitator", "approver", "citizen"])
def test_only_an_administrator_has_first_ones_read(setting: Setting, key: str) -> None:
    charter = db.session.get_one(Charter, setting.city.charter_id)
    with pytest.raises(NotAllowed), transaction():
        charters.hold_first(getattr(setting.city, key), DURING, charter, held=True)


def test_the_setting_is_noted_when_it_changes(setting: Setting) -> None:
    for held in (True, True, False, False):
        hold_first(setting, held)
    actions = db.session.scalars(
        select(JournalEntry.action)
        .where(JournalEntry.action.startswith("charter.first"))
        .order_by(JournalEntry.id)
    ).all()
    assert actions == ["charter.first_held", "charter.first_free"]


def confirmed(setting: Setting, **more: object) -> HeldComment:
    allow_guests(setting.city, "confirmed")
    a_held(setting.round, setting.clause, **more)  # type: ignore[arg-type]
    return the_held()[-1]


@pytest.mark.parametrize(
    ("first", "more"),
    [(False, {"proven": False}), (True, {}), (False, {"source": ADVERT})],
)
def test_a_guest_is_read_first_for_the_same_reasons(
    app: Flask, setting: Setting, first: bool, more: dict[str, object]
) -> None:
    hold_first(setting, first)
    held = confirmed(setting, **more)
    assert held.unproven is ("proven" in more)
    assert queries.count_waiting(setting.city.charter_id) == 0
    with pytest.raises(NotFound):
        decide(setting)
    token = the_token(app)
    with transaction():
        services.confirm(DURING, token)
    assert queries.count_waiting(setting.city.charter_id) == 1
    assert db.session.scalar(select(func.count()).select_from(Comment)) == 0
    decide(setting)
    if not held.unproven:
        again = confirmed(setting, source="Und noch etwas.")
        token = the_token(app)
        with transaction():
            services.confirm(DURING, token)
        assert db.session.get_one(HeldComment, again.id).comment_id is not None


def test_the_journal_holds_nothing_of_what_was_said(setting: Setting) -> None:
    hold_first(setting)
    say(setting, source="Geheimwort")
    decide(setting, reason="Grundwort")
    for entry in db.session.scalars(select(JournalEntry)):
        for word in ("Geheimwort", "Grundwort", "Carla"):
            assert word not in str(entry.details)
