"""What a draft must say before it may wait for its release."""

from __future__ import annotations

from collections.abc import Collection

from flask_babel import gettext as _

from charta.consultation.rules import Disposition, check_leads
from charta.core.errors import Invalid
from charta.weighing.placeholders import left_open

MOST_RELEASED = 500
"""How many answers go out in one transaction: it holds the one place for writing a few seconds."""
MODULE_LENGTH = 3_000
MODULE_TITLE = 100
QUESTION_LENGTH = 1_000
ADVICE_LENGTH = 5_000
GROUP_TITLE = 120
WAIVER_LENGTH = 2_000


def check_decided(
    disposition: str | None,
    source: str,
    revision: tuple[int, int] | None,
    commented: Collection[tuple[int, int]],
) -> None:
    """Raise Invalid at the field to mend when an answer is not ready: without a decision, with a
    placeholder nobody has filled in, or with a version it cannot have led to (as
    ``consultation.rules.check_leads`` takes them)."""
    if disposition not in set(Disposition):
        raise Invalid(_("Bitte wählen Sie, was aus der Stellungnahme wird."), "disposition")
    forgotten = left_open(source)
    if forgotten:
        raise Invalid(
            _("Bitte ersetzen Sie noch den Platzhalter %(name)s.", name=forgotten[0]), "source"
        )
    check_leads(Disposition(disposition), revision, commented)
