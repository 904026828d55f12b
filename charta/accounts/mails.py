"""The mails about accounts; each goes into the outbox of the open transaction."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from flask import current_app
from flask_babel import gettext as _

from charta.accounts import guests
from charta.accounts.models import Person
from charta.core import mail


class Event(StrEnum):
    """What has happened to an account and its owner must hear of, whoever did it."""

    PASSWORD = "password"  # noqa: S105 - a word, not a secret
    ADDRESS = "address"
    PASSKEY_ADDED = "passkey_added"
    PASSKEY_REMOVED = "passkey_removed"
    STEPS_ON = "steps_on"
    STEPS_OFF = "steps_off"
    APP_ADDED = "app_added"
    APP_REMOVED = "app_removed"
    CODES = "codes"
    CODE_USED = "code_used"
    PROVIDER_LINKED = "provider_linked"
    PROVIDER_CUT = "provider_cut"


def confirm(person: Person, token: str, next_path: str | None) -> None:
    """Ask to confirm the address; ``next_path`` is where the person was when they signed up. A
    guest, who keeps the name they proved once, is told so: they may have typed another."""
    link = mail.link("accounts.confirm", token=token, next=next_path)
    known_as = person.name if guests.is_guest(person) else None
    subject = _("Bitte bestätigen Sie Ihre Adresse")
    _send("confirm", person.email, subject, link=link, known_as=known_as)


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


def enter(person: Person, token: str, next_path: str | None) -> None:
    """The link to sign in without a password."""
    link = mail.link("accounts.enter", token=token, next=next_path)
    _send("enter", person.email, _("Ihr Link zum Anmelden"), link=link, person=person)


def move(person: Person, email: str, token: str) -> None:
    """Ask at the new address whether it belongs to the person."""
    link = mail.link("accounts.move", token=token)
    _send("move", email, _("Bitte bestätigen Sie Ihre neue Adresse"), link=link, person=person)


def tell(person: Person, event: Event, *, to: str | None = None) -> None:
    """Say what has happened to the account; ``to`` is the old address where that has changed: a
    new password cannot be had there any more."""
    subject, what = _words(event)
    forgot, settings = mail.link("accounts.forgot"), mail.link("accounts.security")
    _send(
        "event",
        to or person.email,
        subject,
        person=person,
        what=what,
        forgot=forgot,
        settings=settings,
        moved_away=to is not None,
    )


def farewell(email: str, *, texts: bool) -> None:
    """The last mail to an address: the account is gone."""
    _send("farewell", email, _("Ihr Konto ist gelöscht"), texts=texts)


def unused(person: Person, day: datetime) -> None:
    """The account will be deleted on a day unless its owner signs in before."""
    _send(
        "unused",
        person.email,
        _("Ihr Konto wird bald gelöscht"),
        person=person,
        day=day,
        sign_in=mail.link("accounts.sign_in"),
    )


def _words(event: Event) -> tuple[str, str]:
    return {
        Event.PASSWORD: (
            _("Ihr Passwort wurde geändert"),
            _("Ihr Passwort wurde eben geändert. Alle anderen Geräte sind abgemeldet."),
        ),
        Event.ADDRESS: (
            _("Ihre E-Mail-Adresse wurde geändert"),
            _(
                "Ihr Konto hat jetzt eine andere E-Mail-Adresse; an diese hier schreiben wir "
                "nicht mehr. Alle anderen Geräte sind abgemeldet."
            ),
        ),
        Event.PASSKEY_ADDED: (
            _("Ein neuer Passkey für Ihr Konto"),
            _("zu Ihrem Konto wurde eben ein Passkey hinzugefügt. Damit kann man sich anmelden."),
        ),
        Event.PASSKEY_REMOVED: (
            _("Ein Passkey wurde entfernt"),
            _("aus Ihrem Konto wurde eben ein Passkey entfernt. Er meldet niemanden mehr an."),
        ),
        Event.STEPS_ON: (
            _("Anmeldung in zwei Schritten ist eingeschaltet"),
            _("Ihr Konto verlangt jetzt beim Anmelden einen zweiten Schritt."),
        ),
        Event.STEPS_OFF: (
            _("Anmeldung in zwei Schritten ist ausgeschaltet"),
            _("Ihr Konto verlangt beim Anmelden keinen zweiten Schritt mehr."),
        ),
        Event.APP_ADDED: (
            _("Eine Code-App für Ihr Konto"),
            _("für Ihr Konto wurde eben eine App eingerichtet, deren Codes beim Anmelden gelten."),
        ),
        Event.APP_REMOVED: (
            _("Ihre Code-App wurde entfernt"),
            _("die Code-App Ihres Kontos wurde eben entfernt. Ihre Codes gelten nicht mehr."),
        ),
        Event.CODES: (
            _("Neue Wiederherstellungscodes"),
            _("für Ihr Konto gibt es neue Wiederherstellungscodes. Die alten gelten nicht mehr."),
        ),
        Event.CODE_USED: (
            _("Ein Wiederherstellungscode wurde benutzt"),
            _("für Ihr Konto wurde eben einer Ihrer Wiederherstellungscodes benutzt."),
        ),
        Event.PROVIDER_LINKED: (
            _("Ein weiterer Weg in Ihr Konto"),
            _(
                "Ihr Konto wurde eben mit einem Anmeldedienst verknüpft. Damit kann man sich "
                "anmelden."
            ),
        ),
        Event.PROVIDER_CUT: (
            _("Eine Verknüpfung Ihres Kontos ist gelöst"),
            _("Ihr Konto ist nicht mehr mit dem Anmeldedienst verknüpft, den Sie entfernt haben."),
        ),
    }[event]


def _send(name: str, to: str | None, subject: str, **values: Any) -> None:
    if to is None:
        return
    template = current_app.jinja_env.get_template(f"accounts/mails/{name}.txt")
    home = mail.link("site.charters")
    mail.send(to, subject, template.render(**values, home=home))
