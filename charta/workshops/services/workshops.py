"""Setting workshops up and opening them to the public."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import func, select

from charta.charters.models import Charter
from charta.core.actors import Actor
from charta.core.database import db
from charta.core.errors import Conflict, Invalid, NotAllowed
from charta.journal.services import record
from charta.text.markdown import TextRefused, render
from charta.workshops.models import Workshop
from charta.workshops.policies import may_run
from charta.workshops.rules import check_period, checked_partners


def create_workshop(
    actor: Actor,
    now: datetime,
    charter: Charter,
    *,
    title: str,
    starts_at: datetime,
    ends_at: datetime | None = None,
    place: str = "",
    organiser: str = "",
    partners: str = "",
    participants: int | None = None,
    description: str = "",
) -> Workshop:
    """Set up a workshop that only staff see; raises NotAllowed and Invalid."""
    if not may_run(actor, charter.id):
        raise NotAllowed
    check_period(starts_at, ends_at)
    highest = db.session.scalar(
        select(func.max(Workshop.number)).where(Workshop.charter_id == charter.id)
    )
    workshop = Workshop(
        charter_id=charter.id,
        number=(highest or 0) + 1,
        title=title,
        starts_at=starts_at,
        ends_at=ends_at,
        place=place,
        organiser=organiser,
        partners=checked_partners(partners),
        participants=participants,
        description=description,
        description_html=_rendered(description),
        created_at=now,
        opened_at=None,
    )
    db.session.add(workshop)
    db.session.flush()
    record(actor, now, "workshop.created", workshop, charter.id, number=workshop.number)
    return workshop


def change_workshop(
    actor: Actor,
    now: datetime,
    workshop: Workshop,
    *,
    title: str,
    starts_at: datetime,
    ends_at: datetime | None,
    place: str,
    organiser: str,
    partners: str,
    participants: int | None,
    description: str,
) -> bool:
    """Correct what is said about a workshop, also an open one; False when nothing is different.

    Raises NotAllowed and Invalid.
    """
    if not may_run(actor, workshop.charter_id):
        raise NotAllowed
    check_period(starts_at, ends_at)
    values = {
        "title": title,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "place": place,
        "organiser": organiser,
        "partners": checked_partners(partners),
        "participants": participants,
        "description": description,
    }
    changed = sorted(name for name, value in values.items() if getattr(workshop, name) != value)
    if not changed:
        return False
    for name in changed:
        setattr(workshop, name, values[name])
    workshop.description_html = _rendered(description)
    db.session.flush()
    record(actor, now, "workshop.changed", workshop, workshop.charter_id, fields=changed)
    return True


def open_workshop(actor: Actor, now: datetime, workshop: Workshop) -> None:
    """Let the public see the workshop and its ideas from now on; raises NotAllowed, Conflict."""
    if not may_run(actor, workshop.charter_id):
        raise NotAllowed
    if workshop.opened_at is not None:
        raise Conflict(_("Diese Veranstaltung ist bereits öffentlich."))
    workshop.opened_at = now
    db.session.flush()
    record(actor, now, "workshop.opened", workshop, workshop.charter_id, number=workshop.number)


def _rendered(description: str) -> str:
    if not description:
        return ""
    try:
        return render(description).html
    except TextRefused as refusal:
        raise Invalid(_(refusal.message, **refusal.values), "description") from refusal
