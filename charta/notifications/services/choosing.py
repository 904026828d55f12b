"""What somebody wants to hear of. Each verb runs inside the caller's ``transaction()``.

No entry of the journal: like a session it is between the site and one person, and what somebody
wants to hear of is nothing the public journal should know.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping

from sqlalchemy import delete, select

from charta.core.actors import Actor
from charta.core.database import db
from charta.core.errors import NotAllowed
from charta.core.i18n import DEFAULT as GERMAN
from charta.notifications import rules
from charta.notifications.models import Addressee, Event, Notice, Watch, Wish
from charta.notifications.queries.addressees import addressee_of
from charta.notifications.rules import Frequency, Topic

Wishes = Mapping[Topic, Frequency]

NOTHING: Wishes = dict.fromkeys(Topic, Frequency.NEVER)


def choose(actor: Actor, *, wishes: Wishes, language: str, watched: Collection[int]) -> None:
    """Keep what the actor wants; it holds for what already waits for them too. Raises NotAllowed
    without an account."""
    if actor.person_id is None:
        raise NotAllowed
    addressee(actor.person_id).language = language
    _keep(actor.person_id, wishes)
    db.session.execute(delete(Watch).where(Watch.person_id == actor.person_id))
    db.session.add_all(
        Watch(person_id=actor.person_id, charter_id=number) for number in sorted(set(watched))
    )
    db.session.flush()


def choose_by_link(token: str, *, wishes: Wishes, language: str) -> None:
    """The same for who holds the link of a mail; raises NotFound for a token that is none."""
    found = addressee_of(token)
    found.language = language
    _keep(found.person_id, wishes)


def stop(token: str) -> None:
    """Send no more to who holds the link; a second time changes nothing. Raises NotFound."""
    _keep(addressee_of(token).person_id, NOTHING)


def addressee(person_id: int, language: str = GERMAN) -> Addressee:
    """How somebody is written to; with a token of their own from now on."""
    query = select(Addressee).where(Addressee.person_id == person_id)
    found = db.session.scalars(query).first()
    if found is None:
        found = Addressee(person_id=person_id, token=secrets.token_urlsafe(24), language=language)
        db.session.add(found)
        db.session.flush()
    return found


def _keep(person_id: int, wishes: Wishes) -> None:
    known = {
        wish.topic: wish
        for wish in db.session.scalars(select(Wish).where(Wish.person_id == person_id))
    }
    for topic, frequency in wishes.items():
        if topic in known:
            known[topic].frequency = frequency
        else:
            db.session.add(Wish(person_id=person_id, topic=topic, frequency=frequency))
    waiting = select(Notice, Event.due_at).join(Event, Event.id == Notice.event_id)
    for notice, at in db.session.execute(waiting.where(Notice.person_id == person_id)).all():
        due_at = rules.due(wishes[Topic(notice.topic)], at)
        if due_at is None:
            db.session.delete(notice)
        else:
            notice.due_at = due_at
    db.session.flush()
