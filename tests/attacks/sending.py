"""Sending strangers' files to all pages that take some, within bounds of time and memory."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from charta.core.database import transaction
from tests.attacks.people import of_every_role
from tests.intake.conftest import Setting
from tests.papers.test_letters import a_template
from tests.support.bounded import bounded
from tests.support.cast import sign_in
from tests.support.documents import a_docx
from tests.support.sheets import HEADINGS, an_xlsx
from tests.support.uploads import send
from tests.support.visitor import Visitor
from tests.support.workshops import a_workshop

DESK = "/stralsund/schreibtisch/"
DOCUMENTS, LETTERS = f"{DESK}eingaben/datei/", f"{DESK}unterlagen/antwortschreiben/"
TABLES, IDEAS = f"{DESK}eingaben/import/1/", f"{DESK}veranstaltungen/1/import/"

SECONDS, MEGABYTES = 12, 400
BODY, SHEET = "word/document.xml", "xl/worksheets/sheet1.xml"
SECRET = "geheim im dateisystem"
REFUSED = 422

Parts = dict[str, bytes]


@pytest.fixture
def staff(app: Flask, setting: Setting) -> Visitor:
    """Somebody who may upload everywhere."""
    with app.app_context():
        person = of_every_role(setting.city)
        with transaction():
            a_workshop(setting.city)
    return Visitor(sign_in(app.test_client(), person))


def sent(visitor: Visitor, page: str, content: bytes, seconds: float = SECONDS) -> TestResponse:
    """Upload a file there, within bounds; its name is of no meaning."""
    letters = page == LETTERS
    fields = {"round": "1", "format": "docx"} if letters else {}
    with bounded(seconds=seconds, megabytes=MEGABYTES):
        answer = send(visitor, page, content, "x.docx", "template" if letters else "file", **fields)
    assert answer.status_code in {200, 303, REFUSED}, answer.status
    assert SECRET not in answer.text
    return answer


FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    DOCUMENTS: (lambda: a_docx("Sehr geehrte Damen und Herren,"), BODY),
    IDEAS: (lambda: an_xlsx(HEADINGS, ("Mehr Bänke", "MOB", "Politik")), SHEET),
    TABLES: (lambda: an_xlsx(("Text", "Kanal"), ("Mehr Bänke", "Brief")), SHEET),
    LETTERS: (lambda: a_template("{{name}}"), BODY),
}
"""By page, a file that is fine there, and its part with the words."""
