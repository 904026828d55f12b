"""Stating in public why an edition goes out although contributions have no answer yet."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from charta.consultation.services.words import written
from charta.core.actors import Actor
from charta.core.database import db
from charta.core.errors import Conflict, NotAllowed
from charta.journal.services import record
from charta.releases.models import Release
from charta.releases.policies import may_publish
from charta.releases.queries import opening_of
from charta.weighing.models import Waiver
from charta.weighing.queries.waivers import debts, waiver_of
from charta.weighing.rules import WAIVER_LENGTH


def waive(actor: Actor, now: datetime, release: Release, *, source: str) -> Waiver:
    """The approver's reason; it is public with the edition and cannot be taken back.

    Raises NotAllowed for anybody who may not publish this edition, Conflict when it is stated
    already, is public already, or nothing is owed, Invalid for words.
    """
    if not may_publish(actor, release):
        raise NotAllowed
    if waiver_of(release.id) is not None:
        raise Conflict(_("Eine Begründung steht schon da."))
    if opening_of(release.id) is not None:
        raise Conflict(_("Diese Fassung ist schon veröffentlicht."))
    debt = debts([release], now)[release.id]
    if not debt:
        raise Conflict(_("Alle Beiträge haben eine Antwort. Eine Begründung ist nicht nötig."))
    found = Waiver(
        charter_id=release.charter_id,
        release_id=release.id,
        source=source.strip(),
        html=written(source, WAIVER_LENGTH),
        unanswered=debt.unanswered,
        stated_by_id=actor.person_id,
        stated_at=now,
    )
    db.session.add(found)
    db.session.flush()
    record(
        actor,
        now,
        "answers.waived",
        found,
        release.charter_id,
        release=release.id,
        unanswered=debt.unanswered,
        running=debt.running,
    )
    return found
