"""Addresses carry only what the database can be asked for."""

from __future__ import annotations

import pytest
from flask import Flask
from werkzeug.exceptions import NotFound


def test_numbers_beyond_any_row_lead_nowhere(app: Flask) -> None:
    adapter = app.url_map.bind("localhost")
    assert adapter.match("/stralsund/fassungen/2147483647/")
    with pytest.raises(NotFound):
        adapter.match("/stralsund/fassungen/2147483648/")


def test_words_may_be_anything_else(app: Flask) -> None:
    adapter = app.url_map.bind("localhost")
    endpoint, values = adapter.match("/stralsund/schreibtisch/entwurf/MOB-1/")
    assert (endpoint, values["key"]) == ("drafting.document", "MOB-1")
    with pytest.raises(NotFound):
        adapter.match("/stralsund/schreibtisch/entwurf/MOB\0/")
