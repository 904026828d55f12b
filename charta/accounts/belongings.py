"""What the site holds about people, told by each feature: which columns lead to somebody, how it
tells a person what is there about them, and how it forgets them.

A test walks all tables: a column that leads to a person and is named here by nobody is a failure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from flask import Flask, current_app

KEY = "charta.belongings"

Value = str | int | bool | datetime | date | None


class Fate(StrEnum):
    """What becomes of a column when the person it leads to is erased."""

    GONE = "gone"
    """The row is deleted."""
    EMPTIED = "emptied"
    """The row stays, the column says nothing any more."""
    STAYS = "stays"
    """The number stays and leads to a person of whom nothing is known."""


@dataclass(frozen=True)
class Belonging:
    """Columns of one table that lead to a person, and what becomes of them; ``reason`` says why
    what stays does."""

    table: str
    columns: tuple[str, ...]
    fate: Fate
    reason: str = ""


@dataclass(frozen=True)
class Leaving:
    """Who is being erased: the number, the address until now, at which moment, and whether what
    they have said in rounds that are open at that moment goes as well."""

    person_id: int
    email: str | None
    at: datetime
    texts: bool = False


@dataclass(frozen=True)
class Section:
    """One part of „Meine Daten“: ``columns`` are names for programs with words for people."""

    key: str
    title: str
    columns: Sequence[tuple[str, str]]
    rows: Sequence[Sequence[Value]]

    def as_json(self) -> list[dict[str, Value]]:
        names = [name for name, _words in self.columns]
        return [dict(zip(names, row, strict=True)) for row in self.rows]


def _nothing(_leaving: Leaving) -> None:
    return None


def _no_sections(_person_id: int) -> Iterator[Section]:
    return iter(())


def _no_silence(_person_id: int) -> None:
    return None


def _no_objection(_person_id: int) -> str | None:
    return None


@dataclass(frozen=True)
class Holder:
    """A feature that holds something about people. ``forget`` runs in the erasing transaction,
    ``tell`` only reads, ``objects`` says in words why somebody cannot go yet."""

    belongings: tuple[Belonging, ...]
    forget: Callable[[Leaving], None] = _nothing
    tell: Callable[[int], Iterator[Section]] = _no_sections
    objects: Callable[[int], str | None] = _no_objection
    silence: Callable[[int], None] = _no_silence
    """Somebody stays, but their address has been forgotten: nobody can write to them."""


def add(app: Flask, holder: Holder) -> None:
    """Features register in their order, so that what is built on others is forgotten first."""
    app.extensions.setdefault(KEY, []).append(holder)


def holders() -> Sequence[Holder]:
    found: Sequence[Holder] = current_app.extensions.get(KEY, ())
    return found


def stays(reason: str, **columns: tuple[str, ...]) -> tuple[Belonging, ...]:
    """Belongings that stay for one reason: ``table=("column", …)``."""
    return tuple(Belonging(table, names, Fate.STAYS, reason) for table, names in columns.items())


def goes(fate: Fate, **columns: tuple[str, ...]) -> tuple[Belonging, ...]:
    """Belongings that share a fate: ``table=("column", …)``."""
    return tuple(Belonging(table, names, fate) for table, names in columns.items())
