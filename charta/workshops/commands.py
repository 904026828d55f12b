"""``flask ideas import``: the same verdicts as on the screen."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup

from charta.charters.queries import charter_by_slug
from charta.core.actors import OPERATOR
from charta.core.clock import now
from charta.core.database import transaction
from charta.core.errors import CharterError, NotFound
from charta.sheets import terminal
from charta.workshops import queries, services
from charta.workshops.judging import Verdict, judge
from charta.workshops.models import Workshop
from charta.workshops.sheets import Row, read
from charta.workshops.wording import explanation

commands = AppGroup("ideas", help="Ideas of workshops.")


@commands.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--charter", "slug", required=True, help="The charter's slug, e.g. stralsund.")
@click.option("--workshop", "number", required=True, type=int, help="The workshop's number.")
@click.option("--dry-run", is_flag=True, help="Only say what would become of each row.")
def import_command(file: Path, slug: str, number: int, dry_run: bool) -> None:
    """Take over the ideas of FILE (CSV or XLSX), all or nothing.

    Names the rows that are not taken and why. Exits 1 when the file cannot be read.
    """
    try:
        rows = read(terminal.content(file)).rows
        verdicts = _judged(slug, number, rows) if dry_run else _written(slug, number, rows)
    except NotFound:
        terminal.give_up(f"Die Veranstaltung {number} der Charta „{slug}“ gibt es nicht.")
    except CharterError as error:
        terminal.give_up(error.message)
    terminal.say(verdicts, explanation, "Ideen", dry_run=dry_run)


def _workshop(slug: str, number: int) -> Workshop:
    return queries.workshop_by_number(charter_by_slug(slug).id, number)


def _judged(slug: str, number: int, rows: tuple[Row, ...]) -> list[Verdict]:
    return judge(rows, queries.known(_workshop(slug, number)))


def _written(slug: str, number: int, rows: tuple[Row, ...]) -> list[Verdict]:
    with transaction():
        return services.import_ideas(OPERATOR, now(), _workshop(slug, number), rows)
