"""Mails to who has reported something and to whom a decision meets; they go into the outbox of
the open transaction. Nothing that a reporter has typed is in any of them: addresses are typed by
anybody, and authors must not recognise who has reported them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import current_app
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from charta.accounts.languages import language_of
from charta.accounts.models import Person
from charta.charters.models import Charter
from charta.consultation.models import Comment
from charta.core import mail
from charta.core.database import db
from charta.core.i18n import DEFAULT, speaking
from charta.moderation import codes, words
from charta.moderation.models import Case, Measure, Objection, Report
from charta.moderation.rules import OF_THE_TEXT, Kind

SUBJECTS: dict[str, LazyString] = {
    "received": _l("Ihre Meldung ist angekommen"),
    "answered": _l("Über Ihre Meldung ist entschieden"),
    "decided": _l("Entscheidung über Ihren Beitrag"),
    "heard": _l("Über den Widerspruch ist entschieden"),
}


def received(report: Report, case: Case) -> None:
    """Confirm a report, with the code by which its sender finds it again."""
    code = codes.of_report(report.submission)
    _send("received", report.email, report.language, case, code=code)


def answered(report: Report, case: Case, made: Sequence[Measure]) -> None:
    """Tell a reporter what was decided; the whole of it stands behind the code."""
    code = codes.of_report(report.submission)
    first = made[0]
    _send("answered", report.email, report.language, case, code=code, made=made, first=first)


def decided(case: Case, made: Sequence[tuple[Measure, str]]) -> None:
    """The statement of reasons for the author, where there is an address; with each measure its
    code."""
    if case.comment is not None:
        address, language = _author(case.comment)
        first = made[0][0]
        of_the_text = any(measure.kind in OF_THE_TEXT for measure, _code in made)
        _send("decided", address, language, case, made=made, first=first, of_the_text=of_the_text)


def heard(objection: Objection, measure: Measure, case: Case) -> None:
    """Tell how an objection was decided: its author, or who had reported."""
    for address, language in _objectors(measure, case):
        _send("heard", address, language, case, objection=objection, measure=measure)


def _objectors(measure: Measure, case: Case) -> Sequence[tuple[str | None, str]]:
    if measure.kind != Kind.KEPT and case.comment is not None:
        return [_author(case.comment)]
    rows = db.session.execute(
        select(Report.email, Report.language).where(Report.case_id == case.id).distinct()
    )
    return [(row[0], row[1]) for row in rows]


def _author(comment: Comment) -> tuple[str | None, str]:
    """Where and in which language the author is written to."""
    author = db.session.get_one(Person, comment.author_id)
    return author.email, language_of(author.id) if author.email else DEFAULT


def _send(name: str, address: str | None, language: str, case: Case, **values: Any) -> None:
    if address is None:
        return
    charter = db.session.get_one(Charter, case.charter_id)
    contribution = case.comment or case.idea
    assert contribution is not None  # noqa: S101 - a case is about one of them
    with speaking(language):
        body = current_app.jinja_env.get_template(f"moderation/mails/{name}.txt").render(
            charter=charter,
            key=contribution.key,
            case=case,
            link=mail.link,
            kind=words.kind,
            basis=words.basis,
            home=mail.link("site.charters"),
            **values,
        )
        mail.send(address, _("%(subject)s: %(key)s", subject=SUBJECTS[name], key=case.key), body)
