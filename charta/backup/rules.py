"""What a backup holds, and how values are written in it so that either engine can take them."""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any

FORMAT = "charta-backup"
VERSION = 1
MANIFEST = "manifest.json"

LEFT_OUT = frozenset({"sign_ins", "mail_links", "spent_challenges", "sign_in_attempts"})
"""What must not live again: somebody may have signed out, used a link or been shut out since."""

BLANKED = {"invitations": frozenset({"token_hash"})}
"""Links that may have been withdrawn since: the row comes back, the way in does not."""

LONGEST_MANIFEST = 16 * 1024 * 1024
LONGEST_ROW = 64 * 1024 * 1024
"""Bytes; more than any list or row can hold. A stranger's file is read no further."""


class Unusable(Exception):
    """There is no backup to be made or restored; the message says why and how to go on."""


@dataclass(frozen=True)
class Column:
    """A column as it is in the database: its name, the kind of its values, whether it may be
    empty."""

    name: str
    kind: str
    nullable: bool


@dataclass(frozen=True)
class Shape:
    """A table as it is in the database; every table of ours has one whole number as its key."""

    name: str
    key: str
    columns: tuple[Column, ...]

    @property
    def part(self) -> str:
        """The name of the table's part in the file."""
        return f"tables/{self.name}.jsonl"

    @cached_property
    def blank(self) -> frozenset[str]:
        return BLANKED.get(self.name, frozenset())

    def pack(self, row: Sequence[Any]) -> bytes:
        """One row as one line of JSON, the same on both engines."""
        values = list(row)
        for place, write, _read in self._conversions:
            if values[place] is not None:
                values[place] = write(values[place])
        return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"

    def unpack(self, line: bytes) -> dict[str, Any]:
        """The values of one line by column; raises ``ValueError`` for what is no row of ours."""
        values = json.loads(line)
        if not isinstance(values, list) or len(values) != len(self.columns):
            raise ValueError("a row of another table")
        for place, _write, read in self._conversions:
            if values[place] is not None:
                values[place] = read(values[place])
        return dict(zip(self._names, values, strict=True))

    @cached_property
    def _names(self) -> list[str]:
        return [column.name for column in self.columns]

    @cached_property
    def _conversions(self) -> list[tuple[int, Writing, Reading]]:
        return [
            (place, *_of_column(column, blank=column.name in self.blank))
            for place, column in enumerate(self.columns)
            if column.kind in CONVERSIONS or column.name in self.blank
        ]


Writing = Callable[[Any], Any]
Reading = Callable[[Any], Any]


def _write_moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="microseconds")


def _write_bytes(value: bytes) -> str:
    return b64encode(value).decode()


def _nothing(_value: object) -> None:
    return None


CONVERSIONS: dict[str, tuple[Writing, Reading]] = {
    "moment": (_write_moment, datetime.fromisoformat),
    "day": (date.isoformat, date.fromisoformat),
    "bytes": (_write_bytes, b64decode),
}
"""How values that JSON does not know are written and read."""


def _of_column(column: Column, *, blank: bool) -> tuple[Writing, Reading]:
    return (_nothing, _nothing) if blank else CONVERSIONS[column.kind]


def key_mark(secret: str) -> str:
    """By what one sees that two installations have the same ``CHARTA_SECRET_KEY``; it does not
    tell the key."""
    return _hmac(secret, b"backup-key")[:16]


def seal(secret: str, content: bytes) -> str:
    """What only somebody who has the key can write under ``content``."""
    return _hmac(secret, b"backup-seal:" + content)


def is_sealed(secret: str, content: bytes, mark: str) -> bool:
    return hmac.compare_digest(seal(secret, content).encode(), mark.encode())


def _hmac(secret: str, message: bytes) -> str:
    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()
