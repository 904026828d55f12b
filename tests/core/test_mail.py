"""Mails: their links lead to the site, and none takes the place of another."""

from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from flask import Flask

from charta.core import mail
from charta.core.carriers import written
from charta.core.clock import now
from charta.core.database import transaction
from charta.core.forgetting import forget_mails
from charta.core.outbox import deliver_due
from config import Settings
from tests.support.accounts import NOON, mails, stop_clock


def test_a_link_is_a_full_address_without_any_request(app: Flask) -> None:
    with app.app_context():
        assert mail.link("accounts.forgot") == "http://localhost/konto/passwort-vergessen/"
        assert mail.link("accounts.sign_in", next="/stralsund/?von=2&bis=3") == (
            "http://localhost/konto/anmelden/?next=/stralsund/?von%3D2%26bis%3D3"
        )
        assert mail.link("accounts.sign_in", next=None) == "http://localhost/konto/anmelden/"


def test_a_link_ignores_what_the_visitor_calls_this_site(app: Flask) -> None:
    with app.test_request_context("/konto/", headers={"Host": "boese.example"}):
        assert mail.link("accounts.account") == "http://localhost/konto/"


def test_a_link_keeps_the_language(app: Flask) -> None:
    with app.test_request_context("/konto/?sprache=en"):
        assert mail.link("accounts.account") == "http://localhost/konto/?sprache=en"


def test_two_mails_of_one_moment_are_two_files(app: Flask, settings: Settings) -> None:
    stop_clock(app)
    with app.app_context():
        with transaction():
            for subject in ("Eins", "Zwei"):
                mail.send("carla@example.org", subject, "Moin!\n")
        assert deliver_due(now()) == 2
    assert len(list(settings.mail_folder.glob("*.eml"))) == 2
    assert not list(settings.mail_folder.glob("*.part"))


def test_of_an_address_that_is_forgotten_go_its_own_mails_alone(
    app: Flask, settings: Settings
) -> None:
    stop_clock(app)
    addresses = ["anna@example.org", "johanna@example.org", "anna@example.org.example"]
    with app.app_context():
        with transaction():
            for address in addresses:
                mail.send(address, "Hallo", "Moin!\n")
        assert deliver_due(now()) == 3
        with transaction():
            forget_mails("anna@example.org")
    left = [
        str(message_from_bytes(file.read_bytes(), policy=policy.default)["To"])
        for file in settings.mail_folder.glob("*.eml")
    ]
    assert sorted(left) == sorted(addresses[1:])


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("to", "a@b.example\nBcc: c@d.example"),
        ("to", "a@b.example, c@d.example"),
        ("subject", "Hallo\r\nBcc: c@d.example"),
        ("unsubscribe", "https://charta.example/\r\nBcc: c@d.example"),
        ("language", "de\nBcc: c@d.example"),
    ],
)
def test_a_header_cannot_be_smuggled_in(settings: Settings, name: str, text: str) -> None:
    payload = {"to": "a@b.example", "subject": "Hallo", "body": "", name: text}
    with pytest.raises(ValueError, match=r".+"):
        mail.compose(payload, settings, number=1, created_at=NOON)


def test_a_subject_is_one_line(app: Flask) -> None:
    stop_clock(app)
    with app.app_context(), transaction():
        mail.send("carla@example.org", "Eins\r\nBcc: c@d.example  zwei", "")
    assert mails(app)[0]["subject"] == "Eins Bcc: c@d.example zwei"


BOTH = {
    "to": "carla@example.org",
    "subject": "Grüße aus der Hansestadt " + "und noch einige Worte" * 8,
    "body": "Moin, Größe!\n",
    "html": "<p>Moin, Größe!</p>",
    "language": "de",
    "unsubscribe": "https://charta.stralsund.example/abmelden/" + "x" * 120 + "/?sprache=en",
}


def test_text_and_html_with_the_way_out(settings: Settings) -> None:
    made = mail.compose(BOTH, settings, number=7, created_at=NOON)
    travelled = message_from_bytes(written(made, "\r\n"), policy=policy.default)
    assert travelled["Subject"] == BOTH["subject"]
    assert travelled["List-Unsubscribe"] == f"<{BOTH['unsubscribe']}>"
    assert travelled["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert travelled["Auto-Submitted"] == "auto-generated"
    assert travelled["Content-Language"] == "de"
    assert travelled.get_content_type() == "multipart/alternative"
    plain, html = travelled.iter_parts()
    assert (plain.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert plain.get_content().replace("\r", "") == BOTH["body"]
    assert html.get_content().strip() == BOTH["html"]
    raw = written(made, "\r\n")
    assert raw.isascii()
    assert f"List-Unsubscribe: <{BOTH['unsubscribe']}>".encode() in raw.split(b"\r\n")


def test_the_same_row_makes_the_same_mail_and_another_row_another(settings: Settings) -> None:
    one, again = (mail.compose(BOTH, settings, number=7, created_at=NOON) for _ in range(2))
    assert bytes(one) == bytes(again)
    later = mail.compose(BOTH, settings, number=7, created_at=NOON + timedelta(seconds=1))
    other = mail.compose(BOTH, settings, number=8, created_at=NOON)
    ids = [message["Message-ID"] for message in (one, later, other)]
    assert len(set(ids)) == 3, "a number may be given again once its row has gone"
