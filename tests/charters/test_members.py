"""Roles through the screens: changed, added to and taken one by one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import select

from charta.charters.models import Membership
from charta.core.actors import Actor
from charta.core.database import db
from tests.charters.conftest import Becoming
from tests.support.accounts import actions, mails
from tests.support.cast import Cast, a_city, sign_in
from tests.support.visitor import Visitor

DESK = "/stralsund/schreibtisch/"
ROLES = f"{DESK}einstellungen/rollen/"


def held(app: Flask, actor: Actor) -> list[tuple[str, int | None]]:
    with app.app_context():
        found = db.session.scalars(
            select(Membership)
            .where(Membership.person_id == actor.person_id)
            .order_by(Membership.id)
        )
        return [(one.role, one.department_id) for one in found]


def path_of(app: Flask, actor: Actor, what: str = "") -> str:
    with app.app_context():
        number = db.session.scalar(
            select(Membership.id).where(Membership.person_id == actor.person_id)
        )
    return f"{ROLES}{number}/{what}"


def test_a_role_is_changed_in_one_step(
    app: Flask, admin: Visitor, as_: Becoming, city: Cast
) -> None:
    editor = as_("editor")
    assert editor.client.get(f"{DESK}entwurf/neuer-abschnitt/").status_code == 200
    page = admin.open(ROLES)
    page = admin.open(page.link("Ändern: Edda Redaktion, Redaktion"))
    assert page.field("role") == "editor"
    school = city.departments["Schulamt"]
    page = page.press("Rolle ändern", role="reviewer", department=str(school))
    assert page.notices == ["Die Rolle ist geändert."]
    assert editor.client.get(f"{DESK}entwurf/neuer-abschnitt/").status_code == 403
    assert editor.client.get(f"{DESK}umsetzbarkeit/").status_code == 200
    assert held(app, city.editor) == [("reviewer", school)]
    assert actions(app) == ["role.changed"]
    (mail,) = mails(app)
    assert mail["to"] == "editor@stralsund.example"
    assert "Bisher: Redaktion\nJetzt: Fachprüfung für: Schulamt" in mail["body"]


def test_another_department_is_another_role(app: Flask, admin: Visitor, city: Cast) -> None:
    path, school = path_of(app, city.reviewer), city.departments["Schulamt"]
    page = admin.open(path)
    assert page.field("department") == str(city.departments["Bauamt"])
    assert page.press("Rolle ändern", department=str(school)).status == 200
    assert held(app, city.reviewer) == [("reviewer", school)]


def test_the_department_ends_with_the_role_it_belongs_to(
    app: Flask, admin: Visitor, city: Cast
) -> None:
    page = admin.open(path_of(app, city.reviewer))
    assert page.field("department") == str(city.departments["Bauamt"])
    page = page.press("Rolle ändern", role="editor")
    assert page.notices == ["Die Rolle ist geändert."]
    assert held(app, city.reviewer) == [("editor", None)]
    assert "\n\n\n" not in mails(app)[-1]["body"]


def test_one_more_role_for_somebody_who_is_here(app: Flask, admin: Visitor, city: Cast) -> None:
    page = admin.open(path_of(app, city.editor))
    page = admin.open(page.link("Stattdessen eine weitere Rolle geben"))
    page = page.press("Rolle geben", role="approver")
    assert page.notices == ["Die Rolle ist vergeben."]
    assert held(app, city.editor) == [("editor", None), ("approver", None)]
    assert actions(app) == ["role.granted"]
    (mail,) = mails(app)
    assert "Neu: Freigabe" in mail["body"]
    page = page.press("Entziehen: Edda Redaktion, Redaktion")
    assert page.notices == ["Die Rolle ist entzogen."]
    assert held(app, city.editor) == [("approver", None)]
    assert "Nicht mehr: Redaktion" in mails(app)[-1]["body"]


BAD = [
    ({"role": "editor"}, "hat diese Rolle schon"),
    ({"role": "citizen"}, "angebotenen Möglichkeiten"),
    ({"role": "king"}, "angebotenen Möglichkeiten"),
    ({"role": []}, "wählen Sie eine der Möglichkeiten"),
    ({"role": "reviewer"}, "Bitte wählen Sie das Fachamt"),
    ({"department": "999999"}, "angebotenen Möglichkeiten"),
    ({"department": "eins"}, "angebotenen Möglichkeiten"),
    ({"department": "1"}, "Nur die Fachprüfung"),
]


@pytest.mark.parametrize(("what", "button"), [("", "Rolle ändern"), ("weitere/", "Rolle geben")])
@pytest.mark.parametrize(("values", "message"), BAD)
def test_roles_that_cannot_be_given(  # noqa: PLR0917
    app: Flask,
    admin: Visitor,
    city: Cast,
    what: str,
    button: str,
    values: dict[str, str | list[str]],
    message: str,
) -> None:
    usual: dict[str, str | list[str]] = {"role": "approver"}
    page = admin.open(path_of(app, city.editor, what)).press(button, **(usual | values))
    assert page.status == 422
    assert any(message in error for error in page.errors), page.errors
    if values.get("role") not in ({"king"}, [], "king", "citizen"):
        assert page.field("role") == (usual | values)["role"]
    assert actions(app) == []
    assert mails(app) == []


def test_a_department_of_another_city_is_none(app: Flask, admin: Visitor, city: Cast) -> None:
    with app.app_context():
        theirs = str(a_city("wismar", "Wismar").departments["Bauamt"])
    page = admin.open(path_of(app, city.editor)).press(
        "Rolle ändern", role="reviewer", department=theirs
    )
    assert page.status == 422
    assert "angebotenen Möglichkeiten" in page.errors[0]


def test_only_the_administrators_of_this_charter_change_roles(
    app: Flask, as_: Becoming, city: Cast
) -> None:
    with app.app_context():
        other = a_city("wismar", "Wismar")
    wismar = Visitor(sign_in(app.test_client(), other.admin))
    for visitor in (as_(""), as_("citizen"), as_("editor"), as_("approver"), wismar):
        for what in ("", "weitere/", "entziehen/"):
            answer = visitor.post(path_of(app, city.editor, what), role="admin")
            assert answer.status_code == 403
    theirs = path_of(app, city.editor).replace("/stralsund/", "/wismar/")
    for what in ("", "weitere/"):
        assert wismar.post(f"{theirs}{what}", role="admin").status_code == 404
    assert wismar.post(f"{theirs}entziehen/").status_code == 404
    assert actions(app) == []


def test_a_role_that_has_gone_is_not_found(app: Flask, admin: Visitor, city: Cast) -> None:
    path = path_of(app, city.editor)
    page = admin.open(path)
    assert admin.post(f"{path}entziehen/").status_code == 303
    assert page.press("Rolle ändern", role="admin").status == 404
    assert admin.post(f"{path}entziehen/").status_code == 404
    assert actions(app) == ["role.withdrawn"]


def test_the_last_admin_cannot_step_down(app: Flask, admin: Visitor, city: Cast) -> None:
    page = admin.open(path_of(app, city.admin)).press("Rolle ändern", role="editor")
    assert page.status == 409
    assert "letzte Verwaltung" in page.errors[0]
    assert page.field("role") == "editor"
    assert held(app, city.admin) == [("admin", None)]


def test_who_steps_down_is_led_out(app: Flask, admin: Visitor, city: Cast) -> None:
    admin.open(path_of(app, city.editor)).press("Rolle ändern", role="admin")
    page = admin.open(path_of(app, city.admin)).press("Rolle ändern", role="editor")
    assert page.path == "/stralsund/"
    assert page.notices == ["Die Rolle ist geändert."]
    assert admin.client.get(ROLES).status_code == 403
    assert [mail["to"] for mail in mails(app)] == ["editor@stralsund.example"], "none to oneself"


def test_two_administrators_cannot_both_step_down(app: Flask, as_: Becoming, city: Cast) -> None:
    as_("admin").post(path_of(app, city.editor), role="admin")
    pair = [(as_(key), path_of(app, city.actors[key])) for key in ("admin", "editor")]
    filled = [(one.client, path, one.token()) for one, path in pair]
    with ThreadPoolExecutor(2) as pool:
        jobs = [
            pool.submit(client.post, path, data={"csrf_token": token, "role": "approver"})
            for client, path, token in filled
        ]
        statuses = sorted(job.result().status_code for job in jobs)
    assert statuses == [303, 409]
    assert actions(app) == ["role.changed"] * 2


def test_the_last_admin_cannot_go(admin: Visitor, city: Cast) -> None:
    page = admin.open(ROLES).press("Entziehen: Adele Verwaltung, Verwaltung")
    assert page.status == 409
    assert page.heading == "Rollen", "one can go on from there"
    assert "letzte Verwaltung" in page.notices[0]
    assert admin.open(ROLES)


def test_addresses_are_not_shown(admin: Visitor) -> None:
    assert "@" not in admin.open(ROLES).text.replace("name@beispiel.de", "")
