"""Telling people what became of what they said, and when they may speak again.

The journal says what happened (``services/noting.py``), an event whom it concerns
(``services/telling.py``), and what is due for one person becomes one mail
(``services/mailing.py``, ``letters.py``).
"""

from __future__ import annotations

from flask import Flask

from charta.accounts import languages
from charta.accounts.belongings import add as hold
from charta.core import jobs
from charta.notifications import background, belongings, views
from charta.notifications.blueprint import blueprint
from charta.notifications.queries.addressees import language_of


def init_app(app: Flask) -> None:
    hold(app, belongings.HOLDER)
    languages.add(app, language_of)
    app.register_blueprint(blueprint)
    jobs.every_minute(app, background.tell_people)


__all__ = ["init_app", "views"]
