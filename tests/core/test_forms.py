"""What a request may say: strict, with a message at the field."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from charta.core.forms import (
    Choice,
    Choices,
    Day,
    EmailAddress,
    Form,
    Line,
    Link,
    LocalDateTime,
    Prose,
    Radio,
    WholeNumber,
    number_or_none,
)


class Probe(Form):
    line = Line("Zeile", longest=10, required=False)
    prose = Prose("Text", longest=20, required=False)
    mail = EmailAddress("Adresse", required=False)
    link = Link("Verweis")
    number = WholeNumber("Zahl", least=1, most=9, required=False)
    day = Day("Tag", required=False)
    moment = LocalDateTime("Zeit", required=False)
    one = Choice("Wahl", choices=[("a", "A"), ("b", "B")], required=False)
    many = Choices("Wahlen", choices=[("a", "A"), ("b", "B")])


def submit(app: Flask, *pairs: tuple[str, str]) -> tuple[Probe, bool]:
    app.config["WTF_CSRF_ENABLED"] = False
    with app.test_request_context("/", method="POST", data=MultiDict(pairs)):
        form = Probe()
        return form, form.validate_on_submit()


@pytest.mark.parametrize(
    ("name", "text", "data"),
    [
        ("line", "  Moin  ", "Moin"),
        ("line", "Ä" * 10, "Ä" * 10),
        ("line", "a\u0308", "ä"),
        ("prose", "eins\r\nzwei\tdrei", "eins\nzwei\tdrei"),
        ("mail", "Carla@Stralsund.example", "Carla@Stralsund.example"),
        ("link", "https://stralsund.example/a?b=c", "https://stralsund.example/a?b=c"),
        ("number", "9", 9),
        ("day", "2024-02-29", datetime(2024, 2, 29).date()),  # noqa: DTZ001
        ("day", "29.02.2024", datetime(2024, 2, 29).date()),  # noqa: DTZ001
        ("moment", "2026-07-01T18:00", datetime(2026, 7, 1, 16, 0, tzinfo=UTC)),
        ("moment", "2026-12-01T18:00:30", datetime(2026, 12, 1, 17, 0, 30, tzinfo=UTC)),
        ("moment", "01.12.2026 18:00", datetime(2026, 12, 1, 17, 0, tzinfo=UTC)),
        ("moment", "2026-10-25T02:30", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("one", "b", "b"),
    ],
)
def test_what_is_right_is_taken(app: Flask, name: str, text: str, data: Any) -> None:
    form, valid = submit(app, (name, text))
    assert valid, form.errors
    assert form[name].data == data


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("line", "elf Zeichen"),
        ("line", "zwei\nZeilen"),
        ("line", "a\x00b"),
        ("line", "a\u202eb"),
        ("line", "a\u2028b"),
        ("prose", "a\x07b"),
        ("prose", "a\u2066b"),
        ("prose", "x" * 21),
        ("mail", "carla"),
        ("mail", "carla@stralsund"),
        ("mail", "a@b.de\nBcc: c@d.de"),
        ("link", "javascript:alert(1)"),
        ("link", "https://nutzer@falle.example"),
        ("link", "https://["),
        ("number", "0"),
        ("number", "10"),
        ("number", "9" * 400),
        ("number", "1e3"),
        ("number", "\u0664"),
        ("day", "2023-02-29"),
        ("day", "morgen"),
        ("day", "0001-01-01"),
        ("moment", "2026-03-29T02:30"),
        ("moment", "2026-02-30T10:00"),
        ("moment", "9999-12-31T23:59"),
        ("one", "c"),
        ("many", "c"),
    ],
)
def test_what_is_wrong_is_refused_at_its_field_and_kept(app: Flask, name: str, text: str) -> None:
    form, valid = submit(app, (name, text))
    assert not valid
    assert form.errors.keys() == {name}


def test_an_unknown_field_is_refused(app: Flask) -> None:
    form, valid = submit(app, ("line", "Moin"), ("is_admin", "1"))
    assert not valid
    assert form.form_errors


def test_a_field_that_comes_twice_is_refused(app: Flask) -> None:
    form, valid = submit(app, ("line", "Moin"), ("line", "Tach"))
    assert not valid
    assert "line" in form.errors


def test_several_choices_may_come_several_times(app: Flask) -> None:
    form, valid = submit(app, ("many", "a"), ("many", "b"))
    assert valid
    assert form.many.data == ["a", "b"]


@pytest.mark.parametrize("kind", [Choice, Radio])
@pytest.mark.parametrize("sent", ["3", "-1", "1.5", "9" * 40, "1\0", "Politik"])
def test_what_is_not_offered_is_not_the_same_as_nothing_chosen(
    app: Flask, kind: type[Choice], sent: str
) -> None:
    class Choosing(Form):
        group = kind("Gruppe", choices=[("", "-"), (1, "A")], coerce=number_or_none, required=False)

    app.config["WTF_CSRF_ENABLED"] = False
    for text, taken in ((sent, False), ("", True), ("1", True)):
        with app.test_request_context("/", method="POST", data={"group": text}):
            assert Choosing().validate_on_submit() is taken


@pytest.mark.parametrize("blank", [" \u00a0 ", "\u200b\u200b", "\u3164", "\u2060 \ufeff"])
def test_a_field_that_shows_nothing_is_empty(app: Flask, blank: str) -> None:
    class Required(Form):
        line = Line("Zeile")
        number = WholeNumber("Zahl")
        day = Day("Tag")
        moment = LocalDateTime("Zeit")

    app.config["WTF_CSRF_ENABLED"] = False
    spaces = dict.fromkeys(("line", "number", "day", "moment"), blank)
    with app.test_request_context("/", method="POST", data=spaces):
        form = Required()
        assert not form.validate_on_submit()
        assert set(form.errors) == set(spaces)


def test_a_local_time_shows_as_it_was_entered(app: Flask) -> None:
    with app.test_request_context("/"):
        form = Probe(moment=datetime(2026, 7, 1, 16, 0, tzinfo=UTC))
        assert 'value="2026-07-01T18:00:00"' in str(form.moment())
