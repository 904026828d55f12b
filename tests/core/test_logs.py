"""What the log says when something breaks, and what it keeps to itself."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from charta.core.access import allow, anyone
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
