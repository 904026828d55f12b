"""A PDF file written object by object, compressed, holding no more than where each one stands."""

from __future__ import annotations

import hashlib
import zlib
from array import array
from typing import IO

TOGETHER = 200
"""Objects packed into one stream."""

HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
STANDS, PACKED = 1, 2
"""The kinds of entries in a cross-reference stream: at an offset, or in an object stream."""


class ObjectFile:
    """Objects are numbered by whoever writes them; numbers come from ``reserve``."""

    def __init__(self, target: IO[bytes]) -> None:
        self._target = target
        self._at = target.write(HEADER)
        self._digest = hashlib.sha256()
        self._kinds = bytearray(1)
        self._first = array("Q", [0])
        self._second = array("H", [0])
        self._waiting: list[tuple[int, bytes]] = []

    def reserve(self, count: int = 1) -> int:
        """The first of ``count`` new numbers."""
        first = len(self._kinds)
        self._kinds.extend(bytes(count))
        self._first.extend([0] * count)
        self._second.extend([0] * count)
        return first

    def put(self, number: int, value: bytes) -> None:
        """Write an object that is no stream."""
        self._waiting.append((number, value))
        if len(self._waiting) == TOGETHER:
            self._pack()

    def put_stream(self, number: int, entries: bytes, content: bytes) -> None:
        """Write a stream with the ``entries`` of its dictionary; its length is added."""
        self._note(number, STANDS, self._at, 0)
        dictionary = b"<< %s /Length %d >>" % (entries, len(content))
        self._write(
            b"%d 0 obj\n%s\nstream\n%s\nendstream\nendobj\n" % (number, dictionary, content)
        )

    def finish(self, catalogue: int) -> None:
        """Write what still waits, and where everything stands."""
        self._pack()
        number = self.reserve()
        self._note(number, STANDS, self._at, 0)
        table = b"".join(
            bytes([kind]) + first.to_bytes(5, "big") + second.to_bytes(2, "big")
            for kind, first, second in zip(self._kinds, self._first, self._second, strict=True)
        )
        start, identity = self._at, self._digest.hexdigest()[:32].encode()
        self.put_stream(
            number,
            b"/Type /XRef /Size %d /W [1 5 2] /Root %d 0 R /ID [<%s> <%s>] /Filter /FlateDecode"
            % (len(self._kinds), catalogue, identity, identity),
            zlib.compress(table),
        )
        self._write(b"startxref\n%d\n%%%%EOF\n" % start)

    def _pack(self) -> None:
        if not self._waiting:
            return
        number = self.reserve()
        places, values, at = [], [], 0
        for index, (one, value) in enumerate(self._waiting):
            self._note(one, PACKED, number, index)
            places.append(b"%d %d" % (one, at))
            values.append(value)
            at += len(value) + 1
        beginning = b" ".join(places) + b"\n"
        self._waiting.clear()
        self.put_stream(
            number,
            b"/Type /ObjStm /N %d /First %d /Filter /FlateDecode" % (len(values), len(beginning)),
            zlib.compress(beginning + b"\n".join(values)),
        )

    def _note(self, number: int, kind: int, first: int, second: int) -> None:
        self._kinds[number], self._first[number], self._second[number] = kind, first, second

    def _write(self, data: bytes) -> None:
        self._digest.update(data)
        self._at += self._target.write(data)
