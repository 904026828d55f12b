"""The mails about accounts; each goes into the outbox of the open transaction."""

from __future__ import annotations

from typing import Any

from flask import current_app
from flask_babel import gettext as _

from charta.accounts.models import Person
from charta.core import mail


def confirm(person: Person, token: str, next_path: str | None) -> None:
    """Ask to confirm the address; ``next_path`` is where the person was when they signed up."""
    link = mail.link("accounts.confirm", token=token, next=next_path)
    _send("confirm", person.email, _("Bitte bestätigen Sie Ihre Adresse"), link=link, person=person)


def already_there(person: Person) -> None:
    """Somebody tried to sign up with an address that has an account."""
    _send(
        "already_there",
        person.email,
        _("Sie haben schon ein Konto"),
        person=person,
        sign_in=mail.link("accounts.sign_in"),
        forgot=mail.link("accounts.forgot"),
    )


def nobody_there(email: str) -> None:
    """Somebody asked for help with an account that does not exist."""
    _send(
        "nobody_there",
        email,
        _("Zu dieser Adresse gibt es kein Konto"),
        sign_up=mail.link("accounts.sign_up"),
    )


def reset(person: Person, token: str) -> None:
    """The link to set a new password."""
    link = mail.link("accounts.reset", token=token)
    _send("reset", person.email, _("Ein neues Passwort setzen"), link=link, person=person)


def _send(name: str, to: str | None, subject: str, **values: Any) -> None:
    if to is None:
        return
    template = current_app.jinja_env.get_template(f"accounts/mails/{name}.txt")
    home = mail.link("site.charters")
    mail.send(to, subject, template.render(**values, home=home))
