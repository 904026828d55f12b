"""The same thing many times in one moment (race conditions, CWE-362 and CWE-367).

The known case is CVE-2023-47634: whoever sent their support in Decidim several times at once was
counted several times. Here threads send the same form from browsers of their own. More is tried
beside what it belongs to: comments, drafts and answers in ``tests/consultation/test_at_once.py``,
promotions and revisions in ``tests/drafting/test_race.py``, sign-ups, links and codes in
``tests/accounts/test_at_once.py``, accepted roles in ``tests/charters/test_invitations.py``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from charta.charters.models import Membership
from charta.consultation.models import Adoption, Comment, Reopening, Response
from charta.core.actors import Role
from charta.core.database import db, transaction
from charta.drafting.queries import document_by_key
from charta.intake.models import HeldComment, Intake
from charta.journal.models import JournalEntry
from charta.journal.verification import journal_breaks
from charta.moderation.models import Case, Measure, Objection, Report
from charta.moderation.rules import MOST_BY_ONE, Kind
from charta.papers.models import Paper
from charta.papers.rules import MOST_WAITING
from charta.releases.models import Opening
from charta.workshops.models import Idea
from tests.drafting.test_race import at_once
from tests.support.cast import Cast, a_city, sign_in
from tests.support.consultation import DURING, a_comment, a_round, an_answer
from tests.support.drafting import a_clause
from tests.support.intake import a_held, allow_guests, the_token
from tests.support.moderation import a_decision, a_report
from tests.support.releases import a_release
from tests.support.sheets import HEADINGS, a_csv
from tests.support.suggestions import a_suggestion
from tests.support.uploads import send
from tests.support.visitor import Visitor
from tests.support.workshops import a_workshop

pytestmark = pytest.mark.usefixtures("quick_hashing")

MANY = 6
DESK = "/stralsund/schreibtisch/"
Visits = Callable[[str], Visitor]


@pytest.fixture
def town(app: Flask) -> Cast:
    """A city in the middle of a round."""
    app.extensions["charta.clock"] = lambda: DURING
    with app.app_context():
        city = a_city()
        a_clause(city)
    return city


@pytest.fixture
def visits(app: Flask, town: Cast) -> Visits:
    return lambda name: Visitor(sign_in(app.test_client(), town.actors[name]))


def rows(model: type, *conditions: object) -> int:
    query = select(func.count()).select_from(model).where(*conditions)  # type: ignore[arg-type]
    return db.session.scalar(query) or 0


def entries(action: str) -> int:
    return rows(JournalEntry, JournalEntry.action == action)


def send_many(app: Flask, visitor: Visitor, path: str, **form: str) -> Counter[int]:
    return at_once(app, visitor, path, [form] * MANY)


def test_the_last_administrator_stays(app: Flask, town: Cast, visits: Visits) -> None:
    """The role of each of two is taken from them in one moment."""
    with app.app_context(), transaction() as session:
        session.add(
            Membership(
                person_id=town.approver.person_id,
                charter_id=town.charter_id,
                role=Role.ADMIN.value,
                created_at=DURING,
            )
        )
    with app.app_context():
        roles = select(Membership.id).where(Membership.role == Role.ADMIN.value)
        numbers = list(db.session.scalars(roles))
    assert len(numbers) == 2
    path = f"{DESK}einstellungen/rollen/{{}}/entziehen/"
    with ThreadPoolExecutor(2 * MANY) as pool:
        visitors = [visits("admin") for _number in range(2 * MANY)]
        tokens = [visitor.token() for visitor in visitors]
        jobs = [
            pool.submit(
                visitor.client.post,
                path.format(numbers[turn % 2]),
                data={"csrf_token": token},
            )
            for turn, (visitor, token) in enumerate(zip(visitors, tokens, strict=True))
        ]
        done = Counter(job.result().status_code for job in jobs)
    assert done[303] == 1, done
    with app.app_context():
        assert rows(Membership, Membership.role == Role.ADMIN.value) == 1


def test_a_guest_confirms_once(app: Flask, town: Cast) -> None:
    with app.app_context():
        clause = a_clause(town, title="Bänke")
        found = a_round(town)
        allow_guests(town, "confirmed")
        a_held(found, clause)
    path = f"/stralsund/beteiligung/ohne-konto/{the_token(app)}/"
    public = Visitor(app.test_client())
    done = at_once(app, public, path, [{}] * MANY)
    assert set(done) <= {200, 303, 404, 409}
    with app.app_context():
        assert rows(Comment) == 1


def test_a_guest_is_let_in_once(app: Flask, town: Cast, visits: Visits) -> None:
    with app.app_context():
        clause = a_clause(town, title="Bänke")
        found = a_round(town)
        allow_guests(town, "moderated")
        number = a_held(found, clause, email=None).id
    done = send_many(app, visits("editor"), f"{DESK}eingaben/gaeste/{number}/freigeben/")
    assert done[303] >= 1
    assert set(done) <= {303, 404, 409}
    with app.app_context():
        assert rows(Comment) == 1
        assert rows(HeldComment, HeldComment.comment_id.is_not(None)) == 1


def test_a_table_is_taken_over_once(app: Flask, town: Cast, visits: Visits) -> None:
    with app.app_context(), transaction():
        a_workshop(town)
    facilitator = visits("facilitator")
    upload = f"{DESK}veranstaltungen/1/import/"
    content = a_csv(HEADINGS, ("Mehr Bänke", "MOB", "Politik"), ("Mehr Licht", "BIL", "Politik"))
    preview = send(facilitator, upload, content, "ideen.csv").headers["Location"]
    done = send_many(app, facilitator, preview, expected="2")
    assert set(done) <= {303, 409}
    with app.app_context():
        assert rows(Idea) == 2
        assert entries("ideas.imported") == 1


def test_a_letter_is_entered_once(app: Flask, town: Cast, visits: Visits) -> None:
    with app.app_context():
        a_round(town)
    page = visits("editor").open(f"{DESK}eingaben/neu/")
    values = {
        "round": "1",
        "document": "",
        "channel": "letter",
        "received_on": "2026-03-10",
        "title": "Zu den Radwegen",
        "source": "Der Radweg fehlt.",
        "public_name": "",
        "sender_name": "Rosa Brief",
        "sender_address": "",
        "sender_email": "",
        "file_name": "",
        "seen": "",
        "looked": "",
    }
    done = at_once(app, page.visitor, f"{DESK}eingaben/neu/", [values] * MANY)
    assert done[303] == 1, done
    with app.app_context():
        assert rows(Intake) == 1


def test_a_suggestion_is_taken_over_once(app: Flask, town: Cast, visits: Visits) -> None:
    with app.app_context():
        found = a_round(town)
        a_suggestion(town, found, document_by_key(town.charter_id, "MOB-1"))
    editor = visits("editor")
    page = editor.open(f"{DESK}entwurf/MOB-1/vorschlaege/")
    form = next(one for one in page.root.all("form") if "uebernehmen" in one["action"])
    values = {one["name"]: one["value"] for one in form.all("input") if one["name"]}
    values.pop("csrf_token")
    done = at_once(app, editor, form["action"], [values] * MANY)
    assert done[303] >= 1, done
    assert set(done) <= {303, 409, 422}
    with app.app_context():
        assert rows(Adoption) == 1


def test_an_answer_is_reopened_once(app: Flask, town: Cast, visits: Visits) -> None:
    with app.app_context():
        clause = a_clause(town, title="Bänke")
        said = a_comment(town, a_round(town), clause)
        an_answer(town, said)
        number = said.number
    path = f"/stralsund/stellungnahmen/{number}/anders/"
    done = send_many(app, visits("citizen"), path, source="Das meinte ich nicht.")
    assert done[303] == 1, done
    with app.app_context():
        assert (rows(Response), rows(Reopening)) == (1, 1)


def test_an_edition_is_published_once(app: Flask, town: Cast, visits: Visits) -> None:
    with app.app_context():
        edition = a_release(town, "edition", "Beschlussfassung", now=DURING)
        number = edition.number
    form = {
        "decided_on": "2026-02-26",
        "decision_number": "2026-VII-01-0123",
        "decision_link": "https://rat.stadt.example/123",
    }
    path = f"{DESK}fassungen/{number}/veroeffentlichen/"
    done = send_many(app, visits("approver"), path, **form)
    assert done[303] == 1, done
    with app.app_context():
        assert rows(Opening) == 1
        assert list(journal_breaks()) == []


def test_no_more_papers_wait_than_may(app: Flask, town: Cast, visits: Visits) -> None:
    with app.app_context():
        a_round(town)
    form = {"round": "1", "names": "nein", "format": "csv"}
    path = f"{DESK}unterlagen/abwaegungstabelle/"
    at_once(app, visits("editor"), path, [form] * (MOST_WAITING + 4))
    with app.app_context():
        assert rows(Paper) == MOST_WAITING


REPORT = {
    "ground": "law",
    "source": "Das ist eine Beleidigung.",
    "name": "Rita Meldung",
    "email": "rita@meldung.example",
    "good_faith": "y",
}
HIDE = {
    "turn": "1",
    "kinds": "hidden",
    "basis": "rules",
    "provision": "Spielregeln: Umgang",
    "facts": "Setzt eine Person herab.",
    "public": "Der Text beleidigt eine Person.",
}


def something_said(town: Cast) -> Comment:
    clause = a_clause(town, title="Bänke")
    return a_comment(town, a_round(town), clause)


def test_reports_of_one_moment_make_one_case_and_no_more_than_one_may_send(
    app: Flask, town: Cast, visits: Visits
) -> None:
    with app.app_context():
        number = something_said(town).number
    forms = [{**REPORT, "submission": str(uuid4())} for _each in range(MOST_BY_ONE + 3)]
    path = f"/stralsund/stellungnahmen/{number}/melden/"
    done = at_once(app, visits("second_citizen"), path, forms)
    assert done == {303: MOST_BY_ONE, 409: 3}
    with app.app_context():
        assert (rows(Case), rows(Report)) == (1, MOST_BY_ONE)


def test_a_case_is_decided_once(app: Flask, town: Cast, visits: Visits) -> None:
    """Two moderators press the button in the same moment, each several times."""
    with app.app_context():
        a_report(something_said(town))
    path = f"{DESK}meldungen/1/"
    with ThreadPoolExecutor(2) as pool:
        both = [
            pool.submit(send_many, app, visits(name), path, **{**HIDE, "kinds": kind})
            for name, kind in (("editor", "hidden"), ("facilitator", "warned"))
        ]
        done = sum((one.result() for one in both), Counter())
    assert done[303] == 1, done
    assert set(done) <= {303, 409, 422}
    with app.app_context():
        assert rows(Measure) == 1
        assert list(journal_breaks()) == []


def test_an_objection_is_made_and_heard_once(app: Flask, town: Cast, visits: Visits) -> None:
    with app.app_context():
        a_report(something_said(town))
        [measure] = a_decision(town, Kind.HIDDEN)
    path = f"/stralsund/widerspruch/{measure.id}/"
    done = send_many(app, visits("citizen"), path, source="Das war eine Frage.")
    assert done == {303: 1, 409: MANY - 1}
    with app.app_context():
        [objection] = db.session.scalars(select(Objection))
    hearing = f"{DESK}meldungen/widerspruch/{objection.id}/"
    with ThreadPoolExecutor(2) as pool:
        both = [
            pool.submit(send_many, app, visits(name), hearing, upheld=upheld, answer="Gelesen.")
            for name, upheld in (("editor", "yes"), ("admin", "no"))
        ]
        heard = sum((one.result() for one in both), Counter())
    assert heard == {303: 1, 409: 2 * MANY - 1}
    with app.app_context():
        upheld = db.session.get_one(Objection, objection.id).upheld
        assert rows(Measure, Measure.kind == Kind.RESTORED) == int(bool(upheld))
        assert entries("objection.upheld") + entries("objection.rejected") == 1
