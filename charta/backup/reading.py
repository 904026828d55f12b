"""Opening a backup: what a file must be before one row of it is believed."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from charta.backup import manifest as manifests
from charta.backup import rules
from charta.backup.manifest import Manifest, Part
from charta.backup.rules import Unusable

BUFFER = 1024 * 1024
BROKEN = (BadZipFile, EOFError, NotImplementedError, RuntimeError, zlib.error)
"""What reading a file raises that is cut off, altered or something else."""


class Archive:
    """An open backup whose manifest has been read."""

    def __init__(self, file: ZipFile, manifest: Manifest) -> None:
        self._file = file
        self.manifest = manifest

    def check(self) -> None:
        """Read every part once and hold it against the manifest; raises :class:`Unusable`."""
        named = {part.shape.part for part in self.manifest.parts} | {rules.MANIFEST}
        if sorted(named) != sorted(self._file.namelist()):
            raise Unusable("In der Sicherung fehlen Teile, oder es sind fremde darin.")
        for part in self.manifest.parts:
            for _line in self._lines(part):
                pass

    def rows(self, part: Part) -> Iterator[dict[str, Any]]:
        """The rows of a table; raises :class:`Unusable` at the latest after the last one when
        they are not those that were saved."""
        for line in self._lines(part):
            try:
                row = part.shape.unpack(line)
            except (RecursionError, TypeError, ValueError) as error:
                raise _other(part) from error
            yield row

    def _lines(self, part: Part) -> Iterator[bytes]:
        digest, count = hashlib.sha256(), 0
        try:
            with self._file.open(part.shape.part) as source:
                reader = BufferedReader(source, BUFFER)  # type: ignore[type-var]
                while line := reader.readline(rules.LONGEST_ROW):
                    digest.update(line)
                    count += 1
                    yield line
        except BROKEN as error:
            raise _other(part) from error
        if (count, digest.hexdigest()) != (part.rows, part.sha256):
            raise _other(part)


@contextmanager
def opened(path: Path, secret: str, *, other_key: bool) -> Iterator[Archive]:
    """Open a backup and read its manifest; raises :class:`Unusable`."""
    try:
        file = ZipFile(path)
    except (*BROKEN, ValueError) as error:
        raise Unusable(
            f"{path} ist keine Sicherung von Charta, oder sie ist nicht vollständig."
        ) from error
    with file:
        if not all(_may_be_ours(part) for part in file.infolist()):
            raise Unusable(f"{path} ist keine Sicherung von Charta, oder sie ist beschädigt.")
        try:
            if file.getinfo(rules.MANIFEST).file_size > rules.LONGEST_MANIFEST:
                raise BadZipFile
            content = file.read(rules.MANIFEST)
        except KeyError as error:
            raise Unusable(f"{path} ist keine Sicherung von Charta.") from error
        except BROKEN as error:
            raise Unusable("Das Verzeichnis der Sicherung ist beschädigt.") from error
        yield Archive(file, manifests.unpacked(content, secret, other_key=other_key))


def _may_be_ours(part: ZipInfo) -> bool:
    """Packed as we pack, and inside the file. What reads other ways of packing, or before the
    file's beginning, fails as a disk does, and a disk that fails must be told apart."""
    return part.compress_type == ZIP_DEFLATED and part.header_offset >= 0


def _other(part: Part) -> Unusable:
    return Unusable(f"Beschädigt: {part.shape.name} enthält nicht, was gesichert wurde.")
