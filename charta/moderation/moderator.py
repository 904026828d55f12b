"""What moderation tells consultation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask import url_for
from flask_babel import format_date
from flask_babel import gettext as _
from sqlalchemy import ColumnElement

from charta.consultation.models import Comment
from charta.consultation.moderated import Blocked, Decided, Redaction
from charta.core.actors import Actor
from charta.core.database import db
from charta.core.errors import Conflict
from charta.moderation import queries, words
from charta.moderation.models import Measure
from charta.moderation.queries import Told
from charta.moderation.rules import GAP, Kind


class Moderation:
    """See ``charta.consultation.moderated``."""

    def is_blocked(self, charter_id: int, person_id: int, now: datetime) -> ColumnElement[bool]:
        return queries.blocks_now(charter_id, person_id, now).exists()

    def refuse_blocked(self, charter_id: int, person_id: int, now: datetime) -> None:
        block = queries.block_of(charter_id, person_id, now)
        if block is None:
            return
        measure = db.session.get_one(Measure, block.measure_id)
        raise Blocked(
            _(
                "Sie können hier bis einschließlich %(day)s nur lesen. Der Grund: %(ground)s. Ihr "
                "Text wurde nicht gespeichert. Wie Sie widersprechen, steht unter „Meine "
                "Stellungnahmen“ und in unserer E-Mail.",
                day=format_date(measure.last_day, "long"),
                ground=reasons(measure),
            )
        )

    def decided(self, charter_id: int, person_id: int, now: datetime) -> Sequence[Decided]:
        return [shown(one, now) for one in queries.told_to(charter_id, person_id=person_id)]

    def redactions(self, comment: Comment) -> Sequence[Redaction]:
        wording = comment.suggestion.wording if comment.suggestion else ""
        if GAP not in comment.source + wording:
            return ()
        return [Redaction(*one) for one in queries.redactions_of(comment_id=comment.id)]


def shown(one: Told, now: datetime, *, code: str | None = None) -> Decided:
    """A decision as its author reads it; ``code`` is that of the receipt on which it stands."""
    measure, comment = one.measure, one.comment
    assert comment is not None  # noqa: S101 - only comments have an author who is told
    objection = None
    if one.may_object(now):
        objection = (
            url_for("moderation.object_with_code", measure_id=measure.id, code=code)
            if code
            else url_for("moderation.object_to", measure_id=measure.id)
        )
    return Decided(
        comment.key,
        comment.number,
        words.kind(measure.kind),
        measure.decided_at,
        measure.last_day,
        reasons(measure),
        measure.facts,
        one.original.html if one.original else None,
        one.original.wording if one.original else None,
        objection,
        outcome(one),
        measure.kind in {Kind.RESTORED, Kind.UNBLOCKED},
    )


def reasons(measure: Measure) -> str:
    """Basis and provision in words; empty where none is needed."""
    return f"{words.basis(measure.basis)}, {measure.provision}" if measure.provision else ""


def outcome(one: Told) -> str:
    """What has come of an objection so far; empty when nobody has objected."""
    if one.objection is None:
        return ""
    if one.objection.decided_at is None:
        return str(_("Ihr Widerspruch wird geprüft."))
    said = (
        _("Ihr Widerspruch war richtig; die Entscheidung gilt nicht mehr.")
        if one.objection.upheld
        else _("Ihr Widerspruch wurde geprüft; die Entscheidung bleibt.")
    )
    return f"{said} {one.objection.answer}"


def refuse_splitting(_actor: Actor, _now: datetime, original: Comment) -> None:
    """Nothing is cut out of the line that stands for hidden words."""
    if queries.now_hidden(queries.case_about(original.id, None)):
        raise Conflict(_("Diese Stellungnahme ist ausgeblendet und wird nicht geteilt."))
