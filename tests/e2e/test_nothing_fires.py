"""Wherever the site shows what somebody wrote, nothing of it runs, even without a content policy.

A city is written in which every field holds payloads; a browser that ignores the content policy
opens its pages as nobody, as a citizen and as a member of staff with every role, touches what
could fire, asks each page with payloads in all parameters, and sends the forms back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from playwright.sync_api import Browser
from sqlalchemy import JSON, Column, Select, String, Text, cast, func, or_, select

from charta.core.database import db
from tests.e2e.poison import FIRST, TYPED, Poison
from tests.e2e.poisoned_city import LEGAL, a_poisoned_city
from tests.e2e.poisoned_intake import TOKEN, receipts
from tests.e2e.poisoned_moderation import REPORTED, objecting
from tests.e2e.walking import Walk
from tests.support.cast import Cast
from tests.support.firing import alarmed

pytestmark = pytest.mark.one_engine

PUBLIC = (
    *("/", "/stralsund/", "/demo/mails/", "/konto/anmelden/", "/konto/passwort-vergessen/"),
    *(f"/stralsund/seiten/{slug}/" for slug in LEGAL),
    *(f"/stralsund/ideen/{number}/" for number in range(1, 5)),
    *(f"/stralsund/stellungnahmen/{number}/" for number in range(1, 6)),
    *(f"/stralsund/beteiligung/{number}/" for number in (1, 2)),
    *(f"/stralsund/fassungen/{number}/" for number in (1, 2, 3)),
    *("/beleg/", "/stralsund/beteiligung/2/MOB-1/ohne-konto/"),
    "/stralsund/fassungen/vergleich/?alt=1&neu=3",
    "/konto/bestaetigung/",
    f"/stralsund/meldung/{REPORTED}/",
)
GUEST = (
    f"/stralsund/beteiligung/ohne-konto/{TOKEN}/",
    "/stralsund/beteiligung/ohne-konto/gesendet/",
    f"/konto/einladung/{TOKEN}/",
)
PERSONAL = (
    "/konto/",
    "/konto/anmeldungen/",
    *("/konto/sicherheit/", "/konto/sicherheit/app/", "/konto/noch-einmal/"),
    *("/konto/benachrichtigungen/", "/konto/loeschen/", "/konto/meine-daten/"),
    "/stralsund/meine-stellungnahmen/",
    "/stralsund/",
)
DESK = (
    "/stralsund/schreibtisch/",
    *(f"/stralsund/schreibtisch/fassungen/{number}/" for number in range(1, 6)),
    "/stralsund/schreibtisch/fassungen/3/stellungnahmen/2/",
    "/stralsund/schreibtisch/beteiligung/2/termine/",
    "/stralsund/schreibtisch/stellungnahmen/?comments=1&comments=2",
    *(f"/stralsund/schreibtisch/stellungnahmen/{number}/" for number in range(4, 12)),
    *(f"/stralsund/schreibtisch/abwaegung/{number}/gruppen/" for number in (1, 2)),
    *(f"/stralsund/schreibtisch/fachaemter/{number}/" for number in (1, 2)),
    "/stralsund/schreibtisch/abwaegung/2/auswahl/?s=7&s=8&aktion=antworten",
    "/stralsund/schreibtisch/veranstaltungen/1/import/1/",
    *(f"/stralsund/schreibtisch/veranstaltungen/{number}/" for number in (1, 2)),
    "/stralsund/schreibtisch/veranstaltungen/2/oeffnen/",
    "/stralsund/schreibtisch/einstellungen/",
    "/stralsund/schreibtisch/protokoll/",
    "/stralsund/schreibtisch/eingaben/import/2/1/",
    *(f"/stralsund/schreibtisch/meldungen/{number}/" for number in (1, 2)),
    *(f"/stralsund/schreibtisch/meldungen/widerspruch/{number}/" for number in (1, 2)),
    "/stralsund/widerspruch/1/",
    "/konto/charten/neu/",
    "/konto/versand/",
)
_WORD = quote(TYPED.replace("/", ""), safe="")
NOWHERE = (
    *(f"/{_WORD}/", f"/stralsund/{_WORD}/", f"/stralsund/klauseln/{_WORD}/"),
    *(f"/stralsund/beteiligung/1/{_WORD}/", f"/konto/passwort/{_WORD}/"),
    *(f"/konto/bestaetigen/{_WORD}/", f"/konto/anmelden/link/{_WORD}/"),
    *(f"/konto/einladung/{_WORD}/", f"/konto/adresse/{_WORD}/"),
    f"/konto/anmelden/zweiter-schritt/?next={_WORD}",
)
WITHOUT_TEXTS = {
    "accounts.sent",
    "accounts.task",
    "health.alive",
    "health.ready",
    "notifications.unsubscribe",
    "static",
    "style.show",
}
BY_PROVIDER = {
    "accounts.from_provider",
    "accounts.provider_known",
    "accounts.provider_link",
    "accounts.provider_new",
    "accounts.to_provider",
}
"""Only where there is an identity provider; tests/accounts/test_by_provider.py reads there what it
says."""
DOWNLOADS = {"papers.example", "papers.fetch", "site.ledger_csv", "site.round_ledger_csv"}
DOWNLOADS |= {"moderation.transparency_csv"}
"""Files to be saved; a browser shows none of them."""
OURS = {
    *("action", "subject_type", "kind", "slug", "code", "role", "purpose", "key", "channel"),
    *("verdict", "disposition", "password_hash", "token_hash", "previous_hash", "hash"),
    *("fingerprint", "submission", "details", "payload", "email", "sender_email", "mode"),
    *("token", "language", "topic", "frequency", "failure", "comment_ids", "format"),
    *("account", "network", "browser", "digest", "nonce", "secret", "credential", "code_hash"),
    *("issuer", "subject", "held_accounts.reason"),
    *("ground", "basis"),
}
"""Columns with words of ours, checked words or numbers; an address is checked and never shown."""


@pytest.fixture
def poison() -> Poison:
    return Poison()


@pytest.fixture
def poisoned(app: Flask, poison: Poison) -> Cast:
    return a_poisoned_city(app, poison)


@pytest.fixture
def unescaped(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The site as if nobody had thought of escaping."""
    app.jinja_env.cache.clear()  # type: ignore[union-attr]
    monkeypatch.setattr(app.jinja_env, "autoescape", False)
    yield
    app.jinja_env.cache.clear()  # type: ignore[union-attr]


def test_every_column_with_words_of_people_holds_a_payload(
    app: Flask, poison: Poison, poisoned: Cast
) -> None:
    assert len(poison.given) >= 1_500
    columns = [
        column
        for table in db.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, (String, JSON)) and not {column.name, str(column)} & OURS
    ]
    with app.app_context():
        empty = [column for column in columns if not db.session.scalar(_poisoned_rows(column))]
        db.session.rollback()
    assert " ".join(str(column) for column in empty) == ""


def _poisoned_rows(column: Column[Any]) -> Select[Any]:
    """How many rows hold a payload, or a piece of one where only a few words are kept."""
    pieces = ("fired(", "</te", "</se")
    holds = [cast(column, Text).contains(piece, autoescape=True) for piece in pieces]
    return select(func.count("*")).where(or_(*holds))


def test_nothing_fires_anywhere(
    app: Flask, site: str, chromium: Browser, poison: Poison, poisoned: Cast
) -> None:
    seen: set[int] = set()
    opened: frozenset[str] = frozenset()
    answered: Counter[int] = Counter()
    for actor, starts in ((None, PUBLIC), (poisoned.citizen, PERSONAL), (poisoned.admin, DESK)):
        with alarmed(chromium, site) as alarm:
            walk = Walk(app, alarm, known=opened)
            if actor is not None:
                walk.enter(actor)
            walk.follow_all(starts)
            if actor is None:
                walk.follow_all((*NOWHERE, *GUEST))
                for receipt in receipts(app):
                    walk.open(receipt)
                walk.open(objecting(app))
            walk.ask_with(TYPED)
            walk.send_all(TYPED)
        assert {number: poison.where(number) for number in alarm.numbers} == {}
        seen |= walk.seen
        opened |= walk.endpoints.keys()
        answered += walk.answers
    assert [field for number, field in poison.fields.items() if number not in seen] == []
    assert _pages_of(app) - opened - WITHOUT_TEXTS - BY_PROVIDER - DOWNLOADS == set()
    assert FIRST - 1 in seen
    assert answered[422] > 30
    assert answered[409] >= 2


def _pages_of(app: Flask) -> set[str]:
    return {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}


@pytest.mark.usefixtures("unescaped")
def test_without_escaping_it_fires(
    app: Flask, site: str, chromium: Browser, poison: Poison, poisoned: Cast
) -> None:
    with alarmed(chromium, site) as alarm:
        walk = Walk(app, alarm)
        for path in ("/stralsund/", "/stralsund/ideen/3/", "/stralsund/veranstaltungen/1/"):
            walk.open(path)
    fired = {poison.where(number) for number in alarm.numbers}
    assert {"city", "name of the charter", "idea shelved", "place of a workshop"} <= fired
