"""Charters themselves: begun once, described as the city likes."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from charta.accounts import queries as accounts
from charta.charters import policies, rules
from charta.charters.models import Charter, LegalPage, StakeholderGroup
from charta.charters.services.legal import first_text
from charta.core.actors import Actor
from charta.core.database import db
from charta.core.errors import Conflict, Invalid
from charta.journal.services import record
from charta.text import markdown


def create_charter(
    actor: Actor, now: datetime, *, slug: str, name: str, city: str, description: str
) -> Charter:
    """Begin a charter with the usual stakeholder groups and first texts of its legal pages.

    Raises NotAllowed, and Invalid when the address cannot be taken or is taken already.
    """
    policies.demand(policies.is_installation_admin(actor))
    rules.check_slug(slug)
    if db.session.scalar(select(Charter.id).where(Charter.slug == slug)) is not None:
        raise Invalid(_("Diese Adresse hat schon eine andere Charta."), "slug")
    charter = Charter(slug=slug, name=name, city=city, description=description, created_at=now)
    db.session.add(charter)
    db.session.flush()
    db.session.add_all(
        StakeholderGroup(charter_id=charter.id, name=group, position=place)
        for place, group in enumerate(rules.USUAL_GROUPS, start=1)
    )
    for page in rules.LEGAL_PAGES:
        source = first_text(page, charter)
        html = markdown.render(source).html
        db.session.add(
            LegalPage(charter_id=charter.id, slug=page, source=source, html=html, updated_at=now)
        )
    db.session.flush()
    record(actor, now, "charter.created", charter, charter.id, slug=slug)
    return charter


def change_charter(
    actor: Actor, now: datetime, charter: Charter, *, name: str, city: str, description: str
) -> None:
    """Describe the charter anew; its address stays, since others link to it."""
    policies.demand(policies.is_admin(actor, charter))
    charter.name, charter.city, charter.description = name, city, description
    db.session.flush()
    record(actor, now, "charter.changed", charter, charter.id)


def hold_first(actor: Actor, now: datetime, charter: Charter, *, held: bool) -> None:
    """Have the first contribution of each person read before it is public, or no longer; what
    waits already is read all the same. Raises NotAllowed."""
    policies.demand(policies.is_admin(actor, charter))
    if charter.first_held is held:
        return
    charter.first_held = held
    db.session.flush()
    record(actor, now, "charter.first_held" if held else "charter.first_free", charter, charter.id)


def demand_second_step(actor: Actor, now: datetime, charter: Charter, *, demanded: bool) -> None:
    """Let roles in the charter count only for those who sign in with two steps, or for all again;
    from their next request on. Raises NotAllowed, and Conflict for who would lock themselves out.
    """
    policies.demand(policies.is_admin(actor, charter))
    if charter.second_step_required is demanded:
        return
    if demanded and actor.person_id is not None:
        person = accounts.person(actor.person_id)
        if person.second_step_since is None:
            raise Conflict(
                _("Richten Sie erst für Ihr eigenes Konto die Anmeldung in zwei Schritten ein.")
            )
    charter.second_step_required = demanded
    db.session.flush()
    action = "charter.second_step_demanded" if demanded else "charter.second_step_waived"
    record(actor, now, action, charter, charter.id)
