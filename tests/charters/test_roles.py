"""Roles: held once, for departments of the city's own, and one administrator always stays."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from charta.accounts.models import Person
from charta.charters import queries, services
from charta.charters.models import Membership
from charta.core.actors import Actor, Role
from charta.core.database import db, transaction
from charta.core.errors import Conflict, Invalid, NotFound
from tests.support.cast import START, Cast, a_city, a_person
from tests.support.charters import entries, newest_entry, the_charter


def test_a_reviewer_reviews_for_departments(app: Flask, city: Cast) -> None:
    with app.app_context():
        with transaction():
            charter = the_charter(city)
            person = db.session.get_one(Person, city.citizen.person_id)
            for name in ("Bauamt", "Schulamt"):
                department = queries.department(charter.id, city.departments[name])
                services.grant_role(
                    city.admin, START, charter, person, Role.REVIEWER, department=department
                )
        assert entries() == ["role.granted"] * 2
        assert newest_entry().details == {
            "person": city.citizen.person_id,
            "role": "reviewer",
            "department": city.departments["Schulamt"],
        }


def test_a_role_is_held_once(app: Flask, city: Cast) -> None:
    with app.app_context(), pytest.raises(Invalid) as refused, transaction():
        person = db.session.get_one(Person, city.editor.person_id)
        services.grant_role(city.admin, START, the_charter(city), person, Role.EDITOR)
    assert refused.value.field == "role"


def test_no_role_for_an_address_nobody_confirmed(app: Flask, city: Cast) -> None:
    with app.app_context(), pytest.raises(Invalid), transaction():
        person = a_person("neele@example.org", confirmed=False)
        services.grant_role(city.admin, START, the_charter(city), person, Role.ADMIN)


def test_no_department_of_another_city(app: Flask, city: Cast) -> None:
    with app.app_context():
        other = a_city("wismar", "Wismar")
        with pytest.raises(NotFound), transaction():
            services.grant_role(
                city.admin,
                START,
                the_charter(city),
                db.session.get_one(Person, city.citizen.person_id),
                Role.REVIEWER,
                department=queries.department(other.charter_id, other.departments["Bauamt"]),
            )


def test_the_last_admin_stays(app: Flask, city: Cast) -> None:
    def own(actor: Actor) -> Membership:
        return db.session.scalars(
            select(Membership).where(
                Membership.person_id == actor.person_id, Membership.role == "admin"
            )
        ).one()

    with app.app_context():
        with pytest.raises(Conflict), transaction():
            services.withdraw_role(city.admin, START, the_charter(city), own(city.admin))
        with transaction():
            person = db.session.get_one(Person, city.editor.person_id)
            services.grant_role(city.admin, START, the_charter(city), person, Role.ADMIN)
            services.withdraw_role(city.admin, START, the_charter(city), own(city.admin))
        assert entries() == ["role.granted", "role.withdrawn"]


def test_a_role_of_another_city_is_not_found(app: Flask, city: Cast) -> None:
    with app.app_context():
        other = a_city("wismar", "Wismar")
        with pytest.raises(NotFound), transaction():
            theirs = queries.members(other.charter_id)[0]
            services.withdraw_role(city.admin, START, the_charter(city), theirs)
