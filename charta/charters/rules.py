"""What a charter and its parts may be called."""

from __future__ import annotations

import re
from datetime import timedelta

from flask_babel import gettext as _

from charta.core.actors import Role
from charta.core.errors import Invalid

SLUG = r"[a-z0-9](?:[a-z0-9-]{0,48}[a-z0-9])?"
CODE = r"[A-Z]{2,6}"
LONGEST_NAME = 80
LONGEST_DESCRIPTION = 500

RESERVED = frozenset(
    {
        "abmelden",
        "anmelden",
        "api",
        "beleg",
        "demo",
        "healthz",
        "konto",
        "metrics",
        "readyz",
        "static",
        "stil",
    }
)
"""First parts of addresses that no charter may take."""

USUAL_GROUPS = ("Zivilgesellschaft", "Politik", "Wirtschaft", "Wissenschaft", "Verwaltung")
"""The stakeholder groups a charter begins with; what follows is the city's."""

LEGAL_PAGES = ("impressum", "datenschutz", "barrierefreiheit", "spielregeln")

INVITATION_LASTS = timedelta(days=7)
"""How long the link of an invitation may be used."""

INVITATIONS_TO_ADDRESS, INVITATIONS_OF_CHARTER = 5, 100
"""How many invitations may be mailed in a day."""

TO_FILL_IN = "Bitte ausfüllen"
"""Stands in the legal pages wherever only the city knows what belongs there."""


def check_slug(slug: str) -> None:
    """Raise Invalid for what cannot be the first part of an address."""
    if not re.fullmatch(SLUG, slug):
        raise Invalid(
            _(
                "Bitte benutzen Sie nur Kleinbuchstaben a–z, Ziffern und Bindestriche, "
                "höchstens 50 Zeichen, keinen Bindestrich am Anfang oder Ende."
            ),
            "slug",
        )
    if slug in RESERVED:
        raise Invalid(_("Diese Adresse braucht die Plattform selbst."), "slug")


def check_code(code: str) -> None:
    """Raise Invalid for what cannot begin the key of a clause."""
    if not re.fullmatch(CODE, code):
        raise Invalid(
            _("Bitte geben Sie 2 bis 6 Großbuchstaben A–Z ohne Umlaute ein, etwa MOB."), "code"
        )


def check_role(role: Role, has_charter: bool, has_department: bool) -> None:
    """Raise Invalid for a role that cannot be granted this way."""
    if role is Role.CITIZEN:
        raise Invalid(_("Diese Rolle haben alle, die ein Konto haben."), "role")
    if not has_charter and role is not Role.ADMIN:
        raise Invalid(_("Diese Rolle gibt es nur in einer Charta."), "role")
    if role is Role.REVIEWER and not has_department:
        raise Invalid(_("Bitte wählen Sie das Fachamt, für das die Person prüft."), "department")
    if role is not Role.REVIEWER and has_department:
        raise Invalid(_("Nur die Fachprüfung gehört zu einem Fachamt."), "department")
