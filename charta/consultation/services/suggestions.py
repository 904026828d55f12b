"""Taking suggestions over into the draft."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from charta.consultation import policies, rules
from charta.consultation.models import Adoption, Comment, Placement
from charta.consultation.proposing import Proposal, Wish, propose
from charta.consultation.queries import settled_places
from charta.consultation.rules import Verdict
from charta.core.actors import Actor
from charta.core.database import db
from charta.core.errors import Conflict, NotAllowed, NotFound
from charta.drafting import services as drafting
from charta.drafting.models import Revision
from charta.drafting.queries import current_revision
from charta.drafting.services.revisions import check_base, check_not_withdrawn
from charta.journal.services import record
from charta.text.anchors import anchor
from charta.text.normalising import normalised


class AlreadyAdopted(Conflict):
    """The suggestion has been taken over; ``adoption`` says into which revision."""

    def __init__(self, comment: Comment, adoption: Adoption) -> None:
        number = adoption.revision.number
        super().__init__(
            _("%(key)s ist schon übernommen: Version %(number)s.", key=comment.key, number=number)
        )
        self.adoption = adoption


def adopt_suggestion(
    actor: Actor, now: datetime, comment: Comment, *, base_number: int
) -> Adoption:
    """Take a suggestion over as it was made, into a new revision on top of ``base_number``.

    ``comment`` comes from ``queries.suggestion_by_number``. Raises NotAllowed, also for an own
    suggestion; AlreadyAdopted; EditConflict when another wording has been saved since; Conflict
    when the text is withdrawn or the words can only be put in by hand.
    """
    _check(actor, comment)
    current = current_revision(comment.document_id)
    check_base(current, base_number)
    source = proposed(comment, current).source
    if source is None:
        key = comment.key
        raise Conflict(_("%(key)s lässt sich nur von Hand übernehmen.", key=key))
    revision = drafting.save_revision(
        actor,
        now,
        comment.document,
        base_number=base_number,
        title=current.title,
        source=source,
        note=rules.credit(comment.key, ""),
    )
    return _adopted(actor, now, comment, revision, wholly=True)


def adopt_edited(
    actor: Actor,
    now: datetime,
    comment: Comment,
    *,
    base_number: int,
    title: str,
    source: str,
    words: str,
) -> Adoption:
    """Take a suggestion over into a text that an editor has written after it; ``words`` are
    added to the revision's note. What is exactly the proposal counts as taken over wholly.

    Raises as :func:`adopt_suggestion` does, and NothingChanged and Invalid at the fields title,
    source and note as ``drafting.services.save_revision`` does.
    """
    _check(actor, comment)
    current = current_revision(comment.document_id)
    proposal = proposed(comment, current)
    revision = drafting.save_revision(
        actor,
        now,
        comment.document,
        base_number=base_number,
        title=title,
        source=source,
        note=rules.credit(comment.key, words),
    )
    wholly = title == current.title and _same(source, proposal.source)
    return _adopted(actor, now, comment, revision, wholly=wholly)


def proposed(comment: Comment, current: Revision) -> Proposal:
    """What the suggestion of ``comment`` would make of the current revision. One query."""
    return proposal_of(comment, settled_places([comment.id]).get(comment.id), current)


def proposal_of(comment: Comment, place: Placement | None, current: Revision) -> Proposal:
    """The same, where it is known where a person has put the comment last."""
    wish, then = wish_of(comment, comment.revision, place)
    return propose([wish], then, current)[0]


def wish_of(comment: Comment, made_on: Revision, place: Placement | None) -> tuple[Wish, Revision]:
    """The suggestion of a comment, whose passage and suggestion are loaded, and the revision it
    is carried from: the one it was ``made_on``, or where a person has put it since. Raises
    NotFound for a comment that suggests nothing."""
    if comment.suggestion is None:
        raise NotFound
    wording, passage = comment.suggestion.wording, comment.passage
    if passage is None:
        return Wish(None, wording), made_on
    if place is None or place.verdict == Verdict.UNCERTAIN:
        return Wish(passage.anchor, wording), made_on
    then, span = place.revision, place.span
    if span is None or then is None or then.document_id != comment.document_id:
        return Wish(passage.anchor, wording, gone=True), made_on
    return Wish(anchor(then.plain, *span), wording, passage.exact), then


def check_adoptable(actor: Actor, comment: Comment) -> None:
    """Raise NotAllowed for who may not take a suggestion over, Conflict when its text is
    withdrawn."""
    if not policies.may_adopt(actor, comment):
        raise NotAllowed(
            _("Den eigenen Vorschlag übernimmt jemand anderes.")
            if policies.is_own(actor, comment)
            else ""
        )
    check_not_withdrawn(comment.document)


def _check(actor: Actor, comment: Comment) -> None:
    check_adoptable(actor, comment)
    earlier = db.session.scalars(
        select(Adoption)
        .where(Adoption.comment_id == comment.id)
        .options(joinedload(Adoption.revision))
    ).first()
    if earlier is not None:
        raise AlreadyAdopted(comment, earlier)


def _same(typed: str, proposed_source: str | None) -> bool:
    if proposed_source is None:
        return False
    return normalised(typed).strip() == normalised(proposed_source).strip()


def _adopted(
    actor: Actor, now: datetime, comment: Comment, revision: Revision, *, wholly: bool
) -> Adoption:
    adoption = Adoption(
        comment_id=comment.id,
        revision_id=revision.id,
        wholly=wholly,
        adopted_by_id=actor.person_id,
        adopted_at=now,
    )
    db.session.add(adoption)
    db.session.flush()
    record(
        actor,
        now,
        "suggestion.adopted",
        adoption,
        comment.charter_id,
        comment=comment.id,
        document=comment.document_id,
        revision=revision.id,
        wholly=wholly,
    )
    return adoption
