"""The list of what is in a backup: which tables with which columns, how many rows, which hash."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from charta.backup import rules
from charta.backup.rules import Column, Shape, Unusable
from charta.core.hashing import canonical


@dataclass(frozen=True)
class Part:
    """One table: its shape, its rows, the SHA-256 over its lines, and the highest number that
    its key has ever had."""

    shape: Shape
    rows: int
    sha256: str
    highest: int


@dataclass(frozen=True)
class Head:
    """The journal's last entry."""

    id: int
    hash: str


@dataclass(frozen=True)
class Manifest:
    """What the file says of itself, sealed with the installation's key."""

    created_at: datetime
    engine: str
    revision: str
    head: Head | None
    parts: tuple[Part, ...]
    key: str

    @property
    def rows(self) -> int:
        return sum(part.rows for part in self.parts)


def packed(manifest: Manifest, secret: str) -> bytes:
    """The manifest as indented JSON, with its seal."""
    content = {
        "format": rules.FORMAT,
        "version": rules.VERSION,
        "created_at": manifest.created_at.isoformat(),
        "engine": manifest.engine,
        "revision": manifest.revision,
        "journal": asdict(manifest.head) if manifest.head else None,
        "key": manifest.key,
        "left_out": sorted(rules.LEFT_OUT),
        "tables": [_of_part(part) for part in manifest.parts],
    }
    sealed = content | {"seal": rules.seal(secret, canonical(content))}
    return json.dumps(sealed, indent=1, ensure_ascii=False).encode()


def unpacked(content: bytes, secret: str, *, other_key: bool) -> Manifest:
    """Read a manifest; raises :class:`Unusable` for another format or version, one of another
    installation unless ``other_key`` allows it, and one that was altered."""
    try:
        found = json.loads(content)
        if found["format"] != rules.FORMAT:
            raise Unusable("Das ist keine Sicherung von Charta.")
        if found["version"] != rules.VERSION:
            raise Unusable(
                f"Die Sicherung hat das Format {found['version']}, dieses Charta liest nur "
                f"{rules.VERSION}. Nehmen Sie das Charta, mit dem sie gemacht wurde."
            )
        manifest = _read(found)
    except (KeyError, RecursionError, TypeError, ValueError) as error:
        raise Unusable("Das Verzeichnis der Sicherung ist beschädigt.") from error
    if manifest.key != rules.key_mark(secret):
        if not other_key:
            raise Unusable(
                "Die Sicherung wurde mit einem anderen CHARTA_SECRET_KEY gemacht. Setzen Sie den "
                "von damals. Ist er verloren, erlaubt --other-key die Sicherung trotzdem: ob sie "
                "echt ist, lässt sich dann nicht prüfen, Code-Apps sind neu einzurichten, und "
                "alte Belege lassen sich nicht noch einmal drucken."
            )
        return manifest
    mark = str(found.pop("seal", ""))
    if not rules.is_sealed(secret, canonical(found), mark):
        raise Unusable("Das Verzeichnis der Sicherung wurde verändert: das Siegel passt nicht.")
    return manifest


def _of_part(part: Part) -> dict[str, Any]:
    return {
        "name": part.shape.name,
        "key": part.shape.key,
        "columns": [[one.name, one.kind, one.nullable] for one in part.shape.columns],
        "rows": part.rows,
        "sha256": part.sha256,
        "highest": part.highest,
    }


def _read(found: Mapping[str, Any]) -> Manifest:
    journal = found["journal"]
    return Manifest(
        created_at=datetime.fromisoformat(found["created_at"]),
        engine=str(found["engine"]),
        revision=str(found["revision"]),
        head=Head(int(journal["id"]), str(journal["hash"])) if journal else None,
        parts=tuple(_read_part(one) for one in found["tables"]),
        key=str(found["key"]),
    )


def _read_part(found: Mapping[str, Any]) -> Part:
    columns = tuple(
        Column(str(name), str(kind), bool(nullable)) for name, kind, nullable in found["columns"]
    )
    shape = Shape(str(found["name"]), str(found["key"]), columns)
    return Part(shape, int(found["rows"]), str(found["sha256"]), int(found["highest"]))
