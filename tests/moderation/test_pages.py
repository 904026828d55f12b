"""On screen: reporting, deciding, objecting, and what the public reads of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from charta.accounts.duties import periods
from charta.charters.services.legal import first_text
from charta.consultation.queries import comment_by_number
from charta.core.actors import ANYBODY, Actor
from charta.core.database import transaction
from charta.desk import queries as desk
from charta.moderation.codes import of_report
from charta.moderation.rules import CHOICES, Kind
from charta.receipts.queries import codes as receipt_codes
from tests.moderation.conftest import INSULT, Scene
from tests.support.cast import a_city, sign_in
from tests.support.charters import the_charter
from tests.support.consultation import a_comment
from tests.support.intake import mails
from tests.support.moderation import a_decision, a_hearing, a_report, an_objection
from tests.support.proofs import prove
from tests.support.statements import counted
from tests.support.suggestions import a_suggestion
from tests.support.visitor import Visitor
from tests.support.workshops import a_workshop, an_idea

COMMENT = "/stralsund/stellungnahmen/1/"
REPORT = f"{COMMENT}melden/"
DESK = "/stralsund/schreibtisch/meldungen/"
CASE = f"{DESK}1/"
MINE = "/stralsund/meine-stellungnahmen/"
SEND = "Meldung absenden"
DECIDE = "Entscheiden und mitteilen"
FILLED = {
    "ground": "law",
    "source": "Das ist eine Beleidigung.",
    "name": "Rita Meldung",
    "email": "rita@meldung.example",
    "good_faith": "y",
}
HIDE: dict[str, str | list[str]] = {
    "kinds": ["hidden"],
    "basis": "rules",
    "provision": "Spielregeln: Umgang",
    "facts": "Setzt eine Person herab.",
    "public": "Der Text beleidigt eine Person.",
}


@pytest.fixture
def reported(app: Flask, scene: Scene) -> Scene:
    with app.app_context():
        a_report(scene.comment)
    return scene


def test_a_stranger_reports_and_follows_the_report(
    app: Flask, scene: Scene, public: Visitor, facilitator: Visitor
) -> None:
    page = public.open(COMMENT)
    form = public.open(page.link("Melden S-1"))
    assert "Hafenweg" in form.text
    scene.clock.at += timedelta(seconds=5)
    done = prove(form, "guest").press(SEND, **FILLED)
    assert done.notices[0].startswith("Danke! Ihre Meldung ist angekommen.")
    assert "Wird geprüft" in done.text
    assert done.answer.headers["Cache-Control"] == "private, no-store"
    assert done.path.strip("/") in mails(app)[0]["body"]
    assert "Rita" not in public.open(COMMENT).text
    desk = facilitator.open("/stralsund/schreibtisch/")
    assert "Über Meldungen entscheiden" in desk.text
    facilitator.open(CASE).press(DECIDE, **HIDE)
    after = public.open(done.path)
    assert "Ausgeblendet" in after.text
    assert "widersprechen" not in " ".join([after.text, mails(app)[-1]["body"]])
    assert "Außerdem" not in after.text
    assert "Der Text beleidigt eine Person." in after.text


def test_how_an_author_is_dealt_with_is_for_the_author_alone(
    app: Flask, scene: Scene, public: Visitor, citizen: Visitor
) -> None:
    done = public.open(REPORT).press(SEND, **FILLED)
    with app.app_context():
        a_decision(scene.city, Kind.HIDDEN, Kind.WARNED, Kind.BLOCKED)
    [mail] = [one["body"] for one in mails(app) if "Meldung ist entschieden" in one["subject"]]
    for text in (mail, public.open(done.path).text):
        assert "Ausgeblendet" in text
        assert "Maßnahme gegenüber der Person" in text
        assert "Ermahnt" not in text
        assert "Gesperrt" not in text
    assert "Gesperrt" in citizen.open(MINE).text


def test_what_is_missing_is_said_and_what_was_typed_stays(scene: Scene, public: Visitor) -> None:
    page = public.open(REPORT).press(SEND, ground="rules", source="Unsachlich.")
    assert page.status == 422
    assert page.field("source") == "Unsachlich."
    assert any("Namen" in error for error in page.errors)


@pytest.mark.usefixtures("scene")
def test_all_that_is_missing_is_said_at_once(public: Visitor) -> None:
    page = public.open(REPORT).press(SEND, ground="rules")
    for words in ("Bitte füllen Sie dieses Feld aus", "Namen", "E-Mail-Adresse", "nach bestem Wis"):
        assert any(words in error for error in page.errors), words
    exposed = page.press(SEND, ground="privacy", source="Da steht, wo ich wohne.")
    assert len(exposed.errors) == 1
    nonsense = page.press(SEND, source="Unsachlich.", name="Rita", email="rita", good_faith="y")
    assert len(nonsense.errors) == 1


def test_a_report_is_found_again_by_its_code(app: Flask, scene: Scene, public: Visitor) -> None:
    done = public.open(REPORT).press(SEND, **FILLED)
    code = done.path.strip("/").rpartition("/")[2]
    assert code in done.text
    search = public.open("/beleg/")
    again = search.press("Beitrag zeigen", code=code.replace("-", " ").upper())
    assert again.path == done.path
    assert again.heading == "Ihre Meldung zu S-1"
    assert search.press("Beitrag zeigen", code="mita-bode-kuha-rino-sewa").status == 422


def test_what_is_hidden_needs_no_report(app: Flask, reported: Scene, public: Visitor) -> None:
    late = public.open(REPORT)
    assert late.has_button(SEND)
    with app.app_context():
        a_decision(reported.city, Kind.HIDDEN)
    page = public.open(REPORT)
    assert "Dieser Beitrag ist schon ausgeblendet" in page.text
    assert not page.has_button(SEND)
    clash = late.press(SEND, **FILLED)
    assert (clash.status, clash.field("source")) == (409, FILLED["source"])


def test_who_reports_a_suggestion_reads_the_suggested_words(
    app: Flask, scene: Scene, public: Visitor
) -> None:
    with app.app_context():
        a_suggestion(scene.city, scene.round, scene.clause, wording="Kanariengelbe Wege.")
    assert "Kanariengelbe Wege." in public.open(REPORT.replace("1", "2")).text


def test_an_account_is_filled_in(scene: Scene, citizen: Visitor) -> None:
    page = citizen.open(REPORT)
    assert page.field("name") == "Carla Bürgerin"
    assert page.field("email")


@pytest.mark.usefixtures("scene")
def test_no_report_of_what_nobody_can_read(app: Flask, city: object, public: Visitor) -> None:
    public.open("/stralsund/stellungnahmen/99/melden/", 404)
    public.open("/stralsund/meldung/mita-bode-kuha-rino-sewa/", 404)
    public.open("/stralsund/meldung/nonsens/", 404)


def test_an_idea_is_reported_once_it_is_public(
    app: Flask, scene: Scene, public: Visitor, facilitator: Visitor
) -> None:
    with app.app_context(), transaction():
        an_idea(scene.city, a_workshop(scene.city, opened=True), "Kanariengelb soll gehen.")
    page = public.open("/stralsund/ideen/1/")
    public.open(page.link("Melden I-1")).press(SEND, **FILLED)
    facilitator.open(CASE).press(DECIDE, **HIDE)
    assert "Kanariengelb" not in public.open("/stralsund/ideen/1/").text
    assert "Der Text beleidigt" in public.open("/stralsund/ideen/1/").text


def test_a_moderator_hides_and_everybody_sees_why(
    app: Flask, reported: Scene, public: Visitor, facilitator: Visitor, citizen: Visitor
) -> None:
    page = facilitator.open(facilitator.open(DESK).link("M-1: S-1"))
    assert "Rita Meldung" in page.text
    done = page.press(DECIDE, **HIDE)
    assert done.notices[0].startswith("Entschieden.")
    shown = public.open(COMMENT)
    assert "Ausgeblendet am 12. März 2026. Der Text beleidigt eine Person." in shown.text
    mine = citizen.open(MINE)
    assert "Setzt eine Person herab." in mine.text
    assert "Hafenweg 7" in mine.text
    form = citizen.open(mine.link("Widersprechen Ausgeblendet, S-1"))
    thanks = form.press("Widerspruch absenden", source="Das war ein Zitat.")
    assert "Der Widerspruch wird geprüft" in thanks.text


def test_an_upheld_objection_brings_the_words_back(
    app: Flask, reported: Scene, public: Visitor, editor: Visitor, facilitator: Visitor
) -> None:
    with app.app_context():
        [measure] = a_decision(reported.city, Kind.HIDDEN)
        an_objection(reported.city, measure)
    waiting = editor.open(editor.open(DESK).link("S-1 (M-1)"))
    assert not facilitator.open(waiting.path).has_button(DECIDE)
    refused = waiting.press(DECIDE, upheld="yes")
    assert refused.status == 422
    waiting.press(DECIDE, upheld="yes", answer="Es war ein Zitat.")
    assert "Hafenweg 7" in public.open(COMMENT).text


def test_who_hears_an_objection_to_a_warning_reads_what_was_hidden_with_it(
    app: Flask, reported: Scene, editor: Visitor
) -> None:
    with app.app_context():
        _hidden, warned = a_decision(reported.city, Kind.HIDDEN, Kind.WARNED)
        an_objection(reported.city, warned)
    page = editor.open(editor.open(DESK).link("S-1 (M-1)"))
    assert "Ermahnt" in page.text
    assert "Hafenweg 7" in page.text
    page.press(DECIDE, upheld="yes", answer="Es war ein Zitat.")
    told = mails(app)[-1]["body"]
    assert "Ermahnt" in told
    assert "Ausgeblendet" not in told


def test_a_mistake_is_undone_without_an_objection(
    app: Flask, reported: Scene, public: Visitor, facilitator: Visitor, citizen: Visitor
) -> None:
    assert "Wieder einblenden" not in facilitator.open(CASE).text
    with app.app_context():
        a_decision(reported.city, Kind.HIDDEN)
    page = facilitator.open(CASE)
    refused = page.press(DECIDE, kinds=["restored", "warned"], facts="Ein Versehen.")
    assert refused.status == 422
    assert "passt zu keiner anderen Entscheidung" in refused.errors[0]
    refused.press(DECIDE, kinds=["restored"])
    assert "Hafenweg 7" in public.open(COMMENT).text
    mine = citizen.open(MINE).text
    assert "Wieder eingeblendet" in mine
    assert "Ein Versehen." in mine
    assert "/widerspruch/" not in mine, "nothing is left to object to"
    again = facilitator.open(CASE).press(DECIDE, kinds=["restored"], facts="Noch einmal.")
    assert "nichts verborgen" in again.errors[0]


def test_a_redaction_is_shown_before_it_is_made(
    reported: Scene, public: Visitor, facilitator: Visitor
) -> None:
    left = INSULT.replace("Hafenweg 7", "[…]")
    page = facilitator.open(CASE)
    looked = page.press("Vorschau", **(HIDE | {"kinds": ["redacted"], "text": left}))
    assert looked.root.of_class("c-preview")
    assert "Hafenweg" in public.open(COMMENT).text
    other = looked.press("Vorschau", text=left.replace("unfähig", "klug"))
    assert not other.root.of_class("c-preview")
    assert "andere Worte dürfen sich nicht ändern" in other.errors[0]
    wrong = looked.press(DECIDE, text=left.replace("unfähig", "klug"))
    assert wrong.status == 422
    assert wrong.field("facts") == HIDE["facts"]
    wrong.press(DECIDE, text=left)
    shown = public.open(COMMENT)
    assert "wohnt im […]." in shown.text
    assert "geschwärzt am 12. März 2026. Der Text beleidigt eine Person." in shown.text


def test_why_there_are_gaps_is_said_as_long_as_there_are_some(
    app: Flask, reported: Scene, public: Visitor, citizen: Visitor
) -> None:
    why = "persönliche Angaben geschwärzt am"
    assert why not in public.open(COMMENT).text
    with app.app_context():
        left = INSULT.replace("Hafenweg 7", "[…]")
        [measure] = a_decision(reported.city, Kind.REDACTED, text=left)
    for visitor in (public, citizen):
        with counted(app) as statements:
            assert why in visitor.open(COMMENT).text
        assert len(statements) <= 10, statements
    with app.app_context():
        a_hearing(reported.city, an_objection(reported.city, measure), upheld=True)
    assert why not in public.open(COMMENT).text


def test_an_idea_says_why_there_are_gaps(
    app: Flask, scene: Scene, public: Visitor, facilitator: Visitor
) -> None:
    with app.app_context(), transaction():
        an_idea(scene.city, a_workshop(scene.city, opened=True), "Kanariengelb soll gehen.")
    public.open("/stralsund/ideen/1/melden/").press(SEND, **FILLED)
    given = HIDE | {"kinds": ["redacted"], "text": "[…] soll gehen."}
    facilitator.open(CASE).press(DECIDE, **given)
    shown = public.open("/stralsund/ideen/1/").text
    assert "[…] soll gehen." in shown
    assert "geschwärzt am 12. März 2026. Der Text beleidigt eine Person." in shown


def test_three_dots_of_a_keyboard_are_a_gap(
    reported: Scene, public: Visitor, facilitator: Visitor
) -> None:
    typed = INSULT.replace("Hafenweg 7", "[...]")
    given = HIDE | {"kinds": ["redacted"], "text": typed}
    looked = facilitator.open(CASE).press("Vorschau", **given)
    assert "wohnt im […]." in looked.field("text")
    facilitator.open(CASE).press(DECIDE, **given)
    assert "wohnt im […]." in public.open(COMMENT).text


@pytest.mark.parametrize("mark", ["\u200e", "\u200f"])
def test_a_telephone_number_can_be_redacted_with_its_marks(
    app: Flask, scene: Scene, facilitator: Visitor, mark: str
) -> None:
    """Copied from an address book a number brings marks of its direction of writing; in a letter
    they stay, and nobody sees them in the form."""
    source = f"Rufen Sie Mia an: {mark}+49 3831 77{mark}, abends."
    with app.app_context():
        a_report(a_comment(scene.city, scene.round, scene.clause, source=source))
    page = facilitator.open(CASE)
    filled = {**HIDE, "kinds": ["redacted"], "text": source.replace("+49 3831 77", "[…]")}
    page.press(DECIDE, **filled)
    with app.app_context():
        changed = comment_by_number(scene.city.charter_id, 2, now=scene.clock.at)
        assert changed is not None
        assert changed.comment.source == f"Rufen Sie Mia an: {mark}[…]{mark}, abends."


def test_a_suggestion_for_a_long_text_is_hidden_as_well(
    app: Flask, scene: Scene, facilitator: Visitor, public: Visitor
) -> None:
    with app.app_context():
        long = "Kanariengelbe Wege. " * 990
        suggested = a_suggestion(scene.city, scene.round, scene.clause, None, long.strip())
        a_report(suggested)
    assert facilitator.open(CASE).press(DECIDE, **HIDE).path == DESK
    assert "Kanariengelb" not in public.open(COMMENT.replace("1", "2")).text


def test_of_two_decisions_at_once_one_wins_and_the_other_sees(
    reported: Scene, facilitator: Visitor, editor: Visitor, public: Visitor
) -> None:
    first, second = facilitator.open(CASE), editor.open(CASE)
    first.press(DECIDE, kinds=["kept"], facts="Eine Meinung, keine Beleidigung.")
    clash = second.press(DECIDE, **HIDE)
    assert clash.status == 409
    assert "inzwischen etwas geschehen" in clash.errors[0]
    assert "Eine Meinung, keine Beleidigung." in clash.text
    assert clash.field("facts") == HIDE["facts"]
    assert "Hafenweg" in public.open(COMMENT).text
    clash.press(DECIDE)
    assert "Hafenweg" not in public.open(COMMENT).text


def test_who_takes_a_case_is_named_to_the_others(
    reported: Scene, facilitator: Visitor, editor: Visitor
) -> None:
    late = editor.open(CASE)
    taken = facilitator.open(CASE).press("Ich kümmere mich")
    assert "Sie kümmern sich um diesen Fall" in taken.text
    assert "Frieda Moderation" in editor.open(DESK).text
    clash = late.press("Ich kümmere mich")
    assert clash.status == 409
    assert "Frieda Moderation kümmert sich um diesen Fall" in clash.text
    assert clash.press("Selbst übernehmen").notices == ["Sie kümmern sich jetzt um diesen Fall."]


def test_decided_cases_are_found_again(
    app: Flask, reported: Scene, facilitator: Visitor, citizen: Visitor
) -> None:
    with app.app_context():
        a_decision(reported.city, Kind.HIDDEN, Kind.WARNED)
    assert "M-1: S-1" not in facilitator.open(DESK).text
    found = facilitator.open(f"{DESK}?stand=entschieden")
    for words in ("M-1: S-1", "Ausgeblendet", "Ermahnt", "Frieda Moderation"):
        assert words in found.text
    assert "M-1" not in facilitator.open(f"{DESK}?stand=entschieden&grund=spam").text
    page = facilitator.open(found.link("M-1: S-1"))
    assert "Der Text setzt eine Person herab." in page.text


def test_the_words_of_a_case_stand_in_the_list_without_marks(
    app: Flask, scene: Scene, facilitator: Visitor
) -> None:
    with app.app_context():
        marked = a_comment(scene.city, scene.round, scene.clause, source="Das ist **sehr** falsch.")
        a_report(marked)
    assert "Das ist sehr falsch." in facilitator.open(DESK).text


def test_an_objection_is_no_task_of_who_has_decided(
    app: Flask, reported: Scene, facilitator: Visitor, editor: Visitor
) -> None:
    with app.app_context():
        [measure] = a_decision(reported.city, Kind.HIDDEN)
        an_objection(reported.city, measure)
    assert "prüft jemand anders als Sie" in facilitator.open(DESK).text
    assert "prüft jemand anders als Sie" not in editor.open(DESK).text
    assert waiting(reported, app, reported.city.facilitator) == 0
    assert waiting(reported, app, reported.city.editor) == 1


def waiting(scene: Scene, app: Flask, actor: Actor) -> int:
    with app.app_context():
        return desk.waiting(scene.city.charter_id, actor.person_id).open_objections


def test_who_has_reported_is_told_to_nobody_but_who_decides(
    app: Flask, scene: Scene, facilitator: Visitor
) -> None:
    """A moderator reads cases about themselves, and the administrator reads all: neither must
    recognise who has reported. What was reported the author is not told in the reporter's words."""
    city = scene.city
    with app.app_context():
        own = a_comment(city, scene.round, scene.clause, author=city.facilitator)
        a_report(own, source="Wie Frieda neulich in der Kita sprach!")
        [measure] = a_decision(city, Kind.HIDDEN, by=city.editor)
        objection = an_objection(city, measure, by=city.facilitator)
    hearing = f"{DESK}widerspruch/{objection.id}/"
    editor = Visitor(sign_in(app.test_client(), city.editor))
    admin = Visitor(sign_in(app.test_client(), city.admin))
    seen = {
        (name, path): visitor.open(path).text
        for name, visitor in (("own", facilitator), ("editor", editor), ("admin", admin))
        for path in (CASE, hearing)
    }
    for (name, path), text in seen.items():
        assert "Verstößt gegen die Spielregeln" in text
        assert ("in der Kita" in text) == (name != "own"), (name, path)
        assert ("rita@meldung.example" in text) == ((name, path) == ("editor", CASE)), (name, path)
        assert ("Rita Meldung" in text) == ((name, path) == ("editor", CASE)), (name, path)


def test_what_a_reporter_objects_is_not_told_to_the_author_either(
    app: Flask, scene: Scene, facilitator: Visitor, editor: Visitor
) -> None:
    city = scene.city
    with app.app_context():
        own = a_comment(city, scene.round, scene.clause, author=city.facilitator)
        a_report(own, submission="own")
        [measure] = a_decision(city, Kind.KEPT, by=city.editor)
        objection = an_objection(
            city, measure, by=ANYBODY, code=of_report("own"), source="Ich saß doch daneben!"
        )
    hearing = f"{DESK}widerspruch/{objection.id}/"
    assert "Ich saß doch daneben!" not in facilitator.open(hearing).text
    assert "Ich saß doch daneben!" in editor.open(hearing).text


def test_that_one_was_reported_oneself_stands_in_no_list(
    app: Flask, scene: Scene, facilitator: Visitor, editor: Visitor
) -> None:
    """That nothing was changed an author is not told; a moderator who has written it is not told
    either, on the desk, among open and decided cases, and among objections."""
    city = scene.city
    with app.app_context():
        own = a_comment(city, scene.round, scene.clause, author=city.facilitator)
        a_report(own, submission="own")
        with transaction():
            idea = an_idea(city, a_workshop(city, opened=True))
        a_report(idea)

    def seen(address: str) -> dict[str, bool]:
        return {
            name: "M-1: S-2" in visitor.open(address).text
            for name, visitor in (("own", facilitator), ("editor", editor))
        }

    def tasks(actor: Actor) -> tuple[int, int]:
        with app.app_context():
            found = desk.waiting(city.charter_id, actor.person_id)
            return found.open_cases, found.open_objections

    assert seen(DESK) == {"own": False, "editor": True}
    assert "M-2" in facilitator.open(DESK).text
    assert (tasks(city.facilitator), tasks(city.editor)) == ((1, 0), (2, 0))
    with app.app_context():
        [measure] = a_decision(city, Kind.KEPT, by=city.editor)
        a_decision(city, Kind.KEPT, number=2, by=city.editor)
    assert seen(f"{DESK}?stand=entschieden") == {"own": False, "editor": True}
    assert "M-2" in facilitator.open(f"{DESK}?stand=entschieden").text
    with app.app_context():
        an_objection(city, measure, by=ANYBODY, code=of_report("own"))
    assert "S-2 (M-1)" in editor.open(DESK).text
    assert "S-2 (M-1)" not in facilitator.open(DESK).text
    assert (tasks(city.facilitator), tasks(city.admin)) == ((0, 0), (0, 1))


def test_citizens_and_other_roles_stay_out(
    app: Flask, reported: Scene, citizen: Visitor, approver: Visitor, public: Visitor
) -> None:
    admin = Visitor(sign_in(app.test_client(), reported.city.admin))
    for visitor in (citizen, approver):
        visitor.open(DESK, 403)
        visitor.open(CASE, 403)
        assert visitor.post(CASE, turn="1", kinds="hidden").status_code == 403
    assert not admin.open(CASE).has_button(DECIDE)
    assert admin.post(CASE, turn="1", kinds="hidden").status_code == 403
    assert "Hafenweg" in public.open(COMMENT).text


def test_the_journal_does_not_tell_who_has_reported(
    app: Flask, scene: Scene, approver: Visitor
) -> None:
    city = scene.city
    with app.app_context():
        a_report(scene.comment, by=city.second_citizen, submission="known")
        [measure] = a_decision(city, Kind.KEPT)
        an_objection(city, measure, by=city.second_citizen, code=of_report("known"))
    page = approver.open("/stralsund/schreibtisch/protokoll/")
    for words in ("Beitrag gemeldet", "Widerspruch eingegangen", "nicht genannt"):
        assert words in page.text
    assert "Frieda Moderation" in page.text
    assert "Curt Bürger" not in page.text


def test_a_case_of_another_charter_is_none_of_ours(app: Flask, reported: Scene) -> None:
    with app.app_context():
        other = a_city("greifswald", "Greifswald")
        [measure] = a_decision(reported.city, Kind.HIDDEN)
        objection = an_objection(reported.city, measure)
        measure_id, objection_id = measure.id, objection.id
        code = receipt_codes("comments", [reported.comment.id])[reported.comment.id]
    theirs = Visitor(sign_in(app.test_client(), other.facilitator))
    theirs.open("/greifswald/schreibtisch/meldungen/1/", 404)
    theirs.open(CASE, 403)
    theirs.open(f"/greifswald/schreibtisch/meldungen/widerspruch/{objection_id}/", 404)
    theirs.open(f"/greifswald/widerspruch/{measure_id}/{code}/", 404)


def test_the_receipt_tells_and_lets_object(app: Flask, reported: Scene, public: Visitor) -> None:
    with app.app_context():
        a_decision(reported.city, Kind.HIDDEN, Kind.WARNED)
        code = receipt_codes("comments", [reported.comment.id])[reported.comment.id]
    page = public.open(f"/beleg/{code}/")
    assert "Hafenweg 7" in page.text
    form = public.open(page.link("Widersprechen Ermahnt, S-1"))
    assert form.press("Widerspruch absenden", source=" ").status == 422
    assert "wird geprüft" in form.press("Widerspruch absenden", source="Unfair.").text
    public.open(form.path.replace(code, "mita-bode-kuha-rino-sewa"), 404)


def test_who_has_reported_in_vain_reads_why_and_objects(
    app: Flask, scene: Scene, public: Visitor, facilitator: Visitor
) -> None:
    done = public.open(REPORT).press(SEND, **FILLED)
    facilitator.open(CASE).press(DECIDE, kinds=["kept"], facts="Eine Meinung.")
    page = public.open(done.path)
    assert "Eine Meinung." in page.text
    assert "Außerdem können Sie sich" in page.text
    form = public.open(page.link("Widersprechen"))
    form.press("Widerspruch absenden", source="Doch, es beleidigt.")
    assert "Widersprüche prüfen" in facilitator.open("/stralsund/schreibtisch/").text


def test_who_is_blocked_reads_why_and_keeps_the_text(
    app: Flask, reported: Scene, citizen: Visitor
) -> None:
    with app.app_context():
        a_decision(reported.city, Kind.BLOCKED)
    page = citizen.open("/stralsund/beteiligung/1/MOB-1/").press(
        "Stellungnahme abgeben", source="Ich wollte noch sagen …"
    )
    assert page.status == 409
    assert "nur lesen" in page.errors[0]
    assert "Spielregeln: Wie wir miteinander umgehen" in page.errors[0]
    assert page.field("source") == "Ich wollte noch sagen …"
    [mail] = [one["body"] for one in mails(app) if "Ihren Beitrag" in one["subject"]]
    for text in (page.errors[0], citizen.open(MINE).text, mail):
        assert "biseinschließlich19.März2026" in "".join(text.split())
    assert "ursprünglichen Text" not in mail


def test_the_ground_rules_name_all_that_may_be_decided(app: Flask, scene: Scene) -> None:
    named = {
        Kind.KEPT: "bleibt, wie er ist",
        Kind.HIDDEN: "ausgeblendet",
        Kind.REDACTED: "durch […] ersetzt",
        Kind.WARNED: "ermahnt",
        Kind.BLOCKED: "nur noch lesen",
    }
    assert set(named) == set(CHOICES)
    with app.app_context():
        rules = first_text("spielregeln", the_charter(scene.city))
    for words in (*named.values(), "„Melden“", "widersprechen", "prüft jemand anders"):
        assert words in rules, words


@pytest.mark.usefixtures("scene")
def test_how_long_hidden_words_are_kept_is_said_as_it_is(app: Flask) -> None:
    settings = app.extensions["charta.settings"]
    with app.test_request_context():
        said = dict(periods(settings))["Worte, die eine Entscheidung verborgen hat"]
    assert said.startswith("ein halbes Jahr nach der Entscheidung")


def test_the_numbers_are_public(app: Flask, reported: Scene, public: Visitor) -> None:
    with app.app_context():
        a_decision(reported.city, Kind.HIDDEN)
    page = public.open("/stralsund/transparenz/")
    assert "2026" in page.text
    table = public.client.get("/stralsund/transparenz.csv").text
    assert "2026;Meldungen;Spielregeln;;1\r\n" in table
    assert "2026;Entscheidungen;Ausgeblendet;Spielregeln;1\r\n" in table
    assert "2026;Tage bis zur Entscheidung;Median;;0,0\r\n" in table
    english = public.client.get("/stralsund/transparenz.csv?sprache=en").text
    assert ";0.0\r\n" in english


def test_the_pages_ask_little_however_much_there_is(
    app: Flask, reported: Scene, facilitator: Visitor, public: Visitor, citizen: Visitor
) -> None:
    with app.app_context():
        for number in range(6):
            other = a_comment(reported.city, reported.round, reported.clause)
            a_report(other, email=f"{number}@meldung.example")
            if number % 2:
                a_decision(reported.city, Kind.WARNED, number=number + 2)
    for visitor, path in (
        (facilitator, DESK),
        (facilitator, f"{DESK}?stand=entschieden"),
        (facilitator, CASE),
        (public, REPORT),
        (public, "/stralsund/transparenz/"),
        (citizen, MINE),
    ):
        with counted(app) as statements:
            visitor.open(path)
        assert len(statements) <= 10, (path, len(statements))


def test_hidden_words_are_on_no_page(
    app: Flask, reported: Scene, public: Visitor, editor: Visitor
) -> None:
    """Read before and after, so that whatever is kept in memory must notice."""
    second_citizen = Visitor(sign_in(app.test_client(), reported.city.second_citizen))
    paths = [
        COMMENT,
        "/stralsund/beteiligung/1/MOB-1/",
        "/stralsund/beteiligung/1/",
        "/stralsund/klauseln/MOB-1/",
        "/stralsund/",
        "/stralsund/bilanz/",
        REPORT,
    ]
    before = {path: public.client.get(path).text for path in paths}
    assert any("Kanariengelb" in text for text in before.values())
    with app.app_context():
        a_decision(reported.city, Kind.HIDDEN)
    for visitor in (public, second_citizen, editor):
        for path in paths:
            assert "Kanariengelb" not in visitor.client.get(path).text, path
    for path in ("/stralsund/schreibtisch/abwaegung/", "/stralsund/schreibtisch/abwaegung/1/"):
        assert "Kanariengelb" not in editor.client.get(path).text
    assert all("Kanariengelb" not in str(mail) for mail in mails(app))
