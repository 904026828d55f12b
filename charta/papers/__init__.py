"""Papers that leave the house: weighing table, synopsis, council pack, letters.

What a paper says is a stream of blocks (``blocks``); ``word`` and ``pdf`` write any such stream,
``sheets`` writes tables for spreadsheets, ``letters`` fills in a city's own template. None of
them holds a whole paper in memory. ``making`` brings the contributions (``queries``) and the
writers together, ``background`` is the worker's part.
"""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from charta.accounts.belongings import add as hold
from charta.core import jobs, navigation, outbox
from charta.papers import background, belongings, policies, views
from charta.papers.services import MAKE


def init_app(app: Flask) -> None:
    hold(app, belongings.HOLDER)
    app.register_blueprint(views.blueprint)
    outbox.on(MAKE, background.deliver)
    jobs.every_minute(app, background.sweep)
    navigation.add(
        app,
        navigation.Entry(
            "desk", _l("Unterlagen"), "papers.index", policies.makes_papers, 75, section=("papers",)
        ),
    )
