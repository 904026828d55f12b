"""How ideas become clauses, and how both ends of the chain name each other."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from flask import Flask
from sqlalchemy import func, select

from charta.core.database import db, transaction
from charta.core.errors import Conflict, Invalid, NotAllowed, NotFound
from charta.drafting import queries, services
from charta.drafting.errors import AlreadyPromoted
from charta.drafting.models import Document, Shelving
from charta.journal.models import JournalEntry
from charta.workshops.models import Idea
from tests.support.cast import START, Cast, a_city
from tests.support.drafting import a_clause, a_section, writing
from tests.support.workshops import a_workshop, an_idea


def ideas(city: Cast, count: int = 1, *, opened: bool = True) -> list[Idea]:
    with writing():
        workshop = a_workshop(city, opened=opened)
        return [an_idea(city, workshop) for _ in range(count)]


def promote(city: Cast, chosen: Sequence[Idea], section: Document, reason: str = "Gut") -> Document:
    with transaction():
        return services.promote_to_new_clause(
            city.editor, START, chosen, section=section, title="Bänke", source="Text", reason=reason
        )


def attach(city: Cast, chosen: Sequence[Idea], clause: Document) -> Document:
    with transaction():
        return services.attach_to_clause(city.editor, START, chosen, clause=clause, reason="Passt")


def shelve(city: Cast, idea: Idea, reason: str = "Schon beschlossen") -> None:
    with transaction():
        services.shelve(city.editor, START, idea, reason=reason)


def test_several_ideas_become_one_clause(app: Flask, city: Cast) -> None:
    with app.app_context():
        chosen = ideas(city, 3)
        clause = promote(city, [*chosen, chosen[0]], a_section(city))
        origins = queries.origins([clause.id])[clause.id]
        assert [row.idea_id for row in origins] == [idea.id for idea in chosen]
        assert origins[0].idea.workshop.title == "Regionalkonferenz"
        fates = queries.fates(idea.id for idea in chosen)
        assert {fate.state for fate in fates.values()} == {"promoted"}
        assert fates[chosen[1].id].promotions[0].document.key == clause.key
        query = select(JournalEntry.details).where(JournalEntry.action == "idea.promoted")
        assert [row["clause"] for row in db.session.scalars(query)] == [clause.id] * 3


def test_an_idea_is_attached_to_a_clause_that_stands(app: Flask, city: Cast) -> None:
    with app.app_context():
        clause = a_clause(city)
        (idea,) = ideas(city)
        attach(city, [idea], clause)
        (origin,) = queries.origins([clause.id])[clause.id]
        assert origin.revision_id == queries.current_revision(clause.id).id
        assert queries.newest_number_of(clause.id) == 1


def test_once_per_section_and_the_clause_is_named(app: Flask, city: Cast) -> None:
    with app.app_context():
        section, other = a_section(city), a_section(city, "BIL")
        idea, fresh = ideas(city, 2)
        clause = promote(city, [idea], section)
        with pytest.raises(AlreadyPromoted, match=f"I-{idea.number} in {clause.key}"):
            promote(city, [fresh, idea], section)
        with pytest.raises(AlreadyPromoted, match=clause.key):
            attach(city, [idea], a_clause(city, section))
        assert queries.fates([fresh.id])[fresh.id].state == "open"
        promote(city, [idea], other)
        assert len(queries.fates([idea.id])[idea.id].promotions) == 2


def test_a_clause_that_has_moved_counts_where_it_stands(app: Flask, city: Cast) -> None:
    with app.app_context():
        section, other = a_section(city), a_section(city, "BIL")
        (idea,) = ideas(city)
        clause = promote(city, [idea], section)
        with transaction():
            services.move(city.editor, START, clause, place=1, section=other)
        for place in (section, other):
            with pytest.raises(AlreadyPromoted):
                promote(city, [idea], place)


def test_promoting_ends_the_shelving(app: Flask, city: Cast) -> None:
    with app.app_context():
        (idea,) = ideas(city)
        shelve(city, idea)
        fate = queries.fates([idea.id])[idea.id]
        assert (fate.state, fate.reason) == ("shelved", "Schon beschlossen")
        promote(city, [idea], a_section(city))
        fate = queries.fates([idea.id])[idea.id]
        assert (fate.state, fate.reason) == ("promoted", "")
        assert [event.kind for event in queries.story(idea.id, fate)] == ["shelved", "promoted"]


def test_an_idea_is_looked_at_again(app: Flask, city: Cast) -> None:
    with app.app_context():
        (idea,) = ideas(city)
        shelve(city, idea)
        with pytest.raises(Conflict):
            shelve(city, idea)
        with transaction():
            services.unshelve(city.editor, START, idea)
        with pytest.raises(Conflict), transaction():
            services.unshelve(city.editor, START, idea)
        shelve(city, idea, "Zum zweiten Mal")
        fate = queries.fates([idea.id])[idea.id]
        assert fate.reason == "Zum zweiten Mal"
        kinds = [event.kind for event in queries.story(idea.id, fate)]
        assert sorted(kinds) == ["reopened", "shelved", "shelved"]


def test_what_is_promoted_is_not_set_aside(app: Flask, city: Cast) -> None:
    with app.app_context():
        (idea,) = ideas(city)
        clause = promote(city, [idea], a_section(city))
        with pytest.raises(Conflict, match=clause.key):
            shelve(city, idea)
        assert db.session.scalar(select(func.count()).select_from(Shelving)) == 0


def test_what_cannot_be_decided(app: Flask, city: Cast) -> None:
    with app.app_context():
        section = a_section(city)
        clause = a_clause(city, section)
        (idea,) = ideas(city)
        (foreign,) = ideas(a_city("greifswald", "Greifswald"))
        for chosen, error in [([], Invalid), ([foreign], NotFound), ([idea, foreign], NotFound)]:
            with pytest.raises(error):
                promote(city, chosen, section)
        with pytest.raises(Invalid):
            promote(city, [idea], section, reason="")
        with pytest.raises(NotFound):
            promote(city, [idea], clause)
        with pytest.raises(NotFound):
            attach(city, [idea], section)
        with pytest.raises(Invalid):
            shelve(city, idea, "  ")
        with pytest.raises(NotAllowed), transaction():
            services.shelve(city.facilitator, START, idea, reason="Ich")
        with pytest.raises(NotAllowed), transaction():
            services.attach_to_clause(city.reviewer, START, [idea], clause=clause, reason="Ich")
        with transaction():
            services.withdraw(city.editor, START, clause, reason="Doppelt")
        with pytest.raises(Conflict):
            attach(city, [idea], clause)
        assert queries.fates([idea.id])[idea.id].state == "open"


def test_the_public_sees_only_origins_of_opened_workshops(app: Flask, city: Cast) -> None:
    with app.app_context():
        clause = a_clause(city)
        (shown,), (hidden,) = ideas(city), ideas(city, opened=False)
        attach(city, [shown, hidden], clause)
        public = queries.origins([clause.id], public=True)[clause.id]
        assert [row.idea_id for row in public] == [shown.id]
        assert len(queries.origins([clause.id])[clause.id]) == 2
