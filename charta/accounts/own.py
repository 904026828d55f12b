"""Accounts themselves as what the site holds about a person. What is forgotten of them is in
``services/erasing.py``, since the address and the number must last until all others are done."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext as _
from sqlalchemy import select

from charta.accounts import queries
from charta.accounts.belongings import Fate, Holder, Section, Value, goes
from charta.accounts.models import Identity, Passkey, Person, SignIn
from charta.core.database import db


def tell(person_id: int) -> Iterator[Section]:
    """What identifies somebody, without anything that would sign in. Five queries."""
    person = queries.person(person_id)
    yield Section("account", _("Ihr Konto"), *_account(person))
    seen = db.session.scalars(
        select(SignIn).where(SignIn.person_id == person_id).order_by(SignIn.id)
    ).all()
    yield Section(
        "sign_ins",
        _("Wo Sie angemeldet sind"),
        [
            ("browser", _("Browser")),
            ("since", _("Seit")),
            ("last_seen", _("Zuletzt gesehen")),
            ("ends", _("Endet spätestens")),
        ],
        [(one.browser, one.created_at, one.last_seen_at, one.expires_at) for one in seen],
    )
    keys = db.session.scalars(
        select(Passkey).where(Passkey.person_id == person_id).order_by(Passkey.id)
    ).all()
    yield Section(
        "passkeys",
        _("Passkeys"),
        [("name", _("Name")), ("since", _("Seit")), ("last_used", _("Zuletzt benutzt"))],
        [(one.name, one.created_at, one.last_used_at) for one in keys],
    )
    known = db.session.scalars(
        select(Identity).where(Identity.person_id == person_id).order_by(Identity.id)
    ).all()
    yield Section(
        "identities",
        _("Anmeldedienste"),
        [
            ("issuer", _("Dienst")),
            ("subject", _("Kennung")),
            ("since", _("Seit")),
            ("last_used", _("Zuletzt benutzt")),
        ],
        [(one.issuer, one.subject, one.created_at, one.last_used_at) for one in known],
    )


def _account(person: Person) -> tuple[list[tuple[str, str]], list[tuple[Value, ...]]]:
    app = queries.authenticator(person.id)
    columns = [
        ("number", _("Nummer")),
        ("name", _("Name")),
        ("email", _("E-Mail-Adresse")),
        ("since", _("Angelegt")),
        ("confirmed", _("Bestätigt")),
        ("password", _("Passwort gesetzt")),
        ("code_app", _("Code-App eingerichtet")),
        ("second_step", _("Zweiter Schritt seit")),
        ("last_active", _("Zuletzt hier (Tag)")),
        ("warned", _("Vor dem Löschen gewarnt")),
        ("read_first", _("Beiträge werden erst gelesen")),
    ]
    row = (
        person.id,
        person.name,
        person.email,
        person.created_at,
        person.confirmed_at,
        person.password_hash is not None,
        app is not None and app.confirmed_at is not None,
        person.second_step_since,
        person.last_active_at.date() if person.last_active_at else None,
        person.inactive_warned_at,
        person.unproven,
    )
    return columns, [row]


HOLDER = Holder(
    (
        *goes(
            Fate.GONE,
            sign_ins=("person_id",),
            mail_links=("person_id", "email"),
            authenticators=("person_id",),
            recovery_codes=("person_id",),
            passkeys=("person_id", "name"),
            identities=("person_id",),
        ),
        *goes(Fate.EMPTIED, people=("email", "name")),
    ),
    tell=tell,
)
