"""The demonstration's letter box."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from charta.core import mail
from charta.core.clock import now
from charta.core.database import transaction
from charta.core.outbox import deliver_due
from tests.support.visitor import Visitor


def test_an_empty_letter_box_says_so(client: FlaskClient) -> None:
    assert "Noch ist nichts angekommen" in Visitor(client).open("/demo/mails/").text


def test_a_mail_is_shown_with_its_link_and_nothing_in_it_runs(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        with transaction():
            mail.send(
                "carla@stralsund.example",
                "Bitte bestätigen <script>",
                "Moin!\n<script>alert(1)</script>\nhttp://localhost/konto/bestaetigen/abc/\n",
            )
        deliver_due(now())
    page = Visitor(client).open("/demo/mails/")
    assert "Bitte bestätigen <script>" in page.text
    assert page.link("http://localhost/konto/bestaetigen/abc/")
    assert len(page.root.all("script")) == len([s for s in page.root.all("script") if s["src"]])
