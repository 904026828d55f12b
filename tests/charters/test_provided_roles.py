"""Roles that the identity provider grants: followed at each sign-in, gone with it, and beside them
those that somebody has granted here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from charta.accounts.models import Identity, Person, SignIn
from charta.accounts.provider import Claims
from charta.accounts.services import identities
from charta.charters.models import Charter, Membership
from charta.core.clock import now
from charta.core.database import db, transaction
from charta.core.errors import Conflict
from charta.journal.models import JournalEntry
from config import Settings
from tests.support.cast import START, Cast, sign_in
from tests.support.charters import entries

ISSUER = "https://anmelden.stadt.example"
RULES = """
    redaktion=stralsund:editor; bau=stralsund:reviewer:Bauamt; schule=stralsund:reviewer:Schulamt;
    cn=leitung,ou=amt=stralsund:admin; betrieb=*:admin;
    fort=greifswald:editor; weg=stralsund:reviewer:Forstamt
"""
DESK = "/stralsund/schreibtisch/"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(
        settings,
        oidc_issuer=ISSUER,
        oidc_client_id="charta",
        oidc_client_secret="geheim",
        oidc_name="Stadtkonto",
        oidc_role_claim="groups",
        oidc_roles=RULES,
    )


def come(app: Flask, city: Cast, *roles: str, who: str = "citizen") -> set[str]:
    """Somebody comes from the provider, which says this of them; what they hold afterwards."""
    person_id = city.actors[who].person_id
    with app.app_context():
        with transaction() as session:
            person = session.get_one(Person, person_id)
            identity = session.scalar(select(Identity).where(Identity.person_id == person_id))
            if identity is None:
                at = {"created_at": START, "last_used_at": START}
                row = Identity(person_id=person.id, issuer=ISSUER, subject=who, **at)
                session.add(row)
                session.flush()
            claims = Claims(ISSUER, who, None, "", tuple(roles), two_steps=False, proven_at=None)
            assert identities.enter_by_identity(now(), app.extensions["charta.settings"], claims)
        return held(person_id)


def held(person_id: int | None) -> set[str]:
    rows = db.session.scalars(select(Membership).where(Membership.person_id == person_id))
    return {
        f"{one.role} {one.charter_id or '*'} {one.department_id or '-'}"
        f"{'' if one.issuer else ' by hand'}"
        for one in rows
    }


def journal(app: Flask) -> Sequence[str]:
    with app.app_context():
        return entries()


def test_they_are_set_changed_and_withdrawn(app: Flask, city: Cast) -> None:
    bau, schule = city.departments["Bauamt"], city.departments["Schulamt"]
    assert come(app, city, "redaktion", "bau") == {"editor 1 -", f"reviewer 1 {bau}"}
    assert come(app, city, "redaktion", "bau") == {"editor 1 -", f"reviewer 1 {bau}"}
    assert journal(app) == ["role.granted"] * 2
    assert come(app, city, "bau", "schule") == {f"reviewer 1 {bau}", f"reviewer 1 {schule}"}
    assert come(app, city, "betrieb") == {"admin * -"}
    assert come(app, city) == set()
    assert journal(app).count("role.granted") == 4
    assert journal(app).count("role.withdrawn") == 4
    with app.app_context():
        entry = db.session.scalars(select(JournalEntry).limit(1)).one()
    assert entry.actor_id is None
    assert entry.details.keys() == {"person", "role", "department", "by"}


def test_they_hold_at_once_and_for_as_long_as_a_sign_in(app: Flask, city: Cast) -> None:
    """Who has left the city may still come by mail, and the provider would not know."""
    client = sign_in(app.test_client(), city.citizen)
    assert client.get(DESK).status_code == 403
    come(app, city, "redaktion")
    assert client.get(DESK).status_code == 200
    hours = app.extensions["charta.settings"].session_hours
    with app.app_context(), transaction() as session:
        session.scalars(select(Identity)).one().last_used_at = now() - timedelta(hours=hours)
    assert client.get(DESK).status_code == 403
    assert sign_in(app.test_client(), city.editor).get(DESK).status_code == 200


def test_what_another_provider_has_said_does_not_hold(app: Flask, city: Cast) -> None:
    client = sign_in(app.test_client(), city.citizen)
    come(app, city, "redaktion")
    with app.app_context(), transaction() as session:
        for one in session.scalars(select(Membership).where(Membership.issuer == ISSUER)):
            one.issuer = "https://frueher.stadt.example"
    assert client.get(DESK).status_code == 403


def test_what_was_granted_by_hand_is_left_alone(app: Flask, city: Cast) -> None:
    assert come(app, city, "redaktion", who="editor") == {"editor 1 - by hand"}
    assert come(app, city, who="editor") == {"editor 1 - by hand"}
    assert journal(app) == []


def test_what_does_not_exist_grants_nothing(
    app: Flask, city: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    assert come(app, city, "fort", "weg", "unbekannt") == set()
    assert capsys.readouterr().out.count('"event": "provider_role"') == 2


def test_the_last_administrator_stays(app: Flask, city: Cast) -> None:
    leader = "cn=leitung,ou=amt"
    come(app, city, leader)
    with app.app_context(), transaction() as session:
        adele = session.scalars(
            select(Membership).where(Membership.person_id == city.admin.person_id)
        ).one()
        session.delete(adele)
    assert come(app, city) == {"admin 1 -"}, "until there is another"
    with app.app_context():
        number = db.session.scalar(select(Identity.id))
        assert number is not None
        with pytest.raises(Conflict), transaction():
            identities.cut(city.citizen, now(), number)
        assert db.session.scalar(select(func.count()).select_from(Identity)) == 1
    come(app, city, leader, who="second_citizen")
    assert come(app, city) == set()


def test_they_go_with_the_link(app: Flask, city: Cast) -> None:
    come(app, city, "redaktion", "bau", who="approver")
    with app.app_context():
        with transaction():
            number = db.session.scalars(select(Identity.id)).one()
            identities.cut(city.approver, now(), number)
        assert held(city.approver.person_id) == {"approver 1 - by hand"}
        assert entries()[-3:] == ["role.withdrawn", "role.withdrawn", "person.identity_cut"]


def test_other_roles_are_another_token(app: Flask, city: Cast) -> None:
    sign_in(app.test_client(), city.citizen)
    come(app, city, "redaktion")
    with app.app_context():
        renewed = select(SignIn.to_renew).where(SignIn.person_id == city.citizen.person_id)
        assert any(db.session.scalars(renewed))


def test_a_second_step_is_demanded_of_them_as_well(app: Flask, city: Cast) -> None:
    client = sign_in(app.test_client(), city.citizen)
    come(app, city, "redaktion")
    with app.app_context(), transaction() as session:
        session.get_one(Charter, city.charter_id).second_step_required = True
    assert client.get(DESK).status_code == 403
    with app.app_context(), transaction() as session:
        session.get_one(Person, city.citizen.person_id).second_step_since = START
    assert client.get(DESK).status_code == 200
