"""Suggesting another wording for a whole text, through the screens."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask

from charta.consultation.models import Comment, Round, Suggestion
from charta.core.database import db
from tests.consultation.conftest import At, Visits, amount
from tests.support.cast import Cast
from tests.support.consultation import AFTER, CLOSES, OPENS

TEXT = "/stralsund/beteiligung/1/MOB-1/"
FORM = f"{TEXT}vorschlag/"
POST = "Vorschlag abgeben"
OLD = "Die Stadt baut sichere Radwege."
NEW = "Die Stadt baut **breite** Radwege.\n\n- zuerst zur Schule"
TICK = timedelta(microseconds=1)

pytestmark = pytest.mark.usefixtures("at")


def stored(app: Flask) -> list[str]:
    with app.app_context():
        return [wording for (wording,) in db.session.query(Suggestion.wording)]


def test_the_text_leads_there(city: Cast, found: Round, visits: Visits) -> None:
    page = visits(city.citizen).open(TEXT)
    form = page.visitor.open(page.link("Anderen Wortlaut vorschlagen"))
    assert form.heading == "Anderen Wortlaut vorschlagen"
    assert form.field("wording").strip() == OLD


def test_the_difference_is_seen_before_it_is_sent(
    app: Flask, city: Cast, found: Round, visits: Visits
) -> None:
    page = visits(city.citizen).open(FORM)
    look = page.press(POST, wording=NEW, source="Damit Lastenräder *passen*.")
    assert look.status == 200
    assert stored(app) == []
    [preview] = [one for one in look.root.walk() if "data-preview" in one.attributes]
    assert [one.text for one in preview.all("em")] == ["passen"]
    assert "zuerst zur Schule" in preview.text
    assert any("sichere" in one.text for one in preview.all("del"))
    after = look.press(POST)
    assert after.path == "/stralsund/stellungnahmen/1/"
    assert stored(app) == [NEW]
    public = visits(None).open(after.path)
    assert "Vorschlag für den ganzen Wortlaut" in public.text
    assert any("breite" in one.text for one in public.root.all("ins"))
    shown = visits(None).open(TEXT)
    assert shown.link("Ansehen, was sich ändern würde").endswith("/1/#vorschlag")


def test_a_preview_stores_nothing(app: Flask, city: Cast, found: Round, visits: Visits) -> None:
    page = visits(city.citizen).open(FORM)
    shown = page.press("Vorschau", wording=NEW, source="Darum")
    assert shown.status == 200
    assert "Noch ist nichts abgesendet." not in shown.text
    assert shown.field("wording").replace("\r", "").strip() == NEW
    assert shown.press(POST).path == "/stralsund/stellungnahmen/1/"


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"wording": OLD, "source": "Darum"}, "noch denselben Wortlaut"),
        ({"wording": f"  {OLD}\n\n", "source": "Darum"}, "noch denselben Wortlaut"),
        ({"wording": "", "source": "Darum"}, "Bitte füllen Sie dieses Feld aus."),
        ({"wording": "---", "source": "Darum"}, "Bitte schreiben Sie etwas."),
        ({"wording": "x" * 20_001, "source": "Darum"}, "höchstens 20000 Zeichen"),
        ({"wording": "> " * 40 + "tief", "source": "Darum"}, "verschachtelt"),
        ({"wording": "a\x00b", "source": "Darum"}, "Steuerzeichen"),
        ({"wording": NEW, "source": ""}, "Ihre Begründung: Bitte füllen Sie dieses Feld aus."),
        ({"wording": NEW, "source": "x" * 5001}, "höchstens 5000 Zeichen"),
    ],
)
def test_bad_input_is_refused_and_kept(
    *, app: Flask, city: Cast, found: Round, visits: Visits, values: dict[str, str], error: str
) -> None:
    page = visits(city.citizen).open(FORM)
    for button in (POST, "Vorschau"):
        refused = page.press(button, **values)
        assert refused.status == 422
        assert any(error in one for one in refused.errors), refused.errors
        for name, value in values.items():
            if "\0" not in value:
                assert refused.field(name).strip() == value.strip()
    with app.app_context():
        assert amount(Comment) == 0


def test_two_clicks_are_one_suggestion(
    app: Flask, city: Cast, found: Round, visits: Visits
) -> None:
    look = visits(city.citizen).open(FORM).press("Vorschau", wording=NEW, source="Darum")
    first, again = (look.press(POST) for _ in range(2))
    assert first.path == again.path
    assert stored(app) == [NEW]


def test_the_wrong_person(app: Flask, city: Cast, found: Round, visits: Visits) -> None:
    visitor = visits(None)
    page = visitor.open(FORM)
    assert not page.has_button(POST)
    assert OLD in page.text
    assert f"next={FORM}" in page.link("Anmelden und schreiben")
    answer = visitor.post(FORM, wording=NEW, source="Darum", submission=str(uuid4()))
    assert answer.status_code == 403
    assert stored(app) == []


def test_the_wrong_time(app: Flask, city: Cast, found: Round, at: At, visits: Visits) -> None:
    look = visits(city.citizen).open(FORM).press("Vorschau", wording=NEW, source="Darum")
    for when in (OPENS - TICK, CLOSES, AFTER):
        at(when)
        late = look.press(POST)
        assert late.status == 409
        assert late.field("wording").replace("\r", "").strip() == NEW
        assert not visits(city.citizen).open(FORM).has_button(POST)
    assert stored(app) == []


@pytest.mark.parametrize("path", ["7/MOB-1", "1/MOB-9", "1/x"])
def test_a_text_that_is_not_in_the_round(
    city: Cast, found: Round, visits: Visits, path: str
) -> None:
    visitor = visits(city.citizen)
    visitor.open(f"/stralsund/beteiligung/{path}/vorschlag/", status=404)
    answer = visitor.post(
        f"/stralsund/beteiligung/{path}/vorschlag/",
        wording=NEW,
        source="Darum",
        submission=str(uuid4()),
    )
    assert answer.status_code == 404
