"""What can be done with charters, and by whom; one journal entry each, without a name in it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from charta.accounts import services as accounts
from charta.accounts.models import Person
from charta.charters import queries, rules, services
from charta.charters.models import Membership
from charta.core.actors import ANYBODY, OPERATOR, Actor, Role
from charta.core.database import db, transaction
from charta.core.errors import Conflict, Invalid, NotAllowed
from charta.journal.models import JournalEntry
from tests.support.cast import START, Cast, a_city
from tests.support.charters import a_legal_page, entries, newest_entry, the_charter


def test_a_charter_begins_with_groups_and_legal_pages(app: Flask) -> None:
    with app.app_context():
        with transaction():
            charter = services.create_charter(
                OPERATOR, START, slug="wismar", name="Charta", city="Wismar", description="Ja."
            )
        assert [group.name for group in queries.groups(charter.id)] == list(rules.USUAL_GROUPS)
        pages = queries.legal_pages(charter.id)
        assert [page.slug for page in pages] == list(rules.LEGAL_PAGES)
        for page in pages:
            assert rules.TO_FILL_IN in page.source
            assert "$" not in page.source
            assert page.html.startswith("<")
        assert entries() == ["charter.created"]
        assert newest_entry().details == {"slug": "wismar"}


@pytest.mark.parametrize("slug", ["stralsund", "konto", "Groß"])
def test_an_address_that_cannot_be_taken(app: Flask, city: Cast, slug: str) -> None:
    with app.app_context(), pytest.raises(Invalid) as refused, transaction():
        services.create_charter(OPERATOR, START, slug=slug, name="C", city="S", description="")
    assert refused.value.field == "slug"


def test_a_charters_admin_begins_no_other(app: Flask, city: Cast) -> None:
    with app.app_context(), pytest.raises(NotAllowed), transaction():
        services.create_charter(
            city.admin, START, slug="wismar", name="C", city="W", description=""
        )


def test_themes_keep_their_order_and_codes(app: Flask, city: Cast) -> None:
    with app.app_context():
        with transaction():
            charter = the_charter(city)
            theme = services.add_theme(city.admin, START, charter, code="KUL", name="Kultur")
            services.move(city.admin, START, charter, theme, down=False)
            services.rename(city.admin, START, charter, theme, name="Kultur und Freizeit")
        assert [theme.code for theme in queries.themes(city.charter_id)] == ["MOB", "KUL", "BIL"]
        assert entries() == ["theme.added", "theme.moved", "theme.renamed"]
        assert "Kultur" not in json.dumps([entry.details for entry in _all_entries()])


def _all_entries() -> list[JournalEntry]:
    return list(db.session.scalars(select(JournalEntry)))


def test_moving_beyond_the_end_changes_nothing(app: Flask, city: Cast) -> None:
    with app.app_context(), transaction():
        charter = the_charter(city)
        first, last = queries.themes(charter.id)
        services.move(city.admin, START, charter, first, down=False)
        services.move(city.admin, START, charter, last, down=True)
        assert [first, last] == queries.themes(charter.id)
        assert entries() == []


@pytest.mark.parametrize(
    ("code", "name", "field"), [("MOB", "Neu", "code"), ("NEU", "Bildung", "name")]
)
def test_a_theme_that_is_there_already(
    app: Flask, city: Cast, code: str, name: str, field: str
) -> None:
    with app.app_context(), pytest.raises(Invalid) as refused, transaction():
        services.add_theme(city.admin, START, the_charter(city), code=code, name=name)
    assert refused.value.field == field


def test_two_cities_may_use_the_same_words(app: Flask, city: Cast) -> None:
    with app.app_context():
        other = a_city("wismar", "Wismar")
        with transaction():
            charter = the_charter(other)
            services.add_department(other.admin, START, charter, name="Umweltamt")
            services.add_department(city.admin, START, the_charter(city), name="Umweltamt")
            services.add_group(other.admin, START, charter, name="Kirche")


def test_what_is_used_stays(app: Flask, city: Cast) -> None:
    with app.app_context():
        with pytest.raises(Conflict), transaction():
            used = queries.department(city.charter_id, city.departments["Bauamt"])
            services.remove(city.admin, START, the_charter(city), used)
        with transaction():
            unused = queries.department(city.charter_id, city.departments["Schulamt"])
            services.remove(city.admin, START, the_charter(city), unused)
        assert [found.name for found in queries.departments(city.charter_id)] == ["Bauamt"]
        assert entries() == ["department.removed"]


def test_a_legal_page_is_rendered_when_it_is_saved(app: Flask, city: Cast) -> None:
    with app.app_context():
        with transaction():
            page = a_legal_page(city)
            services.change_legal_page(
                city.admin,
                START.replace(hour=12),
                the_charter(city),
                page,
                source="**Rathaus** <script>x</script>",
                base=page.updated_at,
            )
        saved = queries.legal_page(city.charter_id, "impressum")
        assert saved.html == "<p><strong>Rathaus</strong> &lt;script&gt;x&lt;/script&gt;</p>"
        assert saved.updated_at == START.replace(hour=12)
        with pytest.raises(Conflict), transaction():
            page = queries.legal_page(city.charter_id, "impressum")
            services.change_legal_page(
                city.admin, START, the_charter(city), page, source="alt", base=START
            )
        with pytest.raises(Invalid) as refused, transaction():
            page = queries.legal_page(city.charter_id, "impressum")
            services.change_legal_page(
                city.admin, START, the_charter(city), page, source="*" * 9000, base=page.updated_at
            )
        assert refused.value.field == "source"
        assert entries() == ["legal_page.changed"]


def _move_theme(actor: Actor, city: Cast) -> None:
    theme = queries.theme(city.charter_id, city.themes["MOB"])
    services.move(actor, START, the_charter(city), theme, down=True)


def _withdraw(actor: Actor, city: Cast) -> None:
    held = queries.members(city.charter_id)[0]
    services.withdraw_role(actor, START, the_charter(city), held)


def _grant(actor: Actor, city: Cast) -> None:
    person = db.session.get_one(Person, city.citizen.person_id)
    services.grant_role(actor, START, the_charter(city), person, Role.EDITOR)


def _change(actor: Actor, city: Cast) -> None:
    held = queries.members(city.charter_id)[0]
    services.change_role(actor, START, the_charter(city), held, Role.FACILITATOR)


def _give_another(actor: Actor, city: Cast) -> None:
    held = queries.members(city.charter_id)[0]
    services.give_another_role(actor, START, the_charter(city), held, Role.FACILITATOR)


WRITES: list[Callable[[Actor, Cast], Any]] = [
    lambda actor, city: services.change_charter(
        actor, START, the_charter(city), name="A", city="B", description="C"
    ),
    lambda actor, city: services.add_theme(actor, START, the_charter(city), code="NEU", name="N"),
    lambda actor, city: services.add_department(actor, START, the_charter(city), name="N"),
    lambda actor, city: services.add_group(actor, START, the_charter(city), name="N"),
    lambda actor, city: services.rename(
        actor, START, the_charter(city), queries.themes(city.charter_id)[0], name="N"
    ),
    lambda actor, city: services.remove(
        actor, START, the_charter(city), queries.themes(city.charter_id)[0]
    ),
    lambda actor, city: services.change_legal_page(
        actor, START, the_charter(city), a_legal_page(city), source="N", base=START
    ),
    _move_theme,
    _withdraw,
    _change,
    _give_another,
    _grant,
]


@pytest.mark.parametrize("write", WRITES)
def test_only_its_admin_changes_a_charter(
    app: Flask, city: Cast, write: Callable[[Actor, Cast], Any]
) -> None:
    with app.app_context():
        other = a_city("wismar", "Wismar")
        for actor in (ANYBODY, city.citizen, city.editor, city.approver, other.admin):
            with pytest.raises(NotAllowed), transaction():
                write(actor, city)
        assert entries() == []
        assert write.__name__ in {"_withdraw", "_change"} or _works(write, city)


def _works(write: Callable[[Actor, Cast], Any], city: Cast) -> bool:
    with transaction():
        write(city.admin, city)
    return len(entries()) == 1


def test_people_are_created_by_the_installation_only(app: Flask, city: Cast) -> None:
    def create(actor: Actor) -> Person:
        return accounts.create_person(
            actor, START, email="Neu@example.org", name="Neu", password_hash="x"
        )

    with app.app_context():
        for actor in (ANYBODY, city.admin):
            with pytest.raises(NotAllowed), transaction():
                create(actor)
        with transaction():
            person = create(OPERATOR)
            services.grant_role(OPERATOR, START, None, person, Role.ADMIN)
        assert person.email == "neu@example.org"
        with pytest.raises(Invalid), transaction():
            create(OPERATOR)


def test_the_database_guards_roles_too(app: Flask, city: Cast) -> None:
    with app.app_context(), pytest.raises(IntegrityError), transaction() as session:
        session.add(
            Membership(
                person_id=city.citizen.person_id,
                charter_id=None,
                role="editor",
                department_id=None,
                created_at=START,
            )
        )
