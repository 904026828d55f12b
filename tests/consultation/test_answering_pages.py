"""Answering through the screens: one, several, corrections, and two people at once."""

from __future__ import annotations

import pytest
from flask import Flask

from charta.consultation.models import Comment, Response, Round
from charta.drafting.models import Document
from tests.consultation.conftest import At, Visits, amount, entries
from tests.support.cast import Cast, a_city
from tests.support.consultation import AFTER, a_comment, an_answer
from tests.support.drafting import a_clause, a_revision
from tests.support.visitor import Values

LIST = "/stralsund/schreibtisch/beteiligung/1/"
ANSWERS = "/stralsund/schreibtisch/stellungnahmen/"
ONE = f"{ANSWERS}1/"
SEVERAL = f"{ANSWERS}?comments=1&comments=2"
GIVE = "Antwort veröffentlichen"
CORRECT = "Als Berichtigung veröffentlichen"
GOOD: Values = {"disposition": "adopted", "source": "Das nehmen wir **auf**."}
WRONG = ("citizen", "approver", "reviewer", "facilitator", "admin")

pytestmark = pytest.mark.usefixtures("at")


@pytest.fixture(autouse=True)
def said(app: Flask, city: Cast, found: Round, clause: Document) -> tuple[Comment, Comment]:
    """S-1 by Carla and S-2 by Curt."""
    with app.app_context():
        return (
            a_comment(city, found, clause, source="Bitte Bänke"),
            a_comment(city, found, clause, source="Mehr Licht", author=city.second_citizen),
        )


def answers(app: Flask) -> int:
    with app.app_context():
        return amount(Response)


def test_an_answer_is_public_at_once(app: Flask, city: Cast, visits: Visits) -> None:
    page = visits(city.editor).open(ONE)
    assert "Bitte Bänke" in page.text
    assert "Die Stadt baut sichere Radwege." in page.text
    after = page.press(GIVE, **GOOD)
    assert after.path == f"{LIST}?stand=offen"
    assert after.notices == ["Die Antwort ist öffentlich."]
    public = visits(None).open("/stralsund/stellungnahmen/1/")
    assert "Das nehmen wir auf." in public.text
    assert "übernommen" in public.text
    assert "Edda" not in public.text
    with app.app_context():
        [entry] = entries("comment.answered")
        assert "nehmen" not in str(entry.details)


def test_answers_may_come_after_the_round(app: Flask, city: Cast, at: At, visits: Visits) -> None:
    at(AFTER)
    visits(city.editor).open(ONE).press(GIVE, **GOOD)
    assert answers(app) == 1


def test_several_get_one_answer(app: Flask, city: Cast, visits: Visits) -> None:
    page = visits(city.editor).open(LIST)
    chosen = page.press("Ausgewählte gemeinsam beantworten", comments=["1", "2"])
    assert "Bitte Bänke" in chosen.text
    assert "Mehr Licht" in chosen.text
    after = chosen.press(GIVE, **GOOD)
    assert after.notices == ["Die Antwort auf 2 Stellungnahmen ist öffentlich."]
    for number in (1, 2):
        assert (
            "Das nehmen wir auf." in visits(None).open(f"/stralsund/stellungnahmen/{number}/").text
        )
    assert answers(app) == 1


def test_one_of_several_can_be_left_out(app: Flask, city: Cast, visits: Visits) -> None:
    visits(city.editor).open(SEVERAL).press(GIVE, **GOOD, comments=["2"])
    assert "steht noch aus" in visits(None).open("/stralsund/stellungnahmen/1/").text
    assert "Das nehmen wir auf." in visits(None).open("/stralsund/stellungnahmen/2/").text


def test_nothing_ticked_leads_back_to_the_list(city: Cast, visits: Visits) -> None:
    page = visits(city.editor).open(LIST).press("Ausgewählte gemeinsam beantworten")
    assert page.path == LIST
    assert page.notices == ["Bitte wählen Sie in der Liste mindestens eine Stellungnahme aus."]


def test_a_correction_replaces_the_answer(app: Flask, city: Cast, visits: Visits) -> None:
    visits(city.editor).open(SEVERAL).press(GIVE, **GOOD)
    page = visits(city.second_editor).open(ONE)
    assert "Diese Antwort gilt für mehrere Stellungnahmen:" in page.text
    assert page.field("source").strip() == GOOD["source"]
    page.press(CORRECT, disposition="noted", source="Doch anders.")
    for number in (1, 2):
        text = visits(None).open(f"/stralsund/stellungnahmen/{number}/").text
        assert text.index("Doch anders.") < text.index("Das nehmen wir auf.")
        assert "berichtigt" in text


def test_two_people_at_once_lose_nothing(app: Flask, city: Cast, visits: Visits) -> None:
    first, second = visits(city.editor).open(ONE), visits(city.second_editor).open(ONE)
    first.press(GIVE, **GOOD)
    told = second.press(GIVE, disposition="not_adopted", source="Dafür ist kein Geld da.")
    assert told.status == 409
    assert "Inzwischen hat schon jemand geantwortet" in told.text
    assert "Das nehmen wir auf." in told.text
    assert told.field("source").strip() == "Dafür ist kein Geld da."
    assert answers(app) == 1
    told.press(CORRECT)
    assert "Dafür ist kein Geld da." in visits(None).open("/stralsund/stellungnahmen/1/").text
    assert answers(app) == 2


def test_two_corrections_at_once(app: Flask, city: Cast, visits: Visits) -> None:
    visits(city.editor).open(ONE).press(GIVE, **GOOD)
    first, second = visits(city.editor).open(ONE), visits(city.second_editor).open(ONE)
    first.press(CORRECT, source="Erste Berichtigung")
    told = second.press(CORRECT, source="Zweite Berichtigung")
    assert told.status == 409
    assert "Erste Berichtigung" in told.text
    assert told.field("source").strip() == "Zweite Berichtigung"
    assert answers(app) == 2


def test_one_of_several_was_answered_meanwhile(app: Flask, city: Cast, visits: Visits) -> None:
    page = visits(city.editor).open(SEVERAL)
    visits(city.second_editor).open(ONE).press(GIVE, disposition="noted", source="Schon gesagt.")
    told = page.press(GIVE, **GOOD)
    assert told.status == 409
    assert "Schon gesagt." in told.text
    boxes = [box for box in told.root.all("input") if box["name"] == "comments"]
    assert [box["value"] for box in boxes if "checked" in box.attributes] == ["2"]
    told.press(GIVE)
    assert answers(app) == 2


def test_an_answer_names_the_version_it_led_to(
    app: Flask, city: Cast, clause: Document, visits: Visits
) -> None:
    with app.app_context():
        a_revision(city, clause, "Die Stadt baut sichere Radwege mit Bänken.", note="Bänke dazu")
    page = visits(city.editor).open(ONE)
    assert "mit Bänken" in page.text
    [_none, option] = page.root.all("option")
    assert option.text == "Version 2: Bänke dazu"
    refused = page.press(GIVE, **{**GOOD, "disposition": "noted"}, revision=option["value"])
    assert refused.status == 422
    assert refused.field("revision") == option["value"]
    refused.press(GIVE, disposition="partly_adopted")
    assert "Führte zu Version 2." in page.visitor.open(ONE).text


def test_the_version_of_another_text_is_not_offered(app: Flask, city: Cast, visits: Visits) -> None:
    with app.app_context():
        other = a_clause(city, title="Busse")
        revision = a_revision(city, other, "Mehr Busse").id
    answer = visits(city.editor).post(ONE, **GOOD, based_on="", revision=str(revision))
    assert answer.status_code == 422
    assert answers(app) == 0


def test_a_preview_stores_nothing(app: Flask, city: Cast, visits: Visits) -> None:
    for path in (ONE, SEVERAL):
        shown = visits(city.editor).open(path).press("Vorschau", **GOOD)
        [place] = [one for one in shown.root.walk() if "data-preview" in one.attributes]
        assert [strong.text for strong in place.all("strong")] == ["auf"]
        assert shown.field("source").strip() == GOOD["source"]
    assert answers(app) == 0


@pytest.mark.parametrize("path", [ONE, SEVERAL])
def test_bad_input_is_refused_and_kept(app: Flask, city: Cast, visits: Visits, path: str) -> None:
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
    ]
    for change in bad:
        refused = page.press(GIVE, **{**GOOD, **change})
        assert refused.status == 422, change
        assert refused.errors, change
        if "disposition" in change:
            assert refused.field("source").strip() == GOOD["source"]
    base: Values = {"based_on": ""} if path == ONE else {"comments": ["1", "2"]}
    odd: list[Values] = [
        {**GOOD, **base, "x": "1"},
        {**GOOD, **base, "source": ["A", "B"]},
        {**GOOD, **base, "revision": "99"},
        {**GOOD, **base, "revision": "x"},
        {**base, "source": "Nur Worte"},
    ]
    if path == ONE:
        odd.append({**GOOD, "based_on": "x"})
    for values in odd:
        answer = page.visitor.post(path.split("?", maxsplit=1)[0], **values)
        assert answer.status_code == 422, values
    assert answers(app) == 0


def test_an_answer_based_on_none_that_exists(app: Flask, city: Cast, visits: Visits) -> None:
    """Nothing stood, so whatever the form claims, this is the first answer."""
    assert visits(city.editor).post(ONE, **GOOD, based_on="77").status_code == 303
    assert visits(city.editor).post(ONE, **GOOD, based_on="77").status_code == 409
    assert answers(app) == 1


def test_nobody_answers_themselves(
    app: Flask, city: Cast, found: Round, clause: Document, visits: Visits
) -> None:
    with app.app_context():
        own = a_comment(city, found, clause, author=city.editor).number
    visitor = visits(city.editor)
    page = visitor.open(f"{ANSWERS}{own}/")
    assert "Diese Stellungnahme ist von Ihnen" in page.text
    assert not page.has_button(GIVE)
    assert visitor.post(page.path, **GOOD, based_on="").status_code == 403
    assert visitor.post(ANSWERS, **GOOD, comments=["1", str(own)]).status_code == 403
    assert answers(app) == 0


def test_the_wrong_person(app: Flask, city: Cast, visits: Visits) -> None:
    for who in WRONG:
        visitor = visits(city.actors[who])
        for path in (ONE, SEVERAL):
            visitor.open(path, status=403)
        assert visitor.post(ONE, **GOOD, based_on="").status_code == 403
        assert visitor.post(ANSWERS, **GOOD, comments=["1"]).status_code == 403
    assert visits(None).client.get(ONE).status_code == 303
    assert answers(app) == 0


def test_what_does_not_exist_here(app: Flask, city: Cast, visits: Visits) -> None:
    with app.app_context():
        other = a_city("rostock", "Rostock")
    editor, stranger = visits(city.editor), visits(other.editor)
    editor.open(f"{ANSWERS}9/", status=404)
    editor.open(f"{ANSWERS}99999999999999999999/", status=404)
    for numbers in ("comments=9", "comments=1&comments=9", "comments=x", "comments=%00"):
        editor.open(f"{ANSWERS}?{numbers}", status=404)
    editor.open(f"{ANSWERS}?" + "&".join(f"comments={n}" for n in range(1, 102)), status=422)
    stranger.open("/rostock/schreibtisch/stellungnahmen/1/", status=404)
    stranger.open("/rostock/schreibtisch/stellungnahmen/?comments=1", status=404)
    own = "/rostock/schreibtisch/stellungnahmen/"
    assert stranger.post(f"{own}1/", **GOOD, based_on="").status_code == 404
    assert stranger.post(own, **GOOD, comments=["1"]).status_code == 404
    assert editor.post(ANSWERS, **GOOD).status_code == 422
    assert answers(app) == 0


def test_the_list_shows_what_became_of_each(
    app: Flask, city: Cast, said: tuple[Comment, Comment], visits: Visits
) -> None:
    with app.app_context():
        an_answer(city, said[0], disposition="not_adopted")
    text = visits(city.editor).open(LIST).text
    assert "nicht übernommen" in text
    assert "Antwort steht aus" in text
