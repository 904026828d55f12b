"""Who reported, and words a decision has hidden, as what is kept for a while only."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import delete, or_, select, update

from charta.accounts.duties import Duty, months_before
from charta.accounts.lapsing import in_months
from charta.core.database import db
from charta.moderation.models import Case, Measure, Objection, Report, Withheld
from config import Settings


def forget_reporters(now: datetime, settings: Settings, limit: int) -> int:
    """Name and address in a report, some time after its case was decided, unless somebody is
    still hearing an objection of which the sender would be told."""
    before = months_before(now, settings.keep_addresses_months)
    heard = (
        select(Measure.case_id)
        .join(Objection, Objection.measure_id == Measure.id)
        .where(Objection.decided_at.is_(None))
    )
    found = db.session.scalars(
        select(Report.id)
        .join(Case, Case.id == Report.case_id)
        .where(
            Case.decided_at <= before,
            Case.id.not_in(heard),
            or_(Report.name.is_not(None), Report.email.is_not(None)),
        )
        .order_by(Report.id)
        .limit(limit)
    ).all()
    db.session.execute(update(Report).where(Report.id.in_(found)).values(name=None, email=None))
    return len(found)


def forget_withheld(now: datetime, _settings: Settings, limit: int) -> int:
    """Hidden words whose day has come, unless somebody is still hearing an objection."""
    heard = select(Objection.measure_id).where(Objection.decided_at.is_(None))
    found = db.session.scalars(
        select(Withheld.id)
        .where(Withheld.delete_at <= now, Withheld.measure_id.not_in(heard))
        .order_by(Withheld.id)
        .limit(limit)
    ).all()
    db.session.execute(delete(Withheld).where(Withheld.id.in_(found)))
    return len(found)


DUTIES = (
    Duty(
        "reporters",
        lambda: _("Name und Adresse von Menschen, die einen Beitrag gemeldet haben"),
        lambda settings: _(
            "%(months)s nach der Entscheidung", months=in_months(settings.keep_addresses_months)
        ),
        forget_reporters,
        "reports",
    ),
    Duty(
        "withheld",
        lambda: _("Worte, die eine Entscheidung verborgen hat"),
        lambda _settings: _(
            "ein halbes Jahr nach der Entscheidung, so lange man ihr widersprechen kann; wird dann "
            "noch ein Widerspruch geprüft, bis darüber entschieden ist"
        ),
        forget_withheld,
        "withheld",
    ),
)
