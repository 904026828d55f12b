"""What the log says when something breaks, and what it keeps to itself."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from charta.core.access import allow, anyone
from charta.core.logs import Others
from config import Settings
from tests.support.applications import own

SECRET = "carla-hat-etwas-geschrieben"


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """Build an application with a page on which the database refuses what it is given."""

    def refused(word: str) -> str:
        raise IntegrityError("INSERT", {"word": word}, ValueError(f"Key ({word}) exists"))

    with own(settings) as app:
        app.add_url_rule("/refused/<word>", "refused", allow(anyone)(refused))
        app.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)
        yield app


@pytest.mark.one_engine
def test_an_error_is_logged_by_its_place_and_never_by_its_values(
    app: Flask, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    answer = app.test_client().get(f"/refused/{SECRET}")
    assert answer.status_code == 500
    written = "".join(capfd.readouterr()) + caplog.text
    assert "IntegrityError" in written
    assert "test_logs.py" in written
    assert SECRET not in written


@pytest.mark.one_engine
def test_what_libraries_say_is_a_line_without_their_words(
    app: Flask, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    library = logging.getLogger("library.part")
    monkeypatch.setattr(library, "handlers", [Others()])
    monkeypatch.setattr(library, "propagate", False)
    library.warning("%s is strange", SECRET)
    try:
        raise IntegrityError("INSERT", {"word": SECRET}, ValueError(SECRET))
    except IntegrityError:
        library.exception(f"cannot take {SECRET}")
    out, err = capfd.readouterr()
    warning, error = map(json.loads, out.splitlines())
    assert warning["at"].startswith("library.part test_what_libraries")
    assert (warning["level"], error["level"]) == ("warning", "error")
    assert error["failure"] == "IntegrityError"
    assert "test_logs.py" in error["places"][-1]
    assert SECRET not in out + err
