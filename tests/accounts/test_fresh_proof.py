"""What cannot be taken back asks once more who it is: publishing an edition, papers with names."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from charta.accounts.models import SignIn
from charta.core import clock, outbox
from charta.core.database import db, transaction
from charta.papers.models import Paper
from charta.releases.models import Opening
from charta.weighing.services.waivers import waive
from tests.support.cast import PASSWORD, Cast, sign_in
from tests.support.consultation import DURING, a_comment, a_round
from tests.support.drafting import a_clause
from tests.support.releases import a_release
from tests.support.visitor import Visitor

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
DESK = "/stralsund/schreibtisch/"
EDITION, PAPERS = f"{DESK}fassungen/2/", f"{DESK}unterlagen/"
TABLE = f"{PAPERS}abwaegungstabelle/"
DECISION: dict[str, str | list[str]] = {
    "decided_on": "2026-02-26",
    "decision_number": "2026-VII-01-0123",
    "decision_link": "https://rat.stadt.example/123",
}
ASKS = "Bitte bestätigen Sie, dass Sie es sind"

pytestmark = pytest.mark.usefixtures("quick_hashing")


@pytest.fixture
def prepared(app: Flask, city: Cast) -> Cast:
    """A city in the middle of a round, which has prepared an edition."""
    app.extensions["charta.clock"] = lambda: DURING
    with app.app_context():
        clause = a_clause(city)
        a_comment(city, a_round(city), clause)
        edition = a_release(city, "edition", "Beschlussfassung", now=DURING)
        with transaction():
            waive(city.approver, DURING, edition, source="Der Rat entscheidet schon heute.")
    return city


def visitor(app: Flask, city: Cast, name: str) -> Visitor:
    return Visitor(sign_in(app.test_client(), city.actors[name]))


def forget_proof(app: Flask) -> None:
    """All proofs grow old; everybody stays signed in."""
    with app.app_context(), transaction() as session:
        session.execute(update(SignIn).values(proven_at=LONG_AGO))


def rows(app: Flask, model: type) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_publishing_an_edition_asks_before_the_form(app: Flask, prepared: Cast) -> None:
    approver = visitor(app, prepared, "approver")
    forget_proof(app)
    before = rows(app, Opening)
    refused = approver.post(f"{EDITION}veroeffentlichen/", **DECISION)
    assert refused.status_code == 303
    assert refused.headers["Location"].startswith("/konto/noch-einmal/?next=")
    assert rows(app, Opening) == before
    asked = approver.open(EDITION)
    assert asked.heading == ASKS
    back = asked.press("Bestätigen", password=PASSWORD)
    assert back.path == EDITION
    done = back.press("Fassung 2 veröffentlichen", **DECISION)
    assert done.notices == ["Fassung 2 ist veröffentlicht und gilt ab jetzt."]
    assert rows(app, Opening) == before + 1


def test_who_cannot_publish_is_not_asked(app: Flask, prepared: Cast) -> None:
    editor = visitor(app, prepared, "editor")
    forget_proof(app)
    assert editor.open(EDITION).heading == "Fassung 2"


def test_a_form_that_was_sent_too_late_leads_back_to_its_page(app: Flask, prepared: Cast) -> None:
    approver = visitor(app, prepared, "approver")
    token = approver.token()
    forget_proof(app)
    for sender, way in (
        (f"http://localhost{EDITION}", EDITION),
        ("http://boese.example/", "/konto/"),
        (f"http://localhost.boese.example{EDITION}", "/konto/"),
    ):
        answer = approver.client.post(
            f"{EDITION}veroeffentlichen/",
            data={"csrf_token": token, **DECISION},
            headers={"Referer": sender},
        )
        proven = approver.client.get(answer.headers["Location"])
        assert "Senden Sie dann noch einmal ab." in proven.text
        done = approver.client.post(
            answer.headers["Location"], data={"csrf_token": token, "password": PASSWORD}
        )
        assert done.headers["Location"] == way, sender
        forget_proof(app)


@pytest.mark.parametrize("kind", ["abwaegungstabelle", "beschlussvorlage", "antwortschreiben"])
def test_a_paper_that_may_hold_names_asks_before_the_form(
    app: Flask, prepared: Cast, kind: str
) -> None:
    editor = visitor(app, prepared, "editor")
    forget_proof(app)
    assert editor.open(f"{PAPERS}{kind}/").heading == ASKS
    refused = editor.post(f"{PAPERS}{kind}/", round="1", format="docx", names="ja")
    assert refused.headers["Location"].startswith("/konto/noch-einmal/?next=")
    assert rows(app, Paper) == 0


def test_a_paper_that_never_holds_names_does_not_ask(app: Flask, prepared: Cast) -> None:
    editor = visitor(app, prepared, "editor")
    forget_proof(app)
    assert editor.open(f"{PAPERS}synopse/").heading != ASKS


@pytest.mark.parametrize(("names", "asks"), [("ja", True), ("nein", False)])
def test_fetching_asks_only_for_names(app: Flask, prepared: Cast, names: str, asks: bool) -> None:
    editor = visitor(app, prepared, "editor")
    editor.open(TABLE).press("Papier erstellen", format="csv", names=names)
    with app.app_context():
        outbox.deliver_due(clock.now())
        number = db.session.scalars(select(Paper.id)).one()
    forget_proof(app)
    file = f"{PAPERS}{number}/datei/"
    answer = editor.client.get(file)
    assert (answer.status_code == 303) is asks
    assert ("Carla" in answer.text) is False
    answer.close()
    if asks:
        proven = editor.open(file)
        assert proven.heading == ASKS
        sent = editor.post(f"/konto/noch-einmal/?next={file}", password=PASSWORD)
        assert sent.headers["Location"] == file
        answer = editor.client.get(file)
        assert "Carla" in answer.text
        answer.close()


@pytest.mark.one_engine
def test_whatever_changes_how_one_signs_in_asks(app: Flask, citizen: Visitor) -> None:
    """Every address below that of the security page, and the one for another mail address."""
    forget_proof(app)
    asked = set()
    for rule in app.url_map.iter_rules():
        if not rule.rule.startswith("/konto/sicherheit/") and rule.rule != "/konto/adresse/":
            continue
        path = re.sub(r"<[^>]+>", "1", rule.rule)
        for method in {"GET", "POST"} & set(rule.methods or ()):
            read = method == "GET"
            answer = citizen.client.get(path) if read else citizen.post(path)
            assert answer.status_code == 303, path
            assert answer.headers["Location"].startswith("/konto/noch-einmal/"), path
        asked.add(rule.endpoint)
    assert {"accounts.address", "accounts.passkey_add", "accounts.second_step_off"} <= asked
    assert len(asked) >= 12
