"""What somebody has uploaded, served again from the site (unrestricted upload, CWE-434), and links
to files that are as good in a stranger's hands.

The known cases are CVE-2023-51447, where the name of an uploaded file ran as a script in Decidim,
and CVE-2026-45377 and CVE-2026-45378, whose links to private files needed no sign-in.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from charta.core import clock, outbox
from charta.core.database import db, transaction
from charta.papers.models import Paper
from config import Settings
from tests.attacks.people import of_every_role
from tests.attacks.sending import DOCUMENTS, IDEAS, LETTERS, TABLES
from tests.house.test_bad_input import address
from tests.intake.conftest import Setting, setting
from tests.papers.test_letters import a_template
from tests.support.cast import sign_in
from tests.support.consultation import a_comment, an_answer
from tests.support.sheets import HEADINGS, a_csv
from tests.support.uploads import send
from tests.support.visitor import Visitor
from tests.support.workshops import a_workshop

__all__ = ["setting"]

pytestmark = pytest.mark.one_engine

PAPERS = "/stralsund/schreibtisch/unterlagen/"
SCRIPT = "<script>alert('hochgeladen')</script>"
NAMES = (
    "<svg onload=alert(1)>.csv",
    '"><script>alert(1)</script>.csv',
    "../../../static/js/evil.js",
    "..\\..\\evil.html",
    "/etc/cron.d/evil",
    "evil.svg\0.csv",
    "\u202evsc.exe",
    "a" * 5_000 + ".html",
)
SHOWN = {"text/html", "text/plain", "application/json"}
"""What the site shows in a browser; everything else it gives is to be saved."""


@pytest.fixture
def staff(app: Flask, setting: Setting) -> Visitor:
    with app.app_context():
        person = of_every_role(setting.city)
        with transaction():
            a_workshop(setting.city)
        an_answer(setting.city, a_comment(setting.city, setting.round, setting.clause))
    return Visitor(sign_in(app.test_client(), person))


def upload_everywhere(staff: Visitor, name: str) -> list[str]:
    """Send files of this name to all pages that take some; the pages that follow."""
    ideas = a_csv(HEADINGS, (SCRIPT, "MOB", "Politik"))
    letters = a_csv(("Text", "Kanal", "Eingangsdatum"), (SCRIPT, "Brief", "05.03.2026"))
    files = ((IDEAS, ideas), (TABLES, letters), (DOCUMENTS, SCRIPT.encode()))
    answers = [send(staff, page, content, name) for page, content in files]
    values = {"round": "1", "format": "zip"}
    answers.append(send(staff, LETTERS, a_template("{{name}}"), name, "template", **values))
    told = []
    for answer in answers:
        assert answer.status_code in {200, 303, 422}, (name, answer.status)
        told.append(answer.text)
        if answer.status_code == 303:
            told.append(staff.client.get(answer.headers["Location"]).text)
    return told


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_neither_name_nor_content_becomes_a_page(staff: Visitor, name: str) -> None:
    told = upload_everywhere(staff, name.replace('"', "%22"))
    assert any("hochgeladen" in page for page in told)
    for page in told:
        assert SCRIPT not in page
        assert "<script>alert" not in page
        assert not re.search(r"<svg[^>]*onload", page)


def test_nothing_is_kept_as_it_was_sent(
    app: Flask, settings: Settings, staff: Visitor, tmp_path: Path
) -> None:
    """Neither where the site serves files from, nor under a name or type of its sender."""
    static = Path(app.static_folder or "")
    before = {one for one in static.rglob("*") if "__pycache__" not in str(one)}
    for name in NAMES:
        upload_everywhere(staff, name.replace('"', "%22"))
    assert {one for one in static.rglob("*") if "__pycache__" not in str(one)} == before
    work(app)
    for one in settings.paper_folder.rglob("*"):
        assert re.fullmatch(r"[\w-]+\.(?:zip|docx)", one.name), one
    kept = [one for one in tmp_path.rglob("*") if one.is_file() and "evil" in one.name]
    assert not kept
    for path in ("/static/../config.py", "/static/%2e%2e/config.py", "/static/..%2fconfig.py"):
        assert staff.client.get(path).status_code == 404, path
    folder = settings.paper_folder.name
    for one in settings.paper_folder.iterdir():
        for place in (f"/{folder}/{one.name}", f"/static/{folder}/{one.name}", f"/{one.name}"):
            assert staff.client.get(place).status_code in {308, 404}, place


def work(app: Flask) -> None:
    with app.app_context():
        outbox.deliver_due(clock.now())


def test_whatever_is_no_page_is_to_be_saved(app: Flask, staff: Visitor) -> None:
    """Asked of every address there is, after everything was uploaded."""
    upload_everywhere(staff, "brief.html")
    staff.open(f"{PAPERS}abwaegungstabelle/").press("Papier erstellen", format="csv")
    work(app)
    saved = 0
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint == "static":
            continue
        for number in ("1", "2"):
            answer = staff.client.get(address(rule, number=number, import_id="1", token="x"))
            if answer.status_code == 200:
                assert answer.headers["X-Content-Type-Options"] == "nosniff", rule
                assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
                if answer.mimetype not in SHOWN:
                    held = answer.headers["Content-Disposition"]
                    assert held.startswith("attachment; filename"), rule
                    saved += 1
            answer.close()
    assert saved >= 4


def test_the_address_of_a_file_is_worth_nothing_alone(
    app: Flask, setting: Setting, staff: Visitor
) -> None:
    """It works for who may read the file, while they are signed in, and for nobody else."""
    staff.open(f"{PAPERS}abwaegungstabelle/").press("Papier erstellen", format="csv", names="ja")
    work(app)
    with app.app_context():
        number = db.session.scalars(select(Paper.id)).one()
    path = f"{PAPERS}{number}/datei/"
    answer = staff.client.get(path)
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    answer.close()
    for name in ("citizen", "facilitator", "reviewer", "admin"):
        other = sign_in(app.test_client(), setting.city.actors[name])
        assert other.get(path).status_code == 403, name
    nobody = app.test_client().get(path)
    assert nobody.status_code == 303
    assert nobody.headers["Location"].startswith("/konto/anmelden/")
    staff.post("/konto/abmelden/")
    assert staff.client.get(path).status_code == 303
    for more in (f"{path}?token=x", f"{path}?signature=x&expires=9999999999"):
        assert staff.client.get(more).status_code == 303
