"""Taking over a table on the command line: what is read and what is said."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

import click

from charta.sheets import limits
from charta.sheets.judging import State, Verdict, count
from charta.sheets.wording import STATES


def content(file: Path) -> bytes:
    """No more of the file than shows that it is too large."""
    with file.open("rb") as source:
        return source.read(limits.MOST_BYTES + 1)


def say(
    verdicts: Sequence[Verdict[Any, Any]],
    explanation: Callable[[Any], str],
    things: str,
    *,
    dry_run: bool,
) -> None:
    """Name the rows that are not taken and why, and count; ``things`` is what rows become."""
    for verdict in verdicts:
        if verdict.state is not State.TAKEN:
            state = STATES[verdict.state]
            click.echo(f"Zeile {verdict.row.number}: {state}. {explanation(verdict)}")
    counts = count(verdicts)
    done = "würden übernommen" if dry_run else "übernommen"
    click.echo(
        f"{counts[State.TAKEN]} {things} {done}, {counts[State.DUPLICATE]} doppelt, "
        f"{counts[State.FAULTY]} fehlerhaft."
    )


def give_up(message: str) -> NoReturn:
    """Say why nothing was done, and exit 1."""
    click.echo(message, err=True)
    sys.exit(1)
