"""What a shared cache must never hand on (CWE-524), and what nobody may put into it (CWE-349).

A real nginx with the configuration we recommend stands in front; it may keep pages for an hour, so
that what it has once kept is still there whoever asks next. The known case is Steam at Christmas
2015: a cache handed people the account pages of others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import urllib3
from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from werkzeug.serving import make_server

from charta.core.actors import Actor
from charta.core.pagecache import in_front_of
from config import Settings
from tests.attacks.people import of_every_role
from tests.attacks.test_canary import EVERYTHING, HIDDEN, paths, town
from tests.attacks.test_hosts import EVIL
from tests.support.browser import Silent
from tests.support.cast import Cast, sign_in
from tests.support.nginx import CONFIGURATION, NAME, Answer, Front, Reader, account_in, nginx

__all__ = ["town"]

pytestmark = pytest.mark.one_engine

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
PUBLIC = "/stralsund/klauseln/MOB-1/"
CARELESS = {
    "proxy_cache_lock on;": "proxy_ignore_headers Cache-Control Vary Set-Cookie Expires;"
    " proxy_cache_valid any 1h;",
    "proxy_cache_bypass $charta_personal;": "",
    "proxy_no_cache $charta_personal;": "",
}
"""How a hurried operator would have it."""


@pytest.fixture
def base_url() -> str:
    return f"https://{NAME}"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, page_cache_seconds=3600, proxies=1, trusted_hosts=(NAME, "localhost"))


@pytest.fixture
def put_in_front(
    app: Flask, town: Cast, settings: Settings, tmp_path: Path
) -> Iterator[Callable[..., Front]]:
    """Serve the town, and put nginx in front of it, once."""
    served = in_front_of(app, settings)
    server = make_server("127.0.0.1", 0, served, threaded=True, request_handler=Silent)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    with ExitStack() as stack:

        def start(changes: Mapping[str, str] | None = None) -> Front:
            return stack.enter_context(nginx(tmp_path / "nginx", server.server_port, changes))

        yield start
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def front(put_in_front: Callable[..., Front]) -> Front:
    return put_in_front()


def signed_in(app: Flask, front: Front, actor: Actor) -> Reader:
    name = app.config["SESSION_COOKIE_NAME"]
    cookie = sign_in(app.test_client(), actor).get_cookie(name)
    assert cookie is not None
    return Reader(front, {name: cookie.value})


@dataclass
class Watch:
    """Remembers what was made for each reader, and notices when another gets it."""

    app: Flask
    owners: dict[str, str] = field(default_factory=dict)
    """By form token and cookie, whose it is."""
    found: list[str] = field(default_factory=list)
    kept: set[str] = field(default_factory=set)
    """Addresses of which the cache has a page for nobody in particular."""

    def look(self, who: str, name: str, hidden: tuple[str, ...], path: str, got: Answer) -> None:
        """``name`` is what stands in the account corner of a page of ``who``, if anything."""
        text = got.text
        for secret in (*self._tokens(text), *self._cookies(got)):
            if self.owners.setdefault(secret, who) != who:
                self._note(who, path, got, f"a secret of {self.owners[secret]}")
        if (shown := account_in(text)) not in {name, ""}:
            self._note(who, path, got, f"the page of {shown}")
        told = f"{got.headers}{text}".lower()
        if leaked := [word for word in hidden if word in told]:
            self._note(who, path, got, str(leaked))
        if got.cache == "HIT" and (name or self._tokens(text) or self._cookies(got)):
            self._note(who, path, got, "a kept page with something personal")
        if name and got.public:
            self._note(who, path, got, "told caches to keep it")

    def _note(self, who: str, path: str, got: Answer, what: str) -> None:
        self.found.append(f"{who} got from {path} ({got.cache}): {what}")

    def _tokens(self, text: str) -> list[str]:
        """The secrets behind the form tokens; they are signed anew in every page."""
        key = self.app.config["SECRET_KEY"]
        reading = URLSafeTimedSerializer(key, salt="wtf-csrf-token")
        return [reading.loads(token) for token in TOKEN.findall(text)]

    def _cookies(self, got: Answer) -> list[str]:
        lines: list[str] = got.headers.getlist("Set-Cookie")  # type: ignore[attr-defined]
        return [line.partition(";")[0] for line in lines if "Max-Age=0" not in line]


def everything_asked(app: Flask, town: Cast, front: Front, addresses: list[str]) -> Watch:
    """First somebody of every role asks for these, then a citizen, then two without an account."""
    with app.app_context():
        alma = of_every_role(town)
    watch = Watch(app)
    for actor, hidden in ((alma, ()), (town.second_citizen, HIDDEN["second_citizen"])):
        reader = signed_in(app, front, actor)
        for path in addresses:
            watch.look(actor.name, actor.name, hidden, path, reader.ask(path))
    stranger = Reader(front)
    for visit in ("nobody", "nobody else"):
        for path in addresses:
            stranger.cookies.clear()
            got = stranger.ask(path)
            watch.look(f"{visit} at {path}", "", EVERYTHING, path, got)
            if got.public and path in watch.kept and got.cache != "HIT":
                watch.found.append(f"{path} was not kept, but {got.cache}")
            if got.public:
                watch.kept.add(path)
    return watch


def test_nobody_gets_what_was_made_for_another(app: Flask, town: Cast, front: Front) -> None:
    watch = everything_asked(app, town, front, sorted(paths(app)))
    assert {"Alma Alles", town.second_citizen.name} < set(watch.owners.values())
    assert len(watch.kept) > 15
    assert not watch.found, "\n".join(watch.found)


def test_a_careless_cache_would_be_noticed(
    app: Flask, town: Cast, put_in_front: Callable[..., Front]
) -> None:
    addresses = ["/konto/", "/konto/anmelden/", PUBLIC, "/stralsund/schreibtisch/ideen/1/"]
    watch = everything_asked(app, town, put_in_front(CARELESS), addresses)
    told = "\n".join(watch.found)
    for what in ("the page of Alma Alles", "a secret of Alma", "ideekanarie", "a kept page"):
        assert what in told
    assert any(line.startswith("nobody at /konto/ got") for line in watch.found)


def test_a_notice_is_read_by_whom_it_is_for(app: Flask, town: Cast, front: Front) -> None:
    citizen = signed_in(app, front, town.citizen)
    token = TOKEN.findall(citizen.ask("/konto/").text)[0]
    headers = {"Referer": f"https://{NAME}/konto/"}
    gone = citizen.ask("/konto/abmelden/", "POST", fields={"csrf_token": token}, headers=headers)
    assert gone.status == 303
    told = citizen.ask("/stralsund/")
    assert "data-notice" in told.text
    assert told.cache == "BYPASS"
    for _visit in range(2):
        later = Reader(front).ask("/stralsund/")
        assert "data-notice" not in later.text
        assert later.status == 200


def test_languages_and_pieces_are_kept_apart(front: Front) -> None:
    path = PUBLIC
    german, english = Reader(front).ask(path), Reader(front).ask(f"{path}?sprache=en")
    assert '<html lang="de">' in german.text
    assert '<html lang="en">' in english.text
    foreign = {"Accept-Language": "en", "HX-Request": "true", "Accept": "application/json"}
    for _visit in range(2):
        assert Reader(front).ask(path, headers=foreign).body == german.body
        assert Reader(front).ask(f"{path}?sprache=en").body == english.body


FORM = "application/x-www-form-urlencoded"
POISONS: dict[str, dict[str, Any]] = {
    "X-Forwarded-Host": {"headers": {"X-Forwarded-Host": EVIL}},
    "X-Forwarded-Proto": {"headers": {"X-Forwarded-Proto": "http"}},
    "X-Forwarded-Prefix": {"headers": {"X-Forwarded-Prefix": f"//{EVIL}"}},
    "X-Forwarded-Port": {"headers": {"X-Forwarded-Port": "8443"}},
    "X-Forwarded-For": {"headers": {"X-Forwarded-For": EVIL}},
    "X-Script-Name": {"headers": {"X-Script-Name": f"//{EVIL}"}},
    "Forwarded": {"headers": {"Forwarded": f"for=1;host={EVIL};proto=http"}},
    "X-Original-URL": {"headers": {"X-Original-URL": "/healthz"}},
    "X-Rewrite-URL": {"headers": {"X-Rewrite-URL": "/healthz"}},
    "X-HTTP-Method-Override": {"headers": {"X-HTTP-Method-Override": "POST"}},
    "Origin": {"headers": {"Origin": f"https://{EVIL}"}},
    "Referer": {"headers": {"Referer": f"https://{EVIL}/"}},
    "User-Agent": {"headers": {"User-Agent": f"<{EVIL}>"}},
    "Range": {"headers": {"Range": "bytes=0-9"}},
    "If-None-Match": {"headers": {"If-None-Match": "*"}},
    "Accept-Encoding": {"headers": {"Accept-Encoding": "br, zstd, deflate"}},
    "Sec-Fetch-Site": {"headers": {"Sec-Fetch-Site": "cross-site"}},
    "a body": {
        "body": b"sprache=en",
        "headers": {"Content-Type": "application/x-www-form-urlencoded"},
    },
    "HEAD": {"method": "HEAD"},
}


def test_nobody_can_put_a_page_of_their_own_into_the_cache(front: Front) -> None:
    """What comes of a strange first request is kept for all, so it must be what all would get."""
    clean = Reader(front).ask(PUBLIC)
    for place, (poison, how) in enumerate(POISONS.items()):
        path = f"{PUBLIC}?nummer={place}"
        first = Reader(front).ask(path, **how)
        assert EVIL not in f"{first.headers}{first.text}", poison
        for _visit in range(2):
            got = Reader(front).ask(path)
            assert (got.status, EVIL in f"{got.headers}{got.text}") == (200, False), poison
            assert len(got.body) >= len(clean.body), poison
            assert '<html lang="de">' in got.text, poison
            assert got.headers["Content-Type"] == clean.headers["Content-Type"], poison
        assert got.cache == "HIT", poison


def test_a_personal_page_is_not_kept_as_a_file(app: Flask, town: Cast, front: Front) -> None:
    """Web cache deception: a person is led to what looks like a style sheet."""
    citizen = signed_in(app, front, town.citizen)
    for path in ("/konto/", "/stralsund/meine-stellungnahmen/"):
        for end in (
            "x.css",
            ";x.css",
            "%2Fx.css",
            "%0Ax.css",
            "?x.css",
            "%3Fx.css",
            "..%2fstatic/",
        ):
            led = citizen.ask(path + end)
            got = Reader(front).ask(path + end)
            assert not led.public, path + end
            assert got.cache != "HIT", path + end
            assert town.citizen.name not in got.text, path + end


def test_another_name_gets_no_page(front: Front) -> None:
    for name in (EVIL, f"{NAME}.{EVIL}", f"{EVIL}#{NAME}", f"www.{NAME}", ""):
        got = Reader(front).ask(PUBLIC, headers={"Host": name})
        assert got.status in {400, 421}, name
        assert got.cache == ""
        assert "Stralsund" not in got.text
    with pytest.raises(urllib3.exceptions.SSLError):
        front.pool(EVIL).request("GET", PUBLIC)


def test_no_key_of_a_link_is_written_down(front: Front) -> None:
    """Links in mails and receipts hold their keys, and nginx writes down what was asked for unless
    it is told not to (CWE-532)."""
    for path in ("/konto/einladung/SECRET/", "/beleg/SECRET/"):
        Reader(front).ask(path)
        urllib3.request("GET", f"http://127.0.0.1:{front.plain_port}{path}", redirect=False)
    log = front.certificate.with_name("access.log")
    assert log.exists(), "where nginx writes by itself"
    assert "SECRET" not in log.read_text()


def test_no_old_tls_is_spoken() -> None:
    """Distributions set the first TLS of 1999 in their own file (BSI TR-02102-2 asks for 1.2)."""
    servers = CONFIGURATION.read_text().split("server {")
    spoken = [re.findall(r"ssl_protocols (.*?);", one) for one in servers if "443 ssl" in one]
    assert spoken == [["TLSv1.2 TLSv1.3"]] * 2


def test_nothing_with_a_token_is_compressed(app: Flask, town: Cast, front: Front) -> None:
    """The length of a compressed page can tell what stands in it (CVE-2013-3587)."""
    zipped = {"Accept-Encoding": "gzip, br"}
    assert Reader(front).ask(PUBLIC, headers=zipped).headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in Reader(front).ask(PUBLIC).headers
    editor = signed_in(app, front, town.editor)
    for reader, path in (
        (editor, PUBLIC),
        (editor, "/konto/"),
        (Reader(front), "/konto/anmelden/"),
    ):
        got = reader.ask(path, headers=zipped)
        assert TOKEN.search(got.text)
        assert "Content-Encoding" not in got.headers, path


def test_files_of_the_house_are_kept(front: Front) -> None:
    page = Reader(front).ask(PUBLIC).text
    script = re.findall(r'src="(/static/js/charta\.js\?v=[^"]+)"', page)[0]
    assert [Reader(front).ask(script).cache for _visit in range(2)] == ["MISS", "HIT"]
    gone = "/static/gibt-es-nicht.css?v=1"
    assert [Reader(front).ask(gone).cache for _visit in range(2)] == ["MISS", "MISS"]
