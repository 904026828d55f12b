"""``flask database upgrade`` and friends: Alembic on the application's own engine."""

from __future__ import annotations

from pathlib import Path

import click
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask.cli import AppGroup
from sqlalchemy import Engine

from charta.core.database import db
from config import HOME

commands = AppGroup("database", help="Migrations of the database.")


def configuration() -> Config:
    config = Config()
    config.set_main_option("script_location", str(HOME / "migrations"))
    config.set_main_option("prepend_sys_path", str(HOME))
    config.set_main_option("path_separator", "os")
    return config


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Migrate up to ``revision``. This alone may make the file of a new SQLite database."""
    if engine.dialect.name == "sqlite" and engine.url.database:
        Path(engine.url.database).touch()
    config = configuration()
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        connection.commit()


def downgrade(engine: Engine, revision: str) -> None:
    """Migrate down to ``revision``; ``base`` empties the database."""
    config = configuration()
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, revision)
        connection.commit()


def current(engine: Engine) -> str | None:
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def head() -> str | None:
    return ScriptDirectory.from_config(configuration()).get_current_head()


@commands.command("upgrade")
@click.argument("revision", default="head")
def upgrade_command(revision: str) -> None:
    """Bring the database to the newest (or the named) migration."""
    upgrade(db.engine, revision)
    click.echo(f"Datenbank: Stand {current(db.engine)}")


@commands.command("downgrade")
@click.argument("revision")
@click.confirmation_option(prompt="Das kann Daten entfernen. Fortfahren?")
def downgrade_command(revision: str) -> None:
    """Take the database back to the named migration."""
    downgrade(db.engine, revision)
    click.echo(f"Datenbank: Stand {current(db.engine)}")


def init_app(app: Flask) -> None:
    app.cli.add_command(commands)
