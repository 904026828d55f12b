"""Roles and legal pages as they are called on screen."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from charta.charters.models import Department
from charta.core.actors import Role

ROLES = {
    Role.FACILITATOR: _l("Moderation"),
    Role.REVIEWER: _l("Fachprüfung"),
    Role.EDITOR: _l("Redaktion"),
    Role.APPROVER: _l("Freigabe"),
    Role.ADMIN: _l("Verwaltung"),
}

DUTIES = {
    Role.FACILITATOR: _l("führt Veranstaltungen durch und erfasst Ideen"),
    Role.REVIEWER: _l("prüft für ein Fachamt, ob sich Klauseln umsetzen lassen"),
    Role.EDITOR: _l("schreibt am Entwurf und antwortet auf Stellungnahmen"),
    Role.APPROVER: _l("gibt Prüfergebnisse frei und veröffentlicht"),
    Role.ADMIN: _l("richtet die Charta ein und vergibt Rollen"),
}

LEGAL_TITLES = {
    "impressum": _l("Impressum"),
    "datenschutz": _l("Datenschutz"),
    "barrierefreiheit": _l("Barrierefreiheit"),
    "spielregeln": _l("Spielregeln"),
}


def role(code: str) -> str:
    return str(ROLES[Role(code)])


def duty(code: str) -> str:
    return str(DUTIES[Role(code)])


def role_and_office(code: str, department: Department | None) -> str:
    """A role, and for which department it is held."""
    if department is None:
        return role(code)
    return str(_("%(role)s für: %(department)s", role=role(code), department=department.name))
