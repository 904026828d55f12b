"""What is kept for a while only is forgotten when its time has come, and not before; the page
„Datenschutz“ says the same periods."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from charta.accounts import duties, guests, retention, throttling
from charta.accounts.duties import months_before
from charta.accounts.models import Person, SignInAttempt
from charta.charters.models import LegalPage
from charta.charters.rules import INVITATION_LASTS
from charta.consultation.models import Comment
from charta.core.database import db, transaction
from charta.intake.models import HeldComment, Intake
from charta.intake.queries import guests as held_queries
from charta.intake.services import confirm, refuse
from charta.journal.models import JournalEntry
from charta.receipts.models import Receipt
from config import Settings, SettingsError
from tests.support.accounts import mails
from tests.support.cast import START, Cast, a_person
from tests.support.consultation import DURING, a_round, an_answer
from tests.support.drafting import a_clause
from tests.support.intake import a_held, allow_guests, an_excerpt, an_intake, the_token
from tests.support.visitor import Visitor

DAY = timedelta(days=1)
GUEST = "gerda@gast.example"


def night(app: Flask, at: datetime) -> dict[str, int]:
    """What is forgotten in the night of a day, by kind; nothing is left out of the journal."""
    with app.test_request_context():
        done = {kind: count for kind, count in retention.carry_out(at).items() if count}
        entries = db.session.scalars(
            select(JournalEntry).where(
                JournalEntry.action == "retention.done", JournalEntry.at == at
            )
        )
        assert {one.details["kind"]: one.details["count"] for one in entries} == done
        return done


def count(app: Flask, kind: type) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(kind)) or 0


def people(app: Flask, **values: object) -> list[Person]:
    with app.app_context():
        return list(db.session.scalars(select(Person).filter_by(**values)))


@pytest.mark.parametrize(
    ("at", "months", "before"),
    [
        (datetime(2026, 5, 31, 4, tzinfo=UTC), 3, datetime(2026, 2, 28, 4, tzinfo=UTC)),
        (datetime(2026, 1, 15, tzinfo=UTC), 24, datetime(2024, 1, 15, tzinfo=UTC)),
        (datetime(2026, 12, 1, tzinfo=UTC), 12, datetime(2025, 12, 1, tzinfo=UTC)),
    ],
)
def test_months(at: datetime, months: int, before: datetime) -> None:
    assert months_before(at, months) == before


def test_accounts_that_nobody_confirmed(app: Flask, city: Cast) -> None:
    with app.test_request_context(), transaction():
        a_person("nie@bestaetigt.example", "Nie Bestätigt", confirmed=False)
    assert night(app, START + 6 * DAY) == {}
    assert night(app, START + 7 * DAY) == {"unconfirmed_accounts": 1}
    assert people(app, email="nie@bestaetigt.example") == []
    assert mails(app) == [], "nobody has proven that the address is theirs"
    assert night(app, START + 8 * DAY) == {}


def test_a_guest_stays_a_guest(app: Flask, city: Cast) -> None:
    with app.test_request_context(), transaction():
        guest = guests.person_behind(START, email=GUEST, name="Gerda Gast")
        guest.password_hash = "typed by somebody"
    assert night(app, START + 7 * DAY) == {"unconfirmed_accounts": 1}
    (guest,) = people(app, email=GUEST)
    assert (guest.name, guest.password_hash) == ("Gerda Gast", None)


def test_failed_attempts(app: Flask, city: Cast, settings: Settings) -> None:
    with app.test_request_context(), transaction():
        origin = throttling.origin(settings, email="a@b.example", address="::1")
        throttling.begin(START, "password", origin)
    assert night(app, START + 13 * DAY) == {}
    assert night(app, START + 14 * DAY) == {"sign_in_attempts": 1}
    assert count(app, SignInAttempt) == 0


def test_nobody_is_deleted_unwarned(app: Flask, city: Cast) -> None:
    """Everybody of the cast was last seen when they confirmed; all but the one who administers
    alone go, a month after they were told."""
    members = len(city.actors)
    due = START.replace(year=START.year + 2)
    assert night(app, due - 31 * DAY) == {}
    assert night(app, due - 30 * DAY) == {"inactive_warnings": members}
    assert "Am 2. März 2028 löschen wir es" in mails(app)[0]["body"]
    assert night(app, due - DAY) == {}
    with app.app_context(), transaction() as session:
        carla = session.get_one(Person, city.citizen.person_id)
        carla.last_active_at, carla.inactive_warned_at = due - DAY, None
    assert night(app, due) == {"inactive_accounts": members - 2}
    left = {one.name for one in people(app, erased_at=None)}
    assert left == {"Carla Bürgerin", "Adele Verwaltung"}
    assert [one["subject"] for one in mails(app)].count("Ihr Konto ist gelöscht") == members - 2


@pytest.fixture
def guest(app: Flask, city: Cast) -> int:
    """What a guest has said, confirmed; the number of its row."""
    app.extensions["charta.clock"] = lambda: DURING
    with app.test_request_context():
        clause = a_clause(city)
        found = a_round(city)
        allow_guests(city, "confirmed")
        held = a_held(found, clause)
        token = the_token(app)
        with transaction():
            assert confirm(DURING, token).comment_id is not None
        return held.id


def test_addresses_go_three_months_after_the_answer(app: Flask, city: Cast, guest: int) -> None:
    much_later = DURING + 400 * DAY
    assert night(app, DURING + 100 * DAY) == {}, "no answer yet"
    with app.test_request_context():
        comment_id = db.session.get_one(HeldComment, guest).comment_id
        an_answer(city, db.session.get_one(Comment, comment_id), now=much_later)
    assert night(app, much_later + 88 * DAY) == {}
    done = night(app, much_later + 93 * DAY)
    assert done.pop("inactive_warnings", 0) == 0
    assert done == {"guests": 1, "guest_addresses": 1}
    assert people(app, email=GUEST) == []
    assert [one.name for one in people(app, name="Gerda Gast")] == ["Gerda Gast"]
    with app.app_context():
        assert db.session.get_one(HeldComment, guest).email is None


def test_senders_go_three_months_after_the_answer(app: Flask, city: Cast) -> None:
    with app.test_request_context():
        clause = a_clause(city)
        letter = an_intake(
            city, a_round(city), sender_name="Lise Brief", sender_email="l@b.example"
        )
        comment = an_excerpt(city, letter, clause, "Bitte bauen Sie ihn bald.")
        with transaction() as session:
            found = session.get_one(Intake, letter.id)
            found.finished_at, found.finished_by_id = DURING, city.editor.person_id
    assert night(app, DURING + 100 * DAY) == {}, "no answer yet"
    with app.test_request_context():
        an_answer(city, comment, now=DURING + 100 * DAY)
    assert night(app, DURING + 150 * DAY) == {}
    assert night(app, DURING + 200 * DAY) == {"senders": 1}
    with app.app_context():
        found = db.session.get_one(Intake, letter.id)
        assert (found.sender_name, found.sender_address, found.sender_email) == ("", "", "")


def test_what_nobody_confirmed_and_what_was_refused(app: Flask, city: Cast) -> None:
    app.extensions["charta.clock"] = lambda: DURING
    with app.test_request_context():
        clause = a_clause(city)
        found = a_round(city)
        allow_guests(city, "moderated")
        a_held(found, clause, submission="one")
        refused = a_held(found, clause, email=None, submission="two")
        with transaction():
            held = held_queries.held_by_id(city.charter_id, refused.id)
            refuse(city.editor, DURING, held, reason="Werbung.")
    assert night(app, DURING + 13 * DAY) == {}
    assert night(app, DURING + 15 * DAY) == {"never_confirmed": 1}
    assert night(app, DURING + 89 * DAY) == {}
    assert night(app, DURING + 90 * DAY) == {"refused": 1}
    assert count(app, HeldComment) == count(app, Receipt) == 0


def test_more_than_a_batch(app: Flask, city: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "BATCH", 2)
    with app.test_request_context(), transaction():
        for number in range(5):
            a_person(f"nie{number}@a.example", confirmed=False)
    with app.test_request_context():
        assert retention.carry_out(START + 7 * DAY)["unconfirmed_accounts"] == 5
        query = select(JournalEntry.details).where(JournalEntry.action == "retention.done")
        assert [one["count"] for one in db.session.scalars(query)] == [2, 2, 1]


def test_one_duty_that_fails_does_not_stop_the_others(
    app: Flask, city: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_values: object) -> int:
        raise ZeroDivisionError

    with app.test_request_context(), transaction():
        a_person("nie@a.example", confirmed=False)
    broken = [replace(app.extensions[duties.KEY][1], carry_out=fails)]
    monkeypatch.setitem(app.extensions, duties.KEY, [*broken, *app.extensions[duties.KEY]])
    assert night(app, START + 7 * DAY) == {"unconfirmed_accounts": 1}


def test_once_a_night(app: Flask, city: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    nights: list[datetime] = []
    monkeypatch.setattr(retention, "carry_out", nights.append)
    with app.test_request_context():
        for hour in (0, 1, 2, 3, 23):
            retention.nightly(datetime(2026, 5, 4, hour, 7, tzinfo=UTC))
        retention.nightly(datetime(2026, 5, 5, 2, tzinfo=UTC))
    assert [at.hour for at in nights] == [2, 2]


def test_the_page_says_what_the_night_does(
    app: Flask, client: object, city: Cast, settings: Settings
) -> None:
    with app.app_context(), transaction() as session:
        session.add(
            LegalPage(
                charter_id=city.charter_id,
                slug="datenschutz",
                source="# Text",
                html="<h2>Text</h2>",
                updated_at=START,
            )
        )
    visitor = Visitor(app.test_client())
    page = visitor.open("/stralsund/seiten/datenschutz/")
    for words in ("7 Tage", "14 Tage", "24 Monate", "30 Tage", "3 Monate", "90 Tage"):
        assert words in page.text, words
    assert f"das Angebot nach {INVITATION_LASTS.days} Tagen abläuft" in page.text
    app.extensions["charta.settings"] = replace(settings, keep_refused_days=33)
    app.extensions["charta.unchanged"].clear()
    assert "33 Tage" in visitor.open("/stralsund/seiten/datenschutz/").text


@pytest.mark.parametrize("name", ["KEEP_UNCONFIRMED_DAYS", "KEEP_INACTIVE_MONTHS"])
def test_a_period_is_at_least_one(name: str) -> None:
    with pytest.raises(SettingsError, match=name):
        Settings.from_environment({"CHARTA_ENVIRONMENT": "testing", f"CHARTA_{name}": "0"})


def test_a_warning_comes_before_what_it_warns_of() -> None:
    given = {"CHARTA_KEEP_INACTIVE_MONTHS": "1", "CHARTA_WARN_INACTIVE_DAYS": "30"}
    with pytest.raises(SettingsError, match="WARN_INACTIVE_DAYS"):
        Settings.from_environment({"CHARTA_ENVIRONMENT": "testing", **given})
