"""Files of the house: kept for ever under their content's name, in two encodings."""

from __future__ import annotations

import gzip
import hashlib

import pytest
from flask import Flask, url_for
from werkzeug.test import Client

from charta.core.pagecache import PageCache
from config import HOME


def test_a_style_sheet_is_compressed_and_says_so(app: Flask) -> None:
    with app.test_request_context("/"):
        address = url_for("static", filename="css/theme.css")
    client = Client(PageCache(app, "charta", seconds=5, limit=1_000_000))
    plain = client.get(address)
    packed = client.get(address, headers={"Accept-Encoding": "gzip"})
    for answer in (plain, packed):
        assert "Accept-Encoding" in answer.headers["Vary"]
        assert answer.headers["Cache-Control"].endswith("immutable")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data


@pytest.mark.one_engine
@pytest.mark.parametrize("name", ["fehlt.css", "x" * 5000, "..%2f..%2fwsgi.py", "%00"])
def test_a_missing_file_is_kept_by_nobody_and_tells_nothing(app: Flask, name: str) -> None:
    answer = Client(app).get(f"/static/{name}?v=0")
    assert answer.status_code == 404
    assert answer.headers["Cache-Control"] == "no-store"
    assert hashlib.sha256((HOME / "wsgi.py").read_bytes()).hexdigest()[:12] not in answer.text


def test_links_stay_in_language_and_keep_their_values_apart(app: Flask) -> None:
    with app.test_request_context("/?sprache=en"):
        assert url_for("site.charters") == "/?sprache=en"
    with app.test_request_context("/"):
        assert url_for("site.charters") == "/"
        assert url_for("site.charters", a=1) == "/?a=1"
        assert url_for("site.charters", a=True) == "/?a=True"
