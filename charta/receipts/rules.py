"""Receipt codes: ten syllables that can be read out, typed and not be guessed."""

from __future__ import annotations

import hashlib
import hmac
import re

CONSONANTS = "bdfghkmnprstwz"
VOWELS = "aeiou"
SYLLABLES = 10
GROUP = 4
"""Letters between two hyphens."""

MISREAD = str.maketrans("01l", "oii")
"""Signs that no code contains, and the letters they were meant for."""

WHOLE = re.compile(rf"(?:[{CONSONANTS}][{VOWELS}]){{{SYLLABLES}}}")
CHOICES = len(CONSONANTS) * len(VOWELS)


def code(secret: str, nonce: str) -> str:
    """The code that belongs to ``nonce``: 70 syllables to the power of ten, 61 bits.

    An HMAC-SHA-256 (RFC 2104) under the installation's secret, so that the database alone does
    not tell it.
    """
    mark = hmac.new(secret.encode(), b"receipt:" + nonce.encode(), hashlib.sha256).digest()
    number = int.from_bytes(mark, "big")
    letters = ""
    for _place in range(SYLLABLES):
        number, syllable = divmod(number, CHOICES)
        consonant, vowel = divmod(syllable, len(VOWELS))
        letters += CONSONANTS[consonant] + VOWELS[vowel]
    return in_groups(letters)


def in_groups(letters: str) -> str:
    """The letters as they are printed: ``mita-bode-…``."""
    return "-".join(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))


def read(typed: str) -> str | None:
    """The letters of a code as somebody typed it, whatever the case, spaces and hyphens; None
    when it can be none."""
    letters = re.sub(r"[\s\-–—.]+", "", typed[:100]).lower().translate(MISREAD)
    return letters if WHOLE.fullmatch(letters) else None


def digest(letters: str) -> str:
    """What a code is found by: its SHA-256."""
    return hashlib.sha256(letters.encode()).hexdigest()
