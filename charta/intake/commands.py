"""``flask intakes import``: the same verdicts as on the screen."""

from __future__ import annotations

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
from charta.sheets import terminal

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
        rows = read(terminal.content(file)).rows
        if dry_run:
            found = _round(slug, number)
            verdicts = judge(rows, queries.known(found, rows, now()))
        else:
            verdicts = _written(slug, number, email, rows, file.name)
    except NotFound:
        terminal.give_up(f"Die Beteiligung {number} der Charta „{slug}“ gibt es nicht.")
    except NotAllowed:
        terminal.give_up(f"{email} darf in der Charta „{slug}“ keine Eingaben eintragen.")
    except CharterError as error:
        terminal.give_up(error.message)
    terminal.say(verdicts, explanation, "Eingaben", dry_run=dry_run)


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
