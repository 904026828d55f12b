"""Verdicts on feasibility: what they are, what each must say, when one is out of date."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import gettext as _

from charta.core.errors import Invalid

REASON_LENGTH = 2000


class Verdict(StrEnum):
    """What a department can say about a clause."""

    FEASIBLE = "feasible"
    CONDITIONAL = "conditional"
    NOT_FEASIBLE = "not_feasible"


class State(StrEnum):
    """How a clause stands with a department: nobody was asked, it was asked, its verdict."""

    NOT_REVIEWED = "not_reviewed"
    IN_REVIEW = "in_review"
    FEASIBLE = "feasible"
    CONDITIONAL = "conditional"
    NOT_FEASIBLE = "not_feasible"


def is_stale(judged: int, current: int) -> bool:
    """Whether a verdict on revision number ``judged`` is out of date at number ``current``."""
    return judged < current


def check_words(verdict: str, reason: str, conditions: str) -> None:
    """Raise Invalid, at its field, when a verdict lacks what it must say or says too much."""
    if verdict not in set(Verdict):
        raise Invalid(_("Bitte wählen Sie ein Urteil."), "verdict")
    if verdict == Verdict.CONDITIONAL and not conditions.strip():
        raise Invalid(
            _("Bitte nennen Sie die Bedingungen, unter denen es umsetzbar ist."), "conditions"
        )
    if verdict != Verdict.CONDITIONAL and conditions.strip():
        raise Invalid(
            _("Bedingungen passen nur zum Urteil „Umsetzbar mit Bedingungen“."), "conditions"
        )
    if not reason.strip():
        raise Invalid(_("Bitte begründen Sie das Urteil."), "reason")
    for field, text in (("reason", reason), ("conditions", conditions)):
        if len(text) > REASON_LENGTH:
            raise Invalid(
                _("Bitte kürzen Sie auf höchstens %(limit)s Zeichen.", limit=REASON_LENGTH), field
            )
