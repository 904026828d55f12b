"""The style page: every part that pages are made of, in all its states. Not in production."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, Flask, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField

from charta.core.access import allow, anyone
from charta.core.clock import now
from charta.core.forms import (
    Choice,
    Choices,
    Day,
    EmailAddress,
    Form,
    Line,
    LocalDateTime,
    Prose,
    Radio,
    Secret,
    StrangersForm,
    Upload,
    WholeNumber,
)
from config import Settings

blueprint = Blueprint("style", __name__)


def init_app(app: Flask) -> None:
    settings: Settings = app.extensions["charta.settings"]
    if settings.environment != "production":
        app.register_blueprint(blueprint)


class SampleForm(Form):
    """One field of every kind."""

    title = Line(_l("Titel der Klausel"))
    text = Prose(_l("Wortlaut"))
    section = Choice(
        _l("Abschnitt"), choices=[("MOB", "Nachhaltige Mobilität"), ("BIL", "Bildung")]
    )
    verdict = Radio(
        _l("Ergebnis der Prüfung"),
        choices=[
            ("feasible", _l("umsetzbar")),
            ("conditional", _l("umsetzbar unter Bedingungen")),
            ("not_feasible", _l("nicht umsetzbar")),
        ],
    )
    groups = Choices(
        _l("Gruppen"), choices=[("civil", "Zivilgesellschaft"), ("business", "Wirtschaft")]
    )
    opens = LocalDateTime(_l("Beginnt am"))
    day = Day(_l("Datum des Beschlusses"), required=False)
    seats = WholeNumber(_l("Plätze"), required=False, least=1, most=500)
    mail = EmailAddress(_l("E-Mail-Adresse"))
    password = Secret(_l("Kennwort"))
    file = Upload(_l("Datei mit Ideen"), required=False)
    agree = BooleanField(_l("Ich habe die Spielregeln gelesen und bin einverstanden."))


@blueprint.get("/stil")
@allow(anyone)
def show() -> str:
    """Show the parts; the second form is one that has been refused."""
    faulty = SampleForm(
        formdata=MultiDict({"faulty-seats": "viele", "faulty-mail": "ohne Klammeraffe"}),
        prefix="faulty",
        meta={"csrf": False},
    )
    faulty.validate()
    faulty.form_errors.append(_("Die Klausel wurde inzwischen zurückgezogen."))
    moment = now()
    return render_template(
        "style/show.html",
        form=SampleForm(formdata=None, prefix="sample", meta={"csrf": False}),
        faulty=faulty,
        strangers=StrangersForm(formdata=None, prefix="stranger", meta={"csrf": False}),
        now=moment,
        later=moment + timedelta(hours=3),
    )
