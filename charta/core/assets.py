"""Files of the house with the digest of their content in the address: cached for ever."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, request

FOR_EVER = "public, max-age=31536000, immutable"
PARAMETER = "v"


def init_app(app: Flask) -> None:
    app.url_defaults(_add_version)
    app.after_request(_keep_versioned)


@lru_cache(maxsize=256)
def version(path: Path, _modified: int) -> str:
    """The first digits of the file's SHA-256."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def _add_version(endpoint: str, values: dict[str, Any]) -> None:
    if endpoint != "static" or "filename" not in values:
        return
    path = Path(current_app.static_folder or "") / values["filename"]
    if path.is_file():
        values[PARAMETER] = version(path, path.stat().st_mtime_ns)


def _keep_versioned(response: Response) -> Response:
    """Named by their content, files are kept for ever; the page cache compresses those of text,
    and caches between us and the reader must know that there are two of them. That a file is
    missing is kept by nobody."""
    if request.endpoint == "static":
        response.vary.add("Accept-Encoding")
        if PARAMETER in request.args and response.status_code < 400:
            response.headers["Cache-Control"] = FOR_EVER
    return response
