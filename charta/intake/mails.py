"""The mail that asks a guest to confirm; it goes into the outbox of the open transaction."""

from __future__ import annotations

from flask import current_app
from flask_babel import gettext as _

from charta.charters.models import Charter
from charta.consultation.models import Round
from charta.core import mail
from charta.core.database import db
from charta.intake.rules import LINK_LASTS


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
