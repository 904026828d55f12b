"""What the public sees: the charter, its releases, where every sentence comes from."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from charta.core.access import anyone
from charta.core.navigation import Entry, add
from charta.site import (
    charter,
    clauses,
    following,
    home,
    ledger,
    marking,
    receipts,
    releases,
    synopsis,
    unchanged,
    versions,
    workshops,
)
from charta.site.blueprint import blueprint

PAGES = (home, charter, clauses, releases, synopsis, versions, marking, workshops, receipts, ledger)
"""The modules whose import puts their pages on the blueprint."""


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    unchanged.init_app(app)
    following.init_app(app)
    add(
        app,
        Entry("public", _l("Start"), "site.home", anyone, 10),
        Entry(
            "public",
            _l("Charta"),
            "site.charter",
            anyone,
            20,
            ("site.clause", "site.section", "site.clause_versions", "site.section_versions"),
        ),
        Entry(
            "public",
            _l("Beteiligung"),
            "consultation.rounds",
            anyone,
            30,
            (
                "consultation.round",
                "consultation.document",
                "consultation.passage",
                "consultation.suggest",
                "consultation.comment",
                "intake.guest",
                "intake.sent",
                "intake.confirm",
            ),
        ),
        Entry(
            "public",
            _l("Veranstaltungen"),
            "site.workshops",
            anyone,
            40,
            ("site.workshop", "site.idea"),
        ),
        Entry(
            "public",
            _l("Fassungen"),
            "site.releases",
            anyone,
            50,
            ("site.release", "site.synopsis"),
        ),
        Entry("public", _l("Bilanz"), "site.ledger", anyone, 60, ("site.round_ledger",)),
    )
