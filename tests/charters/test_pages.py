"""The settings of a charter through its screens."""

from __future__ import annotations

import pytest
from flask import Flask

from charta.charters import queries
from charta.charters.views.lists import KINDS
from tests.charters.conftest import Becoming
from tests.support.accounts import actions
from tests.support.cast import Cast, a_city, sign_in
from tests.support.visitor import Visitor

SETTINGS = "/stralsund/schreibtisch/einstellungen/"
THEMES = f"{SETTINGS}handlungsfelder/"
ROLES = f"{SETTINGS}rollen/"

LISTS = {"handlungsfelder": "Handlungsfelder", "fachaemter": "Fachämter", "gruppen": "Gruppen"}

BAD_LINES = [
    ("", "füllen Sie dieses Feld aus"),
    ("   ", "füllen Sie dieses Feld aus"),
    ("n" * 81, "höchstens 80 Zeichen"),
    ("a\x00b", "Steuerzeichen"),
    ("a\x1bb", "Steuerzeichen"),
    ("a\nb", "Steuerzeichen"),
    ("a\u202eb", "Schreibrichtung"),
]


def names(app: Flask, city: Cast, kind: str) -> list[str]:
    with app.app_context():
        return [item.name for item in queries.listed(KINDS[kind].model, city.charter_id)]


def test_a_charter_is_described_anew(app: Flask, admin: Visitor) -> None:
    page = admin.open(SETTINGS)
    assert page.field("name") == "Smart City Charta"
    saved = page.press("Speichern", name="Digitale Charta", description="Kurz\r\nund gut.")
    assert saved.notices == ["Die Angaben zur Charta sind gespeichert."]
    assert saved.field("name") == "Digitale Charta"
    assert saved.field("description") == "Kurz\nund gut."
    assert actions(app) == ["charter.changed"]


@pytest.mark.parametrize("field", ["name", "city"])
@pytest.mark.parametrize(("value", "message"), BAD_LINES)
def test_a_bad_description_is_refused_and_kept(
    admin: Visitor, field: str, value: str, message: str
) -> None:
    page = admin.open(SETTINGS).press("Speichern", **{"description": "Neu", field: value})
    assert page.status == 422
    assert message in page.errors[0]
    assert page.field("description") == "Neu"
    assert "Neu" not in admin.open(SETTINGS).field("description")


def test_markup_is_only_text(admin: Visitor) -> None:
    evil = '"><script>alert(1)</script>'
    admin.open(SETTINGS).press("Speichern", name=evil, city=evil, description=evil)
    assert admin.open(SETTINGS).field("name") == evil


def test_a_theme_is_added_renamed_moved_and_removed(app: Flask, admin: Visitor, city: Cast) -> None:
    page = admin.open(THEMES).press("Hinzufügen", name="Kultur", code="KUL")
    assert page.notices == ["„Kultur“ ist hinzugefügt."]
    page = page.press("Nach oben: Bildung")
    assert names(app, city, "handlungsfelder") == ["Bildung", "Nachhaltige Mobilität", "Kultur"]
    page = page.press("Nach unten: Bildung")
    edit = admin.open(page.link("Umbenennen: Kultur"))
    assert "Das Kürzel KUL bleibt" in edit.text
    page = edit.press("Namen speichern", name="Kultur und Freizeit")
    assert names(app, city, "handlungsfelder")[-1] == "Kultur und Freizeit"
    page = page.press("Entfernen: Kultur und Freizeit")
    assert page.notices == ["Der Eintrag ist entfernt."]
    assert actions(app) == [
        "theme.added",
        "theme.moved",
        "theme.moved",
        "theme.renamed",
        "theme.removed",
    ]


@pytest.mark.parametrize("kind", ["fachaemter", "gruppen"])
def test_the_other_lists_work_alike(app: Flask, admin: Visitor, city: Cast, kind: str) -> None:
    page = admin.open(f"{SETTINGS}{kind}/")
    assert page.heading == LISTS[kind]
    before = names(app, city, kind)
    page = page.press("Hinzufügen", name="Ganz neu").press("Nach oben: Ganz neu")
    assert names(app, city, kind) == [*before[:-1], "Ganz neu", before[-1]]
    admin.open(page.link("Umbenennen: Ganz neu")).press("Namen speichern", name="Neuer")
    admin.open(f"{SETTINGS}{kind}/").press("Entfernen: Neuer")
    assert names(app, city, kind) == before


@pytest.mark.parametrize("kind", LISTS)
@pytest.mark.parametrize(("value", "message"), BAD_LINES)
def test_bad_names_are_refused_and_kept(  # noqa: PLR0917
    app: Flask, admin: Visitor, city: Cast, kind: str, value: str, message: str
) -> None:
    before = names(app, city, kind)
    other = {"code": "NEU"} if kind == "handlungsfelder" else {}
    page = admin.open(f"{SETTINGS}{kind}/").press("Hinzufügen", name=value, **other)
    assert page.status == 422
    assert message in page.errors[0]
    if other:
        assert page.field("code") == "NEU"
    edit = admin.open(page.link(f"Umbenennen: {before[0]}"))
    refused = edit.press("Namen speichern", name=value)
    assert refused.status == 422
    assert message in refused.errors[0]
    assert names(app, city, kind) == before


@pytest.mark.parametrize("kind", LISTS)
def test_a_name_stands_once_in_a_list(app: Flask, admin: Visitor, city: Cast, kind: str) -> None:
    first, second, *_others = names(app, city, kind)
    other = {"code": "NEU"} if kind == "handlungsfelder" else {}
    page = admin.open(f"{SETTINGS}{kind}/").press("Hinzufügen", name=first, **other)
    assert page.status == 422
    edit = admin.open(page.link(f"Umbenennen: {second}")).press("Namen speichern", name=first)
    assert edit.status == 422
    assert "gibt es in der Liste schon" in edit.errors[0]
    assert edit.press("Namen speichern", name=second).status == 200


@pytest.mark.parametrize("code", ["", "M", "mob", "MÖB", "MOBILIT", "M B", "M\x00B", "MOB"])
def test_bad_codes_are_refused(app: Flask, admin: Visitor, city: Cast, code: str) -> None:
    page = admin.open(THEMES).press("Hinzufügen", name="Kultur", code=code)
    assert page.status == 422
    assert page.field("name") == "Kultur"
    assert len(names(app, city, "handlungsfelder")) == 2


def test_a_code_cannot_be_changed(app: Flask, admin: Visitor, city: Cast) -> None:
    path = f"{THEMES}{city.themes['MOB']}/"
    assert admin.post(path, name="Mobilität", code="XXX").status_code == 422
    assert names(app, city, "handlungsfelder")[0] == "Nachhaltige Mobilität"


def test_what_is_used_cannot_be_removed(app: Flask, admin: Visitor, city: Cast) -> None:
    page = admin.open(f"{SETTINGS}fachaemter/").press("Entfernen: Bauamt")
    assert page.status == 409
    assert "schon verwendet" in page.text
    assert "Bauamt" in names(app, city, "fachaemter")


def test_what_was_removed_by_somebody_else_is_not_found(admin: Visitor, city: Cast) -> None:
    page = admin.open(f"{SETTINGS}fachaemter/")
    edit = admin.open(page.link("Umbenennen: Schulamt"))
    page.press("Entfernen: Schulamt")
    assert page.press("Entfernen: Schulamt").status == 404
    assert edit.press("Namen speichern", name="Amt").status == 404


@pytest.mark.parametrize("direction", ["", "sideways", "up\x00"])
def test_a_direction_that_is_none(admin: Visitor, city: Cast, direction: str) -> None:
    path = f"{THEMES}{city.themes['MOB']}/verschieben/"
    assert admin.post(path, direction=direction).status_code == 422


WRITES = [
    (SETTINGS, {"name": "A", "city": "B", "description": "C"}),
    (THEMES, {"name": "A", "code": "AAA"}),
    (f"{SETTINGS}fachaemter/", {"name": "A"}),
    (f"{SETTINGS}gruppen/", {"name": "A"}),
    (f"{THEMES}1/", {"name": "A"}),
    (f"{THEMES}1/verschieben/", {"direction": "down"}),
    (f"{SETTINGS}fachaemter/2/entfernen/", {}),
    (ROLES, {"email": "citizen@stralsund.example", "role": "admin"}),
    (f"{ROLES}1/entziehen/", {}),
    (f"{SETTINGS}seiten/impressum/", {"source": "x", "base": "x"}),
]


@pytest.mark.parametrize(("path", "values"), WRITES)
def test_nobody_else_changes_anything(
    app: Flask, as_: Becoming, path: str, values: dict[str, str | list[str]]
) -> None:
    with app.app_context():
        stranger = a_city("wismar", "Wismar").admin
    assert as_("").client.get(SETTINGS).status_code == 303
    for key in ("", "citizen", "editor", "approver", "reviewer", "facilitator"):
        assert as_(key).post(path, **values).status_code == 403, key
    visitor = Visitor(sign_in(app.test_client(), stranger))
    assert visitor.post(path, **values).status_code == 403
    assert actions(app) == []


@pytest.mark.parametrize(
    "path",
    [
        f"{THEMES}999999/",
        f"{THEMES}99999999999999999999/",
        f"{SETTINGS}unbekannt/",
        f"{SETTINGS}seiten/unbekannt/",
        "/stralsund/seiten/unbekannt/",
        "/unbekannt/schreibtisch/einstellungen/",
    ],
)
def test_what_does_not_exist(admin: Visitor, path: str) -> None:
    assert admin.open(path, status=404)


def test_entries_of_another_city_are_not_found(app: Flask, admin: Visitor, city: Cast) -> None:
    with app.app_context():
        other = a_city("wismar", "Wismar")
        membership = queries.members(other.charter_id)[0].id
    theme = other.themes["MOB"]
    assert admin.open(f"{THEMES}{theme}/", status=404)
    for path, values in (
        (f"{THEMES}{theme}/", {"name": "A"}),
        (f"{THEMES}{theme}/verschieben/", {"direction": "down"}),
        (f"{THEMES}{theme}/entfernen/", {}),
        (f"{ROLES}{membership}/entziehen/", {}),
    ):
        assert admin.post(path, **values).status_code == 404
    assert actions(app) == []
