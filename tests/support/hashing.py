"""Passwords hashed with the cast's cheap parameters, so that a test signs in within a blink."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher

from charta.accounts import passwords

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture
def quick_hashing(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    passwords._nobodys_hash.cache_clear()
    monkeypatch.setattr(passwords, "hasher", CHEAP)
    yield
    passwords._nobodys_hash.cache_clear()
