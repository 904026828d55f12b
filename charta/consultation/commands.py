"""``flask comments carry``: what the worker does, by hand."""

from __future__ import annotations

import sys

import click
from flask.cli import AppGroup

from charta.charters.queries import charter_by_slug
from charta.consultation.background import carry_batches
from charta.consultation.queries.carrying import standings
from charta.core.errors import NotFound
from charta.releases.queries import release_by_number

commands = AppGroup("comments", help="Stellungnahmen.")


@commands.command("carry")
@click.option("--charter", "slug", required=True, help="The charter's slug, e.g. stralsund.")
@click.option("--release", "number", required=True, type=int, help="The release's number.")
def carry_command(slug: str, number: int) -> None:
    """Carry all comments on earlier releases that wait for this one, and say how many."""
    try:
        release = release_by_number(charter_by_slug(slug).id, number)
    except NotFound:
        click.echo(f"Die Fassung {number} der Charta „{slug}“ gibt es nicht.", err=True)
        sys.exit(1)
    counts: list[int] = []
    carry_batches(release, told=counts.append)
    left = standings([release.id])[release.id]
    click.echo(
        f"{sum(counts)} Stellungnahmen übertragen, {left.carried} insgesamt, "
        f"{left.uncertain} unsicher."
    )
