"""Announcing a round and moving its dates."""

from __future__ import annotations

from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy import func, select

from charta.consultation import policies, rules
from charta.consultation.models import Round
from charta.consultation.services.words import written
from charta.core.actors import Actor
from charta.core.database import db
from charta.core.errors import Conflict, Invalid, NotAllowed
from charta.journal.services import record
from charta.releases.models import Opening, Release
from charta.releases.services import open_release


def announce_round(
    actor: Actor,
    now: datetime,
    release: Release,
    *,
    title: str,
    introduction: str,
    opens_at: datetime,
    closes_at: datetime,
    answer_by: date | None = None,
    readable_from: datetime | None = None,
) -> Round:
    """Announce a consultation on a fixed consultation draft and make the draft readable.

    Raises NotAllowed, Invalid for words and dates, Conflict when the draft has been opened.
    """
    if not policies.may_announce(actor, release.charter_id):
        raise NotAllowed
    dates = rules.announced(now, opens_at, closes_at, answer_by, readable_from)
    _check_title(title)
    html = written(introduction, rules.INTRODUCTION_LENGTH, "introduction", rich=True)
    open_release(actor, now, release, dates.readable_from)
    highest = db.session.scalar(
        select(func.max(Round.number)).where(Round.charter_id == release.charter_id)
    )
    found = Round(
        charter_id=release.charter_id,
        number=(highest or 0) + 1,
        release_id=release.id,
        title=title.strip(),
        introduction=introduction,
        introduction_html=html,
        opens_at=dates.opens_at,
        closes_at=dates.closes_at,
        answer_by=dates.answer_by,
        created_by_id=actor.person_id,
        created_at=now,
        release=release,
    )
    db.session.add(found)
    db.session.flush()
    record(
        actor,
        now,
        "round.announced",
        found,
        found.charter_id,
        number=found.number,
        release=release.id,
        **_moments(found),
    )
    return found


def reschedule_round(
    actor: Actor,
    now: datetime,
    round: Round,  # noqa: A002 - the glossary's word
    *,
    closes_at: datetime,
    answer_by: date | None,
    opens_at: datetime | None = None,
) -> Round:
    """Move the dates of a round that has not closed; ``opens_at`` None leaves the beginning.

    Raises NotAllowed, Conflict once it has closed, Invalid for dates. Nothing is written when
    nothing changes.
    """
    if not policies.may_announce(actor, round.charter_id):
        raise NotAllowed
    if round.state(now) is rules.State.CLOSED:
        raise Conflict(_("Diese Beteiligung ist beendet. Ihre Termine stehen fest."))
    readable_from = db.session.scalar(
        select(Opening.opens_at).where(Opening.release_id == round.release_id)
    )
    old = rules.Dates(
        readable_from or round.opens_at, round.opens_at, round.closes_at, round.answer_by
    )
    new = rules.rescheduled(now, old, opens_at, closes_at, answer_by)
    if new == old:
        return round
    before = _moments(round)
    round.opens_at, round.closes_at, round.answer_by = new.opens_at, new.closes_at, new.answer_by
    db.session.flush()
    record(
        actor,
        now,
        "round.rescheduled",
        round,
        round.charter_id,
        number=round.number,
        before=before,
        after=_moments(round),
    )
    return round


def _check_title(title: str) -> None:
    if not title.strip():
        raise Invalid(_("Bitte geben Sie der Beteiligung einen Titel."), "title")
    if len(title) > rules.TITLE_LENGTH:
        raise Invalid(
            _("Bitte kürzen Sie auf höchstens %(limit)s Zeichen.", limit=rules.TITLE_LENGTH),
            "title",
        )


def _moments(found: Round) -> dict[str, str | None]:
    """The dates as the journal keeps them."""
    return {
        "opens_at": found.opens_at.isoformat(),
        "closes_at": found.closes_at.isoformat(),
        "answer_by": found.answer_by.isoformat() if found.answer_by else None,
    }
