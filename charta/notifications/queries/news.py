"""What there is to tell, for many people at once: the facts a mail is written from.

They are read when the mail is written, so that it says what is true and public then.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from charta.charters.models import Charter
from charta.consultation.models import Answered, Comment, Response, Round
from charta.core.database import db
from charta.drafting.models import Document, Revision
from charta.notifications.models import Event
from charta.notifications.queries.audiences import (
    answered,
    before,
    may_be_told,
    spoke_before,
)
from charta.notifications.rules import Kind
from charta.releases.models import Release, ReleaseItem

LASTING = frozenset({Kind.ANSWERED, Kind.CHANGED})
"""What stays true once it has happened; a round may have closed before the mail is written."""


@dataclass
class Answer:
    """What the city answered to one or several comments of a person."""

    response: Response
    comments: list[int] = field(default_factory=list)
    """Their numbers."""
    texts: list[str] = field(default_factory=list)
    """The texts they are on: ``MOB-1 Sichere Radwege``."""


@dataclass(frozen=True)
class Change:
    """A text that a release shows in other words, or no more; ``comment`` is the number of the
    newest comment of the person on it."""

    text: str
    gone: bool
    comment: int


@dataclass(frozen=True)
class Changes:
    """The texts of a release that concern a person, and the release before it."""

    release: Release
    old: int
    texts: Sequence[Change]


@dataclass
class News:
    """What there is to tell one person of one charter."""

    charter: Charter
    answers: list[Answer] = field(default_factory=list)
    changes: list[Changes] = field(default_factory=list)
    opened: list[Round] = field(default_factory=list)
    closing: list[Round] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.answers or self.changes or self.opened or self.closing)


class Collector:
    """Finds the facts of some events for the people they are to be told to. As many queries as
    there are kinds, and three for each release."""

    def __init__(self, events: Mapping[int, Event], now: datetime) -> None:
        self.now = now
        self.events = {
            number: event
            for number, event in events.items()
            if event.kind in LASTING or may_be_told(event, now)
        }
        numbers = {event.charter_id for event in self.events.values()}
        found = db.session.scalars(select(Charter).where(Charter.id.in_(numbers)))
        self.charters = {charter.id: charter for charter in found}
        self.rounds = self._rounds()
        self.answers: dict[tuple[int, int], Answer] = {}
        self.changes: dict[tuple[int, int], Changes] = {}

    def load(self, person_ids: Collection[int]) -> None:
        """Read what concerns these people."""
        self._load_answers(person_ids)
        for event in self._of(Kind.CHANGED):
            self._load_changes(event, person_ids)

    def news(self, person_id: int, event_ids: Collection[int]) -> list[News]:
        """What is to be told to one person, by charter."""
        found: dict[int, News] = {}
        for event_id in sorted(event_ids):
            event = self.events.get(event_id)
            if event is None:
                continue
            news = found.setdefault(event.charter_id, News(self.charters[event.charter_id]))
            key = (person_id, event.subject_id)
            if event.kind == Kind.ANSWERED and key in self.answers:
                news.answers.append(self.answers[key])
            elif event.kind == Kind.CHANGED and key in self.changes:
                news.changes.append(self.changes[key])
            elif event.kind == Kind.OPENED:
                news.opened.append(self.rounds[event.subject_id])
            elif event.kind == Kind.CLOSING:
                news.closing.append(self.rounds[event.subject_id])
        return [news for news in found.values() if news]

    def _of(self, *kinds: Kind) -> list[Event]:
        return [event for event in self.events.values() if event.kind in kinds]

    def _rounds(self) -> dict[int, Round]:
        numbers = {event.subject_id for event in self._of(Kind.OPENED, Kind.CLOSING)}
        found = db.session.scalars(select(Round).where(Round.id.in_(numbers)))
        return {one.id: one for one in found}

    def _load_answers(self, person_ids: Collection[int]) -> None:
        newer = aliased(Response)
        rows = db.session.execute(
            answered(self.now)
            .add_columns(Response, Comment.number, Document.key, Revision.title)
            .join(Response, Response.id == Answered.response_id)
            .join(Document, Document.id == Comment.document_id)
            .join(Revision, Revision.id == Comment.revision_id)
            .outerjoin(newer, newer.replaces_id == Response.id)
            .where(
                Comment.author_id.in_(person_ids),
                Response.id.in_([event.subject_id for event in self._of(Kind.ANSWERED)]),
                newer.id.is_(None),
            )
            .order_by(Comment.number)
        )
        for author_id, response, number, key, title in rows:
            answer = self.answers.setdefault((author_id, response.id), Answer(response))
            answer.comments.append(number)
            text = f"{key} {title}"
            if text not in answer.texts:
                answer.texts.append(text)

    def _load_changes(self, event: Event, person_ids: Collection[int]) -> None:
        release_id, charter_id = event.subject_id, event.charter_id
        release = db.session.get_one(Release, release_id)
        old = db.session.scalars(
            select(Release).where(Release.id == before(release_id, charter_id).scalar_subquery())
        ).first()
        if old is None:
            return
        titles = _titles(old.id), _titles(release_id)
        rows = db.session.execute(
            select(Comment.author_id, Document.id, Document.key, func.max(Comment.number))
            .join(Document, Document.id == Comment.document_id)
            .where(Comment.author_id.in_(person_ids), spoke_before(release_id, charter_id))
            .group_by(Comment.author_id, Document.id, Document.key)
            .order_by(Document.key)
        )
        found: dict[int, list[Change]] = defaultdict(list)
        for author_id, document_id, key, comment in rows:
            gone = document_id not in titles[1]
            title = titles[0][document_id] if gone else titles[1][document_id]
            found[author_id].append(Change(f"{key} {title}", gone, comment))
        for author_id, texts in found.items():
            self.changes[author_id, release_id] = Changes(release, old.number, texts)


def _titles(release_id: int) -> dict[int, str]:
    """What the texts of a release are called in it."""
    rows = db.session.execute(
        select(ReleaseItem.document_id, Revision.title)
        .join(Revision, Revision.id == ReleaseItem.revision_id)
        .where(ReleaseItem.release_id == release_id)
    )
    return dict(rows.all())
