"""Mails to who has spoken and is not public yet: they ask to confirm the address, and tell what was
decided. They go into the outbox of the open transaction."""

from __future__ import annotations

from typing import Any

from flask import current_app
from flask_babel import gettext as _

from charta.charters.models import Charter
from charta.consultation.models import Comment, Round
from charta.core import mail
from charta.core.database import db
from charta.core.i18n import speaking
from charta.intake.models import HeldComment
from charta.intake.rules import LINK_LASTS
from charta.receipts.queries import codes


def confirm(address: str, found: Round, token: str, code: str, *, moderated: bool) -> None:
    """Ask to confirm the address from which something was said in a round.

    Anybody may have typed the address. So nothing of what they have typed is in the mail, not
    even the name: it would carry advertisements to strangers.
    """
    charter = db.session.get_one(Charter, found.charter_id)
    template = current_app.jinja_env.get_template("intake/mails/confirm.txt")
    body = template.render(
        title=found.title,
        charter_name=charter.name,
        link=mail.link("intake.confirm", charter=charter.slug, token=token),
        code=code,
        receipt=mail.link("site.receipt", code=code),
        days=LINK_LASTS.days,
        moderated=moderated,
        home=mail.link("site.charters"),
    )
    mail.send(address, _("Bitte bestätigen Sie Ihre Stellungnahme"), body)


def passed(held: HeldComment, comment: Comment, address: str | None) -> None:
    """Tell whoever has proven the address that their words are public."""
    if address:
        with speaking(held.language):
            subject = _("Ihre Stellungnahme %(key)s ist öffentlich", key=comment.key)
            _tell("passed", address, subject, held, key=comment.key)


def refused(held: HeldComment, address: str | None) -> None:
    """Tell whoever has proven the address that their words will not be public, and why."""
    if address:
        with speaking(held.language):
            subject = _("Ihre Stellungnahme wird nicht veröffentlicht")
            _tell("refused", address, subject, held, reason=held.refusal)


def _tell(name: str, address: str, subject: str, held: HeldComment, **values: Any) -> None:
    charter = db.session.get_one(Charter, held.charter_id)
    code = codes(HeldComment.__tablename__, [held.id])[held.id]
    body = current_app.jinja_env.get_template(f"intake/mails/{name}.txt").render(
        title=held.round.title,
        charter_name=charter.name,
        receipt=mail.link("site.receipt", code=code),
        imprint=mail.link("charters.legal_page", charter=charter.slug, slug="impressum"),
        home=mail.link("site.charters"),
        **values,
    )
    mail.send(address, subject, body)
