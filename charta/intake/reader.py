"""The door of consultations through which goes what is to be read first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from charta.consultation.holding import Held, Unpublished
from charta.consultation.models import Round
from charta.consultation.services import Said
from charta.core.actors import Actor
from charta.core.i18n import chosen_language
from charta.drafting.models import Document
from charta.intake.models import HeldComment
from charta.intake.queries.newcomers import not_public
from charta.intake.services import newcomers
from charta.intake.words import why_waits
from charta.receipts.queries import codes


class Reader:
    """Holds for moderators what people say from their accounts; a ``Holder``."""

    def expected(self, actor: Actor, charter_id: int, now: datetime) -> bool:
        return newcomers.why_first(actor, now, charter_id) is not None

    def sent(
        self, actor: Actor, found: Round, document: Document, said: Said, *, submission: str
    ) -> Held | None:
        held = newcomers.sent_before(actor, found, document, said, submission=submission)
        return Held(_why(held)) if held is not None else None

    def keep(
        self,
        actor: Actor,
        now: datetime,
        found: Round,
        document: Document,
        said: Said,
        *,
        submission: str,
    ) -> Held | None:
        account = newcomers.hold_account(
            actor,
            now,
            found,
            document,
            said,
            submission=submission,
            language=chosen_language(),
        )
        return Held(why_waits(account.reason)) if account is not None else None

    def unpublished(self, charter_id: int, person_id: int) -> Sequence[Unpublished]:
        """Two queries; one where there is nothing."""
        found = not_public(charter_id, person_id)
        known = codes(HeldComment.__tablename__, [one.id for one in found]) if found else {}
        return [
            Unpublished(
                key=one.document.key,
                title=one.revision.title,
                round_title=one.round.title,
                html=one.html,
                exact=one.exact,
                wording=one.wording,
                is_reply=one.account is not None and one.account.parent_id is not None,
                sent_at=one.sent_at,
                why=_why(one),
                refused_at=one.refused_at,
                refusal=one.refusal,
                code=known.get(one.id),
            )
            for one in found
        ]


def _why(held: HeldComment) -> str:
    return why_waits(held.account.reason) if held.account is not None else ""
