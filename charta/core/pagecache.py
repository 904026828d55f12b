"""A small page cache in front of Flask for readers without a session.

It keeps the answers that a view has declared public (:mod:`charta.core.public`), each for a few
seconds, in the memory of one process. A request with a session cookie or credentials never
touches it. When many ask for a page that is not there, one of them renders it and the others
wait for that one. While the database is gone (503), readers are given what was kept before.
"""

from __future__ import annotations

import gzip
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, Any

from charta.core.security import session_cookie
from config import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Headers = list[tuple[str, str]]
Key = tuple[str, str, str, str]

SMALLEST_TO_COMPRESS = 1000
COMPRESSIBLE = ("text/", "image/svg+xml", "application/json", "application/javascript")
LONGEST_WAIT_SECONDS = 10.0
OUTAGE_SECONDS = 3600.0
"""How old a page may be that is shown because no newer one can be had."""
ASK_AGAIN_SECONDS = 2.0
"""How long it is shown before the next reader's request asks whether there is a newer one."""
NOT_IN_304 = frozenset({"content-length", "content-encoding", "content-type"})


@dataclass(frozen=True)
class Page:
    """One stored answer in its two encodings; until ``expires`` it is shown without asking."""

    made: float
    expires: float
    etag: str
    headers: Headers
    body: bytes
    compressed: bytes | None

    @property
    def size(self) -> int:
        return len(self.body) + len(self.compressed or b"") + 1024


class PageCache:
    """WSGI middleware; ``seconds`` is the greatest age of a page, ``limit`` its memory in bytes."""

    def __init__(
        self,
        application: WSGIApplication,
        cookie: str,
        seconds: float,
        limit: int,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.application = application
        self.cookie = cookie
        self.seconds = seconds
        self.limit = limit
        self.clock = clock
        self.pages: OrderedDict[Key, Page] = OrderedDict()
        self.size = 0
        self.lock = threading.Lock()
        self.rendering: dict[Key, threading.Event] = {}

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"} or self._is_personal(environ):
            return self.application(environ, start_response)
        key = (
            environ.get("wsgi.url_scheme", ""),
            environ.get("HTTP_HOST", ""),
            environ.get("PATH_INFO", ""),
            environ.get("QUERY_STRING", ""),
        )
        page = self._find_or_render(key, environ)
        if isinstance(page, Page):
            return _answer(page, environ, start_response)
        if page is None:
            return self.application(environ, start_response)
        status, headers, body = page
        start_response(status, headers)
        return [body]

    def _is_personal(self, environ: WSGIEnvironment) -> bool:
        if "HTTP_AUTHORIZATION" in environ:
            return True
        cookies = environ.get("HTTP_COOKIE", "")
        if self.cookie not in cookies:
            return False
        try:
            return self.cookie in SimpleCookie(cookies)
        except CookieError:
            return True

    def _find_or_render(
        self, key: Key, environ: WSGIEnvironment
    ) -> Page | tuple[str, Headers, bytes] | None:
        """A stored page; else the answer this request has rendered; None: ask the application."""
        with self.lock:
            page = self._fresh(key)
            if page is not None:
                return page
            event = self.rendering.get(key)
            if event is None:
                self.rendering[key] = threading.Event()
        if event is not None:
            event.wait(LONGEST_WAIT_SECONDS)
            with self.lock:
                return self._fresh(key)
        try:
            return self._render(key, environ)
        finally:
            with self.lock:
                self.rendering.pop(key).set()

    def _fresh(self, key: Key) -> Page | None:
        page = self.pages.get(key)
        if page is None or page.expires <= self.clock():
            return None
        self.pages.move_to_end(key)
        return page

    def _last(self, key: Key) -> Page | None:
        """The page that was kept before, for as long as there is no newer one to be had."""
        with self.lock:
            page = self.pages.get(key)
            if page is None or page.made + OUTAGE_SECONDS <= self.clock():
                return None
            shown = replace(page, expires=self.clock() + ASK_AGAIN_SECONDS)
            self.pages[key] = shown
            return shown

    def _drop(self, key: Key) -> None:
        self.size -= self.pages.pop(key).size

    def _forget(self, key: Key) -> None:
        """What is no longer there, or no longer for everybody, is not shown in an outage either.
        A failure says nothing about that."""
        with self.lock:
            if key in self.pages:
                self._drop(key)

    def _render(self, key: Key, environ: WSGIEnvironment) -> Page | tuple[str, Headers, bytes]:
        asked = dict(environ, REQUEST_METHOD="GET")
        for name in ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_RANGE"):
            asked.pop(name, None)
        started: list[tuple[str, Headers]] = []

        def start(status: str, headers: Headers, _exc_info: Any = None) -> Callable[..., object]:
            started[:] = [(status, headers)]
            return lambda _data: None

        chunks = self.application(asked, start)
        try:
            body = b"".join(chunks)
        finally:
            if hasattr(chunks, "close"):
                chunks.close()
        status, headers = started[0]
        if status.startswith("503") and (last := self._last(key)) is not None:
            return last
        names = {name.lower(): value for name, value in headers}
        if not status.startswith("200") or not _may_be_shared(names):
            if not status.startswith("5"):
                self._forget(key)
            return status, headers, b"" if environ["REQUEST_METHOD"] == "HEAD" else body
        page = Page(
            made=self.clock(),
            expires=self.clock() + self.seconds,
            etag=names["etag"],
            headers=[pair for pair in headers if pair[0].lower() != "content-length"],
            body=body,
            compressed=_compress(body, names.get("content-type", "")),
        )
        self._store(key, page)
        return page

    def _store(self, key: Key, page: Page) -> None:
        if page.size > self.limit:
            return
        with self.lock:
            if key in self.pages:
                self._drop(key)
            self.pages[key] = page
            self.size += page.size
            while self.size > self.limit:
                self._drop(next(iter(self.pages)))


def _compress(body: bytes, kind: str) -> bytes | None:
    """Text smaller by gzip; fonts and photographs are as small as they get. Only what everybody
    is given is compressed here: a page with a token in it could be guessed from its length."""
    if len(body) < SMALLEST_TO_COMPRESS or not kind.startswith(COMPRESSIBLE):
        return None
    return gzip.compress(body, 6, mtime=0)


def _may_be_shared(headers: dict[str, str]) -> bool:
    directives = headers.get("cache-control", "")
    return "public" in directives and "set-cookie" not in headers and "etag" in headers


def _answer(page: Page, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    if _matches(page.etag, environ.get("HTTP_IF_NONE_MATCH", "")):
        kept = [pair for pair in page.headers if pair[0].lower() not in NOT_IN_304]
        start_response("304 Not Modified", kept)
        return []
    headers, body = page.headers, page.body
    if page.compressed is not None and "gzip" in environ.get("HTTP_ACCEPT_ENCODING", ""):
        headers, body = [*headers, ("Content-Encoding", "gzip")], page.compressed
    start_response("200 OK", [*headers, ("Content-Length", str(len(body)))])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def _matches(etag: str, wanted: str) -> bool:
    if not wanted:
        return False
    bare = etag.removeprefix("W/")
    return any(part.strip().removeprefix("W/") in {bare, "*"} for part in wanted.split(","))


def in_front_of(application: Any, settings: Settings) -> WSGIApplication:
    """The application behind its page cache, or as it is where the cache is switched off."""
    if not settings.page_cache_seconds or not settings.page_cache_bytes:
        return application  # type: ignore[no-any-return]
    return PageCache(
        application,
        session_cookie(settings),
        settings.page_cache_seconds,
        settings.page_cache_bytes,
    )
