"""What the journal says of accounts, in words: for the person it is about."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from charta.desk.words import ACTIONS

OF_PEOPLE = {
    "person.address_changed": _l("E-Mail-Adresse geändert"),
    "person.authenticator_added": _l("Code-App eingerichtet"),
    "person.authenticator_removed": _l("Code-App entfernt"),
    "person.confirmed": _l("Adresse bestätigt"),
    "person.created": _l("Konto angelegt"),
    "person.erased": _l("Konto gelöscht"),
    "person.identity_cut": _l("Verknüpfung mit einem Anmeldedienst gelöst"),
    "person.identity_linked": _l("Mit einem Anmeldedienst verknüpft"),
    "person.joined": _l("Konto angelegt, mit einer Einladung"),
    "person.joined_by_provider": _l("Konto angelegt, über einen Anmeldedienst"),
    "person.passkey_added": _l("Passkey hinzugefügt"),
    "person.passkey_named": _l("Passkey umbenannt"),
    "person.passkey_removed": _l("Passkey entfernt"),
    "person.password_changed": _l("Passwort geändert"),
    "person.password_reset": _l("Neues Passwort gesetzt"),
    "person.recovery_codes_made": _l("Neue Wiederherstellungscodes erzeugt"),
    "person.renamed": _l("Name geändert"),
    "person.second_step_off": _l("Anmeldung in zwei Schritten ausgeschaltet"),
    "person.second_step_on": _l("Anmeldung in zwei Schritten eingeschaltet"),
    "person.signed_out_elsewhere": _l("Andere Geräte abgemeldet"),
    "person.signed_up": _l("Konto begonnen"),
    "person.welcomed": _l("Adresse ohne Konto bestätigt"),
}


def action(name: str) -> str:
    """An action in words; one that has none by its name."""
    return str(OF_PEOPLE.get(name) or ACTIONS.get(name) or name)
