"""Roles offered by mail: the same for every address, and only for whoever proves it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from charta.accounts.models import Person
from charta.accounts.queries import person_by_email
from charta.charters import queries, services, sweeping
from charta.charters.models import Department, Invitation, Membership
from charta.core import jobs
from charta.core.actors import ANYBODY, OPERATOR, Actor, Role
from charta.core.database import db, transaction
from charta.core.errors import Conflict, NotAllowed, NotFound
from charta.journal.models import JournalEntry
from config import Settings
from tests.charters.conftest import Becoming
from tests.support.accounts import NOON, StoppedClock, actions, mailed_path, mails
from tests.support.cast import PASSWORD, Cast, a_city, a_person, sign_in
from tests.support.charters import newest_entry, the_charter
from tests.support.visitor import Values, Visitor

pytestmark = pytest.mark.usefixtures("quick_hashing")

ROLES = "/stralsund/schreibtisch/einstellungen/rollen/"
CITIZEN, NEW = "citizen@stralsund.example", "neele@example.org"
HEADING, GONE = "Einladung zur Mitarbeit", "Diese Einladung gilt nicht mehr"
MANY = 4


def invite(admin: Visitor, email: str = NEW, role: str = "editor", department: str = "") -> None:
    values = {"email": email, "role": role, "department": department}
    assert admin.post(ROLES, **values).status_code == 303


def roles(app: Flask, email: str) -> list[str]:
    with app.app_context():
        query = select(Membership.role).join(Person).where(Person.email == email)
        return list(db.session.scalars(query.order_by(Membership.id)))


def rows(app: Flask) -> list[Invitation]:
    with app.app_context():
        return list(db.session.scalars(select(Invitation).order_by(Invitation.id)))


def people(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Person)) or 0


def path_of(app: Flask, what: str) -> str:
    return f"{ROLES}einladungen/{rows(app)[-1].id}/{what}/"


def enter(visitor: Visitor, email: str) -> None:
    assert visitor.post("/konto/anmelden/", email=email, password=PASSWORD).status_code == 303


# Inviting


def test_an_account_takes_the_role_it_is_invited_to(
    app: Flask, admin: Visitor, as_: Becoming, city: Cast
) -> None:
    page = admin.open(ROLES).press(
        "Einladung senden", email="Citizen@Stralsund.example", role="admin"
    )
    assert page.notices == ["Die Einladung ist unterwegs."]
    assert page.has_button(f"Zurückziehen: {CITIZEN}, Verwaltung")
    (mail,) = mails(app)
    assert mail["to"] == CITIZEN
    assert "Hansestadt Stralsund" in mail["body"]
    assert "Ihre Rolle: Verwaltung" in mail["body"]
    assert "Adele" not in str(mail), "what people call themselves is not mailed to strangers"
    citizen = as_("citizen")
    assert citizen.client.get(ROLES).status_code == 403
    page = citizen.open(mailed_path(app))
    assert page.heading == HEADING
    assert "Adele Verwaltung" in page.text
    assert roles(app, CITIZEN) == [], "looking is not taking: mail scanners follow links"
    page = page.press("Rolle annehmen")
    assert page.path == "/stralsund/schreibtisch/"
    assert page.notices == ["Sie haben jetzt die Rolle „Verwaltung“."]
    assert citizen.client.get(ROLES).status_code == 200
    assert actions(app) == ["invitation.sent", "invitation.accepted"]
    assert NEW not in admin.open(ROLES).text
    with app.app_context():
        assert newest_entry().actor_id == city.citizen.person_id
        assert newest_entry().details == {
            "role": "admin",
            "department": None,
            "person": city.citizen.person_id,
        }
        told = " ".join(str(entry.details) for entry in db.session.scalars(select(JournalEntry)))
        assert "@" not in told
    (row,) = rows(app)
    assert (row.email, row.token_hash, row.accepted_at) == (None, None, NOON)


def test_a_reviewer_is_invited_for_a_department(
    app: Flask, admin: Visitor, as_: Becoming, city: Cast
) -> None:
    invite(admin, CITIZEN, "reviewer", str(city.departments["Schulamt"]))
    assert "Ihre Rolle: Fachprüfung für: Schulamt" in mails(app)[0]["body"]
    as_("citizen").open(mailed_path(app)).press("Rolle annehmen")
    with app.app_context():
        held = db.session.scalars(
            select(Membership).where(Membership.person_id == city.citizen.person_id)
        ).one()
        assert held.department_id == city.departments["Schulamt"]


def test_nobody_learns_who_has_an_account(app: Flask, admin: Visitor, city: Cast) -> None:
    """Status, place, words and number of mails are the same for an account, for one that waits to
    be confirmed, for somebody who has the role already, and for nobody."""
    with app.app_context(), transaction():
        a_person("unbestaetigt@example.org", confirmed=False)
    told: set[tuple[object, ...]] = set()
    addresses = (CITIZEN, "unbestaetigt@example.org", "editor@stralsund.example", NEW)
    for number, email in enumerate(addresses, start=1):
        values = {"email": email, "role": "editor"}
        answer = admin.post(ROLES, **values)
        page = admin.open(ROLES)
        told.add((answer.status_code, answer.headers["Location"], tuple(page.notices)))
        assert len(mails(app)) == number
        again = admin.post(ROLES, **values)
        assert again.status_code == 422
        told.add((again.status_code, len(again.text.replace(email, ""))))
        admin.post(path_of(app, "zurueckziehen"))
        admin.open(ROLES)
    assert len(told) == 2, told
    bodies = {mail["body"].split("/konto/einladung/")[0] for mail in mails(app)}
    assert len(bodies) == 1
    assert actions(app) == ["invitation.sent", "invitation.withdrawn"] * len(addresses)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"email": "citizen"}, "vollständige E-Mail-Adresse"),
        ({"email": ""}, "füllen Sie dieses Feld aus"),
        ({"email": f"{NEW}\nBcc: alle@example.org"}, "Steuerzeichen"),
        ({"email": f"{NEW}, alle@example.org"}, "vollständige E-Mail-Adresse"),
        ({"email": "a" * 250 + "@example.org"}, "höchstens 254 Zeichen"),
        ({"role": "citizen"}, "angebotenen Möglichkeiten"),
        ({"role": "king"}, "angebotenen Möglichkeiten"),
        ({"role": []}, "wählen Sie eine der Möglichkeiten"),
        ({"role": "reviewer"}, "Bitte wählen Sie das Fachamt"),
        ({"department": "999999"}, "angebotenen Möglichkeiten"),
        ({"department": "1"}, "Nur die Fachprüfung"),
    ],
)
def test_bad_invitations_are_refused_and_kept(
    app: Flask, admin: Visitor, values: Values, message: str
) -> None:
    usual: Values = {"email": CITIZEN, "role": "editor"}
    page = admin.open(ROLES).press("Einladung senden", **(usual | values))
    assert page.status == 422
    assert any(message in error for error in page.errors), page.errors
    assert page.field("email") == (usual | values)["email"]
    assert actions(app) == []
    assert mails(app) == []


def test_a_department_of_another_city_is_none(app: Flask, admin: Visitor, city: Cast) -> None:
    with app.app_context():
        theirs = str(a_city("wismar", "Wismar").departments["Bauamt"])
    page = admin.open(ROLES).press(
        "Einladung senden", email=NEW, role="reviewer", department=theirs
    )
    assert page.status == 422
    assert "angebotenen Möglichkeiten" in page.errors[0]
    assert mails(app) == []


def test_only_the_administrators_of_this_charter_invite(
    app: Flask, admin: Visitor, as_: Becoming, city: Cast
) -> None:
    with app.app_context():
        other = a_city("wismar", "Wismar")
    invite(admin)
    wismar = Visitor(sign_in(app.test_client(), other.admin))
    for visitor in (as_(""), as_("citizen"), as_("editor"), as_("approver"), wismar):
        assert visitor.post(ROLES, email=NEW, role="admin").status_code == 403
        for what in ("senden", "zurueckziehen"):
            assert visitor.post(path_of(app, what)).status_code == 403
    for what in ("senden", "zurueckziehen"):
        path = path_of(app, what).replace("/stralsund/", "/wismar/")
        assert wismar.post(path).status_code == 404
    assert NEW not in wismar.open(ROLES.replace("stralsund", "wismar")).text
    assert actions(app) == ["invitation.sent"]
    assert len(mails(app)) == 1


def _invite(actor: Actor, city: Cast, settings: Settings) -> None:
    services.invite(actor, NOON, settings, the_charter(city), email=NEW, role=Role.EDITOR)


def _send_again(actor: Actor, city: Cast, settings: Settings) -> None:
    found = queries.invitation(city.charter_id, 1)
    services.send_again(actor, NOON, settings, the_charter(city), found)


def _withdraw(actor: Actor, city: Cast, settings: Settings) -> None:
    found = db.session.scalars(select(Invitation)).one()
    services.withdraw_invitation(actor, NOON, the_charter(city), found)


@pytest.mark.parametrize("write", [_invite, _send_again, _withdraw])
def test_services_ask_who_it_is(
    app: Flask, city: Cast, settings: Settings, write: Callable[[Actor, Cast, Settings], None]
) -> None:
    with app.app_context():
        other = a_city("wismar", "Wismar")
        if write is not _invite:
            with transaction():
                _invite(city.admin, city, settings)
        for actor in (ANYBODY, city.citizen, city.editor, city.approver, other.admin, OPERATOR):
            with pytest.raises(NotAllowed), transaction():
                write(actor, city, settings)
        with transaction():
            write(city.admin, city, settings)


def test_an_invitation_of_another_charter_is_not_found(
    app: Flask, city: Cast, settings: Settings
) -> None:
    with app.app_context():
        other = a_city("wismar", "Wismar")
        with transaction():
            _invite(city.admin, city, settings)
        with pytest.raises(NotFound), transaction():
            found = db.session.scalars(select(Invitation)).one()
            services.withdraw_invitation(other.admin, NOON, the_charter(other), found)


# Limits


def test_an_address_gets_five_mails_a_day(
    app: Flask, admin: Visitor, clock: StoppedClock, city: Cast
) -> None:
    for _number in range(2):
        invite(admin, role="editor")
        assert admin.post(path_of(app, "senden")).status_code == 303
        assert admin.post(path_of(app, "zurueckziehen")).status_code == 303
    invite(admin, role="approver")
    page = admin.open(ROLES).press("Einladung senden", email=NEW, role="admin")
    assert page.status == 422
    assert "schon viele Einladungen" in page.errors[0]
    refused = admin.post(path_of(app, "senden"))
    assert refused.status_code == 409
    assert len(mails(app)) == 5
    invite(admin, CITIZEN)
    clock.forward(days=1, seconds=1)
    assert admin.post(path_of(app, "senden")).status_code == 303


def test_a_charter_sends_so_many_a_day(
    app: Flask, admin: Visitor, monkeypatch: pytest.MonkeyPatch, city: Cast
) -> None:
    monkeypatch.setattr("charta.charters.rules.INVITATIONS_OF_CHARTER", 2)
    with app.app_context():
        other = a_city("wismar", "Wismar")
    invite(admin, "a@example.org")
    invite(admin, "b@example.org")
    assert admin.post(ROLES, email="c@example.org", role="editor").status_code == 422
    wismar = Visitor(sign_in(app.test_client(), other.admin))
    path = ROLES.replace("stralsund", "wismar")
    assert wismar.post(path, email="c@example.org", role="editor").status_code == 303


def test_mails_of_strangers_keep_no_invitation_away(
    app: Flask, admin: Visitor, as_: Becoming
) -> None:
    stranger = as_("")
    for _number in range(6):
        stranger.post("/konto/passwort-vergessen/", email=NEW)
    invite(admin)
    assert mailed_path(app).startswith("/konto/einladung/")


# Sent again, withdrawn, run out


def test_a_new_link_ends_the_old_one(
    app: Flask, admin: Visitor, as_: Becoming, clock: StoppedClock, city: Cast
) -> None:
    invite(admin, CITIZEN)
    old = mailed_path(app)
    clock.forward(days=6)
    page = admin.open(ROLES).press(f"Noch einmal senden: {CITIZEN}, Redaktion")
    assert "noch einmal unterwegs" in page.notices[0]
    clock.forward(days=6)
    citizen = as_("citizen")
    assert citizen.open(old, status=404).heading == GONE
    assert citizen.open(mailed_path(app)).press("Rolle annehmen").status == 200
    assert actions(app) == ["invitation.sent", "invitation.renewed", "invitation.accepted"]


def test_a_withdrawn_link_leads_nowhere(
    app: Flask, admin: Visitor, as_: Becoming, city: Cast
) -> None:
    invite(admin, CITIZEN)
    citizen = as_("citizen")
    open_page = citizen.open(mailed_path(app))
    page = admin.open(ROLES).press(f"Zurückziehen: {CITIZEN}, Redaktion")
    assert page.notices == ["Die Einladung ist zurückgezogen. Ihr Link gilt nicht mehr."]
    assert CITIZEN not in page.text
    assert open_page.press("Rolle annehmen").status == 404
    for what in ("senden", "zurueckziehen"):
        assert admin.post(path_of(app, what)).status_code == 409
    assert roles(app, CITIZEN) == []
    assert actions(app) == ["invitation.sent", "invitation.withdrawn"]
    assert (rows(app)[0].email, rows(app)[0].token_hash) == (None, None)


def test_seven_days_and_no_longer(
    app: Flask, admin: Visitor, as_: Becoming, clock: StoppedClock, city: Cast
) -> None:
    invite(admin, CITIZEN)
    invite(admin, NEW)
    link, citizen, anybody = mailed_path(app), as_("citizen"), as_("")
    clock.forward(days=6, hours=23, minutes=59)
    page = anybody.open(link)
    clock.forward(minutes=1)
    assert page.press("Konto anlegen und Rolle annehmen", name="N", password=PASSWORD).status == 404
    assert citizen.open(link, status=404).heading == GONE
    assert NEW not in admin.open(ROLES).text
    for what in ("senden", "zurueckziehen"):
        assert admin.post(path_of(app, what)).status_code == 409
    with app.app_context():
        full_hour, clock.at = clock.at, clock.at.replace(minute=30)
        jobs.carry_out_periodic(app)
        assert db.session.scalar(select(func.count(Invitation.email))) == 2
        db.session.rollback()
        clock.at = full_hour
        jobs.carry_out_periodic(app)
        assert db.session.scalar(select(func.count(Invitation.email))) == 0
        assert db.session.scalar(select(func.count(Invitation.token_hash))) == 0
    assert actions(app) == ["invitation.sent"] * 2


def test_the_sweep_leaves_open_ones(app: Flask, admin: Visitor) -> None:
    invite(admin)
    with app.app_context():
        sweeping.sweep(NOON + timedelta(days=6))
    assert rows(app)[0].email == NEW


def test_the_sweep_forgets_what_a_backup_has_brought_back(app: Flask, admin: Visitor) -> None:
    """A restored invitation has lost its link, and its address must not stay for good."""
    invite(admin)
    with app.app_context():
        with transaction() as session:
            session.execute(update(Invitation).values(token_hash=None))
        sweeping.sweep(NOON + timedelta(days=7))
    assert rows(app)[0].email is None


def test_who_no_longer_administers_invites_nobody(
    app: Flask, admin: Visitor, as_: Becoming, city: Cast
) -> None:
    """Somebody who is shown the door must not have left a second one open."""
    invite(admin, CITIZEN)
    citizen = as_("citizen")
    page = citizen.open(mailed_path(app))
    with app.app_context(), transaction():
        person = db.session.get_one(Person, city.editor.person_id)
        services.grant_role(city.admin, NOON, the_charter(city), person, Role.ADMIN)
        own = db.session.scalars(
            select(Membership).where(Membership.person_id == city.admin.person_id)
        ).one()
        services.withdraw_role(city.admin, NOON, the_charter(city), own)
    assert page.press("Rolle annehmen").status == 404
    assert roles(app, CITIZEN) == []
    editor = as_("editor")
    assert "Adele Verwaltung gehört nicht mehr zur Verwaltung" in editor.open(ROLES).text
    editor.open(ROLES).press(f"Noch einmal senden: {CITIZEN}, Redaktion")
    page = citizen.open(mailed_path(app))
    assert "Edda Redaktion" in page.text
    assert page.press("Rolle annehmen").status == 200


# Accepting


def test_a_link_is_used_once(app: Flask, admin: Visitor, as_: Becoming, city: Cast) -> None:
    invite(admin, CITIZEN)
    citizen, link = as_("citizen"), mailed_path(app)
    page = citizen.open(link)
    page.press("Rolle annehmen")
    assert page.press("Rolle annehmen").status == 404
    assert citizen.open(link, status=404).heading == GONE
    assert roles(app, CITIZEN) == ["editor"]
    assert actions(app) == ["invitation.sent", "invitation.accepted"]


def test_at_once_it_is_one_role(app: Flask, admin: Visitor, as_: Becoming, city: Cast) -> None:
    invite(admin, CITIZEN)
    link = mailed_path(app)
    browsers = [as_("citizen") for _number in range(MANY)]
    assert sent_at_once(browsers, link, {}) == [303] + [404] * (MANY - 1)
    assert roles(app, CITIZEN) == ["editor"]
    assert actions(app) == ["invitation.sent", "invitation.accepted"]


def test_at_once_it_is_one_account(app: Flask, admin: Visitor, as_: Becoming, city: Cast) -> None:
    invite(admin)
    before = people(app)
    browsers = [as_("") for _number in range(MANY)]
    form = {"name": "Neele Neu", "password": PASSWORD}
    done = sent_at_once(browsers, mailed_path(app), form)
    assert done[0] == 303
    assert set(done[1:]) == {404}
    assert people(app) == before + 1
    assert roles(app, NEW) == ["editor"]
    assert actions(app) == ["invitation.sent", "person.joined", "invitation.accepted"]


def sent_at_once(browsers: list[Visitor], path: str, form: dict[str, str]) -> list[int]:
    filled = [{"csrf_token": one.token(), **form} for one in browsers]
    with ThreadPoolExecutor(len(browsers)) as pool:
        jobs = [
            pool.submit(one.client.post, path, data=values)
            for one, values in zip(browsers, filled, strict=True)
        ]
        return sorted(job.result().status_code for job in jobs)


def test_somebody_new_gets_account_and_role_in_one_step(
    app: Flask, admin: Visitor, as_: Becoming
) -> None:
    invite(admin)
    anybody = as_("")
    page = anybody.open(mailed_path(app))
    page = page.press(
        "Konto anlegen und Rolle annehmen", name="Neele Neu", password="acht-blaue-boote"
    )
    assert page.path == "/stralsund/schreibtisch/"
    assert page.notices == ["Sie sind angemeldet.", "Sie haben jetzt die Rolle „Redaktion“."]
    assert len(mails(app)) == 1, "the link has proven the address"
    with app.app_context():
        person = person_by_email(NEW)
        assert person is not None
        assert (person.name, person.confirmed_at) == ("Neele Neu", NOON)
    again = as_("")
    answer = again.post("/konto/anmelden/", email=NEW, password="acht-blaue-boote")
    assert answer.status_code == 303
    assert again.client.get("/stralsund/schreibtisch/").status_code == 200


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"name": ""}, "füllen Sie dieses Feld aus"),
        ({"name": "n" * 81}, "höchstens 80 Zeichen"),
        ({"name": "Neele\u202eueN"}, "Schreibrichtung"),
        ({"password": ""}, "füllen Sie dieses Feld aus"),
        ({"password": "zu kurz"}, "mindestens 10 Zeichen"),
        ({"password": "passwort1234"}, "leicht erraten"),
        ({"password": NEW}, "nicht Ihren Namen"),
    ],
)
def test_bad_accounts_are_refused_and_kept(
    app: Flask, admin: Visitor, as_: Becoming, values: Values, message: str
) -> None:
    invite(admin)
    usual: Values = {"name": "Neele Neu", "password": "acht-blaue-boote"}
    page = as_("").open(mailed_path(app))
    page = page.press("Konto anlegen und Rolle annehmen", **(usual | values))
    assert page.status == 422
    assert any(message in error for error in page.errors), page.errors
    if "password" in values:
        assert page.field("name") == "Neele Neu"
    assert page.field("password") == ""
    assert actions(app) == ["invitation.sent"]


def test_an_account_begun_by_somebody_else_is_taken_from_them(
    app: Flask, admin: Visitor, as_: Becoming
) -> None:
    """Whoever typed the address first has proven nothing; their password is worth nothing."""
    thief = as_("")
    thief.post("/konto/anlegen/", name="Dieb", email=NEW, password="drei-gelbe-enten")
    confirming = mailed_path(app)
    invite(admin)
    form = {"name": "Neele Neu", "password": "acht-blaue-boote"}
    page = as_("").open(mailed_path(app)).press("Konto anlegen und Rolle annehmen", **form)
    assert "Neele Neu" in page.text
    entered = thief.open("/konto/anmelden/").press(
        "Anmelden", email=NEW, password="drei-gelbe-enten"
    )
    assert entered.status == 422
    thief.post(confirming)
    assert "person.confirmed" not in actions(app)


def test_who_has_an_account_signs_in_first_and_comes_back(
    app: Flask, admin: Visitor, as_: Becoming, city: Cast
) -> None:
    invite(admin, CITIZEN)
    anybody, link = as_(""), mailed_path(app)
    page = anybody.open(link)
    assert not page.root.all("form") or not page.has_button("Rolle annehmen")
    assert anybody.post(link, name="Dieb", password="drei-gelbe-enten").status_code == 403
    assert roles(app, CITIZEN) == []
    page = anybody.open(page.link("Anmelden und weiter"))
    page = page.press("Anmelden", email=CITIZEN, password=PASSWORD)
    assert page.path == link
    assert page.press("Rolle annehmen").path == "/stralsund/schreibtisch/"


def test_who_is_signed_in_as_somebody_else_gets_nothing(
    app: Flask, admin: Visitor, city: Cast
) -> None:
    """The administrator opens the mail of somebody new on the tablet they share."""
    invite(admin, CITIZEN)
    link = mailed_path(app)
    page = admin.open(link)
    assert "Die Einladung ist nicht für Sie" in page.text
    assert not page.has_button("Rolle annehmen")
    assert admin.post(link).status_code == 403
    assert admin.post(link, name="A", password=PASSWORD).status_code == 403
    assert roles(app, "admin@stralsund.example") == ["admin"]
    page = page.press("Abmelden und weiter")
    assert page.path == link
    assert page.notices == ["Sie sind abgemeldet."]
    assert page.link("Anmelden und weiter")


def test_a_role_that_is_held_already_is_held_once(
    app: Flask, admin: Visitor, as_: Becoming, city: Cast
) -> None:
    invite(admin, "editor@stralsund.example", "editor")
    assert as_("editor").open(mailed_path(app)).press("Rolle annehmen").status == 200
    assert roles(app, "editor@stralsund.example") == ["editor"]


def test_services_give_the_role_to_nobody_else(
    app: Flask, admin: Visitor, city: Cast, settings: Settings
) -> None:
    invite(admin, CITIZEN)
    token = mailed_path(app).split("/")[3]
    with app.app_context():
        for actor in (ANYBODY, OPERATOR, city.editor, city.admin):
            with pytest.raises(NotAllowed), transaction():
                services.accept_invitation(actor, NOON, token)
        with pytest.raises(Conflict), transaction():
            services.join_by_invitation(NOON, settings, token, "Dieb", "x")
        with pytest.raises(NotFound), transaction():
            services.accept_invitation(city.citizen, NOON, "erfunden")
        with pytest.raises(NotFound), transaction():
            services.accept_invitation(city.citizen, NOON + timedelta(days=7), token)
        db.session.rollback()
    assert actions(app) == ["invitation.sent"]


def test_a_department_can_go_when_its_invitations_are_over(
    app: Flask, admin: Visitor, city: Cast
) -> None:
    school = city.departments["Schulamt"]
    remove = f"/stralsund/schreibtisch/einstellungen/fachaemter/{school}/entfernen/"
    invite(admin, role="reviewer", department=str(school))
    assert admin.post(remove).status_code == 409
    admin.post(path_of(app, "zurueckziehen"))
    assert admin.post(remove).status_code == 303
    with app.app_context():
        assert db.session.get(Department, school) is None


def test_the_list_goes_on_on_a_second_page(
    app: Flask, admin: Visitor, monkeypatch: pytest.MonkeyPatch, city: Cast
) -> None:
    monkeypatch.setattr("charta.charters.queries.PAGE", 2)
    for number in range(3):
        invite(admin, f"n{number}@example.org")
    first = admin.open(ROLES)
    assert "n2@example.org" in first.text
    assert "n0@example.org" not in first.text
    second = admin.open(first.link("Nächste"))
    assert "n0@example.org" in second.text
    assert "n2@example.org" not in second.text
    assert second.link("Vorherige")


@pytest.mark.parametrize("path", [f"{ROLES}einladungen/999999/senden/", "/konto/einladung/x/"])
def test_what_does_not_exist(admin: Visitor, path: str) -> None:
    assert admin.post(path).status_code == 404
