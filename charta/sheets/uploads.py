"""Tables between their preview and the confirmed write; each kind has a table of its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

from flask_babel import gettext as _
from sqlalchemy import JSON, ColumnElement, ForeignKey, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from charta.core.actors import Actor
from charta.core.database import db
from charta.core.errors import Conflict, NotFound
from charta.sheets.judging import State, Verdict, count
from charta.sheets.reading import Sheet

KEPT = timedelta(days=1)


class Upload:
    """What an uploaded table is, whatever its kind; a kind adds where it belongs."""

    id: Mapped[int] = mapped_column(primary_key=True)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime] = mapped_column(index=True)
    file_name: Mapped[str]
    sheet: Mapped[dict[str, Any]] = mapped_column(JSON)
    """The rows as they were read (``charta.sheets.reading``); emptied once confirmed."""
    confirmed_at: Mapped[datetime | None]


SomeUpload = TypeVar("SomeUpload", bound=Upload)


def upload_by_id(
    kind: type[SomeUpload], import_id: int, now: datetime, belongs: ColumnElement[bool]
) -> SomeUpload:
    """One upload that ``belongs`` there, not older than a day; raises NotFound."""
    found = db.session.scalars(
        select(kind).where(belongs, kind.id == import_id, kind.created_at > now - KEPT)
    ).first()
    if found is None:
        raise NotFound
    return found


def keep(
    actor: Actor, now: datetime, upload: SomeUpload, *, file_name: str, sheet: Sheet[Any]
) -> SomeUpload:
    """Keep a new upload for its preview and sweep those of its kind older than a day."""
    kind = type(upload)
    db.session.execute(delete(kind).where(kind.created_at <= now - KEPT))
    upload.created_by_id, upload.created_at = actor.person_id, now
    upload.file_name, upload.sheet = file_name, sheet.as_json()
    db.session.add(upload)
    db.session.flush()
    return upload


def close(
    now: datetime, upload: Upload, verdicts: Sequence[Verdict[Any, Any]], *, expected: int
) -> None:
    """Say that the rows of an upload are being written, ``expected`` of them, and empty it.

    Raises Conflict when other rows would be taken by now than the preview has shown.
    """
    if count(verdicts)[State.TAKEN] != expected:
        raise Conflict(
            _("Inzwischen hat sich etwas geändert. Bitte prüfen Sie die Vorschau noch einmal.")
        )
    upload.confirmed_at, upload.sheet = now, Sheet(()).as_json()
    db.session.flush()
