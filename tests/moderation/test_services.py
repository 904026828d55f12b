"""Reports, decisions, hidden words, objections and blocks, without screens."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select

from charta.accounts.models import Person
from charta.consultation.models import Comment, Part, Suggestion
from charta.consultation.services.splitting import take_part
from charta.core.actors import Actor
from charta.core.database import db, transaction
from charta.core.errors import CharterError, Conflict, Invalid, NotAllowed
from charta.intake.models import HeldComment
from charta.intake.services import confirm
from charta.journal.models import JournalEntry
from charta.moderation import codes, queries, retention, services
from charta.moderation.models import Block, Case, Measure, Report, Withheld
from charta.moderation.queries.counts import years
from charta.moderation.rules import OBJECTION_LASTS, Kind
from charta.notifications.services import choose
from charta.receipts.queries import codes as receipt_codes
from charta.text.similarity import Group
from charta.weighing.models import GroupProposal
from charta.weighing.services.groups import replace_proposals
from config import Settings
from tests.moderation.conftest import INSULT, Scene
from tests.support.consultation import DURING, a_comment, an_answer
from tests.support.drafting import writing
from tests.support.intake import a_held, allow_guests, mails, the_token
from tests.support.moderation import a_decision, a_hearing, a_report, an_objection, the_case
from tests.support.suggestions import a_suggestion
from tests.support.workshops import a_workshop, an_idea


@pytest.fixture
def inside(app: Flask) -> Any:
    with app.app_context():
        yield


pytestmark = pytest.mark.usefixtures("inside")


def fresh(comment: Comment) -> Comment:
    db.session.rollback()
    return db.session.get_one(Comment, comment.id)


def confirmed(app: Flask) -> int:
    """Follow the link in the newest mail to a guest; the comment that it made."""
    token = the_token(app)
    with writing():
        comment_id = confirm(DURING, token).comment_id
    assert comment_id is not None
    return comment_id


def actions() -> list[str]:
    query = select(JournalEntry.action).where(JournalEntry.subject_type == "cases")
    return list(db.session.scalars(query.order_by(JournalEntry.id)))


def test_a_report_opens_a_case_and_is_confirmed(app: Flask, scene: Scene) -> None:
    made = a_report(scene.comment, language="en", submission="one")
    case = the_case(scene.city)
    assert (case.key, case.decided_at, case.comment_id) == ("M-1", None, scene.comment.id)
    assert made.digest == codes.digest(codes.of_report("one"))
    [mail] = mails(app)
    assert (mail["to"], mail["language"]) == ("rita@meldung.example", "en")
    assert codes.of_report("one") in mail["body"]
    assert "beleidigt" not in mail["body"]
    entry = db.session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert entry is not None
    assert entry.details == {"number": 1, "report": made.id, "ground": "rules", "proven": True}


def test_the_same_form_reports_once_and_nothing_else(scene: Scene) -> None:
    first = a_report(scene.comment, submission="one")
    assert a_report(scene.comment, submission="one").id == first.id
    other = a_comment(scene.city, scene.round, scene.clause)
    with pytest.raises(Conflict):
        a_report(other, submission="one")
    assert actions() == ["report.received"]


def test_a_second_report_joins_the_case(scene: Scene) -> None:
    a_report(scene.comment)
    a_report(scene.comment, email="zwei@meldung.example")
    assert len(queries.dossier(the_case(scene.city), DURING).reports) == 2
    assert db.session.scalars(select(Case.number)).all() == [1]


def test_without_a_proof_it_still_goes_in_but_mails_nobody(app: Flask, scene: Scene) -> None:
    made = a_report(scene.comment, proven=False)
    assert mails(app) == []
    assert queries.dossier(the_case(scene.city), DURING).unproven == {made.id}


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"ground": "taste"}, "ground"),
        ({"source": "  "}, "source"),
        ({"name": ""}, "name"),
        ({"email": None}, "email"),
    ],
)
def test_a_report_says_what_and_who(scene: Scene, changed: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        a_report(scene.comment, **changed)
    assert refusal.value.field == field


def test_who_is_exposed_need_not_say_who_they_are(scene: Scene) -> None:
    made = a_report(scene.comment, ground="privacy", name="", email=None)
    assert (made.name, made.email) == (None, None)


def test_one_address_and_all_strangers_are_bounded(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("charta.moderation.rules.MOST_BY_ONE", 2)
    monkeypatch.setattr("charta.moderation.rules.MOST_BY_STRANGERS", 3)
    for _each in range(2):
        a_report(scene.comment)
    with pytest.raises(Conflict):
        a_report(scene.comment)
    a_report(scene.comment, email="andere@meldung.example")
    with pytest.raises(Conflict):
        a_report(scene.comment, email="dritte@meldung.example")
    a_report(scene.comment, by=scene.city.second_citizen)
    a_report(scene.comment, now=DURING + timedelta(days=2))


def test_a_flood_without_proofs_silences_nobody_who_brings_one(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reports without work cost nothing: who sends them in thousands must not keep everybody
    without an account from reporting for the rest of the day."""
    monkeypatch.setattr("charta.moderation.rules.MOST_UNPROVEN", 2)
    monkeypatch.setattr("charta.moderation.rules.MOST_BY_STRANGERS", 3)
    for _each in range(2):
        a_report(scene.comment, ground="privacy", name="", email=None, proven=False)
    with pytest.raises(Conflict):
        a_report(scene.comment, ground="privacy", name="", email=None, proven=False)
    a_report(scene.comment)
    with pytest.raises(Conflict):
        a_report(scene.comment, email="andere@meldung.example")


def test_hidden_words_are_nowhere_but_in_withheld(app: Flask, scene: Scene) -> None:
    a_report(scene.comment)
    [measure] = a_decision(scene.city, Kind.HIDDEN)
    comment = fresh(scene.comment)
    assert comment.source.startswith("**Ausgeblendet am 12. März 2026.** Der Text beleidigt")
    assert "Kanariengelb" not in comment.html
    assert queries.told_of(measure, the_case(scene.city)).original.source == INSULT  # type: ignore[union-attr]
    author, reporter = mails(app)[-2:]
    assert author["to"] == db.session.get_one(Person, comment.author_id).email
    for words in (
        "Spielregeln, Spielregeln:",
        "setzt eine Person herab",
        "Anlass war eine Meldung. Entschieden hat ein Mensch.",
        "widersprechen",
        "Gericht",
    ):
        assert words in author["body"]
    assert "Rita" not in author["body"]
    assert reporter["to"] == "rita@meldung.example"
    assert actions() == ["report.received", "measure.hidden"]
    assert the_case(scene.city).decided_at == DURING


def test_a_proposed_group_no_longer_tells_the_hidden_words(scene: Scene) -> None:
    other = a_comment(scene.city, scene.round, scene.clause)
    with writing():
        found = db.session.merge(scene.round, load=False)
        ids = (scene.comment.id, other.id)
        replace_proposals(DURING, found, [Group(ids, ids[0], 0.9, ("Kanariengelb",))])
    a_report(scene.comment)
    a_decision(scene.city, Kind.HIDDEN)
    assert db.session.scalars(select(GroupProposal.words)).all() == [[]]


def test_a_hidden_one_is_reported_and_hidden_no_more(scene: Scene) -> None:
    a_report(scene.comment)
    a_decision(scene.city, Kind.HIDDEN)
    with pytest.raises(Conflict):
        a_report(scene.comment)
    with pytest.raises(Invalid):
        a_decision(scene.city, Kind.HIDDEN)


def test_what_was_kept_can_be_reported_again(scene: Scene) -> None:
    a_report(scene.comment)
    a_decision(scene.city, Kind.KEPT)
    assert fresh(scene.comment).source == INSULT
    later = DURING + timedelta(days=1)
    a_report(scene.comment, now=later)
    case = the_case(scene.city)
    assert (case.decided_at, case.opened_at) == (None, later)


def test_nobody_decides_about_themselves(scene: Scene) -> None:
    city = scene.city
    own = a_comment(city, scene.round, scene.clause, author=city.facilitator)
    a_report(own)
    with pytest.raises(NotAllowed):
        a_decision(city, Kind.KEPT)
    a_report(scene.comment, by=city.editor)
    for actor in (city.editor, city.citizen, city.approver, city.admin):
        with pytest.raises(NotAllowed):
            a_decision(city, Kind.HIDDEN, number=2, by=actor)
    assert fresh(scene.comment).source == INSULT
    a_decision(city, Kind.HIDDEN, number=2)


def test_two_moderators_never_act_on_the_same_case_unseen(scene: Scene) -> None:
    city = scene.city
    a_report(scene.comment)
    seen = the_case(city).turn
    a_decision(city, Kind.WARNED)
    with pytest.raises(Conflict):
        a_decision(city, Kind.HIDDEN, by=city.editor, turn=seen)
    assert fresh(scene.comment).source == INSULT


def test_a_new_report_must_be_seen_before_it_is_decided(scene: Scene) -> None:
    a_report(scene.comment)
    seen = the_case(scene.city).turn
    a_report(scene.comment, email="zwei@meldung.example")
    with pytest.raises(Conflict):
        a_decision(scene.city, Kind.KEPT, turn=seen)


def test_who_takes_a_case_is_asked_before_others_decide(scene: Scene) -> None:
    city = scene.city
    a_report(scene.comment)

    def take(actor: Actor, turn: int | None = None) -> None:
        with writing():
            case = the_case(city)
            services.take(actor, DURING, case, turn=case.turn if turn is None else turn)

    seen = the_case(city).turn
    take(city.facilitator)
    take(city.facilitator)
    with pytest.raises(Conflict):
        take(city.editor, seen)
    with pytest.raises(Conflict):
        a_decision(city, Kind.KEPT, by=city.editor)
    take(city.editor)
    with pytest.raises(Conflict):
        a_decision(city, Kind.KEPT)
    a_decision(city, Kind.KEPT, by=city.editor)
    assert actions() == ["report.received", "case.taken", "case.taken", "measure.kept"]


def test_a_suggestion_goes_with_its_words_and_comes_back(scene: Scene) -> None:
    suggested = a_suggestion(scene.city, scene.round, scene.clause, wording="Kanariengelbe Wege.")
    a_report(suggested)
    [measure] = a_decision(scene.city, Kind.HIDDEN)
    assert db.session.scalars(select(Suggestion.wording)).all() == []
    a_hearing(scene.city, an_objection(scene.city, measure), upheld=True)
    assert db.session.scalars(select(Suggestion.wording)).all() == ["Kanariengelbe Wege."]
    assert fresh(suggested).source == "Zwei Lastenräder sollen aneinander vorbeikommen."


def test_parts_hide_and_return_with_what_they_were_cut_from(scene: Scene) -> None:
    city = scene.city
    long = a_comment(
        city, scene.round, scene.clause, source="Mehr Bänke. Kanariengelb ist dumm. Mehr Licht."
    )
    with writing():
        original = db.session.get_one(Comment, long.id)
        part = take_part(city.editor, DURING, original, scene.clause, stretches=[(12, 34)])
    a_report(part)
    assert the_case(city).comment_id == long.id
    [measure] = a_decision(city, Kind.HIDDEN)
    assert "Kanariengelb" not in fresh(part).source + fresh(long).source + fresh(part).html
    found, case = queries.measure_by_id(city.charter_id, measure.id)
    assert queries.opens(found, case, receipt_codes("comments", [part.id])[part.id])
    with pytest.raises(Conflict), writing():
        take_part(city.editor, DURING, fresh(long), scene.clause, stretches=[(0, 5)])
    a_hearing(city, an_objection(city, measure), upheld=True)
    assert fresh(part).source == "Kanariengelb ist dumm."


ORIGINAL = (
    "Kanariengelb ist dumm. Mehr Bänke am Hafenweg 7. Mehr Licht.",
    "Mehr Bänke am Hafenweg 7.",
)


def _with_a_part(scene: Scene) -> tuple[Comment, Comment]:
    """A comment of three sentences, and the second as a part of it."""
    long = a_comment(scene.city, scene.round, scene.clause, source=ORIGINAL[0])
    with writing():
        original = db.session.get_one(Comment, long.id)
        part = take_part(scene.city.editor, DURING, original, scene.clause, stretches=[(23, 48)])
    return long, part


def test_a_redaction_reaches_the_parts_and_can_be_undone(scene: Scene) -> None:
    city = scene.city
    long, part = _with_a_part(scene)
    a_report(long)
    left = ORIGINAL[0].replace("Kanariengelb", "[…]").replace("Hafenweg 7", "[…]")
    with pytest.raises(Invalid):
        a_decision(city, Kind.REDACTED, text=left.replace("Mehr", "Weniger"))
    [measure] = a_decision(city, Kind.REDACTED, text=left)
    assert (fresh(long).source, fresh(part).source) == (left, "Mehr Bänke am […].")
    [stretch] = db.session.scalars(select(Part))
    assert left[stretch.start : stretch.end] == "Mehr Bänke am […]."
    a_hearing(city, an_objection(city, measure), upheld=True)
    assert (fresh(long).source, fresh(part).source) == ORIGINAL


@pytest.fixture
def twice(scene: Scene) -> Twice:
    """A comment with a part, in which two things have been redacted one after the other."""
    city = scene.city
    long, part = _with_a_part(scene)
    made = []
    for words in ("Kanariengelb", "Hafenweg 7"):
        a_report(long)
        left = fresh(long).source.replace(words, "[…]")
        made += a_decision(city, Kind.REDACTED, text=left)
    assert left == "[…] ist dumm. Mehr Bänke am […]. Mehr Licht."
    return Twice(scene, long, part, *made)


@dataclass
class Twice:
    scene: Scene
    comment: Comment
    part: Comment
    first: Measure
    second: Measure

    def undo(self, measure: Measure) -> None:
        a_hearing(self.scene.city, an_objection(self.scene.city, measure), upheld=True)

    @property
    def reads(self) -> tuple[str, str]:
        return fresh(self.comment).source, fresh(self.part).source


def test_of_two_redactions_the_first_is_undone_and_the_second_still_hides(twice: Twice) -> None:
    twice.undo(twice.first)
    assert twice.reads == (
        "Kanariengelb ist dumm. Mehr Bänke am […]. Mehr Licht.",
        "Mehr Bänke am […].",
    )
    [stretch] = db.session.scalars(select(Part))
    assert twice.reads[0][stretch.start : stretch.end] == "Mehr Bänke am […]."
    twice.undo(twice.second)
    assert twice.reads == ORIGINAL


def test_of_two_redactions_the_second_is_undone_and_the_first_still_hides(twice: Twice) -> None:
    twice.undo(twice.second)
    assert twice.reads == ("[…] ist dumm. Mehr Bänke am Hafenweg 7. Mehr Licht.", ORIGINAL[1])
    twice.undo(twice.first)
    assert twice.reads == ORIGINAL


@pytest.mark.parametrize("order", [*permutations(range(3))])
def test_two_redactions_and_what_hides_them_are_undone_in_any_order(
    twice: Twice, order: tuple[int, ...]
) -> None:
    a_report(twice.comment)
    [hidden] = a_decision(twice.scene.city, Kind.HIDDEN)
    made = (twice.first, twice.second, hidden)
    for done, number in enumerate(order):
        source, part = twice.reads
        if hidden in [made[one] for one in order[done:]]:
            assert source.startswith("**Ausgeblendet am")
            assert part == source
        twice.undo(made[number])
    assert twice.reads == ORIGINAL


def test_of_two_redactions_of_a_suggestion_each_is_undone_alone(scene: Scene) -> None:
    city = scene.city
    source, wording = "Sagt Kanariengelb vom Hafenweg 7.", "Hafenweg 7, sagt Kanariengelb."
    suggested = a_suggestion(city, scene.round, scene.clause, source=source, wording=wording)
    a_report(suggested)
    [first] = a_decision(
        city, Kind.REDACTED, text=source, wording=wording.replace("Kanariengelb", "[…]")
    )
    db.session.expire_all()
    a_report(suggested)
    [second] = a_decision(
        city, Kind.REDACTED, text=source.replace("Hafenweg 7", "[…]"), wording="[…], sagt […]."
    )
    db.session.expire_all()
    a_hearing(city, an_objection(city, first), upheld=True)
    assert fresh(suggested).source == "Sagt Kanariengelb vom […]."
    assert db.session.scalars(select(Suggestion.wording)).all() == ["[…], sagt Kanariengelb."]
    a_hearing(city, an_objection(city, second), upheld=True)
    assert fresh(suggested).source == source
    assert db.session.scalars(select(Suggestion.wording)).all() == [wording]


def test_what_a_redaction_has_hidden_stays_so_when_its_words_are_deleted(
    twice: Twice,
) -> None:
    """Nobody can tell any more which gaps the second redaction has made, so all of them stay."""
    hidden = twice.reads
    with writing():
        db.session.execute(delete(Withheld).where(Withheld.measure_id == twice.second.id))
    twice.undo(twice.first)
    assert twice.reads == hidden
    assert queries.kinds_of(the_case(twice.scene.city).id) == ["redacted", "redacted"]


def test_a_redaction_that_is_undone_stays_hidden_where_more_was_hidden(scene: Scene) -> None:
    city = scene.city
    a_report(scene.comment)
    [first] = a_decision(city, Kind.REDACTED, text=INSULT.replace("Hafenweg 7", "[…]"))
    a_report(scene.comment)
    [second] = a_decision(city, Kind.HIDDEN)
    a_hearing(city, an_objection(city, first), upheld=True)
    assert "Nachbarin" not in fresh(scene.comment).source
    case = the_case(city)
    assert queries.is_hidden(queries.kinds_of(case.id)), "nobody is told that it is back"
    with pytest.raises(Conflict):
        a_report(scene.comment)
    a_hearing(city, an_objection(city, second), upheld=True)
    assert fresh(scene.comment).source == INSULT
    assert db.session.scalars(select(Withheld)).all() == []


def test_a_late_hearing_brings_nothing_back_that_was_hidden_since(app: Flask, scene: Scene) -> None:
    """The words that the second decision keeps are deleted in time, those of the first are not,
    because somebody is still hearing an objection to it."""
    city = scene.city
    settings: Settings = app.extensions["charta.settings"]
    a_report(scene.comment)
    [first] = a_decision(city, Kind.REDACTED, text=INSULT.replace("Hafenweg 7", "[…]"))
    next_day = DURING + timedelta(days=1)
    a_report(scene.comment, now=next_day)
    a_decision(city, Kind.HIDDEN, now=next_day)
    objection = an_objection(city, first, now=DURING + OBJECTION_LASTS - timedelta(hours=1))
    later = next_day + OBJECTION_LASTS
    with writing():
        assert retention.forget_withheld(later, settings, 10) == 1
    a_hearing(city, objection, upheld=True, now=later)
    assert fresh(scene.comment).source.startswith("**Ausgeblendet am")
    assert queries.is_hidden(queries.kinds_of(the_case(city).id))
    assert db.session.scalars(select(Withheld)).all() == []


def test_what_a_guest_has_said_is_hidden_where_it_waited_as_well(app: Flask, scene: Scene) -> None:
    city = scene.city
    allow_guests(city, "confirmed")
    held = a_held(scene.round, scene.clause, source="Kanariengelb, wörtlich.")
    comment_id = confirmed(app)
    comment = db.session.get_one(Comment, comment_id)
    a_report(comment)
    a_decision(city, Kind.HIDDEN)
    db.session.rollback()
    waited = db.session.get_one(HeldComment, held.id)
    assert "Kanariengelb" not in waited.source + waited.html


def test_an_idea_is_hidden_and_comes_back(scene: Scene) -> None:
    city = scene.city
    with transaction():
        idea = an_idea(city, a_workshop(city, opened=True), "Kanariengelb soll gehen.")
    a_report(idea)
    with pytest.raises(Invalid):
        a_decision(city, Kind.HIDDEN, Kind.WARNED)
    a_decision(city, Kind.HIDDEN)
    case = the_case(city)
    assert case.idea is not None
    assert case.idea.text.startswith("Ausgeblendet am 12. März 2026. Der Text")


def test_an_idea_is_brought_back_by_who_has_hidden_it(scene: Scene) -> None:
    city = scene.city
    with writing():
        idea = an_idea(city, a_workshop(city, opened=True), "Kanariengelb soll gehen.")
    a_report(idea)
    [hidden] = a_decision(city, Kind.HIDDEN)
    a_decision(city, Kind.RESTORED, provision="")
    assert the_case(city).words == "Kanariengelb soll gehen."
    assert not queries.is_hidden(queries.kinds_of(the_case(city).id))
    assert db.session.scalars(select(Withheld)).all() == []
    entry = db.session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert entry is not None
    assert entry.action == "measure.restored"
    assert entry.details[queries.UNDONE] == hidden.id


def test_a_moderator_brings_back_what_was_taken_out_of_sight_last(app: Flask, scene: Scene) -> None:
    city = scene.city
    redacted = INSULT.replace("Hafenweg 7", "[…]")
    a_report(scene.comment)
    a_decision(city, Kind.REDACTED, text=redacted)
    a_decision(city, Kind.HIDDEN)
    a_decision(city, Kind.RESTORED, provision="", facts="Das war ein Versehen.")
    assert fresh(scene.comment).source == redacted
    told, reporter = mails(app)[-2:]
    assert told["to"] == "citizen@stralsund.example"
    assert "Wieder eingeblendet" in told["body"]
    assert "Wieder eingeblendet" in reporter["body"]
    assert "Das war ein Versehen." in told["body"]
    assert "widersprechen" not in told["body"]
    assert "Worauf das beruht" not in told["body"]
    assert [public for _at, public in queries.redactions_of(comment_id=scene.comment.id)] == [
        "Der Text beleidigt eine Person."
    ]
    a_decision(city, Kind.RESTORED, by=city.editor)
    assert fresh(scene.comment).source == INSULT
    assert queries.redactions_of(comment_id=scene.comment.id) == []
    with pytest.raises(Invalid) as refusal:
        a_decision(city, Kind.RESTORED)
    assert refusal.value.field == "kinds"


def test_where_somebody_has_objected_the_hearing_decides(scene: Scene) -> None:
    a_report(scene.comment)
    [measure] = a_decision(scene.city, Kind.HIDDEN)
    objection = an_objection(scene.city, measure)
    for upheld in (None, False):
        if upheld is not None:
            a_hearing(scene.city, objection, upheld=upheld)
        with pytest.raises(Invalid, match="widersprochen"):
            a_decision(scene.city, Kind.RESTORED)
        assert fresh(scene.comment).source.startswith("**Ausgeblendet am")


def test_only_who_may_decide_brings_back(scene: Scene) -> None:
    city = scene.city
    own = a_comment(city, scene.round, scene.clause, author=city.facilitator)
    a_report(own)
    a_decision(city, Kind.HIDDEN, by=city.editor)
    for actor in (city.facilitator, city.admin, city.citizen):
        with pytest.raises(NotAllowed):
            a_decision(city, Kind.RESTORED, by=actor)


def test_what_a_moderator_has_undone_hides_nothing_and_is_not_objected_to(twice: Twice) -> None:
    a_decision(twice.scene.city, Kind.RESTORED)
    assert twice.reads[1] == ORIGINAL[1]
    with pytest.raises(Conflict, match="gilt nicht mehr"):
        an_objection(twice.scene.city, twice.second)
    twice.undo(twice.first)
    assert twice.reads == ORIGINAL


def test_an_objection_is_heard_by_somebody_else(app: Flask, scene: Scene) -> None:
    city = scene.city
    a_report(scene.comment)
    [measure] = a_decision(city, Kind.HIDDEN)
    objection = an_objection(city, measure)
    for actor in (city.facilitator, city.citizen, city.second_citizen, city.approver):
        with pytest.raises(NotAllowed):
            a_hearing(city, objection, upheld=True, by=actor)
    a_hearing(city, objection, upheld=True)
    assert fresh(scene.comment).source == INSULT
    assert "gilt nicht mehr" in mails(app)[-1]["body"]
    assert queries.kinds_of(1) == ["hidden", "restored"]
    with pytest.raises(Conflict):
        a_hearing(city, objection, upheld=False, by=city.admin)
    assert actions()[-2:] == ["objection.received", "objection.upheld"]


def test_an_author_is_written_to_in_the_language_they_have_chosen(app: Flask, scene: Scene) -> None:
    city = scene.city
    with writing():
        choose(city.citizen, wishes={}, language="en", watched=[])
    a_report(scene.comment)
    [measure] = a_decision(city, Kind.HIDDEN)
    author, reporter = mails(app)[-2:]
    assert (author["language"], reporter["language"]) == ("en", "de")
    assert author["subject"] == "Decision about your contribution: M-1"
    assert "sprache=en" in author["body"]
    a_hearing(city, an_objection(city, measure), upheld=True)
    assert mails(app)[-1]["language"] == "en"


def test_a_guest_is_written_to_in_the_language_they_have_spoken(app: Flask, scene: Scene) -> None:
    allow_guests(scene.city, "confirmed")
    a_held(scene.round, scene.clause, language="en")
    a_report(db.session.get_one(Comment, confirmed(app)))
    a_decision(scene.city, Kind.WARNED)
    assert mails(app)[-2]["language"] == "en"


def test_a_rejected_objection_changes_nothing(app: Flask, scene: Scene) -> None:
    a_report(scene.comment)
    [measure] = a_decision(scene.city, Kind.HIDDEN)
    objection = an_objection(scene.city, measure)
    with pytest.raises(Invalid):
        a_hearing(scene.city, objection, upheld=False, answer=" ")
    a_hearing(scene.city, objection, upheld=False, by=scene.city.admin)
    assert "Kanariengelb" not in fresh(scene.comment).source
    assert "bleibt bestehen" in mails(app)[-1]["body"]
    with pytest.raises(Conflict):
        an_objection(scene.city, measure)


def test_only_whom_it_met_objects_and_only_for_half_a_year(app: Flask, scene: Scene) -> None:
    city = scene.city
    a_report(scene.comment)
    [measure] = a_decision(city, Kind.HIDDEN)
    mailed = re.search(r"/widerspruch/\d+/([\w-]+)/", mails(app)[-2]["body"])
    assert mailed is not None
    receipt = receipt_codes("comments", [scene.comment.id])[scene.comment.id]
    with pytest.raises(NotAllowed):
        an_objection(city, measure, by=city.second_citizen)
    with pytest.raises(NotAllowed):
        an_objection(city, measure, by=city.second_citizen, code="mita-bode-kuha-rino-sewa")
    with pytest.raises(Conflict):
        an_objection(city, measure, now=DURING + OBJECTION_LASTS)
    found, case = queries.measure_by_id(city.charter_id, measure.id)
    assert queries.opens(found, case, mailed[1])
    assert queries.opens(found, case, receipt)
    an_objection(city, measure, by=Actor(), code=mailed[1])


def test_who_has_reported_in_vain_objects_with_the_code(scene: Scene) -> None:
    city = scene.city
    a_report(scene.comment, submission="vain")
    [measure] = a_decision(city, Kind.KEPT)
    with pytest.raises(NotAllowed):
        an_objection(city, measure)
    objection = an_objection(city, measure, by=Actor(), code=codes.of_report("vain"))
    a_hearing(city, objection, upheld=True)
    assert the_case(city).decided_at is None


def test_a_report_opens_no_decision_that_was_made_before_it(scene: Scene) -> None:
    """Its reasons were for who had reported until then, and only they may object to it."""
    city = scene.city
    a_report(scene.comment)
    [measure] = a_decision(city, Kind.KEPT)
    later = DURING + timedelta(hours=1)
    a_report(scene.comment, email="zwei@meldung.example", submission="later", now=later)
    code = codes.of_report("later")
    found, case = queries.measure_by_id(city.charter_id, measure.id)
    assert not queries.opens(found, case, code)
    with pytest.raises(NotAllowed):
        an_objection(city, measure, by=Actor(), code=code, now=later)
    [again] = a_decision(city, Kind.KEPT, now=later + timedelta(hours=1))
    an_objection(city, again, by=Actor(), code=code, now=later + timedelta(hours=1))


def test_who_has_objected_in_the_right_hears_what_is_decided_then(app: Flask, scene: Scene) -> None:
    """The case waits again as it did: since the report, with its ground."""
    city = scene.city
    a_report(scene.comment, submission="one")
    [measure] = a_decision(city, Kind.KEPT, now=DURING + timedelta(hours=1))
    code = codes.of_report("one")
    objection = an_objection(city, measure, by=Actor(), code=code, now=DURING + timedelta(hours=2))
    a_hearing(city, objection, upheld=True, now=DURING + timedelta(hours=3))
    [line], _following = queries.open_cases(city.charter_id, ground="rules")
    assert (line.case.opened_at, line.reports) == (DURING, 1)
    a_decision(city, Kind.HIDDEN, now=DURING + timedelta(hours=4))
    author, reporter = mails(app)[-2:]
    assert (author["to"], reporter["to"]) == (
        "citizen@stralsund.example",
        "rita@meldung.example",
    )
    assert "Der Text beleidigt eine Person." in reporter["body"]


def test_reports_before_an_earlier_decision_are_not_answered_twice(
    app: Flask, scene: Scene
) -> None:
    city = scene.city
    a_report(scene.comment, email="alt@meldung.example")
    a_decision(city, Kind.KEPT, now=DURING + timedelta(hours=1))
    second = DURING + timedelta(hours=2)
    a_report(scene.comment, submission="two", now=second)
    [measure] = a_decision(city, Kind.KEPT, now=DURING + timedelta(hours=3))
    code = codes.of_report("two")
    objection = an_objection(city, measure, by=Actor(), code=code, now=DURING + timedelta(hours=4))
    a_hearing(city, objection, upheld=True, now=DURING + timedelta(hours=5))
    before = len(mails(app))
    assert the_case(city).opened_at == second
    a_decision(city, Kind.WARNED, now=DURING + timedelta(hours=6))
    assert [one["to"] for one in mails(app)[before:]] == [
        "citizen@stralsund.example",
        "rita@meldung.example",
    ]


def test_a_block_ends_by_itself_or_by_an_objection(scene: Scene) -> None:
    city = scene.city
    a_report(scene.comment)
    hidden, blocked = a_decision(city, Kind.HIDDEN, Kind.BLOCKED)
    with pytest.raises(Conflict, match="nur lesen"):
        a_comment(city, scene.round, scene.clause)
    with pytest.raises(Conflict):
        a_comment(city, scene.round, scene.clause, parent=scene.comment)
    with pytest.raises(Conflict):
        a_suggestion(city, scene.round, scene.clause)
    a_comment(city, scene.round, scene.clause, author=city.second_citizen)
    a_comment(city, scene.round, scene.clause, now=DURING + timedelta(days=8))
    a_hearing(city, an_objection(city, blocked), upheld=True)
    a_comment(city, scene.round, scene.clause)
    assert db.session.scalars(select(Block.lifted_at)).all() == [DURING]
    assert "Kanariengelb" not in fresh(scene.comment).source
    assert hidden.digest != blocked.digest


def test_a_guest_with_a_blocked_address_learns_it_from_the_mail_alone(
    app: Flask, scene: Scene
) -> None:
    city = scene.city
    allow_guests(city, "confirmed")
    a_held(scene.round, scene.clause)
    a_report(db.session.get_one(Comment, confirmed(app)))
    a_decision(city, Kind.BLOCKED)
    a_held(scene.round, scene.clause, source="Noch einmal.")
    with pytest.raises(Conflict, match="nur lesen"):
        confirmed(app)


def test_originals_go_when_nobody_can_object_any_more(
    app: Flask, scene: Scene, settings: Any
) -> None:
    a_report(scene.comment)
    [measure] = a_decision(scene.city, Kind.HIDDEN)
    end = DURING + OBJECTION_LASTS

    def sweep() -> int:
        with transaction():
            return retention.forget_withheld(end, settings, 10)

    objection = an_objection(scene.city, measure, now=end - timedelta(days=1))
    assert sweep() == 0
    a_hearing(scene.city, objection, upheld=False)
    assert sweep() == 1
    assert db.session.scalars(select(Withheld)).all() == []


def test_who_has_reported_is_forgotten_three_months_after_the_decision(
    app: Flask, scene: Scene, settings: Any
) -> None:
    city, day = scene.city, timedelta(days=1)
    a_report(scene.comment, submission="vain")
    [measure] = a_decision(city, Kind.KEPT)

    def sweep(days: int) -> int:
        with transaction():
            return retention.forget_reporters(DURING + days * day, settings, 10)

    assert sweep(91) == 0
    objection = an_objection(
        city, measure, by=Actor(), code=codes.of_report("vain"), now=DURING + 91 * day
    )
    assert sweep(92) == 0
    a_hearing(city, objection, upheld=False, now=DURING + 93 * day)
    assert mails(app)[-1]["to"] == "rita@meldung.example"
    assert sweep(93) == 1
    [report] = db.session.scalars(select(Report))
    assert (report.name, report.email, report.source) == (
        None, None, "Das beleidigt meine Nachbarin.",
    )  # fmt: skip
    assert sweep(94) == 0


def test_what_a_vanished_original_leaves_is_only_the_answer(scene: Scene) -> None:
    a_report(scene.comment)
    [measure] = a_decision(scene.city, Kind.HIDDEN)
    objection = an_objection(scene.city, measure)
    with transaction() as session:
        session.delete(session.scalars(select(Withheld)).one())
    a_hearing(scene.city, objection, upheld=True)
    assert queries.kinds_of(1) == ["hidden"]


def test_a_hidden_comment_is_still_answered_and_an_answer_stays(scene: Scene) -> None:
    an_answer(scene.city, scene.comment)
    a_report(scene.comment)
    seen = queries.dossier(the_case(scene.city), DURING)
    assert (seen.answered, seen.adopted) == (True, False)
    a_decision(scene.city, Kind.HIDDEN)
    other = a_comment(scene.city, scene.round, scene.clause)
    a_report(other)
    a_decision(scene.city, Kind.HIDDEN, number=2)
    an_answer(scene.city, other)


def test_what_was_written_before_something_was_hidden_is_known(scene: Scene) -> None:
    a_report(scene.comment)
    a_decision(scene.city, Kind.WARNED)
    assert not queries.withheld_since(scene.city.charter_id, DURING)
    a_report(scene.comment)
    a_decision(scene.city, Kind.HIDDEN)
    assert queries.withheld_since(scene.city.charter_id, DURING)
    assert not queries.withheld_since(scene.city.charter_id, DURING + timedelta(seconds=1))


def test_earlier_measures_against_the_author_are_seen(scene: Scene) -> None:
    a_report(scene.comment)
    a_decision(scene.city, Kind.WARNED)
    other = a_comment(scene.city, scene.round, scene.clause)
    a_report(other)
    seen = queries.dossier(the_case(scene.city, 2), DURING)
    assert [(one.kind, number) for one, _case, number in seen.earlier] == [("warned", 1)]


def test_decisions_are_counted_by_the_year(scene: Scene) -> None:
    a_report(scene.comment)
    [measure] = a_decision(scene.city, Kind.HIDDEN, now=DURING + timedelta(days=3))
    an_objection(scene.city, measure, now=DURING + timedelta(days=4))
    [year] = years(scene.city.charter_id)
    assert (year.number, year.median_days) == (2026, 3.0)
    assert (year.reports["rules"], year.decisions["hidden"], year.objections[None]) == (1, 1, 1)


def test_a_mistake_that_is_undone_decides_no_report(scene: Scene) -> None:
    a_report(scene.comment)
    day = timedelta(days=1)
    a_decision(scene.city, Kind.HIDDEN, now=DURING + day)
    a_decision(scene.city, Kind.RESTORED, now=DURING + 9 * day)
    [year] = years(scene.city.charter_id)
    assert (year.decisions["restored"], year.median_days) == (1, 1.0)


def test_what_comes_of_a_hearing_decides_no_report(scene: Scene) -> None:
    city, day = scene.city, timedelta(days=1)
    a_report(scene.comment)
    [measure] = a_decision(
        city, Kind.REDACTED, text=INSULT.replace("Hafenweg 7", "[…]"), now=DURING + day
    )
    a_report(scene.comment, now=DURING + 2 * day)
    a_hearing(city, an_objection(city, measure), upheld=True, now=DURING + 3 * day)
    a_decision(city, Kind.KEPT, now=DURING + 7 * day)
    [year] = years(city.charter_id)
    assert sorted(year.days) == [1.0, 5.0]


def test_refused_is_nothing_written(scene: Scene) -> None:
    a_report(scene.comment)
    before = db.session.scalars(select(JournalEntry.id)).all()
    for kinds in ((), (Kind.KEPT, Kind.HIDDEN)):
        with pytest.raises(CharterError):
            a_decision(scene.city, *kinds)
    db.session.rollback()
    assert db.session.scalars(select(JournalEntry.id)).all() == before
    assert db.session.scalars(select(Measure)).all() == []
    assert len(db.session.scalars(select(Report)).all()) == 1
