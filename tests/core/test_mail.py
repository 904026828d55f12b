"""Mails: their links lead to the site, and none takes the place of another."""

from __future__ import annotations

from flask import Flask

from charta.core import mail
from config import Settings
from tests.support.accounts import stop_clock


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
        for subject in ("Eins", "Zwei"):
            mail.deliver({"to": "carla@example.org", "subject": subject, "body": "Moin!\n"})
    assert len(list(settings.mail_folder.glob("*.eml"))) == 2
    assert not list(settings.mail_folder.glob("*.part"))
