"""„Meine Daten“: all that is here about somebody in one file, for people and for programs."""

from __future__ import annotations

import json
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from flask import render_template
from flask_babel import gettext as _

from charta.accounts.belongings import Section, holders
from charta.accounts.models import Person
from charta.core.clock import BERLIN

STYLE = Path(__file__).with_name("own_data.css")


def sections(person_id: int) -> list[Section]:
    """What each feature tells, from the account to the journal. Some thirty queries, whatever
    there is; this is asked for rarely."""
    return [section for holder in holders() for section in holder.tell(person_id)]


def pack(person: Person, now: datetime) -> tuple[BytesIO, str]:
    """The file and its name: a page to read, its look, and the same as JSON. It holds no secret:
    nothing that signs in, no hash."""
    found, at = sections(person.id), now.astimezone(BERLIN)
    page = render_template("accounts/_own_data_file.html", sections=found, at=now)
    data = {
        "made": now.isoformat(),
        "person": person.id,
        **{section.key: section.as_json() for section in found},
    }
    file = BytesIO()
    folder = _("meine-daten")
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr(f"{folder}/{folder}.html", page)
        archive.writestr(f"{folder}/own_data.css", STYLE.read_text(encoding="utf-8"))
        archive.writestr(f"{folder}/{folder}.json", _as_json(data))
    file.seek(0)
    return file, f"{folder}-{at:%Y-%m-%d}.zip"


def _as_json(data: dict[str, object]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2, default=_moment) + "\n"


def _moment(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is no value of a section.")
