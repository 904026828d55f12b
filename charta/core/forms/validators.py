"""What may be refused about a single entry, and how to mend it in words."""

from __future__ import annotations

import re
import unicodedata
from typing import Any
from urllib.parse import urlsplit

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.fields import Field
from wtforms.validators import InputRequired, Optional, ValidationError

BIDI_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")
ALLOWED_CONTROLS = frozenset("\n\t")
BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""What counts as a letter or a sign and shows nothing."""


class Readable:
    """Refuses characters nobody can see: controls, NUL, and overrides of the writing direction."""

    def __init__(self, lines: bool) -> None:
        self.allowed = ALLOWED_CONTROLS if lines else frozenset()

    def __call__(self, _form: object, field: Field) -> None:
        for character in field.data or "":
            category = unicodedata.category(character)
            if category in {"Cc", "Cs", "Zl", "Zp"} and character not in self.allowed:
                raise ValidationError(
                    _("Bitte entfernen Sie das unsichtbare Steuerzeichen aus dem Text.")
                )
            if character in BIDI_OVERRIDES:
                raise ValidationError(
                    _("Bitte entfernen Sie das Zeichen, das die Schreibrichtung umkehrt.")
                )


class Longest:
    """Refuses what is longer than ``limit`` characters and says by how much."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.field_flags = {"maxlength": limit}

    def __call__(self, _form: object, field: Field) -> None:
        length = len(field.data or "")
        if length > self.limit:
            raise ValidationError(
                _(
                    "Bitte kürzen Sie auf höchstens %(limit)s Zeichen; es sind %(length)s.",
                    limit=self.limit,
                    length=length,
                )
            )


class Shortest:
    """Refuses what is shorter than ``limit`` characters."""

    def __init__(self, limit: int) -> None:
        self.limit = limit

    def __call__(self, _form: object, field: Field) -> None:
        if len(field.data or "") < self.limit:
            raise ValidationError(
                _("Bitte geben Sie mindestens %(limit)s Zeichen ein.", limit=self.limit)
            )


class Pattern:
    """Refuses what does not match; the message says what would."""

    def __init__(self, pattern: str, message: Any) -> None:
        self.pattern = re.compile(pattern)
        self.message = message

    def __call__(self, _form: object, field: Field) -> None:
        if field.data and not self.pattern.fullmatch(field.data):
            raise ValidationError(str(self.message))


def presence(required: bool, message: Any = None) -> list[Any]:
    """The validator that a field must, or need not, be filled in."""
    if required:
        return [Filled(message or _l("Bitte füllen Sie dieses Feld aus."))]
    return [Optional(strip_whitespace=True)]


class Filled(InputRequired):
    """Like InputRequired, but a field that shows nothing is empty too, be it for text, days or
    numbers: nobody could read such a name."""

    def __call__(self, form: Any, field: Any) -> None:
        if all(isinstance(sent, str) and _shows_nothing(sent) for sent in field.raw_data or ()):
            field.raw_data = []
        super().__call__(form, field)


def _shows_nothing(text: str) -> bool:
    return all(
        one.isspace() or one in BLANK_LETTERS or unicodedata.category(one) == "Cf" for one in text
    )


def mail_address(_form: object, field: Field) -> None:
    from_user = field.data or ""
    pattern = r"[^@\s<>\"(),:;\[\]\\]+@[^@\s<>\"(),:;\[\]\\]+\.[^@\s.<>\"(),:;\[\]\\]{2,}"
    if not re.fullmatch(pattern, from_user):
        raise ValidationError(
            _("Bitte geben Sie eine vollständige E-Mail-Adresse ein, etwa name@beispiel.de.")
        )


def web_address(_form: object, field: Field) -> None:
    try:
        parts = urlsplit(field.data or "")
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or not parts.hostname or "@" in parts.netloc:
        raise ValidationError(
            _("Bitte geben Sie eine vollständige Adresse an, die mit https:// beginnt.")
        )


def has_file(_form: object, field: Field) -> None:
    if not field.data or not getattr(field.data, "filename", ""):
        raise ValidationError(_("Bitte wählen Sie eine Datei aus."))
