"""The second step: an app, recovery codes, and a charter that demands it."""

from __future__ import annotations

import pyotp
import pytest
from flask import Flask

from charta.accounts import queries, services
from charta.accounts.models import Authenticator
from charta.accounts.services import codes
from charta.core.database import db, transaction
from charta.core.errors import NotAllowed
from config import Settings
from tests.accounts.test_signing_in import CITIZEN, SIGN_IN, enter, sessions
from tests.support.accounts import NOON, StoppedClock, actions, mails
from tests.support.cast import PASSWORD, Cast
from tests.support.visitor import Visit, Visitor

SECURITY, ACCOUNT = "/konto/sicherheit/", "/konto/"
EDITOR = "editor@stralsund.example"
DESK = "/stralsund/schreibtisch/"


def app_code(app: Flask, settings: Settings, clock: StoppedClock) -> str:
    with app.app_context():
        kept = db.session.query(Authenticator).order_by(Authenticator.id.desc()).first()
        assert kept is not None
        secret = codes.secret_of(settings, kept)
        assert secret is not None
        assert secret not in kept.secret
    return pyotp.TOTP(secret).at(clock.at)


def set_up(visitor: Visitor, app: Flask, settings: Settings, clock: StoppedClock) -> list[str]:
    """Set up the app; the recovery codes that are shown."""
    page = visitor.open(SECURITY).press("Code-App einrichten")
    assert page.heading == "Code-App einrichten"
    shown = page.press("App bestätigen", code=app_code(app, settings, clock))
    assert shown.heading == "Ihre Wiederherstellungscodes"
    return [element.text for element in shown.root.all("code")]


def first_step(visitor: Visitor, email: str = CITIZEN) -> Visit:
    page = visitor.open(SIGN_IN).press("Anmelden", email=email, password=PASSWORD)
    assert page.heading == "Zweiter Schritt", page.errors
    return page


def test_with_an_app_a_password_is_not_enough(  # noqa: PLR0917
    app: Flask,
    settings: Settings,
    visitor: Visitor,
    second_visitor: Visitor,
    clock: StoppedClock,
    city: Cast,
) -> None:
    enter(visitor)
    enter(second_visitor)
    shown = set_up(visitor, app, settings, clock)
    assert len(set(shown)) == 10
    assert second_visitor.client.get(ACCOUNT).status_code == 303, "had taken one step only"
    assert actions(app) == ["person.authenticator_added", "person.second_step_on"]
    assert [(mail["to"], mail["subject"]) for mail in mails(app)] == [
        (CITIZEN, "Eine Code-App für Ihr Konto"),
        (CITIZEN, "Anmeldung in zwei Schritten ist eingeschaltet"),
    ]
    page = first_step(second_visitor)
    assert second_visitor.client.get(ACCOUNT).status_code == 303
    wrong = page.press("Anmelden", code="000000")
    assert wrong.status == 422
    assert wrong.field("code") == "000000"
    clock.forward(seconds=60)
    code = app_code(app, settings, clock)
    assert page.press("Anmelden", code=code).heading == "Mein Konto"
    again = first_step(Visitor(app.test_client())).press("Anmelden", code=code)
    assert again.status == 422, "the same code twice"


def test_a_recovery_code_works_once_and_is_told(
    app: Flask, settings: Settings, visitor: Visitor, clock: StoppedClock, city: Cast
) -> None:
    enter(visitor)
    code = set_up(visitor, app, settings, clock)[3]
    other = Visitor(app.test_client())
    assert first_step(other).press("Anmelden", code=code.upper()).heading == "Mein Konto"
    assert "Wiederherstellungscode" in mails(app)[-1]["subject"]
    assert first_step(Visitor(app.test_client())).press("Anmelden", code=code).status == 422
    assert "noch 9 Wiederherstellungscodes" in other.open(SECURITY).text


def test_a_recovery_code_is_told_where_one_proves_to_be_oneself_again(
    app: Flask, settings: Settings, visitor: Visitor, clock: StoppedClock, city: Cast
) -> None:
    enter(visitor)
    code = set_up(visitor, app, settings, clock)[3]
    told = len(mails(app))
    page = visitor.open("/konto/noch-einmal/?next=/konto/anmeldungen/")
    wrong = page.press("Mit Code bestätigen", code="aaaa-aaaa-aaaa-aaaa")
    assert wrong.status == 422
    assert len(mails(app)) == told
    assert wrong.press("Mit Code bestätigen", code=code).path == "/konto/anmeldungen/"
    [mail] = mails(app)[told:]
    assert mail["to"] == CITIZEN
    assert mail["subject"] == "Ein Wiederherstellungscode wurde benutzt"


def test_new_recovery_codes_end_the_old(
    app: Flask, settings: Settings, visitor: Visitor, clock: StoppedClock, city: Cast
) -> None:
    enter(visitor)
    old = set_up(visitor, app, settings, clock)
    shown = visitor.open(SECURITY).press("Neue Wiederherstellungscodes")
    assert old[0] not in shown.text
    assert first_step(Visitor(app.test_client())).press("Anmelden", code=old[0]).status == 422


def test_halfway_lasts_ten_minutes_and_opens_nothing(
    app: Flask, settings: Settings, visitor: Visitor, clock: StoppedClock, city: Cast
) -> None:
    enter(visitor)
    code = set_up(visitor, app, settings, clock)[0]
    other = Visitor(app.test_client())
    page = first_step(other)
    clock.forward(minutes=10)
    assert page.press("Anmelden", code=code).heading == "Anmelden"
    assert Visitor(app.test_client()).open("/konto/anmelden/zweiter-schritt/").path == SIGN_IN
    assert sessions(app) == 1


def test_without_the_app_the_second_step_ends(
    app: Flask, settings: Settings, visitor: Visitor, clock: StoppedClock, city: Cast
) -> None:
    enter(visitor)
    set_up(visitor, app, settings, clock)
    page = visitor.open(SECURITY).press("App entfernen")
    assert "App entfernen" not in page.text
    assert actions(app)[-2:] == ["person.authenticator_removed", "person.second_step_off"]
    assert [mail["subject"] for mail in mails(app)][-2:] == [
        "Ihre Code-App wurde entfernt",
        "Anmeldung in zwei Schritten ist ausgeschaltet",
    ]
    enter(Visitor(app.test_client()))


def test_who_has_lost_everything_is_helped_by_whoever_runs_the_installation(
    app: Flask, settings: Settings, visitor: Visitor, clock: StoppedClock, city: Cast
) -> None:
    enter(visitor)
    set_up(visitor, app, settings, clock)
    lost = Visitor(app.test_client())
    assert "Wenden Sie sich an die Verwaltung" in first_step(lost).text
    result = app.test_cli_runner().invoke(args=["people", "take-second-step", CITIZEN.upper()])
    assert (result.exit_code, result.output) == (0, f"Ohne zweiten Schritt: {CITIZEN}\n")
    assert visitor.client.get(ACCOUNT).status_code == 303
    assert actions(app)[-1] == "person.second_step_off"
    assert mails(app)[-1]["subject"] == "Anmeldung in zwei Schritten ist ausgeschaltet"
    enter(lost)
    assert lost.open(SECURITY).has_button("Code-App einrichten")


@pytest.mark.parametrize("email", [CITIZEN, "niemand@example.org", "kaputt"])
def test_there_is_nothing_to_take_from_others(app: Flask, city: Cast, email: str) -> None:
    result = app.test_cli_runner().invoke(args=["people", "take-second-step", email])
    assert result.exit_code == 1
    assert result.output.startswith("Error: ")
    assert actions(app) == []


def test_nobody_takes_the_second_step_of_others(app: Flask, city: Cast) -> None:
    with app.app_context(), pytest.raises(NotAllowed), transaction():
        services.take_second_step(city.admin, NOON, queries.person(city.citizen.person_id or 0))


def test_a_wrong_first_code_sets_up_nothing(visitor: Visitor, app: Flask, city: Cast) -> None:
    enter(visitor)
    page = visitor.open(SECURITY).press("Code-App einrichten").press("App bestätigen", code="12")
    assert page.status == 422
    assert actions(app) == []
    enter(Visitor(app.test_client()))


@pytest.mark.parametrize(
    "path", ["app/neu/", "app/", "app/entfernen/", "zwei-schritte/ein/", "zwei-schritte/aus/"]
)
def test_only_for_those_signed_in(visitor: Visitor, city: Cast, path: str) -> None:
    assert visitor.post(f"{SECURITY}{path}").status_code == 403


def test_nothing_to_switch_on_without_a_factor(app: Flask, visitor: Visitor, city: Cast) -> None:
    enter(visitor)
    assert visitor.post(f"{SECURITY}zwei-schritte/ein/").status_code == 409
    assert visitor.post(f"{SECURITY}codes/").status_code == 409
    assert actions(app) == []


def test_a_charter_that_demands_it_knows_no_roles_without(
    app: Flask, settings: Settings, visitor: Visitor, clock: StoppedClock, city: Cast
) -> None:
    admin, editor = visitor, Visitor(app.test_client())
    enter(admin, "admin@stralsund.example")
    enter(editor, EDITOR)
    page = admin.open(f"{DESK}einstellungen/")
    refused = page.press("Anmeldung festlegen", demanded="ja")
    assert refused.status == 409
    assert "für Ihr eigenes Konto" in refused.text
    assert refused.link("Ihr eigener zweiter Schritt") == SECURITY
    assert editor.client.get(DESK).status_code == 200
    set_up(admin, app, settings, clock)
    done = admin.open(f"{DESK}einstellungen/").press("Anmeldung festlegen", demanded="ja")
    assert done.notices == ["Rollen gelten hier jetzt nur noch mit zwei Schritten."]
    kept_out = editor.open(DESK, status=403)
    assert kept_out.link("Zweiten Schritt einrichten") == SECURITY
    assert "Ihre Rollen gelten hier erst wieder" in editor.open(ACCOUNT).text
    clock.forward(minutes=1)
    set_up(editor, app, settings, clock)
    assert editor.client.get(DESK).status_code == 200
    assert admin.client.get(DESK).status_code == 200


def test_only_the_administration_decides_about_it(app: Flask, visitor: Visitor, city: Cast) -> None:
    enter(visitor, EDITOR)
    answer = visitor.post(f"{DESK}einstellungen/zweiter-schritt/", demanded="ja")
    assert answer.status_code == 403
