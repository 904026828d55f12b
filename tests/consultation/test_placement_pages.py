"""The editors' table of a release, settling what is uncertain, and what the public reads."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from charta.charters.models import Charter
from charta.consultation.models import Comment, Placement, Round
from charta.core import outbox
from charta.core.clock import now
from charta.core.database import db, transaction
from charta.drafting.models import Document, Revision
from charta.releases import services as releases
from charta.releases.models import Release
from tests.consultation.conftest import At, Visits, amount, entries
from tests.support.cast import Cast
from tests.support.consultation import (
    AFTER,
    DURING,
    a_comment,
    a_round,
    a_settlement,
    an_answer,
    the_placement,
)
from tests.support.drafting import a_clause, a_revision
from tests.support.releases import a_release, an_edition
from tests.support.statements import counted, statements
from tests.support.visitor import Visit

LATER = DURING + timedelta(hours=1)
TEXT = (
    "Die Stadt plant Wege so, dass Kinder sie allein gehen können.\n\n"
    "Vor jeder Schule werden Querungen gezählt und geprüft.\n\n"
    "Zählungen geschehen ohne Kameras und ohne Namen."
)
MOVED_AWAY = "Vor jeder Schule werden Querungen gezählt und geprüft."
STAYED = "dass Kinder sie allein gehen können"
LIST = "/stralsund/schreibtisch/fassungen/2/stellungnahmen/"
ONE = f"{LIST}1/"
REASON = "Beide Texte gelesen."


@pytest.fixture
def clause(app: Flask, city: Cast) -> Document:
    with app.app_context():
        return a_clause(city, source=TEXT)


@pytest.fixture
def found(app: Flask, city: Cast, at: At, clause: Document) -> Round:
    with app.app_context():
        return a_round(city)


def prepared(city: Cast, kind: str = "consultation") -> Release:
    """The draft as it is fixed by an editor: nothing has been carried to it yet."""
    with transaction() as session:
        charter = session.get_one(Charter, city.charter_id)
        return releases.prepare(city.editor, LATER, charter, kind=kind, title="Neuer Entwurf")


@pytest.fixture
def uncertain(app: Flask, city: Cast, at: At, found: Round, clause: Document) -> Release:
    """Release 2, in which S-1 is uncertain: its words went to MOB-2; S-2 was reworded there."""
    with app.app_context():
        a_comment(city, found, clause, passage=MOVED_AWAY, source="Wann wird gezählt?")
        a_comment(city, found, clause, passage=STAYED, source="Und die Älteren?")
        a_clause(city, title="Schulwege", source=f"Vorweg.\n\n{MOVED_AWAY}", now=LATER)
        text = TEXT.replace(f"{MOVED_AWAY}\n\n", "").replace("allein", "allein und sicher")
        a_revision(city, clause, text, now=LATER)
        release = a_release(city, now=LATER)
        at(LATER)
        return release


def verdicts(app: Flask, release: Release, comment_id: int = 1) -> list[tuple[str, bool]]:
    """What was said of a comment in a release, oldest first, and whether by a person."""
    with app.app_context():
        rows = (
            db.session.query(Placement)
            .filter_by(release_id=release.id, comment_id=comment_id)
            .order_by(Placement.id)
        )
        return [(row.verdict, row.decided_by_id is not None) for row in rows]


def stands_at(app: Flask, release: Release, comment_id: int) -> str:
    """The words at which a comment stands in a release."""
    with app.app_context():
        stands = the_placement(release, db.session.get_one(Comment, comment_id))
        plain = db.session.get_one(Revision, stands.revision_id).plain
        return plain[stands.start : stands.end]


class TestTheTable:
    def test_it_shows_each_comment_with_its_words_then_and_now(
        self, city: Cast, visits: Visits, uncertain: Release
    ) -> None:
        page = visits(city.editor).open(LIST)
        assert page.heading == "Stellungnahmen in Fassung 2"
        assert "2 von 2 Stellungnahmen sind übertragen." in page.text
        assert "1 Stellungnahme ist unsicher" in page.text
        first, second = page.root.all("tbody")[0].all("tr")
        assert "S-1" in first.text
        assert "unsicher" in first.text
        assert f"Vermutlich hier: Vorweg. {MOVED_AWAY}" in first.text
        assert "MOB-2, Version 1" in first.text
        assert "Wann wird gezählt?" in first.text
        assert "geändert" in second.text
        assert "maschinell" in second.text
        assert page.link("Jetzt klären: S-1") == ONE
        assert "Jetzt klären" not in second.text
        assert [mark.text for mark in second.all("ins")] == [
            "Eingefügt: und sicher Ende der Einfügung."
        ]

    def test_the_desk_says_that_something_is_to_be_settled(
        self, app: Flask, city: Cast, visits: Visits, uncertain: Release
    ) -> None:
        def waiting() -> bool:
            page = visits(city.editor).open("/stralsund/schreibtisch/")
            return "Unsichere Stellen klären" in page.text.partition("Erledigt")[0]

        assert waiting()
        with app.app_context():
            a_settlement(city, uncertain, db.session.get_one(Comment, 1), now=LATER)
        assert not waiting()

    @pytest.mark.parametrize(
        ("asked", "shown"),
        [
            ("?urteil=unsicher", ["S-1"]),
            ("?urteil=geaendert", ["S-2"]),
            ("?urteil=entfallen", []),
            ("?text=MOB-1", ["S-1", "S-2"]),
            ("?text=MOB-2", []),
            ("?urteil=unsinn&text=unsinn", ["S-1", "S-2"]),
            ("?nach=1", ["S-2"]),
        ],
    )
    def test_it_can_be_filtered(
        self, city: Cast, visits: Visits, uncertain: Release, asked: str, shown: list[str]
    ) -> None:
        page = visits(city.editor).open(LIST + asked)
        bodies = page.root.all("tbody")
        rows = bodies[0].all("tr") if bodies else []
        assert [row.all("a")[0].text for row in rows] == shown

    def test_progress_is_told_while_comments_are_on_their_way(
        self, app: Flask, city: Cast, visits: Visits, found: Round, clause: Document
    ) -> None:
        with app.app_context():
            for _ in range(3):
                a_comment(city, found, clause, passage=STAYED)
            prepared(city)
        editor = visits(city.editor)
        page = editor.open(LIST)
        assert "0 von 3 Stellungnahmen sind übertragen." in page.text
        (bar,) = page.root.all("progress")
        assert (bar["max"], bar["value"]) == ("3", "0")
        assert page.link("Seite neu laden") == LIST
        (polled,) = [one for one in page.root.walk() if one["id"] == "stand"]
        assert polled["data-hx-trigger"] == "every 3s"
        with app.app_context():
            outbox.deliver_due(now())
        page = editor.open(LIST)
        assert "3 von 3 Stellungnahmen sind übertragen." in page.text
        assert "Alles ist geklärt." in page.text
        (polled,) = [one for one in page.root.walk() if one["id"] == "stand"]
        assert not polled["data-hx-trigger"]

    def test_without_earlier_comments_it_says_so(
        self, city: Cast, visits: Visits, found: Round
    ) -> None:
        page = visits(city.editor).open("/stralsund/schreibtisch/fassungen/1/stellungnahmen/")
        assert "Zu früheren Fassungen gibt es keine Stellungnahmen." in page.text

    def test_staff_may_look_citizens_may_not(
        self, city: Cast, visits: Visits, uncertain: Release
    ) -> None:
        page = visits(city.approver).open(LIST)
        assert not page.has_button("Ausgewählte als entfallen bestätigen")
        assert page.link("S-1").endswith("/stellungnahmen/1/")
        assert "schreibtisch" not in page.link("S-1")
        visits(city.citizen).open(LIST, status=403)
        visits(city.editor).open(LIST.replace("/2/", "/9/"), status=404)


class TestSettling:
    def test_a_person_decides_and_both_verdicts_stay(
        self, app: Flask, city: Cast, visits: Visits, uncertain: Release
    ) -> None:
        editor = visits(city.editor)
        page = editor.open(ONE)
        assert page.heading == "S-1 in Fassung 2"
        assert page.field("document") == "MOB-2"
        assert page.field("quote") == MOVED_AWAY
        page = page.press("Entscheidung festhalten", verdict="moved", reason=REASON)
        assert page.notices == ["Der Platz von S-1 ist entschieden."]
        assert page.path == LIST
        assert verdicts(app, uncertain) == [("uncertain", False), ("moved", True)]
        with app.app_context():
            (entry,) = entries("comment.placed")
            assert entry.actor_id == city.editor.person_id
            assert entry.details["verdict"] == "moved"
            assert REASON not in str(entry.details)
        said = editor.open(ONE).root.of_class("c-travels")[0].text
        assert "verschoben Edda Redaktion" in said
        assert REASON in said
        assert "unsicher maschinell" in said

    def test_a_place_is_chosen_by_its_sentence(
        self, app: Flask, city: Cast, visits: Visits, uncertain: Release
    ) -> None:
        page = visits(city.editor).open(f"{LIST}2/")
        sentence = page.root.all("label")
        words = "Zählungen geschehen ohne Kameras und ohne Namen."
        (label,) = [one for one in sentence if one.text == words]
        (radio,) = [one for one in page.root.all("input") if one["id"] == label["for"]]
        page.press(
            "Entscheidung festhalten", verdict="reworded", place=radio["value"], reason=REASON
        )
        assert stands_at(app, uncertain, 2) == words

    def test_a_place_is_chosen_by_quoting_in_another_text(
        self, app: Flask, city: Cast, visits: Visits, uncertain: Release
    ) -> None:
        page = visits(city.editor).open(f"{LIST}2/")
        page = page.press(
            "Sätze dieses Textes zeigen", document="MOB-2", reason="Noch nicht fertig"
        )
        assert page.status == 200
        assert page.field("reason") == "Noch nicht fertig"
        assert "Vorweg." in [label.text for label in page.root.all("label")]
        page = page.press(
            "Entscheidung festhalten", verdict="reworded", quote="„querungen GEZÄHLT“"
        )
        assert page.notices == ["Der Platz von S-2 ist entschieden."]
        assert stands_at(app, uncertain, 2) == "Querungen gezählt"

    @pytest.mark.parametrize(
        ("said", "error"),
        [
            ({"reason": ""}, "Bitte füllen Sie dieses Feld aus."),
            ({"verdict": "uncertain"}, "Bitte wählen Sie eine der angebotenen Möglichkeiten."),
            ({"quote": "Das steht da nicht"}, "Diese Worte stehen in dem Text nicht."),
            ({"quote": ""}, "Bitte geben Sie an, wo die Stelle jetzt steht."),
            ({"quote": "e"}, "Diese Worte stehen dort mehrmals."),
            ({"quote": "Vorweg."}, "Dort stehen andere Worte als die kommentierten."),
            ({"verdict": "reworded"}, "Dort stehen dieselben Worte; geändert wurden sie nicht."),
            ({"document": "MOB-99"}, "Bitte wählen Sie eine der angebotenen Möglichkeiten."),
            ({"place": "1-2"}, "Bitte wählen Sie eine der angebotenen Möglichkeiten."),
        ],
    )
    def test_what_does_not_fit_is_refused_and_kept(
        self,
        app: Flask,
        city: Cast,
        visits: Visits,
        uncertain: Release,
        *,
        said: dict[str, str],
        error: str,
    ) -> None:
        given = {"verdict": "moved", "reason": REASON, **said}
        page = visits(city.editor).open(ONE).press("Entscheidung festhalten", **given)
        assert page.status == 422
        assert any(error in line for line in page.errors), page.errors
        assert page.field("reason") == given["reason"]
        assert page.field("quote") == given.get("quote", MOVED_AWAY)
        assert verdicts(app, uncertain) == [("uncertain", False)]

    def test_the_second_editor_sees_what_the_first_decided(
        self, app: Flask, city: Cast, visits: Visits, uncertain: Release
    ) -> None:
        mine = visits(city.second_editor).open(ONE)
        visits(city.editor).open(ONE).press(
            "Entscheidung festhalten", verdict="moved", reason=REASON
        )
        page = mine.press("Entscheidung festhalten", verdict="removed", reason="Anders gelesen.")
        assert page.status == 409
        assert "Inzwischen hat schon jemand entschieden" in page.text
        assert REASON in page.text
        assert page.field("reason") == "Anders gelesen."
        assert verdicts(app, uncertain) == [("uncertain", False), ("moved", True)]
        page = page.press("Entscheidung festhalten")
        assert page.notices == ["Der Platz von S-1 ist entschieden."]
        assert verdicts(app, uncertain)[-1] == ("removed", True)

    def test_only_editors_may(
        self, app: Flask, city: Cast, visits: Visits, uncertain: Release
    ) -> None:
        for actor in (city.citizen, city.approver, city.reviewer):
            visitor = visits(actor)
            visitor.open(ONE, status=403)
            assert visitor.post(ONE, verdict="removed", reason="x").status_code == 403
        assert visits(None).post(ONE, verdict="removed", reason="x").status_code == 403
        assert verdicts(app, uncertain) == [("uncertain", False)]

    def test_not_before_it_has_been_carried(
        self, app: Flask, city: Cast, visits: Visits, found: Round, clause: Document
    ) -> None:
        with app.app_context():
            a_comment(city, found, clause, passage=STAYED)
            prepared(city)
        editor = visits(city.editor)
        page = editor.open(ONE)
        assert "Diese Stellungnahme wird gerade noch übertragen" in page.text
        answer = editor.post(
            ONE, verdict="removed", reason=REASON, document="MOB-1", quote="", place=""
        )
        assert answer.status_code == 409
        with app.app_context():
            assert amount(Placement) == 0

    def test_a_mistake_is_put_right_after_the_opening_too(
        self, app: Flask, city: Cast, visits: Visits, uncertain: Release
    ) -> None:
        with app.app_context():
            comment = db.session.get_one(Comment, 1)
            a_settlement(city, uncertain, comment, "removed")
            a_round(city, uncertain, now=LATER, opens_at=LATER, closes_at=LATER + timedelta(days=9))
        reader = visits(None)
        assert (
            "Der kommentierte Satz ist in Fassung 2 entfallen."
            in reader.open("/stralsund/stellungnahmen/1/").text
        )
        page = visits(city.editor).open(ONE)
        page = page.press("Sätze dieses Textes zeigen", document="MOB-2")
        page.press(
            "Entscheidung festhalten", verdict="moved", quote=MOVED_AWAY, reason="Doch gefunden."
        )
        page = reader.open("/stralsund/stellungnahmen/1/")
        assert "Der kommentierte Satz steht in Fassung 2 jetzt in MOB-2." in page.text
        assert "Doch gefunden." in page.text
        assert "entfallen" not in page.text
        assert "Edda" not in page.root.of_class("c-travels")[0].text

    @pytest.mark.parametrize(
        "path",
        [
            f"{LIST}99/",
            "/stralsund/schreibtisch/fassungen/1/stellungnahmen/1/",
            "/stralsund/schreibtisch/fassungen/9/stellungnahmen/1/",
        ],
    )
    def test_what_does_not_travel_there_is_not_found(
        self, city: Cast, visits: Visits, uncertain: Release, path: str
    ) -> None:
        visits(city.editor).open(path, status=404)

    def test_a_comment_on_a_whole_text_needs_no_words(
        self, app: Flask, city: Cast, visits: Visits, found: Round, clause: Document
    ) -> None:
        with app.app_context():
            a_comment(city, found, clause)
            other = a_clause(city, title="Ersatz", now=LATER)
            release = a_release(city, now=LATER)
            assert other.key == "MOB-2"
        page = visits(city.editor).open(ONE)
        assert page.field("document") == "MOB-1"
        page = page.press(
            "Entscheidung festhalten", verdict="reworded", document="MOB-2", reason=REASON
        )
        assert page.notices == ["Der Platz von S-1 ist entschieden."]
        assert verdicts(app, release) == [("unchanged", False), ("reworded", True)]


class TestConfirmingSeveral:
    BUTTON = "Ausgewählte als entfallen bestätigen"

    def test_the_ticked_ones_are_removed(
        self, app: Flask, city: Cast, visits: Visits, uncertain: Release
    ) -> None:
        page = visits(city.editor).open(LIST)
        page = page.press(self.BUTTON, placements=["1"], reason=REASON)
        assert page.notices == ["1 bestätigt."]
        assert "Alles ist geklärt." in page.text
        assert verdicts(app, uncertain) == [("uncertain", False), ("removed", True)]

    @pytest.mark.parametrize(
        ("said", "error"),
        [
            ({"placements": ["1"], "reason": ""}, "Bitte füllen Sie dieses Feld aus."),
            ({"placements": [], "reason": REASON}, "Bitte wählen Sie"),
        ],
    )
    def test_without_a_choice_or_a_reason_nothing_happens(
        self,
        app: Flask,
        city: Cast,
        visits: Visits,
        uncertain: Release,
        *,
        said: dict[str, str | list[str]],
        error: str,
    ) -> None:
        page = visits(city.editor).open(LIST).press(self.BUTTON, **said)
        assert page.status == 422
        assert any(error in line for line in page.errors), page.errors
        assert page.field("reason") == said["reason"]
        boxes = [one for one in page.root.all("input") if one["name"] == "placements"]
        assert ["checked" in one.attributes for one in boxes] == [bool(said["placements"])]
        assert len(verdicts(app, uncertain)) == 1

    def test_what_somebody_else_has_decided_stops_it(
        self, app: Flask, city: Cast, visits: Visits, uncertain: Release
    ) -> None:
        mine = visits(city.second_editor).open(LIST)
        visits(city.editor).open(ONE).press(
            "Entscheidung festhalten", verdict="moved", reason=REASON
        )
        page = mine.press(self.BUTTON, placements=["1"], reason="Weg.")
        assert page.status == 409
        assert page.errors == ["Über S-1 hat inzwischen jemand entschieden."]
        assert verdicts(app, uncertain)[-1] == ("moved", True)

    def test_only_editors_may_and_only_what_there_is(
        self, app: Flask, city: Cast, visits: Visits, uncertain: Release
    ) -> None:
        for actor in (city.citizen, city.approver):
            answer = visits(actor).post(LIST, placements="1", reason=REASON)
            assert answer.status_code == 403
        assert visits(city.editor).post(LIST, placements="99", reason=REASON).status_code == 404
        assert len(verdicts(app, uncertain)) == 1


class TestTheGateOnTheScreen:
    def test_the_pages_that_would_open_it_say_what_is_missing(
        self, app: Flask, city: Cast, visits: Visits, uncertain: Release
    ) -> None:
        editor = visits(city.editor)
        sentence = "Bei 1 Stellungnahme ist nicht sicher, wo ihre Stelle jetzt steht."
        page = editor.open("/stralsund/schreibtisch/fassungen/2/")
        assert sentence in page.text
        assert page.link("Jetzt klären") == f"{LIST}?urteil=unsicher"
        page = editor.open("/stralsund/schreibtisch/beteiligung/neu/")
        assert sentence in page.text
        page = page.press(
            "Beteiligung ankündigen",
            release="2",
            title="Zweite Runde",
            introduction="Bitte lesen.",
            opens_at="2026-04-01T10:00",
            closes_at="2026-05-01T10:00",
        )
        assert page.status == 409
        assert page.errors == [sentence]
        assert page.field("title") == "Zweite Runde"
        with app.app_context():
            assert amount(Round) == 1
            a_settlement(city, uncertain, db.session.get_one(Comment, 1), "removed")
        assert sentence not in editor.open("/stralsund/schreibtisch/fassungen/2/").text
        page = page.press("Beteiligung ankündigen")
        assert page.notices == ["Die Beteiligung „Zweite Runde“ ist angekündigt."]

    def test_an_edition_waits_for_its_comments(
        self, app: Flask, city: Cast, visits: Visits, found: Round, clause: Document
    ) -> None:
        app.extensions["charta.clock"] = lambda: AFTER
        with app.app_context():
            an_answer(city, a_comment(city, found, clause, passage=STAYED))
            prepared(city, kind="edition")
        approver = visits(city.approver)
        page = approver.open("/stralsund/schreibtisch/fassungen/2/")
        sentence = "1 Stellungnahme wird noch in diese Fassung übertragen."
        assert sentence in page.text
        assert page.link("Wie weit es ist") == LIST
        decision = {"decided_on": "2026-03-02", "decision_number": "2026-1"}
        page = page.press("Fassung 2 veröffentlichen", **decision)
        assert page.status == 409
        assert sentence in page.errors
        assert page.field("decision_number") == "2026-1"
        with app.app_context():
            outbox.deliver_due(now())
        page = page.press("Fassung 2 veröffentlichen")
        assert page.notices == ["Fassung 2 ist veröffentlicht und gilt ab jetzt."]


COMMENT_PAGES = ("/stralsund/stellungnahmen/1/", "/stralsund/klauseln/MOB-1/")


class TestWhatThePublicReads:
    @pytest.mark.parametrize(
        ("passage", "source", "sentence"),
        [
            (STAYED, TEXT, "Die kommentierte Stelle steht unverändert in Fassung 2."),
            (
                STAYED,
                TEXT.replace("allein", "allein und sicher"),
                "Die kommentierte Stelle wurde in Fassung 2 geändert.",
            ),
            (
                "Zählungen geschehen ohne Kameras und ohne Namen.",
                "Ganz neu vorangestellt, damit es anders beginnt.\n\n"
                + TEXT.rpartition("\n\n")[2]
                + "\n\n"
                + TEXT.rpartition("\n\n")[0],
                "Der kommentierte Satz steht in Fassung 2 jetzt an anderer Stelle.",
            ),
            (
                "Zählungen geschehen ohne Kameras und ohne Namen.",
                TEXT.rpartition("\n\n")[0],
                "Der kommentierte Satz ist in Fassung 2 entfallen.",
            ),
            (None, TEXT + " Immer.", "Der kommentierte Text wurde in Fassung 2 geändert."),
            (None, TEXT, "Der kommentierte Text steht unverändert in Fassung 2."),
        ],
    )
    def test_each_comment_says_what_became_of_its_words(
        self,
        app: Flask,
        city: Cast,
        visits: Visits,
        at: At,
        found: Round,
        *,
        clause: Document,
        passage: str | None,
        source: str,
        sentence: str,
    ) -> None:
        with app.app_context():
            a_comment(city, found, clause, passage=passage)
            if source != TEXT:
                a_revision(city, clause, source, now=LATER)
            an_edition(city, now=LATER)
        at(LATER)
        for path in (*COMMENT_PAGES, "/stralsund/beteiligung/1/MOB-1/"):
            assert sentence in visits(None).open(path).text, path
        assert sentence in visits(city.citizen).open("/stralsund/meine-stellungnahmen/").text
        assert "entschieden" not in visits(None).open(COMMENT_PAGES[0]).text

    def test_changed_words_are_shown_and_lead_to_the_new_text(
        self, app: Flask, city: Cast, visits: Visits, at: At, *, found: Round, clause: Document
    ) -> None:
        with app.app_context():
            a_comment(city, found, clause, passage=STAYED)
            a_revision(city, clause, TEXT.replace("allein", "sicher"), now=LATER)
            an_edition(city, now=LATER)
        at(LATER)
        page = visits(None).open(COMMENT_PAGES[0])
        (stage,) = page.root.of_class("c-travel")
        assert "Gelöscht: allein" in stage.text
        assert "Eingefügt: sicher" in stage.text
        (link,) = stage.all("a")
        assert link["href"] == "/stralsund/klauseln/MOB-1/?fassung=2"
        assert "sicher gehen können" in visits(None).open(link["href"]).text
        assert STAYED in page.text, "the words it was made on stay"

    def test_its_own_page_tells_the_whole_way(
        self, app: Flask, city: Cast, visits: Visits, at: At, *, found: Round, clause: Document
    ) -> None:
        with app.app_context():
            a_comment(city, found, clause, passage=STAYED)
            an_edition(city, now=LATER)
            a_revision(city, clause, TEXT.replace("allein", "sicher"), now=LATER)
            an_edition(city, now=LATER)
        at(LATER)
        stages = visits(None).open(COMMENT_PAGES[0]).root.of_class("c-travel")
        assert ["Fassung 2" in stages[0].text, "Fassung 3" in stages[1].text] == [True, True]
        (stage,) = visits(None).open(COMMENT_PAGES[1]).root.of_class("c-travel")
        assert "Fassung 3" in stage.text

    def test_an_uncertain_place_is_not_shown(
        self, app: Flask, city: Cast, visits: Visits, at: At, *, found: Round, clause: Document
    ) -> None:
        """A late comment on the old round, while a newer release is open already."""
        with app.app_context():
            text = TEXT.replace(f"{MOVED_AWAY}\n\n", "")
            a_clause(city, title="Schulwege", source=f"Vorweg.\n\n{MOVED_AWAY}", now=LATER)
            a_revision(city, clause, text, now=LATER)
            an_edition(city, now=LATER)
            a_comment(city, found, clause, passage=MOVED_AWAY, now=LATER)
            outbox.deliver_due(now())
        at(LATER)
        page = visits(None).open(COMMENT_PAGES[0])
        (stage,) = page.root.of_class("c-travel")
        assert stage.text == ("Wo diese Stelle in Fassung 2 steht, ist noch nicht sicher geklärt.")

    def test_what_has_not_opened_is_not_known(
        self, app: Flask, city: Cast, visits: Visits, at: At, uncertain: Release
    ) -> None:
        with app.app_context():
            comment = db.session.get_one(Comment, 1)
            a_settlement(city, uncertain, comment, "removed", reason="Geheimer Grund.")
        for path in (*COMMENT_PAGES, "/stralsund/beteiligung/1/MOB-1/"):
            page = visits(None).open(path)
            assert not page.root.of_class("c-travel"), path
            for secret in ("Fassung 2", "Geheimer Grund", "und sicher", "entfallen"):
                assert secret not in page.text, path
        mine: Visit = visits(city.citizen).open("/stralsund/meine-stellungnahmen/")
        assert not mine.root.of_class("c-travel")


class TestCosts:
    def test_the_editors_pages_cost_the_same_whatever_they_list(
        self, app: Flask, city: Cast, visits: Visits, uncertain: Release, found: Round
    ) -> None:
        editor = visits(city.editor)
        paths = (LIST, f"{LIST}?urteil=unsicher&text=MOB-1", ONE)
        before = [statements(app, editor, path) for path in paths]
        with app.app_context():
            clause = db.session.get_one(Document, 2)
            for _ in range(12):
                a_comment(city, found, clause, passage=STAYED, now=LATER)
            outbox.deliver_due(now())
        after = [statements(app, editor, path) for path in paths]
        assert before == after
        assert max(after) <= 10

    def test_a_late_comment_still_takes_at_most_fifteen_statements(
        self, app: Flask, city: Cast, visits: Visits, uncertain: Release
    ) -> None:
        page = visits(city.second_citizen).open("/stralsund/beteiligung/1/MOB-1/")
        form = {name: page.field(name) for name in ("csrf_token", "submission")}
        with counted(app) as found:
            answer = page.visitor.client.post(page.path, data={**form, "source": "Und jetzt?"})
        assert answer.status_code == 303
        assert len(found) <= 15, "\n".join(found)
        with app.app_context():
            assert outbox.pending() == 2, "the release's message, and one for this comment"
