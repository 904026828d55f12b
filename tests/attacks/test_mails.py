"""Mails that carry a stranger's words or headers, and links that lead to a stranger's host.

Forms that write to an address somebody has typed are used to send advertisements in a city's
name; and a reset link built from the request's own host hands its token to another
(known as password reset poisoning).
"""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes
from itertools import product
from typing import Any

import pytest
from flask import Flask

from charta.accounts.models import Person
from charta.core.database import db, transaction
from charta.core.mail import compose
from config import Settings
from tests.attacks.test_forged_requests import token_in
from tests.intake.conftest import Setting, setting
from tests.support.accounts import mails
from tests.support.applications import Applications
from tests.support.cast import Cast, a_city, sign_in
from tests.support.consultation import DURING
from tests.support.intake import a_held, allow_guests
from tests.support.visitor import Visitor

__all__ = ["setting"]

CITIZEN = "citizen@stralsund.example"
BREAKS = ("\r\n", "\n", "\r", "\u2028", "\u0085", "\x0b", "\x00")
EVIL = "evil.example"
FORMS = ("/konto/passwort-vergessen/", "/konto/anlegen/", "/konto/anmelden/per-mail/")
HOSTS: tuple[dict[str, str], ...] = (
    {"Host": EVIL},
    {"X-Forwarded-Host": EVIL},
    {"Forwarded": f"host={EVIL}"},
    {"X-Host": EVIL},
)


def test_what_a_stranger_types_is_not_mailed_to_a_guest(app: Flask, setting: Setting) -> None:
    with app.app_context():
        allow_guests(setting.city, "confirmed")
        a_held(
            setting.round,
            setting.clause,
            source="Gewinnspiel unter https://evil.example/",
            name="Gewinn: evil.example",
            email="victim@gast.example",
        )
    (mail,) = mails(app)
    assert mail["to"] == "victim@gast.example"
    assert EVIL not in str(mail)
    assert "Gewinn" not in str(mail)


@pytest.mark.one_engine
@pytest.mark.parametrize("line", BREAKS)
@pytest.mark.parametrize("field", ["to", "subject", "unsubscribe"])
def test_no_header_grows_out_of_a_value(settings: Settings, field: str, line: str) -> None:
    payload = {"to": "a@b.example", "subject": "Betreff", "body": "Text", "language": "de"}
    payload[field] = f"{payload.get(field, 'https://a.example/')}{line}Bcc: victim@{EVIL}"
    try:
        made = compose(payload, settings, number=1, created_at=DURING).as_bytes()
    except ValueError:
        return
    read = message_from_bytes(made)
    assert read["Bcc"] is None
    assert read["To"] == "a@b.example"
    assert b"\nBcc" not in made
    assert b"\rBcc" not in made


@pytest.mark.one_engine
def test_no_address_with_a_line_break_gets_a_mail(app: Flask, city: Cast, public: Visitor) -> None:
    for line, path in product(BREAKS, FORMS):
        typed = f"{CITIZEN}{line}victim@{EVIL}"
        public.post(path, email=typed, name="Mal", password="ein-langes-gutes-passwort")
    assert EVIL not in str(mails(app))


@pytest.mark.one_engine
def test_an_invitation_takes_no_second_address_and_no_words_of_a_person(
    app: Flask, city: Cast
) -> None:
    """Not even an administrator sends strangers what they have typed."""
    with app.app_context(), transaction():
        db.session.get_one(Person, city.admin.person_id).name = f"Gewinn unter {EVIL}"
    admin = Visitor(sign_in(app.test_client(), city.admin))
    for line in (*BREAKS, ",", ";", " "):
        typed = f"{CITIZEN}{line}victim@{EVIL}"
        admin.post("/stralsund/schreibtisch/einstellungen/rollen/", email=typed, role="editor")
    assert mails(app) == []
    admin.post("/stralsund/schreibtisch/einstellungen/rollen/", email=CITIZEN, role="editor")
    (mail,) = mails(app)
    assert EVIL not in str(mail)
    assert "Gewinn" not in str(mail)


@pytest.mark.one_engine
@pytest.mark.parametrize("headers", HOSTS)
@pytest.mark.parametrize("path", ["/konto/passwort-vergessen/", "/konto/anmelden/per-mail/"])
def test_links_lead_to_the_site_and_nowhere_else(
    settings: Settings, applications: Applications, path: str, headers: dict[str, Any]
) -> None:
    with applications.lend(replace(settings, base_url="https://charta.stralsund.example")) as app:
        with app.app_context():
            a_city()
        client = app.test_client()
        secure = {"Referer": f"https://{headers.get('Host', 'localhost')}{path}"}
        page = client.get(path, base_url="https://localhost", headers=headers)
        token = token_in(page.text)
        answer = client.post(
            path,
            data={"csrf_token": token, "email": CITIZEN},
            base_url="https://localhost",
            headers={**headers, **secure},
        )
        assert answer.status_code == 303, answer.text[:300]
        (mail,) = mails(app)
        assert "https://charta.stralsund.example/konto/" in mail["body"]
        assert EVIL not in str(mail)
