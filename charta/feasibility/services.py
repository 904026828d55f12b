"""Asking departments, giving verdicts, releasing them: the only writers of these tables."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from charta.charters.models import Department
from charta.core.actors import Actor
from charta.core.database import db
from charta.core.errors import Conflict, Invalid, NotAllowed, NotFound
from charta.drafting.models import Document, Revision
from charta.drafting.queries import current_revision, revision_by_number
from charta.feasibility import policies, rules
from charta.feasibility.models import Assessment, ReviewRequest
from charta.journal.services import record

Words = tuple[str, str, str]
"""A verdict, its reason and its conditions."""


class RevisionMoved(Conflict):
    """The text was changed while somebody judged it: ``judged`` is what they saw, ``current``
    what stands now."""

    def __init__(self, message: str, judged: Revision, current: Revision) -> None:
        super().__init__(message)
        self.judged = judged
        self.current = current


def request_review(
    actor: Actor, now: datetime, document: Document, departments: Sequence[Department]
) -> list[ReviewRequest]:
    """Make departments responsible for a clause; those that are already are left as they are.
    Raises NotAllowed, Conflict for a withdrawn clause."""
    if not policies.may_request(actor, document.charter_id):
        raise NotAllowed
    _refuse_unjudgeable(document)
    responsible = set(
        db.session.scalars(
            select(ReviewRequest.department_id).where(ReviewRequest.document_id == document.id)
        )
    )
    added = []
    for department in departments:
        if department.charter_id != document.charter_id:
            raise NotFound
        if department.id not in responsible:
            responsible.add(department.id)
            added.append(_request(actor, now, document, department))
    return added


def _request(
    actor: Actor, now: datetime, document: Document, department: Department
) -> ReviewRequest:
    asked = ReviewRequest(
        document_id=document.id,
        department_id=department.id,
        requested_by_id=actor.person_id,
        requested_at=now,
    )
    db.session.add(asked)
    db.session.flush()
    record(
        actor,
        now,
        "review.requested",
        asked,
        document.charter_id,
        document=document.id,
        department=department.id,
    )
    return asked


def request_reviews(
    actor: Actor, now: datetime, documents: Sequence[Document], departments: Sequence[Department]
) -> list[ReviewRequest]:
    """The same for several clauses at once, for instance those of a section."""
    return [
        asked
        for document in documents
        for asked in request_review(actor, now, document, departments)
    ]


def withdraw_request(
    actor: Actor, now: datetime, document: Document, department: Department
) -> None:
    """The department is no longer responsible; its verdicts stay. Raises NotAllowed, NotFound
    when it was not responsible, Conflict for a withdrawn clause."""
    if not policies.may_request(actor, document.charter_id):
        raise NotAllowed
    _refuse_unjudgeable(document)
    asked = _find_request(document.id, department.id)
    if asked is None:
        raise NotFound
    record(
        actor,
        now,
        "review.withdrawn",
        asked,
        document.charter_id,
        document=document.id,
        department=department.id,
    )
    db.session.delete(asked)
    db.session.flush()


def assign(
    actor: Actor, now: datetime, document: Document, departments: Sequence[Department]
) -> None:
    """Set the departments responsible for a clause to these; raises as the two above do."""
    wanted = {department.id for department in departments}
    responsible = db.session.scalars(
        select(ReviewRequest)
        .where(ReviewRequest.document_id == document.id)
        .options(joinedload(ReviewRequest.department))
    ).all()
    request_review(actor, now, document, departments)
    for asked in responsible:
        if asked.department_id not in wanted:
            withdraw_request(actor, now, document, asked.department)


def assess(
    actor: Actor,
    now: datetime,
    document: Document,
    *,
    department: Department,
    verdict: str,
    reason: str,
    conditions: str = "",
    base_number: int,
) -> Assessment:
    """Give a department's verdict on the clause's current revision, ``base_number``.

    Raises NotAllowed for whoever does not review for a requested department, RevisionMoved when
    the current revision is another by now, Conflict for a withdrawn clause, Invalid for words
    that are missing or too many. The same verdict sent twice is one.
    """
    if not policies.may_judge(actor, document.charter_id, department.id):
        raise NotAllowed
    if _find_request(document.id, department.id) is None:
        raise NotAllowed(_("Dieses Fachamt ist für die Klausel nicht zuständig."))
    _refuse_unjudgeable(document)
    rules.check_words(verdict, reason, conditions)
    current = _current_revision(document, base_number)
    words = (verdict, reason.strip(), conditions.strip())
    last = _last_assessment(document.id, department.id)
    if last is not None and _says_the_same(last, actor, current, words):
        return last
    return _write(actor, now, current, department, words)


def _write(
    actor: Actor, now: datetime, judged: Revision, department: Department, words: Words
) -> Assessment:
    verdict, reason, conditions = words
    assessment = Assessment(
        document_id=judged.document_id,
        revision_id=judged.id,
        department_id=department.id,
        verdict=verdict,
        reason=reason,
        conditions=conditions,
        reviewer_id=actor.person_id,
        created_at=now,
    )
    db.session.add(assessment)
    db.session.flush()
    record(
        actor,
        now,
        "assessment.given",
        assessment,
        department.charter_id,
        document=judged.document_id,
        revision=judged.id,
        department=department.id,
        verdict=verdict,
    )
    return assessment


def _current_revision(document: Document, base_number: int) -> Revision:
    current = current_revision(document.id)
    if current.number == base_number:
        return current
    judged = revision_by_number(document.id, base_number)
    raise RevisionMoved(
        _("Die Klausel wurde geändert, während Sie sie geprüft haben."), judged, current
    )


def _says_the_same(last: Assessment, actor: Actor, current: Revision, words: Words) -> bool:
    return (
        last.reviewer_id == actor.person_id
        and last.revision_id == current.id
        and (last.verdict, last.reason, last.conditions) == words
    )


def release_verdict(actor: Actor, now: datetime, assessment: Assessment) -> Assessment:
    """Let the public read a verdict. ``assessment.document`` must be loaded.

    Raises NotAllowed for the reviewer and everybody who does not approve, Conflict when it is
    released already, has been replaced by a newer one, or the clause is withdrawn.
    """
    document = assessment.document
    if not policies.may_release(actor, document.charter_id, assessment):
        raise NotAllowed(
            _("Ein Urteil gibt eine freigebende Person frei, die es nicht selbst gefällt hat.")
        )
    _refuse_unjudgeable(document)
    if assessment.released_at is not None:
        raise Conflict(_("Das Urteil zu %(key)s ist bereits freigegeben.", key=document.key))
    last = _last_assessment(document.id, assessment.department_id)
    if last is not None and last.id != assessment.id:
        raise Conflict(
            _("Zu %(key)s gibt es inzwischen ein neueres Urteil des Fachamts.", key=document.key)
        )
    assessment.released_at = now
    assessment.released_by_id = actor.person_id
    db.session.flush()
    record(
        actor,
        now,
        "assessment.released",
        assessment,
        document.charter_id,
        document=document.id,
        revision=assessment.revision_id,
        department=assessment.department_id,
    )
    return assessment


def _refuse_unjudgeable(document: Document) -> None:
    if document.kind != "clause":
        raise Invalid(_("Geprüft werden Klauseln, nicht ganze Abschnitte."))
    if document.withdrawn_at is not None:
        raise Conflict(
            _(
                "Die Klausel %(key)s ist zurückgezogen und wird nicht mehr geprüft.",
                key=document.key,
            )
        )


def _find_request(document_id: int, department_id: int) -> ReviewRequest | None:
    return db.session.scalars(
        select(ReviewRequest).where(
            ReviewRequest.document_id == document_id,
            ReviewRequest.department_id == department_id,
        )
    ).first()


def _last_assessment(document_id: int, department_id: int) -> Assessment | None:
    return db.session.scalars(
        select(Assessment)
        .where(Assessment.document_id == document_id, Assessment.department_id == department_id)
        .order_by(Assessment.id.desc())
        .limit(1)
    ).first()
