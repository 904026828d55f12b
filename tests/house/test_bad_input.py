"""No input makes the site fail: every route is sent what nobody should send.

Places in addresses, parameters and fields are filled from one list of nasty values, by somebody
who may do nearly everything; whatever the answer, it is no error of ours and leads nowhere else.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from flask import Flask
from sqlalchemy import update
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from charta.charters.models import Department, Membership
from charta.consultation.models import Comment, Round
from charta.core.actors import Role
from charta.core.database import db, transaction
from charta.drafting.models import Document
from charta.moderation.rules import Kind
from charta.receipts import services as receipts
from charta.receipts.models import Receipt
from charta.receipts.rules import digest, read
from charta.text.similarity import Group
from charta.weighing import services as weighing
from charta.weighing.services.groups import replace_proposals
from tests.support.cast import Cast, a_city, sign_in
from tests.support.charters import an_invitation
from tests.support.consultation import DURING, a_comment, a_round, an_answer
from tests.support.drafting import a_clause, a_revision
from tests.support.intake import a_held, allow_guests, an_intake
from tests.support.moderation import a_decision, a_report, an_objection
from tests.support.releases import a_release, an_open_release
from tests.support.suggestions import a_suggestion
from tests.support.visitor import Values, Visitor, entries, parse
from tests.support.workshops import a_table, a_workshop, an_idea

NUMBERS = ("-1", "0", "00", "²", "٣", "2147483647", "2147483648", "9" * 5_000, "1e9", "1-9", "٣-٤")
WORDS = (
    "",
    "\0",
    "\x1b[31m\r\nSet-Cookie: a=b",
    "\u202egnp.exe",
    "\ufffe\U0010ffff",
    "MOB-999999999",
    "MOB-9999999999",
    "' OR 1=1 --",
    "../../etc/passwd",
    "//evil.example/",
    "{{7*7}}%s%n%(x)s",
    "<script>alert(1)</script>",
)
NASTY = (*NUMBERS, *WORDS)
LONG = ("." * 20_000, "[" * 20_000, "ä\u0301 " * 6_000)

GOOD = {"number": "1", "comment": "1", "key": "MOB-1", "old": "1", "new": "2"}
GOOD |= {"invitation_id": "1"}
GOOD |= {"group": "1", "proposal_id": "1", "request_id": "1"}
GOOD |= {"held_id": "1", "module_id": "1", "code": "mita-bode-kuha-rino-sewa"}
GOOD |= {"measure_id": "1", "objection_id": "1"}
GOOD |= {"table_id": "1", "idea_number": "1", "slug": "impressum", "kind": "handlungsfelder"}
OTHERWISE = {
    "papers.order": {"kind": "synopse"},
    "site.section": {"key": "A-1"},
    "site.section_versions": {"key": "A-1"},
    "drafting.clause_create": {"key": "A-1"},
    "consultation.adopt": {"number": "2"},
    "consultation.adopt_edited": {"number": "2"},
    "consultation.placements": {"number": "3"},
    "consultation.reopen": {"number": "5"},
    "consultation.placement_settle": {"number": "3"},
    "weighing.owed": {"number": "4"},
}
"""What there is in the city below, so that pages are reached; places not named here stand in
their rule as the choices they offer."""

BEYOND = {
    "accounts.confirm",
    "accounts.enter",
    "accounts.from_provider",
    "accounts.move",
    "accounts.provider_known",
    "accounts.provider_link",
    "accounts.provider_new",
    "accounts.reset",
    "accounts.to_provider",
    "charters.create",
    "charters.invitation",
    "charters.legal_edit",
    "charters.legal_page",
    "drafting.document_compare",
    "intake.confirm",
    "intake.preview",
    "moderation.report",
    "notifications.unsubscribe",
    "papers.fetch",
    "site.compare_releases",
    "site.section_versions",
    "workshops.preview",
}
"""Pages that need a secret, a right over all charters, an upload, a text or parameters."""

PARAMETERS = (
    "stelle",
    "stellen",
    "abschnitt",
    "ab",
    "ansicht",
    "alt",
    "neu",
    "von",
    "bis",
    "zitat",
    "absatz",
    "satz",
    "nach",
    "vor",
    "stand",
    "urteil",
    "text",
    "next",
    "sprache",
    "suche",
    "seite",
    "handlungsfeld",
    "veranstaltung",
    "gruppe",
    "ideen",
    "fachamt",
    "ergebnis",
    "art",
    "weg",
    "thema",
    "ort",
    "wer",
    "frist",
    "q",
    "sortierung",
    "richtung",
    "s",
    "alle",
    "aktion",
    "beteiligung",
    "fassung",
    "amt",
    "error",
    "grund",
)


@pytest.fixture
def town(app: Flask) -> Cast:
    """A city with one of everything in the middle of a round, and a later release that waits."""
    app.extensions["charta.clock"] = lambda: DURING
    with app.app_context():
        city = a_city()
        with transaction():
            workshop = a_workshop(city, opened=True)
            an_idea(city, workshop, table=a_table(city, workshop))
        clause = a_clause(city)
        found = a_round(city)
        a_comment(city, found, clause, passage="sichere Radwege")
        a_suggestion(city, found, clause)
        _weigh(city, found, clause)
        an_intake(city, found)
        allow_guests(city, "moderated")
        a_held(found, clause, email=None)
        a_revision(city, clause, "Die Stadt baut sichere Radwege.", title="Radwege", now=DURING)
        an_open_release(city, now=DURING)
        a_revision(city, clause, now=DURING)
        a_release(city, now=DURING)
        a_release(city, "edition", "Beschlussfassung", now=DURING)
        an_invitation(app, city, now=DURING)
    return city


def _weigh(city: Cast, found: Round, clause: Document) -> None:
    """A group, the proposal of another one, a question to a department, a Textbaustein, an answer
    to Edda and the code she finds it by."""
    two = [a_comment(city, found, clause) for _ in range(2)]
    hers = a_comment(city, found, clause, author=city.editor)
    an_answer(city, hers)
    with transaction():
        weighing.create_text_module(
            city.editor, DURING, city.charter_id, title="Dank", source="Wir danken für den Hinweis."
        )
        _give_the_code(hers)
    _moderate(city, hers)
    with transaction():
        weighing.create_group(city.editor, DURING, found, two, title="Lastenräder")
        replace_proposals(DURING, found, [Group((1, 2), 1, 0.9, ("Radwege",))])
        weighing.ask(
            city.editor,
            DURING,
            [db.session.get_one(Comment, 1)],
            [db.session.get_one(Department, min(city.departments.values()))],
            question="Wie breit?",
        )


def _moderate(city: Cast, hers: Comment) -> None:
    """Edda was warned for what she has said and objects; then it was reported once more."""
    a_report(hers)
    [measure] = a_decision(city, Kind.WARNED)
    an_objection(city, measure, by=city.editor)
    a_report(hers)


def _give_the_code(comment: Comment) -> None:
    """The receipt of a comment is found by the code of the addresses here."""
    code = receipts.issue(DURING, comment)
    letters = {one: read(one) or "" for one in (code, GOOD["code"])}
    db.session.execute(
        update(Receipt)
        .where(Receipt.digest == digest(letters[code]))
        .values(digest=digest(letters[GOOD["code"]]))
    )


def address(found: Rule, **places: str) -> str:
    """A rule's address in the city, its places filled as they are given."""
    values = {**GOOD, **OTHERWISE.get(found.endpoint, {}), "charter": "stralsund", **places}
    parts = []
    for is_place, part in found._trace:
        if part == "|":
            continue
        parts.append(quote(values.get(part, "1"), safe="") if is_place else part)
    return "".join(parts)


PARTS = 4
"""Of the longest walk, so that both processes of a run share it."""


def rules(app: Flask, method: str) -> list[Rule]:
    return [
        one
        for one in app.url_map.iter_rules()
        if method in (one.methods or ()) and one.endpoint not in {"static", "accounts.sign_out"}
    ]


class Watch:
    """Sends requests and remembers which answers were wrong."""

    def __init__(self, visitor: Visitor) -> None:
        self.client = visitor.client
        self.token = visitor.token()
        self.wrong: list[str] = []

    def get(self, path: str, query: Values | None = None) -> TestResponse:
        return self._send("GET", path, query_string=query)

    def post(self, path: str, values: Values) -> TestResponse:
        return self._send("POST", path, data={**values, "csrf_token": self.token})

    def _send(self, method: str, path: str, **options: Any) -> TestResponse:
        answer = self.client.open(f"http://localhost{path}", method=method, **options)
        target = urlsplit(answer.headers.get("Location", ""))
        elsewhere = target.netloc not in {"", "localhost"}
        if answer.status_code >= 500 or elsewhere:
            sent = {
                name: value[:40]
                for values in options.values()
                for name, value in (values or {}).items()
            }
            self.wrong.append(f"{answer.status} {method} {path[:90]!r} {sent}")
        return answer


@pytest.fixture
def watch(app: Flask, town: Cast) -> Watch:
    """Edda, who may do everything today."""
    with app.app_context():
        with transaction() as session:
            for role in (Role.FACILITATOR, Role.REVIEWER, Role.APPROVER, Role.ADMIN):
                session.add(
                    Membership(
                        person_id=town.editor.person_id,
                        charter_id=town.charter_id,
                        role=role.value,
                        department_id=min(town.departments.values())
                        if role is Role.REVIEWER
                        else None,
                        created_at=DURING,
                    )
                )
        return Watch(Visitor(sign_in(app.test_client(), town.editor)))


def test_pages_are_reached(app: Flask, watch: Watch) -> None:
    missed = {
        found.endpoint
        for found in rules(app, "GET")
        if watch.get(address(found)).status_code not in {200, 303}
    }
    assert missed <= BEYOND, "the city has nothing there to be nasty to"


def test_addresses(app: Flask, watch: Watch) -> None:
    for turn, found in enumerate(rules(app, "GET")):
        for place in found.arguments:
            for nasty in NASTY[turn % 3 :: 3]:
                watch.get(address(found, **{place: nasty}))
    assert watch.wrong == []


@pytest.mark.parametrize("part", range(PARTS))
def test_parameters(app: Flask, watch: Watch, part: int) -> None:
    values = (*NASTY, *LONG)
    for turn, found in list(enumerate(rules(app, "GET")))[part::PARTS]:
        path = address(found)
        for shift in range(0, len(values), 14):
            asked = {
                name: values[(at + shift + turn) % len(values)]
                for at, name in enumerate(PARAMETERS)
            }
            watch.get(path, dict(asked))
        watch.get(path, {name: ["1", "x", "\0"] for name in PARAMETERS})
    assert watch.wrong == []


def test_one_parameter_at_a_time(app: Flask, watch: Watch) -> None:
    pages = ("consultation.passage", "site.clause", "site.synopsis", "consultation.document")
    for found in rules(app, "GET"):
        if found.endpoint in pages:
            for turn, name in enumerate(PARAMETERS[:12]):
                for nasty in (*NASTY, *LONG)[turn % 2 :: 2]:
                    watch.get(address(found), {name: nasty})
    assert watch.wrong == []


def test_fields(app: Flask, watch: Watch) -> None:
    values = (*NASTY, *LONG)
    for turn, found in enumerate(rules(app, "POST")):
        path = address(found)
        offered: Values = {"base": "1", "based_on": "1"}
        if "GET" in (found.methods or ()):
            page = parse(watch.get(path).text)
            for form in page.all("form"):
                if form["method"].lower() == "post":
                    offered |= entries(form)
        names = sorted(set(offered) - {"csrf_token"})
        for shift in range(0, len(values), 4):
            filled = {
                name: values[(at + shift + turn) % len(values)] for at, name in enumerate(names)
            }
            watch.post(path, dict(filled))
            watch.post(path, {**filled, "preview": "1"})
        for at, name in enumerate(names):
            watch.post(path, {**offered, name: values[(at * 5 + turn) % len(values)]})
        watch.post(path, {name: ["a", "\0"] for name in names})
    assert watch.wrong == []
