"""Builders of workshops, tables and ideas; each inside an open transaction."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count

from charta.charters.models import Charter, StakeholderGroup, Theme
from charta.core.database import db
from charta.workshops import services
from charta.workshops.models import Idea, Table, Workshop
from tests.support.cast import START, Cast

_numbers = count(1)


def a_workshop(city: Cast, title: str = "Regionalkonferenz", *, opened: bool = False) -> Workshop:
    """A workshop of an evening in the town hall; ``opened`` shows it to the public."""
    charter = db.session.get_one(Charter, city.charter_id)
    workshop = services.create_workshop(
        city.facilitator,
        START,
        charter,
        title=title,
        starts_at=datetime(2026, 2, 10, 16, 0, tzinfo=UTC),
        ends_at=datetime(2026, 2, 10, 20, 0, tzinfo=UTC),
        place="Rathaus, Löwenscher Saal",
        organiser="MakerPort",
        partners="Stadtwerke\nLandkreis",
        participants=80,
        description="Ein **World Café** mit sechs Tischen.",
    )
    if opened:
        services.open_workshop(city.facilitator, START, workshop)
    return workshop


def a_table(city: Cast, workshop: Workshop, theme: str = "MOB", host: str = "Heide Host") -> Table:
    """A table with the next number."""
    return services.add_table(
        city.facilitator,
        START,
        workshop,
        theme=db.session.get_one(Theme, city.themes[theme]),
        host=host,
    )


def an_idea(
    city: Cast,
    workshop: Workshop | None = None,
    text: str | None = None,
    *,
    theme: str = "MOB",
    group: str | None = "Zivilgesellschaft",
    channel: str = "table",
    table: Table | None = None,
) -> Idea:
    """An idea of its own wording, in a new open workshop when none is given."""
    return services.add_idea(
        city.facilitator,
        START,
        workshop or a_workshop(city, opened=True),
        text=text or f"Mehr Bänke am Hafen, Vorschlag {next(_numbers)}",
        theme=db.session.get_one(Theme, city.themes[theme]),
        group=db.session.get_one(StakeholderGroup, city.groups[group]) if group else None,
        channel=channel,
        table=table,
    )
