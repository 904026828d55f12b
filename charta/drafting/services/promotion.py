"""Promotion: how ideas become clauses, decided once per idea and section."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _

from charta.core.actors import Actor
from charta.core.database import db
from charta.core.errors import Invalid, NotFound
from charta.drafting import rules
from charta.drafting.errors import AlreadyPromoted
from charta.drafting.models import Document, Promotion
from charta.drafting.policies import require_editor
from charta.drafting.queries import current_revision, promotions_in
from charta.drafting.services.clauses import create_clause
from charta.drafting.services.revisions import check_not_withdrawn
from charta.drafting.services.shelving import end_shelving
from charta.journal.services import record
from charta.workshops.models import Idea


def promote_to_new_clause(
    actor: Actor,
    now: datetime,
    ideas: Sequence[Idea],
    *,
    section: Document,
    title: str,
    source: str,
    reason: str,
) -> Document:
    """Make one new clause in ``section`` out of one or several ideas.

    Raises NotAllowed, NotFound (an idea of another charter), AlreadyPromoted, Conflict (the
    section is withdrawn) and Invalid. Runs two queries an idea for the journal.
    """
    require_editor(actor, section.charter_id)
    ideas = _checked(ideas, section, reason)
    clause = create_clause(actor, now, section, title=title, source=source)
    _promote(actor, now, ideas, section, clause, reason=reason)
    return clause


def attach_to_clause(
    actor: Actor, now: datetime, ideas: Sequence[Idea], *, clause: Document, reason: str
) -> Document:
    """Name ``clause`` as the place where these ideas have been taken up.

    Raises NotAllowed, NotFound, AlreadyPromoted, Conflict (the clause is withdrawn), Invalid.
    """
    require_editor(actor, clause.charter_id)
    if clause.kind != "clause" or clause.parent_id is None:
        raise NotFound
    check_not_withdrawn(clause)
    section = db.session.get_one(Document, clause.parent_id)
    ideas = _checked(ideas, section, reason)
    _promote(actor, now, ideas, section, clause, reason=reason)
    return clause


def _checked(ideas: Sequence[Idea], section: Document, reason: str) -> list[Idea]:
    """The ideas, each once, that may go into ``section``; raises as the services above say."""
    distinct = list({idea.id: idea for idea in ideas}.values())
    if not distinct:
        raise Invalid(_("Bitte wählen Sie mindestens eine Idee aus."), "ideas")
    if any(idea.charter_id != section.charter_id for idea in distinct):
        raise NotFound
    rules.check_reason(reason)
    taken = promotions_in([idea.id for idea in distinct], section.id)
    if taken:
        pairs = ", ".join(
            _("%(idea)s in %(clause)s", idea=row.idea.key, clause=row.document.key) for row in taken
        )
        raise AlreadyPromoted(
            _("In diesen Abschnitt schon übernommen: %(pairs)s.", pairs=pairs), taken
        )
    return distinct


def _promote(
    actor: Actor,
    now: datetime,
    ideas: Sequence[Idea],
    section: Document,
    clause: Document,
    *,
    reason: str,
) -> None:
    revision = current_revision(clause.id)
    for idea in ideas:
        promotion = Promotion(
            idea_id=idea.id,
            section_id=section.id,
            document_id=clause.id,
            revision_id=revision.id,
            reason=reason,
            decided_by_id=actor.person_id,
            decided_at=now,
        )
        db.session.add(promotion)
        db.session.flush()
        ended = end_shelving(now, idea)
        record(
            actor,
            now,
            "idea.promoted",
            idea,
            idea.charter_id,
            promotion=promotion.id,
            section=section.id,
            clause=clause.id,
            key=clause.key,
            revision=revision.id,
            **({"shelving": ended} if ended else {}),
        )
