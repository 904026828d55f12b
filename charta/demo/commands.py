"""``flask demo load`` and ``flask demo people``; both only in the demonstration."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup

from charta.accounts.passwords import hash_password
from charta.accounts.rules import DEMONSTRATION_DOMAIN
from charta.charters import queries as charters
from charta.core.clock import now
from charta.demo.stage import read
from charta.demo.story import tell
from config import Settings

commands = AppGroup("demo", help="The Stralsund demonstration.")

PASSWORD = "moin-stralsund"  # noqa: S105 - printed for everybody, and for the demonstration only

WHAT_FOR = {
    "admin": "richtet die Charta ein: Handlungsfelder, Fachämter, Rollen, rechtliche Seiten",
    "editor": "entwirft, übernimmt Ideen, führt Beteiligungen, beantwortet Stellungnahmen",
    "approver": "gibt Urteile frei und veröffentlicht, was die Redaktion vorbereitet hat",
    "facilitator": "führt Veranstaltungen und nimmt Ideen auf",
    "reviewer": "beurteilt die Umsetzbarkeit",
    "citizen": "nimmt Stellung",
}


def demand_demonstration() -> None:
    """Refuse to run anywhere else."""
    settings: Settings = current_app.extensions["charta.settings"]
    if not settings.demonstration:
        raise click.ClickException(
            "Die Demonstration gibt es nur mit CHARTA_ENVIRONMENT=demonstration."
        )


@commands.command("load")
def load() -> None:
    """Fill an empty database with the demonstration; one that has it keeps its data."""
    demand_demonstration()
    slug = read("charter")["charter"]["slug"]
    if any(charter.slug == slug for charter in charters.all_charters()):
        click.echo("Die Demonstration ist schon geladen; ihre Daten bleiben.")
        return
    tell(now(), hash_password(PASSWORD))
    click.echo("Die Demonstration ist geladen.")


@commands.command("people")
def people() -> None:
    """Print who can sign in to the demonstration."""
    demand_demonstration()
    click.echo(f"Anmelden mit dem Kennwort: {PASSWORD}")
    for person in read("charter")["people"]:
        address = f"{person['key']}@{DEMONSTRATION_DOMAIN}"
        click.echo(f"  {address:<26} {person['name']:<18} {WHAT_FOR[person['role']]}")
