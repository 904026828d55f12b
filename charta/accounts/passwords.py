"""Passwords with argon2id. Slow on purpose: never call these inside a transaction."""

from __future__ import annotations

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from charta.accounts.rules import normal_password

hasher = PasswordHasher()
"""RFC 9106's parameters for servers with little memory: 64 MiB, three passes."""


def hash_password(password: str) -> str:
    return hasher.hash(normal_password(password))


def matches(password_hash: str | None, password: str) -> bool:
    """Whether the password is the one that was hashed; as slow when there is no hash at all."""
    nobodys = _nobodys_hash()
    try:
        found = hasher.verify(password_hash or nobodys, normal_password(password))
    except (VerificationError, InvalidHashError):
        return False
    return found and password_hash is not None


def better_hash(password_hash: str, password: str) -> str | None:
    """A new hash where ``password_hash`` was made with other parameters than today's."""
    return hash_password(password) if hasher.check_needs_rehash(password_hash) else None


@cache
def _nobodys_hash() -> str:
    return hasher.hash("nobody has this password")
