"""Where one is signed in: ending one place, or all others."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete

from charta.accounts import sessions
from charta.accounts.models import SignIn
from charta.accounts.services.selves import myself
from charta.core.actors import Actor
from charta.core.database import db
from charta.core.errors import NotFound
from charta.journal.services import record


def end_sign_in(actor: Actor, now: datetime, number: int) -> None:
    """Sign one of the actor's browsers out. Raises NotFound for one of somebody else."""
    person = myself(actor)
    mine = (SignIn.id == number) & (SignIn.person_id == person.id)
    if not db.session.execute(delete(SignIn).where(mine)).rowcount:  # type: ignore[attr-defined]
        raise NotFound
    record(actor, now, "person.signed_out_elsewhere", person, None)


def end_other_sign_ins(actor: Actor, now: datetime, visitor: sessions.Visitor) -> int:
    """Sign all other browsers of the actor out; how many that were."""
    person = myself(actor)
    ended = sessions.close_all_sessions(person.id, but=visitor.sign_in_id)
    if ended:
        record(actor, now, "person.signed_out_elsewhere", person, None)
    return ended
