"""Answering through the reading view: drafts, release, corrections, and two people at once."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from charta.charters.models import Department, Membership
from charta.consultation.models import Comment, Placement, Response, Round
from charta.consultation.queries import comments_by_numbers
from charta.core.actors import Actor, Role
from charta.core.database import db, transaction
from charta.drafting.models import Document
from charta.weighing import services
from charta.weighing.models import Draft, TextModule
from tests.consultation.conftest import At, Visits, amount, entries
from tests.support.cast import START, Cast, a_city
from tests.support.consultation import AFTER, DURING, a_comment, an_answer
from tests.support.drafting import a_clause, a_revision
from tests.support.statements import counted
from tests.support.suggestions import a_suggestion, an_adoption
from tests.support.visitor import Values, Visitor

LIST = "/stralsund/schreibtisch/abwaegung/1/"
ANSWERS = "/stralsund/schreibtisch/stellungnahmen/"
ONE = f"{ANSWERS}1/"
SEVERAL = f"{ANSWERS}?comments=1&comments=2"
PUBLIC = "/stralsund/stellungnahmen/1/"
FINISH, RELEASE, KEEP = "Zur Freigabe geben", "Freigeben", "Entwurf speichern"
GOOD: Values = {"disposition": "adopted", "source": "Das nehmen wir **auf**."}
NOTHING: Values = {"draft": "", "based_on": "", "module": "", "revision": "", "department": ""}
MOST = 10
WRONG = ("citizen", "reviewer", "facilitator", "admin")
SCRIPT = {"Accept": "application/json"}

pytestmark = pytest.mark.usefixtures("at")


@pytest.fixture(autouse=True)
def said(app: Flask, city: Cast, found: Round, clause: Document) -> tuple[Comment, Comment]:
    """S-1 by Carla and S-2 by Curt."""
    with app.app_context():
        return (
            a_comment(city, found, clause, source="Bitte Bänke", passage="sichere Radwege"),
            a_comment(city, found, clause, source="Mehr Licht", author=city.second_citizen),
        )


def answers(app: Flask) -> int:
    with app.app_context():
        return amount(Response)


def drafts(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(Draft.source).order_by(Draft.id)))


def release(visits: Visits, city: Cast, path: str = ONE) -> None:
    visits(city.approver).open(path).press(RELEASE)


class TestOne:
    def test_an_answer_is_public_when_somebody_else_has_released_it(
        self, app: Flask, city: Cast, visits: Visits
    ) -> None:
        page = visits(city.editor).open(ONE)
        assert "Bitte Bänke" in page.text
        assert [mark.text for mark in page.root.all("mark")] == ["sichere Radwege"]
        after = page.press(FINISH, **GOOD)
        assert after.path == f"{ANSWERS}2/"
        assert after.notices == ["Die Antwort wartet jetzt auf die Freigabe."]
        assert "nehmen" not in visits(None).open(PUBLIC).text
        approver = visits(city.approver).open(ONE)
        assert "Das nehmen wir auf." in approver.text
        assert not approver.has_button(FINISH)
        done = approver.press(RELEASE)
        assert done.notices == ["Die Antwort ist öffentlich."]
        public = visits(None).open(PUBLIC)
        assert "Das nehmen wir auf." in public.text
        assert "übernommen" in public.text
        assert "Edda" not in public.text
        with app.app_context():
            [entry] = entries("comment.answered")
            assert "nehmen" not in str(entry.details)

    def test_after_the_last_one_comes_the_list(self, city: Cast, visits: Visits) -> None:
        after = visits(city.editor).open(f"{ANSWERS}2/?stand=offen").press(FINISH, **GOOD)
        assert after.path == f"{LIST}?stand=offen"

    def test_the_list_is_gone_through_in_its_order(self, city: Cast, visits: Visits) -> None:
        page = visits(city.editor).open(f"{ONE}?richtung=ab")
        assert [link["href"] for link in page.root.all("a") if link["rel"] == "next"] == []
        [back] = [link["href"] for link in page.root.all("a") if link["rel"] == "prev"]
        assert back == f"{ANSWERS}2/?richtung=ab"

    def test_a_draft_may_lack_everything(self, app: Flask, city: Cast, visits: Visits) -> None:
        page = visits(city.editor).open(ONE).press(KEEP, source="Noch nicht fertig")
        assert page.path == ONE
        assert page.notices == ["Der Entwurf ist gespeichert."]
        assert page.field("source").strip() == "Noch nicht fertig"
        assert "Entwurf von Edda Redaktion" in page.text
        assert not visits(city.approver).open(ONE).has_button(RELEASE)
        after = page.press("Verwerfen")
        assert after.notices == ["Der Entwurf ist verworfen."]
        assert drafts(app) == []

    def test_it_may_be_given_back(self, app: Flask, city: Cast, visits: Visits) -> None:
        visits(city.editor).open(ONE).press(FINISH, **GOOD)
        approver = visits(city.approver).open(ONE)
        assert approver.press("Zurück an die Redaktion").notices == [
            "Die Antwort liegt wieder bei der Redaktion."
        ]
        assert approver.press(RELEASE).status == 409
        assert answers(app) == 0

    def test_who_has_both_rights_writes_and_releases(
        self, app: Flask, city: Cast, visits: Visits
    ) -> None:
        page = visits(both(app, city)).open(ONE)
        page.press(RELEASE, **GOOD)
        assert answers(app) == 1
        assert drafts(app) == []

    def test_a_correction_replaces_the_answer(
        self, app: Flask, city: Cast, said: tuple[Comment, Comment], visits: Visits
    ) -> None:
        with app.app_context():
            an_answer(city, said, source="Das nehmen wir auf.")
        page = visits(city.second_editor).open(ONE)
        assert "Diese Antwort gilt für 2 Stellungnahmen:" in page.text
        assert page.field("source").strip() == "Das nehmen wir auf."
        page.press(FINISH, disposition="noted", source="Doch anders.")
        assert "Doch anders." not in visits(None).open(PUBLIC).text
        release(visits, city)
        for number in (1, 2):
            text = visits(None).open(f"/stralsund/stellungnahmen/{number}/").text
            assert text.index("Doch anders.") < text.index("Das nehmen wir auf.")
            assert "berichtigt" in text

    def test_an_answer_names_the_version_it_led_to(
        self, app: Flask, city: Cast, clause: Document, visits: Visits
    ) -> None:
        with app.app_context():
            a_revision(city, clause, "Die Stadt baut sichere Radwege mit Bänken.", note="Bänke")
            other = a_clause(city, title="Busse")
            strange = a_revision(city, other, "Mehr Busse").id
        page = visits(city.editor).open(ONE)
        assert "mit Bänken" in page.text
        options = [one for one in page.root.all("option") if one.text == "Version 2: Bänke"]
        refused = page.press(
            FINISH, **{**GOOD, "disposition": "noted"}, revision=options[0]["value"]
        )
        assert refused.status == 422
        assert refused.field("revision") == options[0]["value"]
        refused.press(FINISH, disposition="partly_adopted")
        assert "Führte zu Version 2." in visits(city.approver).open(ONE).text
        sent = page.visitor.post(ONE, **{**NOTHING, **GOOD, "revision": str(strange)})
        assert sent.status_code == 422

    def test_a_preview_stores_nothing(self, app: Flask, city: Cast, visits: Visits) -> None:
        for path in (ONE, SEVERAL):
            shown = visits(city.editor).open(path).press("Vorschau", **GOOD)
            [place] = [one for one in shown.root.walk() if "data-preview" in one.attributes]
            assert [strong.text for strong in place.all("strong")] == ["auf"]
            assert shown.field("source").strip() == GOOD["source"]
        assert drafts(app) == []

    def test_it_asks_little_of_the_database_however_much_there_is(
        self, app: Flask, city: Cast, found: Round, clause: Document, visits: Visits
    ) -> None:
        visitor = visits(city.editor)

        def statements() -> int:
            with counted(app) as asked:
                visitor.open(ONE)
            return len(asked)

        before = statements()
        with app.app_context():
            for number in range(20):
                a_comment(city, found, clause, source=f"Noch etwas {number}")
        assert statements() == before
        assert before <= MOST

    def test_nor_does_it_with_everything_beside_it(
        self, app: Flask, city: Cast, found: Round, clause: Document, visits: Visits
    ) -> None:
        """A suggestion in a group, taken over and answered; after advice it is corrected."""
        with app.app_context():
            suggested = a_suggestion(city, found, clause)
            others = [a_comment(city, found, clause, source=f"Auch {n}") for n in range(3)]
            everything_beside(city, found, [suggested, *others])
        for who in ("editor", "approver"):
            visitor = visits(city.actors[who])
            path = f"{ANSWERS}{suggested.number}/"
            page = visitor.open(path)
            for words in ("Schlägt der Gruppe", "Das geht.", "Erst so.", "Übernommen als Version"):
                assert words in page.text, (who, words)
            with counted(app) as asked:
                visitor.open(path)
            assert len(asked) <= MOST, "\n".join(asked)


def everything_beside(city: Cast, found: Round, said: list[Comment]) -> None:
    """A group, an adoption, a person's word on the place, an answer, advice, a correction."""
    first = said[0]
    revision = an_adoption(city, first).revision_id
    with transaction():
        services.create_group(city.editor, DURING, found, said, title="Schlägt der Gruppe")
        offices = [db.session.get_one(Department, city.departments["Bauamt"])]
        asked = services.ask(city.editor, DURING, said, offices, question="Geht das?")
        reviewer = city.reviewer
        services.give_advice(reviewer, DURING, asked[0], source="Das geht.", based_on=None)
        db.session.add(
            Placement(
                release_id=found.release_id,
                comment_id=first.id,
                revision_id=revision,
                verdict="moved",
                start=0,
                end=9,
                confidence=1.0,
                decided_by_id=city.editor.person_id,
                reason="Nachgelesen.",
                decided_at=DURING,
            )
        )
    given = an_answer(city, said, source="Erst so.")
    with transaction():
        loaded = comments_by_numbers(city.charter_id, [first.number])
        words = services.Words("noted", "Dann so.", department_id=offices[0].id)
        services.save_draft(city.editor, DURING, loaded, words, replaces=given, finish=True)


def both(app: Flask, city: Cast) -> Actor:
    """An editor who may release as well."""
    with app.app_context(), transaction() as session:
        session.add(
            Membership(
                person_id=city.editor.person_id,
                charter_id=city.charter_id,
                role=Role.APPROVER.value,
                department_id=None,
                created_at=START,
            )
        )
    return city.editor


class TestTogether:
    def test_several_get_one_answer(self, app: Flask, city: Cast, visits: Visits) -> None:
        page = visits(city.editor).open(SEVERAL)
        assert "Bitte Bänke" in page.text
        assert "Mehr Licht" in page.text
        after = page.press(FINISH, **GOOD)
        assert after.notices == ["Die Antwort auf 2 Stellungnahmen wartet jetzt auf die Freigabe."]
        release(visits, city, f"{ANSWERS}2/")
        for number in (1, 2):
            text = visits(None).open(f"/stralsund/stellungnahmen/{number}/").text
            assert "Das nehmen wir auf." in text
            assert "Diese Antwort gilt für 2 Stellungnahmen" in text
        assert answers(app) == 1

    def test_one_of_them_can_be_left_out(self, app: Flask, city: Cast, visits: Visits) -> None:
        visits(city.editor).open(SEVERAL).press(FINISH, **GOOD, comments=["2"])
        assert "Noch ist keine Antwort" in visits(city.approver).open(ONE).text
        release(visits, city, f"{ANSWERS}2/")
        assert answers(app) == 1

    def test_a_draft_for_several_is_shown_with_each(
        self, app: Flask, city: Cast, visits: Visits
    ) -> None:
        page = visits(city.editor).open(SEVERAL).press(KEEP, source="Für beide")
        assert page.path == ONE
        other = visits(city.second_editor).open(f"{ANSWERS}2/")
        assert other.field("source").strip() == "Für beide"
        assert "gilt für 2 Stellungnahmen" in other.text

    def test_one_is_being_answered_meanwhile(self, app: Flask, city: Cast, visits: Visits) -> None:
        page = visits(city.editor).open(SEVERAL)
        visits(city.second_editor).open(ONE).press(KEEP, source="Schon gesagt.")
        told = page.press(FINISH, **GOOD)
        assert told.status == 409
        assert "Schon gesagt." in told.text
        boxes = [box for box in told.root.all("input") if box["name"] == "comments"]
        assert [box["value"] for box in boxes if "checked" in box.attributes] == ["2"]
        told.press(FINISH)
        assert drafts(app) == ["Schon gesagt.", GOOD["source"]]

    def test_one_was_answered_meanwhile(
        self, app: Flask, city: Cast, said: tuple[Comment, Comment], visits: Visits
    ) -> None:
        page = visits(city.editor).open(SEVERAL)
        with app.app_context():
            an_answer(city, said[0], source="Längst öffentlich.")
        told = page.press(FINISH, **GOOD)
        assert told.status == 409
        assert "Längst öffentlich." in told.text
        told.press(FINISH)
        assert drafts(app) == [GOOD["source"]]


class TestAtOnce:
    def test_two_people_lose_nothing(self, app: Flask, city: Cast, visits: Visits) -> None:
        first, second = visits(city.editor).open(ONE), visits(city.second_editor).open(ONE)
        first.press(KEEP, **GOOD)
        told = second.press(FINISH, disposition="not_adopted", source="Dafür ist kein Geld da.")
        assert told.status == 409
        assert "Inzwischen hat schon jemand daran geschrieben" in told.text
        assert "Das nehmen wir **auf**." in told.text
        assert told.field("source").strip() == "Dafür ist kein Geld da."
        assert drafts(app) == [GOOD["source"]]
        told.press(FINISH)
        assert drafts(app) == ["Dafür ist kein Geld da."]

    def test_an_answer_went_out_meanwhile(
        self, app: Flask, city: Cast, said: tuple[Comment, Comment], visits: Visits
    ) -> None:
        page = visits(city.editor).open(ONE)
        with app.app_context():
            an_answer(city, said[0], source="Längst öffentlich.")
        told = page.press(FINISH, disposition="noted", source="Danke.")
        assert told.status == 409
        assert "Inzwischen hat schon jemand geantwortet" in told.text
        assert told.field("source").strip() == "Danke."
        told.press(FINISH)
        release(visits, city)
        assert answers(app) == 2

    def test_what_the_approver_saw_is_what_goes_out(
        self, app: Flask, city: Cast, visits: Visits
    ) -> None:
        visits(city.editor).open(ONE).press(FINISH, **GOOD)
        seen = visits(city.approver).open(ONE)
        visits(city.editor).open(ONE).press(FINISH, disposition="noted", source="Doch nicht.")
        told = seen.press(RELEASE)
        assert told.status == 409
        assert answers(app) == 0
        assert "Doch nicht." in told.text
        told.press(RELEASE)
        assert "Doch nicht." in visits(None).open(PUBLIC).text


class TestRefusals:
    @pytest.mark.parametrize("path", [ONE, SEVERAL])
    def test_bad_input_is_refused_and_kept(
        self, app: Flask, city: Cast, visits: Visits, path: str
    ) -> None:
        page = visits(city.editor).open(path)
        bad: list[Values] = [
            {"disposition": "maybe"},
            {"disposition": ""},
            {"source": " "},
            {"source": "x" * 5001},
            {"source": "a\x00b"},
            {"source": "\u202egnul"},
            {"source": "> " * 40 + "x"},
            {"source": "---"},
            {"source": "Zu {schluessel}"},
        ]
        for change in bad:
            refused = page.press(FINISH, **{**GOOD, **change})
            assert refused.status == 422, change
            assert refused.errors, change
            if "disposition" in change:
                assert refused.field("source").strip() == GOOD["source"]
        base: Values = {**NOTHING, **GOOD}
        if path == SEVERAL:
            base["comments"] = ["1", "2"]
        odd: list[Values] = [
            {"x": "1"},
            {"source": ["A", "B"]},
            {"revision": "99"},
            {"revision": "x"},
            {"department": "99"},
            {"module": "x"},
            {"draft": "x"},
            {"based_on": "x"},
        ]
        for values in odd:
            sent = page.visitor.post(path.split("?", maxsplit=1)[0], **{**base, **values})
            assert sent.status_code == 422, values
        assert drafts(app) == []

    def test_nobody_answers_themselves(
        self, app: Flask, city: Cast, found: Round, clause: Document, visits: Visits
    ) -> None:
        with app.app_context():
            own = a_comment(city, found, clause, author=city.editor).number
        visitor = visits(city.editor)
        page = visitor.open(f"{ANSWERS}{own}/")
        assert "Diese Stellungnahme ist von Ihnen" in page.text
        assert not page.has_button(FINISH)
        assert visitor.post(page.path, **NOTHING, **GOOD).status_code == 403
        both_of = {**NOTHING, **GOOD, "comments": ["1", str(own)]}
        assert visitor.post(ANSWERS, **both_of).status_code == 403
        assert drafts(app) == []

    def test_nor_together_with_others(
        self, app: Flask, city: Cast, found: Round, clause: Document, visits: Visits
    ) -> None:
        with app.app_context():
            own = a_comment(city, found, clause, author=city.editor)
            other = a_comment(city, found, clause)
            with transaction():
                services.create_group(city.editor, DURING, found, [own, other], title="Alle")
        page = visits(city.editor).open(f"{ANSWERS}{other.number}/")
        assert "Diese Stellungnahme ist von Ihnen" not in page.text
        assert "Diese Antwort gilt auch für eine Stellungnahme von Ihnen" in page.text
        assert not page.has_button(FINISH)
        assert visits(city.second_editor).open(page.path).has_button(FINISH)

    def test_the_wrong_person(self, app: Flask, city: Cast, visits: Visits) -> None:
        for who in WRONG:
            visitor = visits(city.actors[who])
            for path in (ONE, SEVERAL):
                visitor.open(path, status=403)
            assert visitor.post(ONE, **NOTHING, **GOOD).status_code == 403
            assert visitor.post(f"{ONE}freigeben/", draft="").status_code == 403
        approver, editor = visits(city.approver), visits(city.editor)
        approver.open(SEVERAL, status=403)
        assert approver.post(ONE, **NOTHING, **GOOD).status_code == 403
        assert editor.post(ONE, **NOTHING, **GOOD, action="freigeben").status_code == 403
        assert editor.post(f"{ONE}freigeben/", draft="").status_code == 403
        assert visits(None).client.get(ONE).status_code == 303
        assert (drafts(app), answers(app)) == ([], 0)

    def test_what_does_not_exist_here(self, app: Flask, city: Cast, visits: Visits) -> None:
        with app.app_context():
            other = a_city("rostock", "Rostock")
        editor, stranger = visits(city.editor), visits(other.editor)
        editor.open(f"{ANSWERS}9/", status=404)
        editor.open(f"{ANSWERS}99999999999999999999/", status=404)
        for numbers in ("comments=9", "comments=1&comments=9", "comments=x", "comments=%00"):
            editor.open(f"{ANSWERS}?{numbers}", status=404)
        editor.open(f"{ANSWERS}?" + "&".join(f"comments={n}" for n in range(1, 102)), status=422)
        stranger.open("/rostock/schreibtisch/stellungnahmen/1/", status=404)
        own = "/rostock/schreibtisch/stellungnahmen/"
        assert stranger.post(f"{own}1/", **NOTHING, **GOOD).status_code == 404
        assert stranger.post(own, **NOTHING, **GOOD, comments=["1"]).status_code == 404
        assert editor.post(ANSWERS, **NOTHING, **GOOD).status_code == 422
        assert visits(city.approver).post(f"{ONE}freigeben/", draft="").status_code == 404
        page = editor.open(ANSWERS)
        assert page.notices == ["Bitte wählen Sie in der Liste mindestens eine Stellungnahme aus."]

    def test_it_may_come_after_the_round(
        self, app: Flask, city: Cast, at: At, visits: Visits
    ) -> None:
        at(AFTER)
        visits(city.editor).open(ONE).press(FINISH, **GOOD)
        release(visits, city)
        assert answers(app) == 1


class TestTextModules:
    @pytest.fixture
    def module(self, app: Flask, city: Cast) -> int:
        with app.app_context(), transaction() as session:
            one = TextModule(
                charter_id=city.charter_id,
                title="Zuständig",
                source="Zu {schluessel}: Für {klausel} ({titel}) ist {stadt} zuständig.",
                updated_by_id=city.editor.person_id,
                updated_at=DURING,
            )
            session.add(one)
            session.flush()
            return one.id

    def test_one_is_put_in_filled_in(
        self, app: Flask, city: Cast, visits: Visits, module: int
    ) -> None:
        page = visits(city.editor).open(ONE)
        after = page.press("Einfügen", source="Danke.", module=str(module))
        assert after.field("source").strip() == (
            "Danke.\n\nZu S-1: Für MOB-1 (Sichere Radwege) ist Hansestadt Stralsund zuständig."
        )
        assert drafts(app) == []
        several = visits(city.editor).open(SEVERAL).press("Einfügen", module=str(module))
        assert "Zu S-1 und S-2: Für MOB-1" in several.field("source")

    def test_one_must_be_chosen(self, city: Cast, visits: Visits, module: int) -> None:
        refused = visits(city.editor).open(ONE).press("Einfügen", source="Danke.")
        assert refused.status == 422
        assert refused.field("source").strip() == "Danke."

    def test_the_script_gets_the_words(
        self, app: Flask, city: Cast, visits: Visits, module: int
    ) -> None:
        visitor = visits(city.editor)
        told = send(visitor, ONE, action="einfuegen", module=str(module))
        assert told.get_json()["words"].startswith("Zu S-1: Für MOB-1")
        assert send(visitor, ONE, action="einfuegen").status_code == 422


class TestByItself:
    """What the script that saves by itself asks for, and is told."""

    def test_it_saves_and_is_told_the_stamp(self, app: Flask, city: Cast, visits: Visits) -> None:
        visitor = visits(city.editor)
        first = send(visitor, ONE, action="merken", source="Ei")
        assert first.status_code == 200
        assert first.get_json()["message"].startswith("Entwurf gespeichert ")
        second = send(visitor, ONE, action="merken", source="Ein", draft=first.get_json()["draft"])
        assert second.get_json()["draft"] != first.get_json()["draft"]
        assert drafts(app) == ["Ein"]
        assert visitor.open(ONE).notices == []

    def test_nothing_written_is_nothing_saved(self, app: Flask, city: Cast, visits: Visits) -> None:
        told = send(visits(city.editor), ONE, action="merken")
        assert told.get_json()["draft"] == ""
        assert drafts(app) == []

    def test_it_never_writes_over_somebody_else(
        self, app: Flask, city: Cast, visits: Visits
    ) -> None:
        send(visits(city.editor), ONE, action="merken", source="Meins")
        told = send(visits(city.second_editor), ONE, action="merken", source="Anderes")
        assert told.status_code == 409
        assert told.get_json()["conflict"] is True
        assert drafts(app) == ["Meins"]

    def test_it_is_told_what_cannot_be_saved(self, app: Flask, city: Cast, visits: Visits) -> None:
        told = send(visits(city.editor), ONE, action="merken", source="x" * 5001)
        assert told.status_code == 422
        assert "kürzen" in told.get_json()["message"]

    def test_it_takes_a_finished_one_back(self, app: Flask, city: Cast, visits: Visits) -> None:
        page = visits(city.editor).open(ONE)
        page.press(FINISH, **GOOD)
        stamp = page.visitor.open(ONE).field("draft")
        send(page.visitor, ONE, action="merken", source="Doch noch etwas", draft=stamp)
        assert not visits(city.approver).open(ONE).has_button(RELEASE)

    def test_several_at_once(self, app: Flask, city: Cast, visits: Visits) -> None:
        visitor = visits(city.editor)
        told = send(visitor, ANSWERS, action="merken", source="Beide", comments=["1", "2"])
        less = {"source": "Einer", "comments": ["2"], "draft": told.get_json()["draft"]}
        assert send(visitor, ANSWERS, action="merken", **less).status_code == 200
        assert drafts(app) == ["Einer"]
        assert visitor.open(ONE).field("source").strip() == ""


def send(visitor: Visitor, path: str, **values: str | list[str]) -> TestResponse:
    data = {"csrf_token": visitor.token(), **NOTHING, **values}
    return visitor.client.post(path, data=data, headers=SCRIPT)
