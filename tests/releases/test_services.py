"""Fixing, opening, publishing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from charta.charters.models import Charter, Membership
from charta.core.actors import Actor, Grant, Role
from charta.core.database import db, transaction
from charta.core.errors import Conflict, Invalid, NotAllowed
from charta.core.hashing import GENESIS
from charta.drafting import services as drafting
from charta.journal.models import JournalEntry
from charta.releases import queries, services
from charta.releases.models import Opening, Release
from charta.releases.rules import Lack
from tests.support.cast import START, Cast, a_city
from tests.support.drafting import a_clause, a_revision, a_section
from tests.support.feasibility import a_request, an_assessment
from tests.support.releases import a_release, an_edition, an_open_release

DECISION: dict[str, Any] = {
    "decided_on": date(2026, 2, 26),
    "decision_number": "2026-VII-01-0123",
    "decision_link": "https://rat.stadt.example/123",
}


@pytest.fixture(autouse=True)
def _context(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


def prepare(city: Cast, actor: Actor | None = None, **said: Any) -> Release:
    with transaction() as session:
        words = {"kind": "consultation", "title": "Entwurf", **said}
        charter = session.get_one(Charter, city.charter_id)
        return services.prepare(actor or city.editor, START, charter, **words)


def publish(city: Cast, release: Release, actor: Actor | None = None, **said: Any) -> Opening:
    with transaction():
        words = {**DECISION, **said}
        return services.publish_edition(actor or city.approver, START, release, **words)


def lacks(city: Cast) -> list[tuple[Lack, str]]:
    return [(one.lack, one.key) for one in services.preview(city.charter_id).findings]


def editing_approver(city: Cast) -> Actor:
    """Edda, who was made an approver too."""
    with transaction() as session:
        session.add(
            Membership(
                person_id=city.editor.person_id,
                charter_id=city.charter_id,
                role="approver",
                created_at=START,
            )
        )
    grants = city.editor.grants | {Grant(Role.APPROVER, city.charter_id)}
    return Actor(city.editor.person_id, city.editor.name, grants)


class TestPreview:
    def test_it_shows_the_draft_in_order(self, city: Cast) -> None:
        first, second = a_section(city), a_section(city, "BIL")
        a_clause(city, second)
        a_clause(city, first)
        preview = services.preview(city.charter_id)
        assert [item.document.key for item in preview.items] == ["A-1", "MOB-1", "A-2", "BIL-1"]
        assert [item.position for item in preview.items] == [1, 2, 3, 4]
        assert [len(clauses) for _section, clauses in preview.sections] == [1, 1]
        assert preview.clauses == 2

    def test_it_says_what_is_missing(self, city: Cast) -> None:
        section = a_section(city)
        a_clause(city, section)
        asked, stale, unreleased, hopeless, fine = (a_clause(city, section) for _ in range(5))
        a_request(city, asked)
        an_assessment(city, stale, released=True)
        a_revision(city, stale)
        an_assessment(city, unreleased)
        an_assessment(city, hopeless, verdict="not_feasible", reason="Zu teuer.", released=True)
        an_assessment(city, fine, released=True)
        a_section(city, "BIL")
        assert lacks(city) == [
            (Lack.NO_DEPARTMENT, "MOB-1"),
            (Lack.IN_REVIEW, "MOB-2"),
            (Lack.STALE, "MOB-3"),
            (Lack.UNRELEASED, "MOB-4"),
            (Lack.NOT_FEASIBLE, "MOB-5"),
            (Lack.EMPTY_SECTION, "A-2"),
        ]

    def test_it_compares_with_the_release_before(self, city: Cast) -> None:
        section = a_section(city)
        clause, gone = a_clause(city, section), a_clause(city, section)
        an_assessment(city, clause, released=True)
        an_assessment(city, gone, released=True)
        a_release(city)
        assert lacks(city) == [(Lack.UNCHANGED, "")]
        with transaction():
            drafting.withdraw(city.editor, START, gone, reason="Doppelt")
        assert lacks(city) == [(Lack.WITHDRAWN, "MOB-2")]

    def test_the_fingerprint_knows_any_change(self, city: Cast) -> None:
        clause = a_clause(city)
        seen = [services.preview(city.charter_id).fingerprint]
        for change in (
            lambda: a_request(city, clause),
            lambda: an_assessment(city, clause),
            lambda: a_revision(city, clause),
            lambda: a_section(city, "BIL"),
            lambda: a_release(city),
        ):
            change()
            seen.append(services.preview(city.charter_id).fingerprint)
        assert len(set(seen)) == len(seen)
        assert services.preview(city.charter_id).fingerprint == seen[-1]


class TestPreparing:
    def test_the_draft_is_fixed_as_it_is(self, city: Cast) -> None:
        clause = a_clause(city)
        release = prepare(city, note="Nach der Konferenz")
        a_revision(city, clause)
        items = queries.items(release.id)
        assert [(item.document.key, item.revision.number) for item in items] == [
            ("A-1", 1),
            ("MOB-1", 1),
        ]
        assert items[1].parent_id == items[0].document_id
        assert release.hash == release.digest(list(items))
        entry = db.session.scalars(
            select(JournalEntry).where(JournalEntry.action == "release.prepared")
        ).one()
        assert entry.details == {"number": 1, "kind": "consultation", "hash": release.hash}

    def test_releases_are_numbered_and_chained(self, city: Cast) -> None:
        a_clause(city)
        first, second = prepare(city), prepare(city)
        assert (first.number, second.number) == (1, 2)
        assert first.previous_hash == GENESIS
        assert second.previous_hash == first.hash
        assert a_release(a_city("greifswald", "Greifswald")).number == 1

    @pytest.mark.parametrize("who", ["approver", "reviewer", "admin", "citizen"])
    def test_only_editors_prepare(self, city: Cast, who: str) -> None:
        a_clause(city)
        with pytest.raises(NotAllowed):
            prepare(city, city.actors[who])

    def test_an_empty_draft_is_refused(self, city: Cast) -> None:
        with pytest.raises(services.NothingToRelease):
            prepare(city)
        a_section(city)
        with pytest.raises(services.NothingToRelease):
            prepare(city)

    def test_what_was_shown_is_what_is_fixed(self, city: Cast) -> None:
        clause = a_clause(city)
        seen = services.preview(city.charter_id).fingerprint
        a_revision(city, clause)
        with pytest.raises(services.DraftChanged) as refused:
            prepare(city, fingerprint=seen)
        assert prepare(city, fingerprint=refused.value.preview.fingerprint).number == 1

    def test_the_same_form_sent_twice_is_one_release(self, city: Cast) -> None:
        a_clause(city)
        seen = services.preview(city.charter_id).fingerprint
        prepare(city, fingerprint=seen)
        with pytest.raises(services.DraftChanged):
            prepare(city, fingerprint=seen)

    @pytest.mark.parametrize(
        ("said", "field"),
        [
            ({"kind": "draft"}, "kind"),
            ({"title": " "}, "title"),
            ({"title": "x" * 201}, "title"),
            ({"note": "x" * 2001}, "note"),
        ],
    )
    def test_bad_words_are_refused(self, city: Cast, said: dict[str, Any], field: str) -> None:
        a_clause(city)
        with pytest.raises(Invalid) as refused:
            prepare(city, **said)
        assert refused.value.field == field
        assert db.session.scalar(select(func.count()).select_from(Release)) == 0


class TestOpening:
    def test_it_is_public_from_then_on(self, city: Cast) -> None:
        opens_at = START + timedelta(hours=1)
        an_open_release(city, opens_at)
        assert queries.opened(city.charter_id, opens_at - timedelta(seconds=1)) == []
        assert len(queries.opened(city.charter_id, opens_at)) == 1

    def test_never_before_now(self, city: Cast) -> None:
        release = an_open_release(city, START - timedelta(days=1))
        opening = queries.opening_of(release.id)
        assert opening is not None
        assert opening.opens_at == START

    def test_once(self, city: Cast) -> None:
        release = an_open_release(city)
        with pytest.raises(Conflict), transaction():
            services.open_release(city.editor, START, release, START)

    def test_not_an_edition(self, city: Cast) -> None:
        release = a_release(city, kind="edition")
        with pytest.raises(Invalid), transaction():
            services.open_release(city.editor, START, release, START)

    @pytest.mark.parametrize("who", ["reviewer", "facilitator", "citizen"])
    def test_not_by_anybody(self, city: Cast, who: str) -> None:
        release = a_release(city)
        with pytest.raises(NotAllowed), transaction():
            services.open_release(city.actors[who], START, release, START)


class TestPublishing:
    @pytest.fixture
    def edition(self, city: Cast) -> Release:
        return a_release(city, kind="edition", title="Beschlussfassung")

    def test_it_is_in_force_at_once(self, city: Cast, edition: Release) -> None:
        opening = publish(city, edition)
        assert opening.opens_at == START
        assert opening.decision_number == "2026-VII-01-0123"
        current = queries.current_edition(city.charter_id, START)
        assert current is not None
        assert current.id == edition.id
        assert (
            db.session.scalars(
                select(JournalEntry.action).order_by(JournalEntry.id.desc()).limit(1)
            ).one()
            == "release.published"
        )

    def test_not_by_who_prepared_it(self, city: Cast) -> None:
        actor = editing_approver(city)
        edition = a_release(city, kind="edition")
        with pytest.raises(NotAllowed):
            publish(city, edition, actor)

    @pytest.mark.parametrize("who", ["editor", "second_editor", "reviewer", "admin", "citizen"])
    def test_only_by_approvers(self, city: Cast, edition: Release, who: str) -> None:
        with pytest.raises(NotAllowed):
            publish(city, edition, city.actors[who])

    def test_not_by_an_approver_of_another_city(self, city: Cast, edition: Release) -> None:
        with pytest.raises(NotAllowed):
            publish(city, edition, a_city("greifswald", "Greifswald").approver)

    def test_once(self, city: Cast, edition: Release) -> None:
        publish(city, edition)
        with pytest.raises(Conflict):
            publish(city, edition)

    def test_not_a_consultation_draft(self, city: Cast) -> None:
        with pytest.raises(Conflict):
            publish(city, a_release(city))

    def test_not_behind_a_newer_one(self, city: Cast, edition: Release) -> None:
        an_edition(city)
        with pytest.raises(Conflict):
            publish(city, edition)

    @pytest.mark.parametrize(
        ("said", "field"),
        [
            ({"decided_on": date(2026, 3, 3)}, "decided_on"),
            ({"decided_on": None}, "decided_on"),
            ({"decision_number": " "}, "decision_number"),
            ({"decision_number": "x" * 101}, "decision_number"),
            ({"decision_link": "javascript:alert(1)"}, "decision_link"),
        ],
    )
    def test_the_decision_must_be_one(
        self, city: Cast, edition: Release, said: dict[str, Any], field: str
    ) -> None:
        with pytest.raises(Invalid) as refused:
            publish(city, edition, **said)
        assert refused.value.field == field
        assert queries.opening_of(edition.id) is None
