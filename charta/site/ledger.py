"""The public ledger: how much came in, how much is answered, how soon, and which promises held."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO

from flask import Response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from charta.charters.models import Charter
from charta.consultation import words
from charta.consultation.rules import Disposition
from charta.core.access import allow, anyone
from charta.core.clock import now
from charta.core.errors import NotFound
from charta.core.public import cacheable
from charta.papers.cleaning import guarded
from charta.site.blueprint import blueprint
from charta.weighing.balance import OPEN, Balance, median
from charta.weighing.queries.ledger import public_ledger, themes
from charta.weighing.queries.waivers import public_waivers

NUMBER = "int(max=2147483647)"
SERIES = (*Disposition, OPEN)
"""What a bar is made of, in this order."""


@dataclass(frozen=True)
class Bar:
    """One line of the chart: what it is about, and how many of each of :data:`SERIES`."""

    label: str
    counts: tuple[int, ...]


@dataclass(frozen=True)
class Sums:
    """Some balances taken together."""

    contributions: int
    answered: int
    overdue: int
    median_days: float | None
    bars: tuple[Bar, ...]

    @property
    def open(self) -> int:
        return self.contributions - self.answered


@blueprint.get("/<charter:charter>/bilanz/")
@allow(anyone)
@cacheable
def ledger(charter: Charter) -> str:
    """All rounds of the charter: what came in, what was answered, which promises were kept."""
    moment = now()
    balances = public_ledger(charter.id, moment)
    return render_template(
        "site/ledger.html",
        balances=balances,
        sums=_sums(charter, balances),
        series=[_series(code) for code in SERIES],
        waivers=public_waivers(charter.id, moment),
        now=moment,
    )


@blueprint.get(f"/<charter:charter>/beteiligung/<{NUMBER}:number>/bilanz/")
@allow(anyone)
@cacheable
def round_ledger(charter: Charter, number: int) -> str:
    """One round's ledger."""
    balance = _balance(charter, number)
    return render_template(
        "site/round_ledger.html",
        balance=balance,
        round=balance.round,
        sums=_sums(charter, [balance]),
        series=[_series(code) for code in SERIES],
        now=now(),
    )


@blueprint.get("/<charter:charter>/bilanz.csv")
@allow(anyone)
@cacheable
def ledger_csv(charter: Charter) -> ResponseReturnValue:
    """The same for a spreadsheet: each round as a whole, then by theme and disposition."""
    balances = public_ledger(charter.id, now())
    return _as_csv(_lines(charter, balances), f"bilanz-{charter.slug}.csv")


@blueprint.get(f"/<charter:charter>/beteiligung/<{NUMBER}:number>/bilanz.csv")
@allow(anyone)
@cacheable
def round_ledger_csv(charter: Charter, number: int) -> ResponseReturnValue:
    balance = _balance(charter, number)
    return _as_csv(_lines(charter, [balance]), f"bilanz-{charter.slug}-{number}.csv")


def _balance(charter: Charter, number: int) -> Balance:
    for balance in public_ledger(charter.id, now()):
        if balance.round.number == number:
            return balance
    raise NotFound


def _series(code: str) -> str:
    return str(_("ohne Antwort")) if code == OPEN else words.disposition(code)


def _names(charter: Charter) -> dict[int | None, str]:
    """The themes in their order, and at last what belongs to none."""
    named: dict[int | None, str] = {theme.id: theme.name for theme in themes(charter.id)}
    return named | {None: str(_("ohne Handlungsfeld"))}


def _sums(charter: Charter, balances: Sequence[Balance]) -> Sums:
    moment = now()
    by_theme: dict[int | None, Counter[str]] = {}
    for balance in balances:
        for theme_id, counts in balance.themes.items():
            by_theme.setdefault(theme_id, Counter()).update(counts)
    days = sum((balance.days for balance in balances), Counter())
    return Sums(
        contributions=sum(one.contributions for one in balances),
        answered=sum(one.answered for one in balances),
        overdue=sum(one.overdue(moment) for one in balances),
        median_days=median(days),
        bars=tuple(
            Bar(name, tuple(by_theme[theme_id][code] for code in SERIES))
            for theme_id, name in _names(charter).items()
            if theme_id in by_theme
        ),
    )


def _wholes(balance: Balance) -> Iterator[tuple[str, int | float]]:
    """What the page says of a round as a whole."""
    yield _("Beiträge"), balance.contributions
    yield _("beantwortet"), balance.answered
    yield _("offen"), balance.open
    yield _("überfällig"), balance.overdue(now())
    yield _("zu spät beantwortet"), balance.late
    if balance.median_days is not None:
        yield _("Tage bis zur Antwort (Median)"), balance.median_days


def _lines(charter: Charter, balances: Sequence[Balance]) -> Iterator[list[str | int | float]]:
    yield [
        _("Beteiligung"),
        _("Titel"),
        _("geöffnet am"),
        _("endet am"),
        _("Antwort versprochen bis"),
        _("Handlungsfeld"),
        _("Ergebnis"),
        _("Anzahl"),
    ]
    names = _names(charter)
    for balance in balances:
        found = balance.round
        about: list[str | int | float] = [
            found.number,
            found.title,
            found.opens_at.date().isoformat(),
            found.closes_at.date().isoformat(),
            found.answer_by.isoformat() if found.answer_by else "",
        ]
        for what, number in _wholes(balance):
            yield [*about, _("alle"), what, number]
        for theme_id, name in names.items():
            counts = balance.themes.get(theme_id, Counter())
            for code in SERIES:
                if counts[code]:
                    yield [*about, name, _series(code), counts[code]]


def _as_csv(lines: Iterator[list[str | int | float]], name: str) -> Response:
    """Semicolons and a byte order mark, as German offices read it; no cell begins as a formula."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    for line in lines:
        writer.writerow([guarded(cell) if isinstance(cell, str) else cell for cell in line])
    response = Response("\ufeff" + text.getvalue(), mimetype="text/csv")
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    return response
