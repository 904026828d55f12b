"""What is kept back leaves no trace either (observable discrepancies, CWE-203): not in the ETag,
the size or the order of a public answer, nor in its counts, nor in an error page.

The known case is CVE-2023-34090: by what a list of Decidim answered to a filter, one could find
out what stood in columns that no page shows. Here all public answers are taken before and after
staff have worked on things that nobody may know of yet; not one may differ.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from charta.charters.models import Department
from charta.consultation.models import Comment, Round
from charta.core.access import allow, anyone
from charta.core.database import db, transaction
from charta.drafting.models import Document
from charta.weighing import services as weighing
from charta.weighing.services.handling import assign, set_due
from tests.attacks.test_canary import readable
from tests.house.test_bad_input import address
from tests.support.cast import Cast, a_city, sign_in
from tests.support.consultation import DURING, a_comment, a_round, an_answer
from tests.support.drafting import a_clause, a_revision, a_section
from tests.support.intake import a_held, allow_guests, an_intake
from tests.support.releases import a_release
from tests.support.statements import counted
from tests.support.workshops import a_workshop, an_idea

pytestmark = pytest.mark.one_engine

TOKEN = re.compile(rb'(name="(?:csrf_token|submission|began|proof[^"]*)"[^>]*value=")[^"]*')
KEPT = ("ETag", "Last-Modified", "Content-Length", "Cache-Control", "Vary", "Location", "Link")

Change = Callable[[Cast, Round, Document, list[Comment]], object]


@pytest.fixture
def town(app: Flask) -> tuple[Cast, Round, Document, list[Comment]]:
    app.extensions["charta.clock"] = lambda: DURING
    with app.app_context():
        city = a_city()
        clause = a_clause(city)
        found = a_round(city)
        said = [a_comment(city, found, clause) for _number in range(3)]
        an_answer(city, said[0])
        allow_guests(city, "moderated")
        with transaction():
            an_idea(city, a_workshop(city, opened=True))
        return city, found, clause, said


def drafts_an_answer(city: Cast, _found: Round, _clause: Document, said: list[Comment]) -> None:
    words = weighing.Words("noted", "Das nehmen wir uns vor.")
    weighing.save_draft(city.editor, DURING, [again(said[1])], words, finish=True)


def again(comment: Comment) -> Comment:
    found = db.session.get_one(Comment, comment.id)
    db.session.refresh(found, ["revision"])
    return found


def asks_a_department(city: Cast, _found: Round, _clause: Document, said: list[Comment]) -> None:
    office = db.session.get_one(Department, city.departments["Schulamt"])
    weighing.ask(city.editor, DURING, [again(said[1])], [office], question="Geht das?")


def groups(city: Cast, found: Round, _clause: Document, said: list[Comment]) -> None:
    weighing.create_group(city.editor, DURING, found, said[1:], title="Lastenräder")


def writes_a_module(city: Cast, _found: Round, _clause: Document, _said: list[Comment]) -> None:
    weighing.create_text_module(
        city.editor, DURING, city.charter_id, title="Dank", source="Wir danken."
    )


def revises(city: Cast, _found: Round, clause: Document, _said: list[Comment]) -> None:
    a_revision(city, clause, "Ganz andere Worte.", title="Ganz anders", now=DURING)


def drafts_more(city: Cast, _found: Round, _clause: Document, _said: list[Comment]) -> None:
    a_clause(city, a_section(city, "BIL", "Bildung", now=DURING), title="Neu", now=DURING)


def prepares_an_edition(city: Cast, _found: Round, _clause: Document, _said: object) -> None:
    a_release(city, "edition", "Beschlussfassung", now=DURING)


def prepares_a_workshop(city: Cast, _found: Round, _clause: Document, _said: object) -> None:
    an_idea(city, a_workshop(city, "Geheimes Treffen"), "Noch nicht öffentlich")


def holds_a_guest(city: Cast, found: Round, clause: Document, _said: object) -> None:
    a_held(found, clause, email=None)


def enters_a_letter(city: Cast, found: Round, _clause: Document, _said: object) -> None:
    an_intake(city, found)


def names_somebody(city: Cast, found: Round, _clause: Document, said: list[Comment]) -> None:
    comments = [again(one) for one in said]
    assign(city.editor, DURING, found, comments, city.editor.person_id)
    set_due(city.editor, DURING, found, comments, DURING.date())


CHANGES: tuple[Change, ...] = (
    drafts_an_answer,
    asks_a_department,
    groups,
    writes_a_module,
    revises,
    drafts_more,
    prepares_an_edition,
    prepares_a_workshop,
    names_somebody,
)
COUNTED: tuple[Change, ...] = (holds_a_guest, enters_a_letter)
"""What waits to be read is part of the ledger's totals, and of nothing else."""


def public_answers(app: Flask) -> dict[str, tuple[int, dict[str, str], bytes]]:
    """Status, telling headers and body of every address, as somebody without an account reads it,
    also of numbers that only staff have given yet; the desk is closed to them anyway."""
    told = {}
    client = app.test_client()
    for rule in readable(app):
        if "/schreibtisch/" in rule.rule:
            continue
        for number in ("1", "2", "4") if "number" in rule.arguments else ("1",):
            path = address(rule, number=number, import_id="1", token="x")
            answer = client.get(path)
            headers = {name: answer.headers[name] for name in KEPT if name in answer.headers}
            body = TOKEN.sub(rb"\1", answer.get_data())
            if body != answer.get_data():
                headers.pop("ETag", None)
            told[path] = answer.status_code, headers, body
            answer.close()
    return told


def test_work_behind_the_scenes_changes_nothing(
    app: Flask, town: tuple[Cast, Round, Document, list[Comment]]
) -> None:
    before = public_answers(app)
    other = {path for path, told in public_answers(app).items() if before[path] != told}
    assert all(path.startswith("/konto/aufgabe/") for path in other), "new each time"
    assert sum(status == 200 for status, _headers, _body in before.values()) > 20
    assert sum("ETag" in headers for _status, headers, _body in before.values()) > 10
    for change in CHANGES:
        with app.app_context(), transaction():
            change(*town)
    after = public_answers(app)
    assert not {path for path in before if before[path] != after[path]} - other
    for change in COUNTED:
        with app.app_context(), transaction():
            change(*town)
    last = public_answers(app)
    differ = {path for path in before if before[path] != last[path]} - other
    assert {path.rstrip("/").removesuffix(".csv").rpartition("/")[2] for path in differ} == {
        "bilanz"
    }


def test_what_is_released_does_change(
    app: Flask, town: tuple[Cast, Round, Document, list[Comment]]
) -> None:
    """Else the test above would find nothing wherever it looked."""
    before = public_answers(app)
    city, _found, _clause, said = town
    with app.app_context():
        an_answer(city, again(said[1]))
    after = public_answers(app)
    differ = [path for path in before if before[path] != after[path]]
    assert "/stralsund/stellungnahmen/2/" in differ
    assert "/stralsund/bilanz/" in differ


def test_what_is_hidden_answers_like_what_does_not_exist(
    app: Flask, town: tuple[Cast, Round, Document, list[Comment]]
) -> None:
    """With the same words, headers and number of questions to the database."""
    city = town[0]
    with app.app_context():
        prepares_hidden(*town)
    client = sign_in(app.test_client(), city.citizen)
    for hidden, absent in (
        ("/stralsund/klauseln/MOB-2/", "/stralsund/klauseln/MOB-77/"),
        ("/stralsund/fassungen/2/", "/stralsund/fassungen/77/"),
        ("/stralsund/veranstaltungen/2/", "/stralsund/veranstaltungen/77/"),
        ("/stralsund/ideen/2/", "/stralsund/ideen/77/"),
    ):
        told = []
        for path in (hidden, absent):
            with counted(app) as asked:
                answer = client.get(path)
            text = TOKEN.sub(rb"\1", answer.get_data()).replace(path.encode(), b"")
            caching = answer.headers.get("Cache-Control")
            told.append((answer.status_code, text, caching, len(asked)))
        assert told[0] == told[1], hidden
        assert told[0][0] == 404, hidden


def prepares_hidden(city: Cast, _found: Round, clause: Document, _said: list[Comment]) -> None:
    with transaction():
        section = db.session.get_one(Document, clause.parent_id)
        a_clause(city, section, title="Neu", now=DURING)
        an_idea(city, a_workshop(city, "Geheimes Treffen"), "Noch nicht öffentlich")
        a_release(city, "edition", "Beschlussfassung", now=DURING)


@pytest.mark.parametrize("status", [500, 503])
def test_errors_tell_nothing_of_what_went_wrong(
    app: Flask,
    town: tuple[Cast, Round, Document, list[Comment]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    status: int,
) -> None:
    """A database quotes the values it refuses; neither page nor log may."""
    secret = "entwurfkanarie"

    def broken(**_places: object) -> None:
        if status == 503:
            raise OperationalError("SELECT", {"source": secret}, Exception(secret))
        raise RuntimeError(secret)

    monkeypatch.setitem(app.view_functions, "site.home", allow(anyone)(broken))
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    answer = app.test_client().get(f"/stralsund/?q={secret}")
    assert answer.status_code in {500, 503}
    logged = capsys.readouterr()
    assert "Traceback" not in answer.text
    for told in (answer.text.partition("<main")[2], str(answer.headers), logged.out, logged.err):
        assert secret not in told
