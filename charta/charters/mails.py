"""The mails about roles; each goes into the outbox of the open transaction."""

from __future__ import annotations

from typing import Any

from flask import current_app
from flask_babel import gettext as _

from charta.accounts.models import Person
from charta.charters import words
from charta.charters.models import Charter, Department
from charta.charters.rules import INVITATION_LASTS
from charta.core import mail
from charta.core.actors import Role


def invitation(
    address: str, charter: Charter, role: Role, department: Department | None, token: str
) -> None:
    """Offer a role to whoever reads this mail. It holds the city's words, not those of the person
    who has typed the address; the page behind the link names them."""
    _send(
        "invitation",
        address,
        _("Einladung zur Mitarbeit: „%(charter)s“", charter=charter.name),
        charter=charter,
        role=words.role_and_office(role.value, department),
        duty=words.DUTIES[role],
        days=INVITATION_LASTS.days,
        link=mail.link("charters.invitation", token=token),
    )


def role_changed(
    person: Person, charter: Charter, *, before: str | None, after: str | None
) -> None:
    """Say what has become of a role; without ``before`` it is a new one, without ``after`` it has
    gone."""
    if after is None:
        subject = _("Sie haben eine Rolle weniger: „%(charter)s“", charter=charter.name)
    elif before is None:
        subject = _("Sie haben eine weitere Rolle: „%(charter)s“", charter=charter.name)
    else:
        subject = _("Ihre Rolle hat sich geändert: „%(charter)s“", charter=charter.name)
    _send("role", person.email, subject, person=person, charter=charter, before=before, after=after)


def _send(name: str, to: str | None, subject: str, **values: Any) -> None:
    if to is None:
        return
    template = current_app.jinja_env.get_template(f"charters/mails/{name}.txt")
    mail.send(to, subject, template.render(**values, home=mail.link("site.charters")))
