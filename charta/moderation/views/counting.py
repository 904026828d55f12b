"""Moderation in numbers, for everybody."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO

from flask import Response, render_template
from flask_babel import format_decimal
from flask_babel import gettext as _

from charta.charters.models import Charter
from charta.core.access import allow, anyone
from charta.core.public import cacheable
from charta.moderation.queries.counts import Year, years
from charta.moderation.views.blueprint import blueprint
from charta.moderation.words import BASES, KINDS, SHORT_GROUNDS

Row = tuple[int, str, str, str, str]


@blueprint.get("/transparenz/")
@allow(anyone)
@cacheable
def transparency(charter: Charter) -> str:
    """Reports, decisions and objections by the year."""
    return render_template(
        "moderation/transparency.html",
        years=years(charter.id),
        grounds=SHORT_GROUNDS,
        kinds=KINDS,
        bases=BASES,
    )


@blueprint.get("/transparenz.csv")
@allow(anyone)
@cacheable
def transparency_csv(charter: Charter) -> Response:
    """The same as a table."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([_("Jahr"), _("Was"), _("Art"), _("Grundlage"), _("Anzahl")])
    for year in years(charter.id):
        writer.writerows(_rows(year))
    answer = Response("\ufeff" + text.getvalue(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = 'attachment; filename="moderation.csv"'
    return answer


def _rows(year: Year) -> Iterator[Row]:
    for ground, words in SHORT_GROUNDS.items():
        yield year.number, _("Meldungen"), str(words), "", str(year.reports[ground])
    for kind, words in KINDS.items():
        for basis, name in BASES.items():
            count = year.bases[kind, basis]
            if count:
                yield year.number, _("Entscheidungen"), str(words), str(name), str(count)
    outcomes = {True: _("war richtig"), False: _("abgelehnt"), None: _("noch offen")}
    for upheld, said in outcomes.items():
        yield year.number, _("Widersprüche"), said, "", str(year.objections[upheld])
    if year.median_days is not None:
        days = format_decimal(year.median_days, format="0.0")
        yield year.number, _("Tage bis zur Entscheidung"), _("Median"), "", days
