"""What the demonstration has on stage while it is being loaded, by the names its files use."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from charta.accounts.models import Person
from charta.charters.models import Charter, Department, StakeholderGroup, Theme
from charta.core.actors import Actor
from charta.core.clock import BERLIN
from charta.drafting.models import Document
from charta.workshops.models import Idea, Workshop

CONTENT = Path(__file__).parent / "content"


@dataclass
class Stage:
    """The charter and everybody and everything in it so far."""

    charter: Charter
    today: datetime
    """The moment the demonstration is loaded; the open consultation is set around it."""
    actors: dict[str, Actor] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    reviewers: dict[str, str] = field(default_factory=dict)
    """The key of the person who judges for a department, by the department's code."""
    themes: dict[str, Theme] = field(default_factory=dict)
    departments: dict[str, Department] = field(default_factory=dict)
    groups: dict[str, StakeholderGroup] = field(default_factory=dict)
    workshops: list[Workshop] = field(default_factory=list)
    ideas: dict[str, Idea] = field(default_factory=dict)
    """By workshop, theme and place at the table: ``1.MOB.4``."""
    documents: dict[str, Document] = field(default_factory=dict)
    """Sections and clauses by their key."""

    def actor(self, key: str) -> Actor:
        return self.actors[key]

    def days_ago(self, days: float, hour: int = 10) -> datetime:
        """That many days before today, at a full hour of Berlin's clocks."""
        day = (self.today - timedelta(days=days)).astimezone(BERLIN)
        return day.replace(hour=hour, minute=0, second=0, microsecond=0).astimezone(UTC)


def read(name: str) -> dict[str, Any]:
    """One of the demonstration's files."""
    return tomllib.loads((CONTENT / f"{name}.toml").read_text(encoding="utf-8"))


def berlin(text: str) -> datetime:
    """A local time such as ``2022-10-26T14:00`` as a moment in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC)
