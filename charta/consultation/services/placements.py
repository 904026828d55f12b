"""Settling where a comment stands in a release, or correcting it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import func, select

from charta.consultation import policies, rules
from charta.consultation.models import Comment, Placement
from charta.consultation.rules import Verdict
from charta.core.actors import Actor
from charta.core.database import db
from charta.core.errors import Conflict, Invalid, NotAllowed, NotFound
from charta.drafting.models import Revision
from charta.journal.services import record
from charta.releases.models import Release, ReleaseItem
from charta.text.spans import Span


@dataclass(frozen=True)
class Settlement:
    """What a person says: the verdict, the wording and the characters where the comment stands
    (both None for what was removed, no characters for a comment on a whole text), and why."""

    verdict: str
    reason: str
    revision: Revision | None = None
    place: Span | None = None


class PlacementConflict(Conflict):
    """Somebody else has decided meanwhile; ``placement_id`` is the placement in force."""

    def __init__(self, placement_id: int) -> None:
        super().__init__(_("Inzwischen hat schon jemand entschieden."))
        self.placement_id = placement_id


def settle(
    actor: Actor,
    now: datetime,
    release: Release,
    comment: Comment,
    said: Settlement,
    *,
    based_on: int | None,
) -> Placement:
    """Say where a comment stands in a release; the machine's placement and those of other people
    stay beside it. The comment must have its passage and its revision loaded.

    ``based_on`` is the id of the placement the actor has seen. Raises NotAllowed, NotFound for a
    comment that does not travel to the release, Conflict while it is still on its way,
    PlacementConflict when another placement is in force by now, Invalid for what does not fit.

    There is no wrong time for it: a mistake that is found after the release has opened is put
    right in public, with its date, rather than left standing. Placements in later releases that
    were carried before stay as they are and are corrected there.
    """
    if not policies.may_settle(actor, release.charter_id):
        raise NotAllowed
    if comment.charter_id != release.charter_id or comment.parent_id is not None:
        raise NotFound
    _refuse_meanwhile(release, comment, based_on)
    revision, place = _checked(release, comment, said)
    placement = Placement(
        comment_id=comment.id,
        release_id=release.id,
        revision_id=revision.id if revision else None,
        verdict=said.verdict,
        start=place[0] if place else None,
        end=place[1] if place else None,
        confidence=1.0,
        decided_by_id=actor.person_id,
        reason=said.reason.strip(),
        decided_at=now,
    )
    db.session.add(placement)
    db.session.flush()
    record(
        actor,
        now,
        "comment.placed",
        comment,
        comment.charter_id,
        release=release.id,
        placement=placement.id,
        verdict=placement.verdict,
    )
    return placement


def _refuse_meanwhile(release: Release, comment: Comment, based_on: int | None) -> None:
    current = db.session.scalar(
        select(func.max(Placement.id)).where(
            Placement.release_id == release.id, Placement.comment_id == comment.id
        )
    )
    if current is None:
        raise Conflict(_("Diese Stellungnahme wird gerade noch in die Fassung übertragen."))
    if current != based_on:
        raise PlacementConflict(current)


def _checked(
    release: Release, comment: Comment, said: Settlement
) -> tuple[Revision | None, Span | None]:
    """The wording and the place of a settlement that fits the comment."""
    if not said.reason.strip():
        raise Invalid(_("Bitte begründen Sie Ihre Entscheidung."), "reason")
    if len(said.reason) > rules.REASON_LENGTH:
        message = _("Bitte kürzen Sie auf höchstens %(limit)s Zeichen.", limit=rules.REASON_LENGTH)
        raise Invalid(message, "reason")
    if said.verdict not in set(Verdict) - {Verdict.UNCERTAIN}:
        raise Invalid(_("Bitte wählen Sie, was aus der Stelle geworden ist."), "verdict")
    if said.verdict == Verdict.REMOVED:
        return _own_wording(release, comment), None
    if said.revision is None or not _shows(release, said.revision):
        raise Invalid(_("Bitte wählen Sie einen Text dieser Fassung."), "document")
    passage = comment.passage
    if passage is None:
        same = rules.same_text(comment.revision, said.revision)
        rules.check_verdict(Verdict(said.verdict), same=same)
        return said.revision, None
    if said.place is None:
        raise Invalid(_("Bitte geben Sie an, wo die Stelle jetzt steht."), "quote")
    rules.check_passage(said.revision.plain, said.place, "quote")
    words = said.revision.plain[slice(*said.place)]
    rules.check_verdict(Verdict(said.verdict), same=rules.same_words(passage.exact, words))
    return said.revision, said.place


def _own_wording(release: Release, comment: Comment) -> Revision | None:
    """The wording of the comment's own text in the release, if it still contains it."""
    return db.session.scalars(
        select(Revision)
        .join(ReleaseItem, ReleaseItem.revision_id == Revision.id)
        .where(ReleaseItem.release_id == release.id, ReleaseItem.document_id == comment.document_id)
    ).first()


def _shows(release: Release, revision: Revision) -> bool:
    query = select(ReleaseItem.id).where(
        ReleaseItem.release_id == release.id, ReleaseItem.revision_id == revision.id
    )
    return db.session.scalar(query) is not None
