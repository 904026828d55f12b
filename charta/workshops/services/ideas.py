"""Writing ideas down, correcting them, and taking back what was a mistake."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from charta.charters.models import StakeholderGroup, Theme
from charta.core.actors import Actor
from charta.core.database import db
from charta.core.errors import Conflict, Invalid, NotAllowed, NotFound
from charta.journal.services import record
from charta.receipts import services as receipts
from charta.workshops.models import Idea, Table, Workshop
from charta.workshops.policies import may_run
from charta.workshops.rules import Channel, check_wording_open, checked_idea, fingerprint


def add_idea(
    actor: Actor,
    now: datetime,
    workshop: Workshop,
    *,
    text: str,
    theme: Theme,
    group: StakeholderGroup | None = None,
    channel: str = Channel.TABLE,
    table: Table | None = None,
) -> Idea:
    """Write down one idea; the same wording twice at one table is refused as pressed twice.

    Raises NotAllowed, NotFound and Invalid.
    """
    _check_belonging(actor, workshop, theme, group)
    if table is not None and table.workshop_id != workshop.id:
        raise NotFound
    text = checked_idea(text)
    mark = fingerprint(text, theme.id)
    _refuse_double(workshop.id, table.id if table else None, mark)
    idea = Idea(
        charter_id=workshop.charter_id,
        number=next_number(workshop.charter_id),
        workshop_id=workshop.id,
        table_id=table.id if table else None,
        theme_id=theme.id,
        group_id=group.id if group else None,
        channel=Channel(channel).value,
        text=text,
        fingerprint=mark,
        created_at=now,
        created_by_id=actor.person_id,
    )
    db.session.add(idea)
    db.session.flush()
    receipts.issue(now, idea)
    details = {"workshop": workshop.number, "number": idea.number, "channel": idea.channel}
    record(actor, now, "idea.added", idea, workshop.charter_id, **details)
    return idea


def change_idea(
    actor: Actor,
    now: datetime,
    workshop: Workshop,
    idea: Idea,
    *,
    text: str,
    theme: Theme,
    group: StakeholderGroup | None,
) -> bool:
    """Correct an idea. Its wording can change until the workshop is open, its theme and group
    always. False when nothing is different.

    Raises NotAllowed, NotFound, Invalid, and Conflict for the wording of an open idea.
    """
    _check_belonging(actor, workshop, theme, group)
    text = checked_idea(text)
    values = {"text": text, "theme_id": theme.id, "group_id": group.id if group else None}
    changed = sorted(name for name, value in values.items() if getattr(idea, name) != value)
    if not changed:
        return False
    if "text" in changed:
        check_wording_open(workshop.opened_at)
    mark = fingerprint(text, theme.id)
    if mark != idea.fingerprint:
        _refuse_double(workshop.id, idea.table_id, mark)
    for name in changed:
        setattr(idea, name, values[name])
    idea.fingerprint = mark
    db.session.flush()
    record(actor, now, "idea.changed", idea, workshop.charter_id, fields=changed)
    return True


def remove_idea(actor: Actor, now: datetime, workshop: Workshop, idea: Idea) -> None:
    """Take back an idea that was a mistake, before the public sees it and while nothing refers
    to it; the database knows what does. Raises NotAllowed and Conflict."""
    if not may_run(actor, workshop.charter_id):
        raise NotAllowed
    if workshop.opened_at is not None:
        raise Conflict(_("Die Veranstaltung ist öffentlich. Ihre Ideen bleiben stehen."))
    session = db.session()
    try:
        with session.begin_nested():
            receipts.withdraw(idea)
            session.delete(idea)
    except IntegrityError:
        raise Conflict(
            _("Mit dieser Idee wurde schon gearbeitet. Sie bleibt deshalb stehen.")
        ) from None
    record(actor, now, "idea.removed", idea, workshop.charter_id, number=idea.number)


def next_number(charter_id: int) -> int:
    """The number of the charter's next idea; safe inside a transaction."""
    highest = db.session.scalar(select(func.max(Idea.number)).where(Idea.charter_id == charter_id))
    return (highest or 0) + 1


def _check_belonging(
    actor: Actor, workshop: Workshop, theme: Theme, group: StakeholderGroup | None
) -> None:
    if not may_run(actor, workshop.charter_id):
        raise NotAllowed
    if theme.charter_id != workshop.charter_id:
        raise NotFound
    if group is not None and group.charter_id != workshop.charter_id:
        raise NotFound


def _refuse_double(workshop_id: int, table_id: int | None, mark: str) -> None:
    """Raise Invalid when this table already has this wording in this theme."""
    number = db.session.scalar(
        select(Idea.number).where(
            Idea.workshop_id == workshop_id,
            Idea.fingerprint == mark,
            Idea.table_id == table_id if table_id is not None else Idea.table_id.is_(None),
        )
    )
    if number is not None:
        raise Invalid(
            _("Dieser Wortlaut steht hier schon, als Idee I-%(number)s.", number=number), "text"
        )
