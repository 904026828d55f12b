"""Whole pages for readers without an account, kept exactly as long as nothing has changed.

Every change of a charter is an entry of the journal in the same transaction, and everything else
that changes a page is the clock reaching a moment at which something opens or closes. So one
query tells whether a page that was made before still holds, to the very moment: it is no older
than one made anew. (A page is stored under the stamp taken *before* it was made, so a change in
between makes it be made again, never be kept too long.)

The page cache in front of the application keeps a page for some seconds without asking at all;
this is for the requests that come through it. Nobody who is signed in or has a session is given
such a page, and it is bounded by the same setting as the cache.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, Generic, Protocol, TypeVar

from flask import Flask, Response, current_app, make_response, request, session
from flask.typing import ResponseReturnValue
from sqlalchemy import bindparam, func, select

from charta.consultation.models import Round
from charta.core.access import current_actor
from charta.core.clock import now
from charta.core.database import UtcDateTime, rows
from charta.journal.models import JournalEntry
from charta.releases.models import Opening
from config import Settings

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])
Stamp = tuple[Any, ...]

NOW = bindparam("now", type_=UtcDateTime())
CLOCK = (
    select(func.count(Opening.id)).where(Opening.opens_at <= NOW).scalar_subquery(),
    select(func.count(Round.id)).where(Round.opens_at <= NOW).scalar_subquery(),
    select(func.count(Round.id)).where(Round.closes_at <= NOW).scalar_subquery(),
)
"""What has opened or closed by a moment, the parameter ``now``."""

STAMP = select(JournalEntry.id, JournalEntry.hash, *CLOCK).order_by(JournalEntry.id.desc()).limit(1)


class Kept(Protocol):
    """What may stand on a shelf: the state of the charter it was made from, and its bytes."""

    @property
    def stamp(self) -> Stamp: ...

    @property
    def size(self) -> int: ...


Thing = TypeVar("Thing", bound=Kept)


@dataclass(frozen=True)
class Page:
    """A page as it was made, and the state of the charter it was made from."""

    stamp: Stamp
    body: bytes
    etag: str

    @property
    def size(self) -> int:
        return len(self.body)

    def answer(self) -> Response:
        response = Response(self.body, mimetype="text/html")
        response.headers["ETag"] = self.etag
        return response


class Shelf(Generic[Thing]):
    """What one process keeps; the least used goes when there are more than ``limit`` bytes."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.size = 0
        self.things: OrderedDict[Hashable, Thing] = OrderedDict()
        self.lock = threading.Lock()

    def find(self, key: Hashable) -> Thing | None:
        """What stands there, whatever it was made from."""
        with self.lock:
            thing = self.things.get(key)
            if thing is not None:
                self.things.move_to_end(key)
            return thing

    def put(self, key: Hashable, thing: Thing) -> None:
        if thing.size > self.limit:
            return
        with self.lock:
            replaced = self.things.pop(key, None)
            self.size += thing.size - (replaced.size if replaced else 0)
            self.things[key] = thing
            while self.size > self.limit:
                self.size -= self.things.popitem(last=False)[1].size

    def clear(self) -> None:
        with self.lock:
            self.things.clear()
            self.size = 0


def init_app(app: Flask) -> None:
    settings: Settings = app.extensions["charta.settings"]
    app.extensions["charta.unchanged"] = Shelf[Page](settings.page_cache_bytes)


def stamp(moment: datetime) -> Stamp:
    """What a public page depends on besides its address: every change, by the number and hash of
    the last one, and what has opened or closed by ``moment``. One query."""
    found = rows(STAMP, now=moment)
    return tuple(found[0]) if found else ()


def kept_while_unchanged(view: View) -> View:
    """Answer anonymous readers with the page made before, as long as its stamp holds. Below
    ``cacheable``, and only for pages whose content depends on address, database and openings."""

    @wraps(view)
    def answer(*args: Any, **values: Any) -> ResponseReturnValue:
        shelf: Shelf[Page] = current_app.extensions["charta.unchanged"]
        if session or current_actor().signed_in or not shelf.limit:
            return view(*args, **values)
        key = (request.script_root, request.path, request.query_string)
        current = stamp(now())
        page = shelf.find(key)
        if page is not None and page.stamp == current:
            return page.answer()
        response = make_response(view(*args, **values))
        if response.status_code == 200 and not session:
            response.add_etag(weak=True)
            shelf.put(key, Page(current, response.get_data(), response.headers["ETag"]))
        return response

    return answer  # type: ignore[return-value]
