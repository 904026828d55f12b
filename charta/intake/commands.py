"""``flask intakes import``: the same verdicts as on the screen."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import click
from flask.cli import AppGroup

from charta.accounts.queries import person_by_email
from charta.charters.queries import charter_by_slug, roles_of
from charta.consultation.models import Round
from charta.core.actors import Actor
from charta.core.clock import now
from charta.core.database import transaction
from charta.core.errors import CharterError, NotAllowed, NotFound
from charta.intake import queries, services
from charta.intake.judging import Verdict, judge
from charta.intake.sheets import Row, read
from charta.intake.wording import explanation
from charta.workshops.judging import State
from charta.workshops.sheets import limits
from charta.workshops.wording import STATES

commands = AppGroup("intakes", help="Letters and calls.")


@commands.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--charter", "slug", required=True, help="The charter's slug, e.g. stralsund.")
@click.option("--round", "number", required=True, type=int, help="The round's number.")
@click.option("--by", "email", required=True, help="The address of the editor who enters them.")
@click.option("--dry-run", is_flag=True, help="Only say what would become of each row.")
def import_command(file: Path, slug: str, number: int, email: str, dry_run: bool) -> None:
    """Take over the letters and calls of FILE (CSV or XLSX), all or nothing.

    Names the rows that are not taken and why. Exits 1 when the file cannot be read.
    """
    try:
        rows = read(_content(file)).rows
        if dry_run:
            found = _round(slug, number)
            verdicts = judge(rows, queries.known(found, rows, now()))
        else:
            verdicts = _written(slug, number, email, rows, file.name)
    except NotFound:
        _give_up(f"Die Beteiligung {number} der Charta „{slug}“ gibt es nicht.")
    except NotAllowed:
        _give_up(f"{email} darf in der Charta „{slug}“ keine Eingaben eintragen.")
    except CharterError as error:
        _give_up(error.message)
    _say(verdicts, dry_run)


def _content(file: Path) -> bytes:
    """No more of the file than shows that it is too large."""
    with file.open("rb") as source:
        return source.read(limits.MOST_BYTES + 1)


def _round(slug: str, number: int) -> Round:
    return queries.round_by_number(charter_by_slug(slug).id, number)


def _written(slug: str, number: int, email: str, rows: tuple[Row, ...], name: str) -> list[Verdict]:
    with transaction():
        found = _round(slug, number)
        return services.import_intakes(_actor(email), now(), found, rows, file_name=name)


def _actor(email: str) -> Actor:
    """The editor with this address and their rights; raises NotAllowed when there is none."""
    person = person_by_email(email.lower())
    if person is None:
        raise NotAllowed
    return Actor(person.id, person.name, roles_of(person.id))


def _say(verdicts: list[Verdict], dry_run: bool) -> None:
    for verdict in verdicts:
        if verdict.state is not State.TAKEN:
            state = STATES[verdict.state]
            click.echo(f"Zeile {verdict.row.number}: {state}. {explanation(verdict)}")
    counts = Counter(verdict.state for verdict in verdicts)
    done = "würden übernommen" if dry_run else "übernommen"
    click.echo(
        f"{counts[State.TAKEN]} Eingaben {done}, {counts[State.DUPLICATE]} doppelt, "
        f"{counts[State.FAULTY]} fehlerhaft."
    )


def _give_up(message: str) -> None:
    click.echo(message, err=True)
    sys.exit(1)
