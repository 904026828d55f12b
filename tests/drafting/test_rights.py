"""Every route that writes: who may not, what it does not take, what it does not find."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from charta.core.database import db, transaction
from charta.drafting import services
from charta.journal.models import JournalEntry
from tests.support.cast import START, Cast, a_city, sign_in
from tests.support.drafting import a_clause, a_revision, a_section
from tests.support.visitor import Visitor
from tests.support.workshops import an_idea

DESK = "/stralsund/schreibtisch"

WRITING: dict[str, dict[str, str]] = {
    "entwurf/neuer-abschnitt/": {"theme": "1", "title": "Mobil", "source": "Text"},
    "entwurf/A-1/neue-klausel/": {"theme": "1", "title": "Wege", "source": "Text"},
    "entwurf/MOB-1/bearbeiten/": {"base": "2", "title": "W", "source": "Text", "note": "Kürzer"},
    "entwurf/MOB-1/versionen/1/aufgreifen/": {"base": "2", "note": "Doch"},
    "entwurf/MOB-1/verschieben/": {"place": "2", "section": "1"},
    "entwurf/MOB-1/ruecken/": {"direction": "down"},
    "entwurf/MOB-1/zurueckziehen/": {"reason": "Doppelt"},
    "entwurf/MOB-3/wieder-aufnehmen/": {},
    "ideen/neue-klausel/": {
        "ideas": "1",
        "section": "1",
        "title": "Bänke",
        "source": "Text",
        "reason": "Gut",
    },
    "ideen/anhaengen/": {"ideas": "1", "clause": "2", "reason": "Passt"},
    "ideen/zurueckstellen/": {"ideas": "1", "reason": "Später"},
    "ideen/2/wieder-ansehen/": {},
}
"""Each route with a form it takes; section A-1 and clause MOB-1 have the ids 1 and 2."""

TEXTS = {"title", "source", "note", "reason"}


@pytest.fixture(autouse=True)
def _a_draft(app: Flask, city: Cast) -> None:
    with app.app_context(), transaction():
        section = a_section(city)
        clause = a_clause(city, section)
        a_revision(city, clause)
        a_clause(city, section)
        gone = a_clause(city, section)
        services.withdraw(city.editor, START, gone, reason="Doppelt")
        an_idea(city)
        services.shelve(city.editor, START, an_idea(city), reason="Später")


def written(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(JournalEntry)) or 0


@pytest.mark.parametrize("path", WRITING)
def test_an_editor_may_and_one_entry_is_written(app: Flask, editor: Visitor, path: str) -> None:
    before = written(app)
    answer = editor.post(f"{DESK}/{path}", **WRITING[path])
    assert answer.status_code == 303, answer.text[:3000]
    more = 2 if path == "ideen/neue-klausel/" else 1
    assert written(app) == before + more


@pytest.mark.parametrize("who", ["facilitator", "reviewer", "approver", "admin", "citizen", None])
def test_others_may_not(app: Flask, city: Cast, who: str | None) -> None:
    client = app.test_client()
    if who:
        sign_in(client, getattr(city, who))
    before, visitor = written(app), Visitor(client)
    for path, form in WRITING.items():
        assert visitor.post(f"{DESK}/{path}", **form).status_code == 403, path
    assert written(app) == before


def test_an_editor_of_another_city_may_not(app: Flask) -> None:
    with app.app_context():
        stranger = a_city("greifswald", "Greifswald").editor
    before, visitor = written(app), Visitor(sign_in(app.test_client(), stranger))
    for path, form in WRITING.items():
        assert visitor.post(f"{DESK}/{path}", **form).status_code == 403, path
        own = visitor.post(f"/greifswald/schreibtisch/{path}", **form)
        assert own.status_code in {404, 422}, path
    assert written(app) == before


def refused(app: Flask, visitor: Visitor, path: str, **form: str | list[str]) -> str:
    """Send a form that must be refused at its fields; gives the page."""
    before = written(app)
    answer = visitor.post(f"{DESK}/{path}", **form)
    assert answer.status_code == 422, (path, str(form)[:200])
    assert written(app) == before
    return answer.text


def test_unknown_fields_are_refused(app: Flask, editor: Visitor) -> None:
    for path, form in WRITING.items():
        refused(app, editor, path, **form, charter_id="2")


def test_no_field_is_taken_twice(app: Flask, editor: Visitor) -> None:
    for path, form in WRITING.items():
        for name in form.keys() - {"ideas"}:
            twice: dict[str, str | list[str]] = {**form, name: [form[name], form[name]]}
            refused(app, editor, path, **twice)


def test_nothing_may_be_missing(app: Flask, editor: Visitor) -> None:
    for path, form in WRITING.items():
        for name in form:
            if (path, name) == ("entwurf/neuer-abschnitt/", "source"):
                continue
            refused(app, editor, path, **{key: form[key] for key in form if key != name})


@pytest.mark.parametrize("bad", ["Wege\x00", "a\u202eb", "x" * 25_000, "\x1b[0m"])
def test_what_nobody_can_read_is_refused_and_the_rest_kept(
    app: Flask, editor: Visitor, bad: str
) -> None:
    for path, form in WRITING.items():
        texts = TEXTS & form.keys()
        for name in texts:
            page = refused(app, editor, path, **{**form, name: bad})
            assert all(form[kept] in page for kept in texts - {name})


@pytest.mark.parametrize("value", ["999999", "-1", "x", "99999999999999999999", "1.5", "\x00"])
def test_ids_and_numbers_that_mean_nothing_are_refused(
    app: Flask, editor: Visitor, value: str
) -> None:
    before = written(app)
    for path, form in WRITING.items():
        for name in {"theme", "section", "clause", "base", "ideas", "direction"} & form.keys():
            answer = editor.post(f"{DESK}/{path}", **{**form, name: value})
            later = name == "base" and value == "999999"
            assert answer.status_code == (409 if later else 422), (path, name)
    assert written(app) == before


@pytest.mark.parametrize("path", [path for path, form in WRITING.items() if TEXTS & form.keys()])
def test_html_stays_text(app: Flask, editor: Visitor, path: str) -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    form = {name: evil if name in TEXTS else value for name, value in WRITING[path].items()}
    assert editor.post(f"{DESK}/{path}", **form).status_code == 303
    for page in ("entwurf/", "entwurf/MOB-1/", "entwurf/MOB-1/versionen/", "ideen/", "ideen/1/"):
        shown = editor.open(f"{DESK}/{page}")
        assert "<img src=x" not in shown.answer.text
        assert "<script>alert" not in shown.answer.text


NOWHERE = (
    "entwurf/MOB-99/",
    "entwurf/mob-1/",
    "entwurf/%00/",
    "entwurf/..%2F/",
    "entwurf/MOB-1/versionen/99/",
    "entwurf/MOB-1/versionen/0/",
    "entwurf/MOB-1/versionen/99999999999999999999/",
    "entwurf/MOB-1/versionen/99/aufgreifen/",
    "entwurf/MOB-1/vergleich/?alt=1&neu=99",
    "entwurf/MOB-1/neue-klausel/",
    "ideen/99/",
    "ideen/99999999999999999999/",
)


def test_what_does_not_exist_is_not_found(editor: Visitor) -> None:
    for path in NOWHERE:
        editor.open(f"{DESK}/{path}", status=404)


def test_texts_of_another_city_are_not_found(app: Flask) -> None:
    with app.app_context():
        stranger = a_city("greifswald", "Greifswald").editor
    visitor = Visitor(sign_in(app.test_client(), stranger))
    for path in ("entwurf/MOB-1/", "entwurf/A-1/", "entwurf/MOB-1/versionen/1/", "ideen/1/"):
        visitor.open(f"/greifswald/schreibtisch/{path}", status=404)


def test_staff_read_and_see_no_buttons(reviewer: Visitor) -> None:
    for path in ("entwurf/", "entwurf/MOB-1/", "entwurf/MOB-1/versionen/", "ideen/", "ideen/1/"):
        page = reviewer.open(f"{DESK}/{path}")
        assert {button.text for button in page.root.all("button")} <= {
            "Abmelden", "Menü", "Schreibtisch", "Schließen", "Filter anwenden", "Vergleichen"
        }  # fmt: skip
    reviewer.open(f"{DESK}/entwurf/MOB-1/bearbeiten/", status=403)


def test_the_public_is_sent_to_sign_in(public: Visitor, citizen: Visitor) -> None:
    answer = public.client.get(f"{DESK}/entwurf/MOB-1/")
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/konto/anmelden/")
    citizen.open(f"{DESK}/entwurf/MOB-1/", status=403)
