"""Somebody with the database's password, behind the application's back."""

from __future__ import annotations

from alembic.migration import MigrationContext
from alembic.operations import Operations
from flask import Flask
from sqlalchemy import text

from charta.core.database import db
from migrations.triggers import thaw


def tamper(app: Flask, table: str, statement: str) -> None:
    """Take the table's triggers away and run ``statement``."""
    with app.app_context(), db.engine.begin() as connection:
        with Operations.context(MigrationContext.configure(connection)):
            thaw(table)
        connection.execute(text(statement))
