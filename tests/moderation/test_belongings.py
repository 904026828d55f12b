"""„Meine Daten“: what was reported, decided and objected to, as whom it is about reads it."""

from __future__ import annotations

from flask import Flask

from charta.accounts.belongings import Leaving, Value
from charta.accounts.models import Person
from charta.core.actors import Actor
from charta.core.database import db
from charta.moderation import belongings
from charta.moderation.rules import Kind
from tests.moderation.conftest import INSULT, Scene
from tests.support.drafting import writing
from tests.support.moderation import a_decision, a_hearing, a_report, an_objection


def told(person: Actor) -> dict[str, list[dict[str, Value]]]:
    assert person.person_id is not None
    return {one.key: one.as_json() for one in belongings.tell(person.person_id)}


def test_who_has_written_reads_what_was_decided_with_reasons_and_their_own_words(
    app: Flask, scene: Scene
) -> None:
    with app.app_context():
        a_report(scene.comment)
        left = INSULT.replace("Hafenweg 7", "[…]")
        [measure] = a_decision(scene.city, Kind.REDACTED, text=left)
        an_objection(scene.city, measure)
        mine = told(scene.city.citizen)
        [decision] = mine["decisions"]
        assert decision["about"] == "S-1"
        assert decision["decision"] == "Persönliche Angaben geschwärzt"
        assert decision["facts"] == "Der Text setzt eine Person herab."
        assert decision["original"] == INSULT
        [objection] = mine["objections"]
        assert (objection["about"], objection["decision"], objection["upheld"]) == (
            "S-1",
            "Persönliche Angaben geschwärzt",
            None,
        )
        assert mine["reports"] == []


def test_what_came_back_to_light_is_told_as_such(app: Flask, scene: Scene) -> None:
    with app.app_context():
        a_report(scene.comment)
        [measure] = a_decision(scene.city, Kind.HIDDEN)
        a_hearing(scene.city, an_objection(scene.city, measure), upheld=True)
        mine = told(scene.city.citizen)
        assert [one["decision"] for one in mine["decisions"]] == [
            "Ausgeblendet",
            "Wieder eingeblendet",
        ]
        assert all(one["original"] is None for one in mine["decisions"])
        assert mine["objections"][0]["upheld"] is True


def test_who_has_reported_reads_about_what_and_why(app: Flask, scene: Scene) -> None:
    with app.app_context():
        reporter = scene.city.second_citizen
        a_report(scene.comment, by=reporter, ground="privacy")
        [report] = told(reporter)["reports"]
        assert report["about"] == "S-1"
        assert "Persönliche Angaben" in str(report["ground"])


def test_that_somebody_has_reported_in_vain_is_not_told_to_the_author(
    app: Flask, scene: Scene
) -> None:
    with app.app_context():
        a_report(scene.comment)
        a_decision(scene.city, Kind.KEPT)
        mine = told(scene.city.citizen)
        assert mine["decisions"] == mine["reports"] == []


def test_with_the_account_the_kept_words_go(app: Flask, scene: Scene) -> None:
    with app.app_context():
        a_report(scene.comment)
        a_decision(scene.city, Kind.HIDDEN)
        [before] = told(scene.city.citizen)["decisions"]
        assert before["original"] == INSULT
        assert scene.city.citizen.person_id is not None
        with writing():
            person = db.session.get_one(Person, scene.city.citizen.person_id)
            belongings.forget(Leaving(person.id, person.email, scene.clock.at, texts=False))
        [after] = told(scene.city.citizen)["decisions"]
        assert after["original"] is None
