"""The page cache keeps what is public, and only that."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from charta.core.pagecache import PageCache

COOKIE = "charta"
PUBLIC = {"Cache-Control": "public, max-age=5", "ETag": 'W/"one"'}


class House:
    """A small application that counts how often it is asked."""

    def __init__(self, headers: dict[str, str] | None = None, status: str = "200 OK") -> None:
        self.calls = 0
        self.status = status
        self.headers = headers or {**PUBLIC, "Content-Type": "text/html; charset=utf-8"}
        self.gate = threading.Event()
        self.gate.set()

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        self.calls += 1
        self.gate.wait(5)
        start(self.status, list(self.headers.items()))
        return [b"page " * 500]


class Answer:
    def __init__(self, cache: PageCache, path: str = "/", **environ: Any) -> None:
        given = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": "",
            "HTTP_HOST": "charta.example",
            "wsgi.url_scheme": "https",
            **environ,
        }
        self.body = b"".join(cache(given, self._start))

    def _start(self, status: str, headers: list[tuple[str, str]], *_rest: Any) -> Any:
        self.status = status
        self.headers = {name.lower(): value for name, value in headers}


class Time:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def a_cache(house: House, limit: int = 1_000_000, time: Time | None = None) -> PageCache:
    return PageCache(house, COOKIE, seconds=5, limit=limit, clock=time or Time())


def test_a_page_is_rendered_once() -> None:
    house = House()
    cache = a_cache(house)
    first, second = Answer(cache), Answer(cache)
    assert first.body == second.body == b"page " * 500
    assert second.status == "200 OK"
    assert house.calls == 1


def test_a_page_grows_old() -> None:
    house, time = House(), Time()
    cache = a_cache(house, time=time)
    Answer(cache)
    time.seconds = 4.9
    Answer(cache)
    assert house.calls == 1
    time.seconds = 5.0
    Answer(cache)
    assert house.calls == 2


@pytest.mark.parametrize(
    "environ",
    [
        {"HTTP_COOKIE": "charta=abc"},
        {"HTTP_COOKIE": "a=b; charta=abc"},
        {"HTTP_AUTHORIZATION": "Bearer x"},
        {"REQUEST_METHOD": "POST"},
    ],
)
def test_what_is_personal_passes_by(environ: dict[str, str]) -> None:
    house = House()
    cache = a_cache(house)
    Answer(cache)
    Answer(cache, **environ)
    Answer(cache, **environ)
    assert house.calls == 3


def test_a_foreign_cookie_is_no_session() -> None:
    house = House()
    cache = a_cache(house)
    Answer(cache)
    Answer(cache, HTTP_COOKIE="other=charta")
    assert house.calls == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"Cache-Control": "no-store", "ETag": '"x"'},
        {"Cache-Control": "private, no-cache", "ETag": '"x"'},
        {"Cache-Control": "public", "ETag": '"x"', "Set-Cookie": "charta=1"},
        {"Cache-Control": "public"},
    ],
)
def test_what_may_not_be_shared_is_not_kept(headers: dict[str, str]) -> None:
    house = House(headers)
    cache = a_cache(house)
    Answer(cache)
    Answer(cache)
    assert house.calls == 2


def test_errors_are_not_kept() -> None:
    house = House(status="404 NOT FOUND")
    cache = a_cache(house)
    assert Answer(cache).status == "404 NOT FOUND"
    Answer(cache)
    assert house.calls == 2


def test_in_an_outage_the_last_page_is_shown_for_an_hour() -> None:
    house, time = House(), Time()
    cache = a_cache(house, time=time)
    Answer(cache)
    house.status = "503 SERVICE UNAVAILABLE"
    time.seconds = 3500.0
    assert Answer(cache).status == "200 OK"
    assert Answer(cache).status == "200 OK"
    assert house.calls == 2, "not every reader asks again"
    assert Answer(cache, path="/other").status == "503 SERVICE UNAVAILABLE"
    time.seconds = 3600.0
    assert Answer(cache).status == "503 SERVICE UNAVAILABLE"
    house.status = "200 OK"
    assert Answer(cache).status == "200 OK"


@pytest.mark.parametrize("status", ["404 NOT FOUND", "403 FORBIDDEN", "303 SEE OTHER"])
def test_what_has_gone_is_not_shown_in_an_outage(status: str) -> None:
    house, time = House(), Time()
    cache = a_cache(house, time=time)
    Answer(cache)
    time.seconds, house.status = 10.0, status
    Answer(cache)
    time.seconds, house.status = 20.0, "503 SERVICE UNAVAILABLE"
    assert Answer(cache).status == "503 SERVICE UNAVAILABLE"
    assert cache.size == 0


@pytest.mark.parametrize("wanted", ['W/"one"', '"one"', '"zero", W/"one"', "*"])
def test_a_known_page_is_not_sent_again(wanted: str) -> None:
    cache = a_cache(House())
    answer = Answer(cache, HTTP_IF_NONE_MATCH=wanted)
    assert answer.status == "304 Not Modified"
    assert answer.body == b""
    assert answer.headers["etag"] == 'W/"one"'
    assert Answer(cache, HTTP_IF_NONE_MATCH='"two"').status == "200 OK"


def test_head_has_no_body_but_its_length() -> None:
    answer = Answer(a_cache(House()), REQUEST_METHOD="HEAD")
    assert answer.body == b""
    assert answer.headers["content-length"] == "2500"


def test_a_font_is_not_compressed_again() -> None:
    cache = a_cache(House({**PUBLIC, "Content-Type": "font/woff2"}))
    answer = Answer(cache, HTTP_ACCEPT_ENCODING="gzip, br")
    assert "content-encoding" not in answer.headers
    assert answer.body == b"page " * 500


def test_a_page_is_compressed_for_who_can_read_it() -> None:
    cache = a_cache(House())
    answer = Answer(cache, HTTP_ACCEPT_ENCODING="gzip, br")
    assert answer.headers["content-encoding"] == "gzip"
    assert len(answer.body) < 2500
    assert "content-encoding" not in Answer(cache).headers


def test_host_path_and_query_tell_pages_apart() -> None:
    house = House()
    cache = a_cache(house)
    Answer(cache)
    Answer(cache, path="/other")
    Answer(cache, QUERY_STRING="sprache=en")
    Answer(cache, HTTP_HOST="else.example")
    assert house.calls == 4


def test_memory_is_bounded_and_the_oldest_goes_first() -> None:
    house = House()
    cache = a_cache(house, limit=8_000)
    for path in ("/a", "/b", "/c"):
        Answer(cache, path=path)
    assert cache.size <= 8_000
    Answer(cache, path="/c")
    assert house.calls == 3
    Answer(cache, path="/a")
    assert house.calls == 4


def test_a_hundred_at_once_make_one_render() -> None:
    house = House()
    cache = a_cache(house)
    house.gate.clear()
    answers: list[Answer] = []
    readers = [threading.Thread(target=lambda: answers.append(Answer(cache))) for _ in range(100)]
    for reader in readers:
        reader.start()
    house.gate.set()
    for reader in readers:
        reader.join()
    assert house.calls == 1
    assert {answer.body for answer in answers} == {b"page " * 500}


def test_a_failing_render_lets_the_next_one_try() -> None:
    class Broken(House):
        def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
            self.calls += 1
            raise RuntimeError

    house = Broken()
    cache = a_cache(house)
    for _ in range(2):
        with pytest.raises(RuntimeError):
            Answer(cache)
    assert house.calls == 2
