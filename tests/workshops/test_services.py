"""Setting up workshops, writing ideas down, correcting and taking back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from charta.charters.models import Charter, StakeholderGroup, Theme
from charta.core.actors import ANYBODY
from charta.core.database import db, transaction
from charta.core.errors import Conflict, Invalid, NotAllowed, NotFound
from charta.drafting.models import Shelving
from charta.journal.models import JournalEntry
from charta.workshops import queries, services
from charta.workshops.models import Idea
from tests.support.cast import START, Cast, a_city
from tests.support.workshops import a_table, a_workshop, an_idea

LATER = START + timedelta(hours=1)
FACTS: dict[str, Any] = {
    "title": "Zweite Konferenz",
    "starts_at": datetime(2026, 5, 11, 14, tzinfo=UTC),
    "ends_at": None,
    "place": "Hafen",
    "organiser": "Stadt",
    "partners": "",
    "participants": None,
    "description": "",
}


@pytest.fixture
def written(app: Flask, city: Cast) -> Iterator[Cast]:
    """The city, inside one writing transaction."""
    with app.app_context(), transaction():
        yield city


def entries() -> list[str]:
    return list(db.session.scalars(select(JournalEntry.action).order_by(JournalEntry.id)))


def theme(city: Cast, code: str) -> Theme:
    return db.session.get_one(Theme, city.themes[code])


def group(city: Cast, name: str) -> StakeholderGroup:
    return db.session.get_one(StakeholderGroup, city.groups[name])


def test_numbers_count_within_the_charter(written: Cast) -> None:
    first, second = a_workshop(written), a_workshop(written)
    assert (first.number, second.number) == (1, 2)
    assert [an_idea(written, first).number, an_idea(written, second).number] == [1, 2]
    assert [a_table(written, first).number, a_table(written, first).number] == [1, 2]


def test_each_change_is_one_entry(written: Cast) -> None:
    actor = written.facilitator
    workshop = a_workshop(written)
    table = a_table(written, workshop)
    idea = an_idea(written, workshop, table=table)
    mistake = an_idea(written, workshop)
    services.change_workshop(actor, LATER, workshop, **FACTS)
    services.change_table(
        actor, LATER, workshop, table, theme=theme(written, "BIL"), host="", number=7
    )
    services.change_idea(
        actor, LATER, workshop, idea, text="Neu", theme=theme(written, "BIL"), group=None
    )
    services.remove_idea(actor, LATER, workshop, mistake)
    services.remove_table(actor, LATER, workshop, a_table(written, workshop))
    services.open_workshop(actor, LATER, workshop)
    assert entries() == [
        *("workshop.created", "table.created", "idea.added", "idea.added", "workshop.changed"),
        *("table.changed", "idea.changed", "idea.removed", "table.created", "table.removed"),
        "workshop.opened",
    ]


def test_the_journal_holds_no_words(written: Cast) -> None:
    workshop = a_workshop(written, "Geheimtitel")
    an_idea(written, workshop, "Geheimidee", table=a_table(written, workshop, host="Geheimname"))
    services.change_workshop(written.facilitator, LATER, workshop, **FACTS)
    details = str(list(db.session.scalars(select(JournalEntry.details))))
    assert "Geheim" not in details


def test_saving_without_a_change_writes_nothing(written: Cast) -> None:
    workshop = a_workshop(written)
    table = a_table(written, workshop)
    idea = an_idea(written, workshop, table=table)
    services.change_workshop(written.facilitator, LATER, workshop, **FACTS)
    before = entries()
    actor = written.facilitator
    mobility, citizens = theme(written, "MOB"), group(written, "Zivilgesellschaft")
    assert not services.change_workshop(actor, LATER, workshop, **FACTS)
    assert not services.change_table(
        actor, LATER, workshop, table, theme=mobility, host="Heide Host", number=1
    )
    assert not services.change_idea(
        actor, LATER, workshop, idea, text=idea.text, theme=mobility, group=citizens
    )
    assert entries() == before


def test_a_text_beyond_the_bounds_of_markdown_is_refused(written: Cast) -> None:
    charter = db.session.get_one(Charter, written.charter_id)
    with pytest.raises(Invalid) as caught:
        services.create_workshop(
            written.facilitator, START, charter, **{**FACTS, "description": "[" * 9000}
        )
    assert caught.value.field == "description"


def test_a_tables_number_is_taken_once(written: Cast) -> None:
    workshop = a_workshop(written)
    a_table(written, workshop)
    for number in (1, 0, 201):
        with pytest.raises(Invalid) as caught:
            services.add_table(
                written.facilitator, START, workshop, theme=theme(written, "MOB"), number=number
            )
        assert caught.value.field == "number"


def test_a_table_with_ideas_stays(written: Cast) -> None:
    workshop = a_workshop(written)
    table = a_table(written, workshop)
    an_idea(written, workshop, table=table)
    with pytest.raises(Conflict):
        services.remove_table(written.facilitator, START, workshop, table)


def test_pressing_twice_adds_one_idea(written: Cast) -> None:
    workshop = a_workshop(written)
    first, second = a_table(written, workshop), a_table(written, workshop)
    an_idea(written, workshop, "Mehr Bänke", table=first)
    with pytest.raises(Invalid, match="I-1"):
        an_idea(written, workshop, " mehr BÄNKE ", table=first)
    assert an_idea(written, workshop, "Mehr Bänke", table=second).number == 2
    assert an_idea(written, workshop, "Mehr Bänke").number == 3
    assert an_idea(written, workshop, "Mehr Bänke", theme="BIL", table=first).number == 4


def test_a_corrected_idea_is_found_again_by_its_new_wording(written: Cast) -> None:
    workshop = a_workshop(written)
    table = a_table(written, workshop)
    idea = an_idea(written, workshop, "Alt", table=table)
    an_idea(written, workshop, "Vorhanden", table=table)
    actor, mobility = written.facilitator, theme(written, "MOB")
    services.change_idea(actor, START, workshop, idea, text="Neu", theme=mobility, group=None)
    assert idea.fingerprint in queries.known(workshop).ideas
    with pytest.raises(Invalid):
        services.change_idea(
            actor, START, workshop, idea, text="vorhanden", theme=mobility, group=None
        )


def test_once_open_the_wording_stands_and_theme_and_group_may_change(written: Cast) -> None:
    workshop = a_workshop(written, opened=True)
    idea = an_idea(written, workshop, "Wortlaut")
    actor, education = written.facilitator, theme(written, "BIL")
    with pytest.raises(Conflict):
        services.change_idea(
            actor, LATER, workshop, idea, text="Anders", theme=education, group=None
        )
    services.change_idea(actor, LATER, workshop, idea, text="Wortlaut", theme=education, group=None)
    assert (idea.text, idea.theme_id, idea.group_id) == ("Wortlaut", education.id, None)
    with pytest.raises(Conflict):
        services.remove_idea(actor, LATER, workshop, idea)


def test_the_database_knows_what_refers_to_an_idea(written: Cast) -> None:
    workshop = a_workshop(written)
    idea = an_idea(written, workshop)
    db.session.add(
        Shelving(
            idea_id=idea.id,
            reason="Zu teuer",
            decided_by_id=written.editor.person_id,
            decided_at=START,
            ended_at=None,
        )
    )
    db.session.flush()
    before = entries()
    with pytest.raises(Conflict):
        services.remove_idea(written.facilitator, LATER, workshop, idea)
    assert entries() == before
    assert db.session.scalars(select(Idea.id)).all() == [idea.id]


def test_a_workshop_is_opened_once(written: Cast) -> None:
    workshop = a_workshop(written, opened=True)
    with pytest.raises(Conflict):
        services.open_workshop(written.facilitator, LATER, workshop)
    assert workshop.opened_at == START


def test_what_belongs_to_another_charter_does_not_exist(app: Flask, city: Cast) -> None:
    with app.app_context():
        other = a_city("greifswald", "Greifswald")
        with transaction():
            workshop, elsewhere = a_workshop(city), a_workshop(other)
            strange: list[Callable[[], object]] = [
                lambda: services.add_table(
                    city.facilitator, START, workshop, theme=theme(other, "MOB")
                ),
                lambda: services.add_idea(
                    city.facilitator, START, workshop, text="x", theme=theme(other, "MOB")
                ),
                lambda: services.add_idea(
                    city.facilitator,
                    START,
                    workshop,
                    text="x",
                    theme=theme(city, "MOB"),
                    group=group(other, "Politik"),
                ),
                lambda: services.add_idea(
                    city.facilitator,
                    START,
                    workshop,
                    text="x",
                    theme=theme(city, "MOB"),
                    table=a_table(other, elsewhere),
                ),
            ]
            for change in strange:
                with pytest.raises(NotFound):
                    change()


@pytest.mark.parametrize("name", ["editor", "reviewer", "approver", "citizen", "nobody", "other"])
def test_only_those_who_run_workshops_change_them(app: Flask, city: Cast, name: str) -> None:
    with app.app_context():
        other = a_city("greifswald", "Greifswald")
        actor = {"nobody": ANYBODY, "other": other.facilitator}.get(name) or city.actors[name]
        with transaction():
            charter = db.session.get_one(Charter, city.charter_id)
            workshop = a_workshop(city)
            table = a_table(city, workshop)
            idea = an_idea(city, workshop, table=table)
            mobility = theme(city, "MOB")
            changes: list[Callable[[], object]] = [
                lambda: services.create_workshop(actor, START, charter, **FACTS),
                lambda: services.change_workshop(actor, START, workshop, **FACTS),
                lambda: services.open_workshop(actor, START, workshop),
                lambda: services.add_table(actor, START, workshop, theme=mobility),
                lambda: services.change_table(
                    actor, START, workshop, table, theme=mobility, host="", number=2
                ),
                lambda: services.remove_table(actor, START, workshop, table),
                lambda: services.add_idea(actor, START, workshop, text="x", theme=mobility),
                lambda: services.change_idea(
                    actor, START, workshop, idea, text="x", theme=mobility, group=None
                ),
                lambda: services.remove_idea(actor, START, workshop, idea),
                lambda: services.import_ideas(actor, START, workshop, []),
            ]
            before = entries()
            for change in changes:
                with pytest.raises(NotAllowed):
                    change()
            assert entries() == before
