"""``flask charters …`` and ``flask people …``: what whoever runs the installation sets up."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from charta.accounts import queries as accounts
from charta.accounts import services as accounts_services
from charta.accounts import taking
from charta.accounts.models import Person
from charta.accounts.names import is_nobodys
from charta.accounts.passwords import hash_password
from charta.accounts.rules import check_password, normal_address
from charta.charters import queries, services
from charta.charters.rules import LONGEST_DESCRIPTION, LONGEST_NAME
from charta.core.actors import OPERATOR, Role
from charta.core.clock import now
from charta.core.database import db, transaction
from charta.core.errors import CharterError, Invalid
from charta.core.forms import clean_text

charters = AppGroup("charters", help="The charters of this installation.")
people = AppGroup("people", help="Accounts that are made for somebody.")


@charters.command("create")
@click.argument("slug")
@click.option("--name", required=True, help="For example: Smart City Charta")
@click.option("--city", required=True, help="For example: Hansestadt Stralsund")
@click.option("--description", default="", help="In one or two plain sentences what it is about.")
@click.option("--admin", "admin", help="Address of an account that will administer it.")
def create_charter(slug: str, name: str, city: str, description: str, admin: str | None) -> None:
    """Begin a charter at the address SLUG, with the usual groups and first legal texts."""
    with _transaction():
        charter = services.create_charter(
            OPERATOR,
            now(),
            slug=slug,
            name=_line("--name", name),
            city=_line("--city", city),
            description=_description(description),
        )
        if admin is not None:
            person = accounts.person_by_email(normal_address(admin))
            if person is None:
                raise Invalid(f"Zu {admin} gibt es kein Konto (flask people create …).")
            services.grant_role(OPERATOR, now(), charter, person, Role.ADMIN)
    click.echo(f"Angelegt: /{slug}/")


@charters.command("list")
def list_charters() -> None:
    """Name all charters with their addresses."""
    for charter in queries.all_charters():
        click.echo(f"{charter.slug}\t{charter.city}\t{charter.name}")


@people.command("create")
@click.argument("email")
@click.option("--name", required=True, help="The name under which the person appears.")
@click.option("--admin", is_flag=True, help="Administrator of all charters.")
@click.option("--password-stdin", is_flag=True, help="Read the password from the first line.")
def create_person(email: str, name: str, admin: bool, password_stdin: bool) -> None:
    """Make an account for the address EMAIL that needs no confirmation."""
    password = (
        sys.stdin.readline().rstrip("\r\n")
        if password_stdin
        else click.prompt("Passwort", hide_input=True, confirmation_prompt=True)
    )
    try:
        check_password(password, email=email, name=name)
        password_hash = hash_password(password)
        with transaction():
            person = accounts_services.create_person(
                OPERATOR,
                now(),
                email=email,
                name=_line("--name", name),
                password_hash=password_hash,
            )
            if admin:
                services.grant_role(OPERATOR, now(), None, person, Role.ADMIN)
    except CharterError as error:
        raise click.ClickException(error.message) from error
    click.echo(f"Angelegt: {person.email}")


@people.command("take-second-step")
@click.argument("email")
def take_second_step(email: str) -> None:
    """Let somebody who has lost app, passkeys and recovery codes sign in by their password alone.

    Make sure first that it is them who ask. They are told by mail.
    """
    with _transaction():
        person = accounts.person_by_email(normal_address(email))
        if person is None:
            raise Invalid(f"Zu {email} gibt es kein Konto.")
        accounts_services.take_second_step(OPERATOR, now(), person)
    click.echo(f"Ohne zweiten Schritt: {person.email}")


@people.command("rename")
@click.argument("who")
@click.option("--name", required=True, help="The name under which the person appears from now on.")
def rename_person(who: str, name: str) -> None:
    """Call the person with the address or the number WHO otherwise, because nobody may read the
    name: an insult, or somebody else's. It changes wherever the person has said something.

    Tell them why, and that they may object.
    """
    with _transaction():
        person = _somebody(who)
        given = _name(name)
        accounts_services.rename_person(OPERATOR, now(), person, name=given)
        number = person.id
    click.echo(f"Heißt jetzt {given}: Nummer {number}")


@people.command("erase")
@click.argument("who")
@click.option("--texts", is_flag=True, help="Also what they have said in rounds that are open.")
@click.confirmation_option(prompt="Das lässt sich nicht zurücknehmen. Löschen?")
def erase_person(who: str, texts: bool) -> None:
    """Forget the person with the address or the number WHO; also guests, who have no account.

    Make sure first that it is them who ask. What they have said stays, as "gelöschtes Konto".
    """
    with _transaction():
        person = _somebody(who)
        accounts_services.erase(OPERATOR, now(), person, texts=texts)
        number = person.id
    click.echo(f"Gelöscht: Nummer {number}")


@people.command("data")
@click.argument("who")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def data_of_person(who: str, file: Path) -> None:
    """Write all that is here about the person with the address or the number WHO into the new
    FILE, a ZIP with a page and JSON: for guests, who cannot fetch it themselves.

    Make sure first that it is them who ask.
    """
    try:
        with current_app.test_request_context():
            packed, _name = taking.pack(_somebody(who), now())
        with file.open("xb") as target:
            file.chmod(0o600)
            target.write(packed.getvalue())
    except CharterError as error:
        raise click.ClickException(error.message) from error
    except OSError as error:
        raise click.ClickException(f"Es ging nicht: {error.strerror} ({file}).") from error
    click.echo(f"Geschrieben: {file}")


@contextmanager
def _transaction() -> Iterator[None]:
    """One writing transaction; what was refused ends the command, and is said."""
    try:
        with transaction():
            yield
    except CharterError as error:
        raise click.ClickException(error.message) from error


def _somebody(who: str) -> Person:
    """The person with this address or number; raises Invalid."""
    if who.isdecimal():
        person = db.session.get(Person, int(who))
    else:
        person = accounts.person_by_email(normal_address(who))
    if person is None:
        raise Invalid(f"Zu {who} gibt es niemanden.")
    return person


def _line(option: str, words: str) -> str:
    """One readable line of at most 80 characters; raises Invalid."""
    cleaned = clean_text(words) or ""
    if not cleaned or len(cleaned) > LONGEST_NAME or not cleaned.isprintable():
        raise Invalid(f"{option} braucht eine Zeile mit 1 bis {LONGEST_NAME} Zeichen.")
    return cleaned


def _name(words: str) -> str:
    """A name for somebody; raises Invalid."""
    name = _line("--name", words)
    if is_nobodys(name):
        raise Invalid("So heißen gelöschte Konten.")
    return name


def _description(words: str) -> str:
    cleaned = clean_text(words) or ""
    if len(cleaned) > LONGEST_DESCRIPTION or not cleaned.replace("\n", "").isprintable():
        raise Invalid(f"--description darf höchstens {LONGEST_DESCRIPTION} Zeichen haben.")
    return cleaned
