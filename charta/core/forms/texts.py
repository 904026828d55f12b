"""Text that people type: lines, prose, addresses, passwords, files."""

from __future__ import annotations

import unicodedata
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import PasswordField, StringField, TextAreaField
from wtforms.fields import EmailField
from wtforms.validators import InputRequired

from charta.core.forms.validators import (
    Longest,
    Readable,
    Shortest,
    has_file,
    mail_address,
    presence,
    web_address,
)

LONGEST_NAME = 120
"""Characters that are kept of a file's name."""


def clean_text(text: str | None) -> str | None:
    """Normalise to NFC and ``\\n``; the spaces around it go."""
    if text is None:
        return None
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", unified).strip()


class Line(StringField):
    """One line of text, at most ``longest`` characters."""

    def __init__(
        self, label: Any, *, longest: int = 200, required: bool = True, **options: Any
    ) -> None:
        extra = options.pop("validators", [])
        validators = [*presence(required), Readable(lines=False), Longest(longest), *extra]
        super().__init__(label, validators=validators, filters=[clean_text], **options)


class Prose(TextAreaField):
    """Several lines of text, at most ``longest`` characters."""

    def __init__(
        self, label: Any, *, longest: int = 5000, required: bool = True, **options: Any
    ) -> None:
        extra = options.pop("validators", [])
        validators = [*presence(required), Readable(lines=True), Longest(longest), *extra]
        super().__init__(label, validators=validators, filters=[clean_text], **options)


class EmailAddress(EmailField):
    """A mail address in its form; whether it exists is found out by writing to it."""

    def __init__(self, label: Any, *, required: bool = True, **options: Any) -> None:
        validators = [*presence(required), Readable(lines=False), Longest(254), mail_address]
        super().__init__(label, validators=validators, filters=[clean_text], **options)


class Secret(PasswordField):
    """A password: taken as it is typed, never trimmed and never sent back."""

    def __init__(self, label: Any, *, shortest: int = 1, **options: Any) -> None:
        validators = [
            InputRequired(_l("Bitte füllen Sie dieses Feld aus.")),
            Shortest(shortest),
            Longest(256),
        ]
        super().__init__(label, validators=validators, **options)


class Link(Line):
    """A web address with http or https."""

    def __init__(self, label: Any, *, required: bool = False, **options: Any) -> None:
        super().__init__(label, longest=500, required=required, validators=[web_address], **options)


class Upload(FileField):  # type: ignore[misc]
    """A file; its size is bounded by the application, its content checked by the service."""

    def __init__(self, label: Any, *, required: bool = True, **options: Any) -> None:
        super().__init__(label, validators=[has_file] if required else [], **options)


def readable_name(name: str) -> str:
    """A file's name without folders and without characters nobody can see."""
    bare = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(sign for sign in bare if unicodedata.category(sign)[0] != "C")[:LONGEST_NAME]
