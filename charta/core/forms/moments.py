"""Days and moments as people in Stralsund write them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from flask_babel import gettext as _
from wtforms import DateField, DateTimeLocalField

from charta.core.clock import BERLIN
from charta.core.forms.validators import presence


class Day(DateField):
    """A date."""

    def __init__(self, label: Any, *, required: bool = True, **options: Any) -> None:
        super().__init__(label, validators=presence(required), **options)

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.data = None
        text = valuelist[0].strip() if valuelist else ""
        if not text:
            return
        for form in ("%Y-%m-%d", "%d.%m.%Y"):
            try:
                self.data = datetime.strptime(text, form).date()  # noqa: DTZ007
            except ValueError:
                continue
            break
        if self.data is None or not _plausible(self.data):
            raise ValueError(_("Bitte geben Sie ein Datum an, das es gibt, etwa 24.12.2026."))


class LocalDateTime(DateTimeLocalField):
    """Date and time as the clocks in Stralsund show them; ``data`` is the moment in UTC.

    A time that the change to summer time skips is refused; of the hour that comes twice in
    autumn the first one is taken.
    """

    def __init__(self, label: Any, *, required: bool = True, **options: Any) -> None:
        super().__init__(label, validators=presence(required), **options)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self.data.astimezone(BERLIN).strftime("%Y-%m-%dT%H:%M:%S") if self.data else ""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.data = None
        text = valuelist[0].strip() if valuelist else ""
        if not text:
            return
        self.data = to_utc(_parse_local(text))


def _parse_local(text: str) -> datetime:
    forms = ("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d.%m.%Y %H:%M", "%Y-%m-%d %H:%M")
    for form in forms:
        try:
            moment = datetime.strptime(text, form)  # noqa: DTZ007
        except ValueError:
            continue
        if _plausible(moment.date()):
            return moment
    raise ValueError(_("Bitte geben Sie Datum und Uhrzeit an, die es gibt, etwa 24.12.2026 18:00."))


def to_utc(local: datetime) -> datetime:
    """A naive Berlin time as a moment in UTC; raises ValueError for one the clocks skip."""
    moment = local.replace(tzinfo=BERLIN).astimezone(UTC)
    if moment.astimezone(BERLIN).replace(tzinfo=None) != local:
        raise ValueError(_("Diese Uhrzeit gibt es nicht: In dieser Nacht beginnt die Sommerzeit."))
    return moment


def _plausible(day: date) -> bool:
    return 1900 <= day.year <= 2199
