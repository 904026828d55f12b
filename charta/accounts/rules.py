"""What an address, a password and a way back may look like."""

from __future__ import annotations

import re
import unicodedata
from datetime import timedelta
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _
from zxcvbn import zxcvbn

from charta.core.errors import Invalid

Purpose = Literal["confirm", "reset", "enter", "move"]

LASTS: dict[Purpose, timedelta] = {
    "confirm": timedelta(hours=48),
    "reset": timedelta(hours=1),
    "enter": timedelta(minutes=15),
    "move": timedelta(hours=1),
}
"""How long a link sent by mail may be used."""

DEMONSTRATION_DOMAIN = "demo.example"
"""Where the demonstration's people live: a domain nobody can have (RFC 2606)."""

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 256

COMMONEST = frozenset(
    (Path(__file__).parent / "commonest_passwords.txt").read_text(encoding="utf-8").split()
)
"""The commonest passwords of ten characters and more, in German and in general."""

HERE = (
    *("charta", "smart", "smartcity", "city", "stadt", "hansestadt", "rathaus", "buergermeister"),
    *("stralsund", "ruegen", "ostsee", "hafen", "schreibtisch", "beteiligung", "verwaltung"),
    *("passwort", "kennwort", "geheim", "willkommen", "anmelden", "hallo", "sommer", "winter"),
    *("fruehling", "herbst", "deutschland", "schatz", "ichliebedich", "fussball", "hansa"),
)
"""What people here think of first; guessed before anything else."""

FEWEST_GUESSES = 10**8
"""How many guesses a password must be worth by zxcvbn (Wheeler 2016), which knows the commonest
passwords and names, dates, keyboards and repetitions, and needs no network."""
LONGEST_MEASURED = 64
"""Characters; measuring more takes longer and tells no more."""


def normal_address(address: str) -> str:
    """The one spelling under which an address is kept; raises Invalid for what is none."""
    try:
        checked = validate_email(address, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        raise Invalid(
            _("Bitte geben Sie eine vollständige E-Mail-Adresse ein, etwa name@beispiel.de."),
            "email",
        ) from None
    return (checked.ascii_email or checked.normalized).lower()


def is_out_of_place(email: str, *, demonstration: bool) -> bool:
    """Whether this is one of the demonstration's people, whose password everybody knows, outside
    the demonstration, as when its database was taken for a real one."""
    return email.endswith(f"@{DEMONSTRATION_DOMAIN}") and not demonstration


def normal_password(password: str) -> str:
    """The same password, whatever keyboard composed its letters."""
    return unicodedata.normalize("NFC", password)


def check_password(password: str, *, email: str = "", name: str = "") -> None:
    """Raise Invalid for a password that is too short, too long, or among the first to be tried."""
    if len(password) < SHORTEST_PASSWORD:
        raise Invalid(
            _(
                "Bitte nehmen Sie ein Passwort mit mindestens %(limit)s Zeichen.",
                limit=SHORTEST_PASSWORD,
            ),
            "password",
        )
    if len(password) > LONGEST_PASSWORD:
        raise Invalid(
            _(
                "Bitte nehmen Sie ein Passwort mit höchstens %(limit)s Zeichen.",
                limit=LONGEST_PASSWORD,
            ),
            "password",
        )
    plain = _plain(normal_password(password))
    if plain in {_plain(email), _plain(email.partition("@")[0]), _plain(name)}:
        raise Invalid(
            _("Bitte nehmen Sie als Passwort nicht Ihren Namen oder Ihre E-Mail-Adresse."),
            "password",
        )
    if plain in COMMONEST or _guesses(plain, email, name) < FEWEST_GUESSES:
        raise Invalid(
            _("Dieses Passwort wird oft benutzt und leicht erraten. Bitte nehmen Sie ein anderes."),
            "password",
        )


def _guesses(plain: str, email: str, name: str) -> int:
    """After how many guesses somebody finds it who knows the person and the city."""
    personal = re.split(r"[^\w]+|_", f"{email} {name}".casefold())
    known = [*(word for word in personal if len(word) > 2), *HERE]
    return int(zxcvbn(plain[:LONGEST_MEASURED], user_inputs=known)["guesses"])


def _plain(words: str) -> str:
    return "".join(words.casefold().split())


def way_back(path: str | None) -> str | None:
    """``path`` if it leads to a page of this site, else None.

    Browsers take ``//host``, ``/\\host`` and paths with line breaks for addresses of others.
    """
    if not path or len(path) > 500 or not path.startswith("/"):
        return None
    if "//" in path or "\\" in path or any(character <= " " for character in path):
        return None
    try:
        parts = urlsplit(path)
    except ValueError:
        return None
    return None if parts.scheme or parts.netloc else path
