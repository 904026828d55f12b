"""What the site holds about people is known: a column that leads to somebody, or says who they
are, is in the registry, with what becomes of it when they are erased."""

from __future__ import annotations

import pkgutil
from importlib import import_module

from flask import Flask

import charta
from charta.accounts.belongings import Belonging, Fate, holders
from charta.core.database import Base

WHO = ("email", "sender_")
"""How columns begin that say who somebody is."""

NAMES = {("people", "name"), ("held_comments", "name"), ("reports", "name"), ("passkeys", "name")}
"""Of the many columns called name, those that name a person or their things."""


def leading_to_people() -> set[tuple[str, str]]:
    for module in pkgutil.walk_packages(charta.__path__, "charta."):
        if module.name.endswith(".models"):
            import_module(module.name)
    found = set(NAMES)
    for table in Base.metadata.tables.values():
        for column in table.columns:
            is_key = any(key.column.table.name == "people" for key in column.foreign_keys)
            if is_key or column.name.startswith(WHO):
                found.add((table.name, column.name))
    return found


def registered(app: Flask) -> list[tuple[str, str, Belonging]]:
    with app.app_context():
        return [
            (one.table, column, one)
            for holder in holders()
            for one in holder.belongings
            for column in one.columns
        ]


def test_every_column_that_leads_to_somebody_is_registered(app: Flask) -> None:
    known = [(table, column) for table, column, _one in registered(app)]
    assert len(known) > 50
    assert leading_to_people() - set(known) == set(), "a feature must say what becomes of it"
    assert set(known) - leading_to_people() == set(), "what is registered leads to nobody"
    assert len(known) == len(set(known)), "registered twice"


def test_what_stays_says_why(app: Flask) -> None:
    for table, column, one in registered(app):
        assert bool(one.reason) == (one.fate is Fate.STAYS), f"{table}.{column}"
