"""Textbausteine: what may stand in them, and the screens on which they are kept."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from charta.core.database import db
from charta.weighing import placeholders
from charta.weighing.models import TextModule
from tests.consultation.conftest import Visits, entries
from tests.support.cast import Cast, a_city
from tests.support.visitor import Values

LIST = "/stralsund/schreibtisch/textbausteine/"
ONE = f"{LIST}1/"
MAKE, SAVE, REMOVE = "Textbaustein anlegen", "Änderung speichern", "Entfernen: Zuständig"
GOOD: Values = {"title": "Zuständig", "source": "Für {klausel} ist {stadt} zuständig."}


class TestPlaceholders:
    def test_they_are_filled_in(self) -> None:
        values = {"klausel": "MOB-1", "stadt": "Stralsund"}
        assert placeholders.filled("Zu {klausel}: {stadt}, {mehr}.", values) == (
            "Zu MOB-1: Stralsund, {mehr}."
        )

    def test_what_is_put_in_is_not_filled_in_again(self) -> None:
        assert placeholders.filled("{titel}", {"titel": "{stadt}", "stadt": "S"}) == "{stadt}"

    @pytest.mark.parametrize(
        ("source", "strange"),
        [
            ("Zu {klausel} und {titel}", []),
            ("{Klausel} und {x}", ["{Klausel}", "{x}"]),
            ("{}", ["{}"]),
            ("{ klausel }", ["{ klausel }"]),
            ("{{klausel}}", []),
            ("} ohne {", []),
            ("{über\nzwei Zeilen}", []),
        ],
    )
    def test_unknown_ones_are_named(self, source: str, strange: list[str]) -> None:
        assert placeholders.unknown(source) == strange

    @pytest.mark.parametrize(
        ("words", "text"),
        [([], ""), (["S-1"], "S-1"), (["S-1", "S-2"], "S-1 und S-2"), (list("abc"), "a, b und c")],
    )
    def test_several_are_spoken(self, words: list[str], text: str) -> None:
        assert placeholders.joined(words, "und") == text


def words(app: Flask) -> list[tuple[str, str]]:
    with app.app_context():
        rows = db.session.execute(select(TextModule.title, TextModule.source))
        return [(title, source) for title, source in rows]


def test_one_is_made_changed_and_removed(app: Flask, city: Cast, visits: Visits) -> None:
    page = visits(city.editor).open(LIST)
    assert "{schluessel}" in page.text
    made = page.press(MAKE, **GOOD)
    assert made.notices == ["Der Textbaustein „Zuständig“ ist angelegt."]
    changed = visits(city.second_editor).open(ONE).press(SAVE, source="Anders: {titel}.")
    assert changed.notices == ["Der Textbaustein „Zuständig“ ist geändert."]
    assert words(app) == [("Zuständig", "Anders: {titel}.")]
    changed.press(REMOVE)
    assert words(app) == []
    with app.app_context():
        for action in ("created", "changed", "removed"):
            [entry] = entries(f"text_module.{action}")
            assert "Anders" not in str(entry.details)


def test_saving_the_same_writes_nothing(app: Flask, city: Cast, visits: Visits) -> None:
    page = visits(city.editor).open(LIST).press(MAKE, **GOOD)
    page.visitor.open(ONE).press(SAVE)
    with app.app_context():
        assert entries("text_module.changed") == []


def test_two_at_once_lose_nothing(app: Flask, city: Cast, visits: Visits) -> None:
    visits(city.editor).open(LIST).press(MAKE, **GOOD)
    first, second = visits(city.editor).open(ONE), visits(city.second_editor).open(ONE)
    first.press(SAVE, source="Eins.")
    told = second.press(SAVE, source="Zwei.")
    assert told.status == 409
    assert "Eins." in told.text
    assert told.field("source").strip() == "Zwei."
    told.press(SAVE)
    assert words(app) == [("Zuständig", "Zwei.")]


@pytest.mark.parametrize(
    "change",
    [
        {"title": ""},
        {"title": "x" * 101},
        {"title": "Schon da"},
        {"source": " "},
        {"source": "---"},
        {"source": "x" * 3001},
        {"source": "Für {amt} zuständig."},
        {"source": "a\x00b"},
    ],
)
def test_bad_input_is_refused_and_kept(
    app: Flask, city: Cast, visits: Visits, change: dict[str, str]
) -> None:
    visitor = visits(city.editor)
    visitor.open(LIST).press(MAKE, title="Schon da", source="Da.")
    visitor.open(LIST).press(MAKE, **GOOD)
    before = words(app)
    new: Values = {"title": "Neu", "source": "Neu."}
    for page, button, values in (
        (visitor.open(LIST), MAKE, {**new, **change}),
        (visitor.open(f"{LIST}2/"), SAVE, {**GOOD, **change}),
    ):
        refused = page.press(button, **values)
        assert refused.status == 422
        assert refused.errors
        name = "source" if "title" in change else "title"
        assert refused.field(name).strip() == values[name]
    assert words(app) == before


def test_an_unknown_placeholder_is_named(city: Cast, visits: Visits) -> None:
    refused = visits(city.editor).open(LIST).press(MAKE, title="A", source="Für {amt}.")
    assert refused.errors == ["Worte: Den Platzhalter {amt} gibt es nicht."]


def test_the_wrong_person(app: Flask, city: Cast, visits: Visits) -> None:
    visits(city.editor).open(LIST).press(MAKE, **GOOD)
    for who in ("citizen", "approver", "reviewer", "facilitator", "admin"):
        visitor = visits(city.actors[who])
        for path in (LIST, ONE):
            visitor.open(path, status=403)
            assert visitor.post(path, seen="", **GOOD).status_code == 403
        assert visitor.post(f"{ONE}entfernen/").status_code == 403
    assert visits(None).client.get(LIST).status_code == 303
    with app.app_context():
        other = a_city("rostock", "Rostock")
    stranger = visits(other.editor)
    path = "/rostock/schreibtisch/textbausteine/1/"
    stranger.open(path, status=404)
    assert stranger.post(path, seen="", title="A", source="B").status_code == 404
    assert stranger.post(f"{path}entfernen/").status_code == 404
    assert words(app) == [("Zuständig", "Für {klausel} ist {stadt} zuständig.")]
