"""Hashing: argon2id, made anew when its parameters change, as slow for nobody as for somebody."""

from __future__ import annotations

import unicodedata
from typing import Literal

from argon2 import PasswordHasher, Type
from argon2.exceptions import VerificationError

from charta.accounts import passwords
from tests.support.cast import PASSWORD, password_hash


def test_a_hash_is_argon2id_and_matches_only_its_password() -> None:
    made = passwords.hash_password(PASSWORD)
    assert made.startswith("$argon2id$")
    assert passwords.hasher.type is Type.ID
    assert passwords.matches(made, PASSWORD)
    assert not passwords.matches(made, PASSWORD + " ")


def test_nobody_has_no_password() -> None:
    assert not passwords.matches(None, PASSWORD)
    assert not passwords.matches(None, "nobody has this password")
    assert not passwords.matches("kaputt", PASSWORD)


def test_for_nobody_a_hash_is_computed_too() -> None:
    verified: list[str] = []

    class Counting(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002
            verified.append(str(hash))
            raise VerificationError

    kept, passwords.hasher = passwords.hasher, Counting()
    try:
        passwords.matches(None, PASSWORD)
        passwords.matches(password_hash(), PASSWORD)
    finally:
        passwords.hasher = kept
    assert len(verified) == 2
    assert all(hash_.startswith("$argon2id$") for hash_ in verified)


def test_the_keyboard_that_composed_a_letter_does_not_matter() -> None:
    made = passwords.hash_password(unicodedata.normalize("NFD", "vier grüne Türme"))
    assert passwords.matches(made, unicodedata.normalize("NFC", "vier grüne Türme"))


def test_an_old_hash_is_made_anew() -> None:
    better = passwords.better_hash(password_hash(), PASSWORD)
    assert better is not None
    assert passwords.matches(better, PASSWORD)
    assert passwords.better_hash(better, PASSWORD) is None
