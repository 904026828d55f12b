"""``flask backup create``, ``verify`` and ``restore``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy.exc import OperationalError

from charta.backup import afterwards
from charta.backup.manifest import Manifest
from charta.backup.reading import opened
from charta.backup.restoring import Proof, restore, verify
from charta.backup.rules import LEFT_OUT, Unusable
from charta.backup.writing import create
from charta.core.clock import now
from config import Settings

commands = AppGroup("backup", help="All data as one file, and back.")

FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
OTHER_KEY = click.option(
    "--other-key", is_flag=True, help="Take one that was made with another CHARTA_SECRET_KEY."
)

NOT_IN_IT = (
    "Nicht enthalten: CHARTA_SECRET_KEY und die anderen Einstellungen (bewahren Sie sie getrennt "
    "auf; ohne den Schlüssel sind Code-Apps neu einzurichten und Belege nicht mehr zu drucken), "
    f"fertige Papiere, Warteschlange, Anmeldungen und offene Links ({', '.join(sorted(LEFT_OUT))})."
)


@commands.command("create")
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
def create_command(file: Path | None) -> None:
    """Write all data, as they are at this moment, into the new file FILE.

    Charta may go on running. Without FILE it is named after the moment.
    """
    moment = now()
    path = file or Path(f"charta-{moment:%Y-%m-%dT%H%M%SZ}.zip")
    with _told():
        made = create(path, moment, _secret())
    click.echo(f"{path}: {_size(path)}, {_content(made)}")
    click.echo(NOT_IN_IT)
    _say_head(made)


@commands.command("verify")
@FILE
@OTHER_KEY
def verify_command(file: Path, other_key: bool) -> None:
    """Prove that FILE is complete, unaltered and can be restored, without touching anything.

    Exits 1 and says why where it is not.
    """
    with _told(), opened(file, _secret(), other_key=other_key) as archive:
        proofs = verify(archive)
    click.echo(f"{file}: vollständig und unverändert, {_content(archive.manifest)}")
    _say_proofs(archive.manifest, proofs)


@commands.command("restore")
@FILE
@OTHER_KEY
def restore_command(file: Path, other_key: bool) -> None:
    """Fill the empty database with FILE: all of it, proved, or nothing.

    Exits 1 and says why where it cannot be.
    """
    with _told(), opened(file, _secret(), other_key=other_key) as archive:
        works = afterwards.prepared()
        proofs = restore(archive)
        said = [work() for work in works]
    click.echo(f"Wiederhergestellt: {_content(archive.manifest)}")
    _say_proofs(archive.manifest, proofs)
    for line in said:
        click.echo(line)
    click.echo(
        "Alle melden sich neu an. Rollen, Passwörter, Passkeys und Code-Apps gelten wieder wie "
        "damals: prüfen Sie, was seither entzogen oder aus Vorsicht geändert wurde. Auch was "
        "seither ausgeblendet oder geschwärzt wurde, steht wieder da, und Sperren gelten nicht: "
        "entscheiden Sie noch einmal, bevor Sie die Website wieder öffnen."
    )


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except Unusable as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        place = f" ({error.filename})" if error.filename else ""
        raise click.ClickException(f"Es ging nicht: {error.strerror}{place}.") from error
    except OperationalError as error:
        raise click.ClickException(f"Die Datenbank kann das jetzt nicht: {error.orig}") from error


def _secret() -> str:
    settings: Settings = current_app.extensions["charta.settings"]
    return settings.secret_key


def _content(manifest: Manifest) -> str:
    return (
        f"{manifest.rows} Zeilen aus {len(manifest.parts)} Tabellen, Stand {manifest.revision}, "
        f"gesichert am {manifest.created_at:%d.%m.%Y um %H:%M:%S} UTC"
    )


def _size(path: Path) -> str:
    return f"{path.stat().st_size / 1e6:.1f} MB".replace(".", ",")


def _say_proofs(manifest: Manifest, proofs: list[Proof]) -> None:
    for proof in proofs:
        click.echo(f"{proof.name}: {proof.rows} geprüft, unverändert")
    _say_head(manifest)


def _say_head(manifest: Manifest) -> None:
    if manifest.head is not None:
        click.echo(f"Letzter Eintrag: {manifest.head.id} {manifest.head.hash}")
