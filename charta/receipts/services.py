"""Giving out receipts. A receipt belongs to the change that made its contribution, so it is in
that change's entry of the journal and writes none of its own."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from sqlalchemy import delete, insert, select

from charta.core.database import BATCH, db
from charta.receipts import rules
from charta.receipts.models import Receipt
from charta.receipts.queries import code_of


class Contribution(Protocol):
    """A flushed row of a table that receipts are given for."""

    __tablename__: str
    id: int
    charter_id: int


def issue(now: datetime, subject: Contribution) -> str:
    """The code of the receipt for ``subject``, which gets one if it has none. Two statements."""
    of = (Receipt.subject_type == subject.__tablename__, Receipt.subject_id == subject.id)
    nonce = db.session.scalar(select(Receipt.nonce).where(*of))
    if nonce is None:
        nonce = issue_all(now, subject.charter_id, subject.__tablename__, [subject.id])[subject.id]
    return code_of(nonce)


def issue_all(
    now: datetime, charter_id: int, subject_type: str, subject_ids: Collection[int]
) -> dict[int, str]:
    """Receipts for contributions that have none; their nonces by the contributions' ids. One
    statement for every few hundred."""
    nonces = {subject_id: secrets.token_hex(16) for subject_id in subject_ids}
    rows = [
        {
            "charter_id": charter_id,
            "subject_type": subject_type,
            "subject_id": subject_id,
            "nonce": nonce,
            "digest": _digest(nonce),
            "created_at": now,
        }
        for subject_id, nonce in nonces.items()
    ]
    for at in range(0, len(rows), BATCH):
        db.session.execute(insert(Receipt), rows[at : at + BATCH])
    return nonces


def withdraw(subject: Contribution) -> None:
    """Take the receipt of a contribution away that is removed as a mistake."""
    db.session.execute(
        delete(Receipt).where(
            Receipt.subject_type == subject.__tablename__, Receipt.subject_id == subject.id
        )
    )


def _digest(nonce: str) -> str:
    letters = rules.read(code_of(nonce))
    assert letters is not None  # noqa: S101 - what we make can be read
    return rules.digest(letters)
