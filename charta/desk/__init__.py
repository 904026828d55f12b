"""What staff see first: what waits for them, and the journal of everything done."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from charta.accounts.belongings import add as hold
from charta.charters.policies import is_staff
from charta.core.navigation import Entry, add
from charta.desk import belongings
from charta.desk.views import blueprint


def init_app(app: Flask) -> None:
    hold(app, belongings.HOLDER)
    app.register_blueprint(blueprint)
    add(
        app,
        Entry("desk", _l("Schreibtisch"), "desk.home", is_staff, 10),
        Entry("desk", _l("Protokoll"), "desk.journal", is_staff, 90),
        Entry("public", _l("Schreibtisch"), "desk.home", is_staff, 90, ("desk",)),
    )
