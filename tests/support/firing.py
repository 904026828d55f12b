"""Does a text run as a script? Asked of a browser whose content policy is switched off.

A payload calls ``fired`` with a number of its own; the browser tells it from any frame.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext

PROVOKING = (Path(__file__).parent / "provoking.js").read_text(encoding="utf-8")
PATIENCE_MILLISECONDS = 20_000


class Alarm:
    """Listens in all pages of a context; ``numbers`` are those of the payloads that fired."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self.numbers: set[int] = set()
        context.set_default_timeout(PATIENCE_MILLISECONDS)
        context.expose_binding("fired", lambda _source, number: self.numbers.add(int(number)))


@contextmanager
def alarmed(chromium: Browser, base_url: str | None = None) -> Iterator[Alarm]:
    """A visitor without a content policy, and the ear for what fires."""
    context = chromium.new_context(base_url=base_url, bypass_csp=True, locale="de-DE")
    with context:
        yield Alarm(context)


def shown(chromium: Browser, pieces: Sequence[str]) -> set[int]:
    """The numbers that fire when all these pieces of HTML are shown and touched, offline, each
    as a document of its own."""
    with alarmed(chromium) as alarm:
        alarm.context.set_offline(offline=True)
        page = alarm.context.new_page()
        page.set_content("<!doctype html><title>Probe</title><p>Probe</p>")
        page.evaluate(PROVOKING)
        page.evaluate("pieces => window.show(pieces)", [_sendable(piece) for piece in pieces])
        return alarm.numbers


def _sendable(text: str) -> str:
    """Half surrogates cannot be sent to a browser."""
    return text.encode("utf-8", "replace").decode()
