"""An application of one sentence, for what is about the web server alone."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

THINKING_SECONDS = 0.02


def application(_environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    time.sleep(THINKING_SECONDS)  # so that there are always requests under way
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"Moin"]
