"""``flask journal verify``."""

from __future__ import annotations

import sys
from itertools import islice

import click
from flask.cli import AppGroup

from charta.journal import queries
from charta.journal.verification import verifiers

commands = AppGroup("journal", help="The append-only journal and its chain of hashes.")

MOST_SHOWN = 20


@commands.command("verify")
def verify() -> None:
    """Prove the journal's chain and the hashes of all revisions and releases.

    Names the broken rows, the first one first, and exits 1 where something was changed.
    """
    broken = False
    for verifier in verifiers():
        breaks = list(islice(verifier.find(), MOST_SHOWN))
        if not breaks:
            click.echo(f"{verifier.name}: {verifier.count()} geprüft, unverändert")
        for found in breaks:
            broken = True
            click.echo(f"{verifier.name}: {found.table} {found.row} {found.reason}", err=True)
    if broken:
        sys.exit(1)
    head = queries.head()
    if head is not None:
        click.echo(f"Letzter Eintrag: {head.id} {head.hash}")
