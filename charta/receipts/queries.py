"""Finding contributions by their receipts, and receipts by their contributions."""

from __future__ import annotations

from collections.abc import Collection

from flask import current_app
from sqlalchemy import select

from charta.core.database import db
from charta.receipts import rules
from charta.receipts.models import Receipt
from config import Settings


def code_of(nonce: str) -> str:
    """The code that belongs to a nonce, as it is printed."""
    settings: Settings = current_app.extensions["charta.settings"]
    return rules.code(settings.secret_key, nonce)


def receipt_by_code(typed: str) -> Receipt | None:
    """The receipt with this code, however it was typed. One query, or none."""
    letters = rules.read(typed)
    if letters is None:
        return None
    return db.session.scalars(
        select(Receipt).where(Receipt.digest == rules.digest(letters))
    ).one_or_none()


def codes(subject_type: str, subject_ids: Collection[int]) -> dict[int, str]:
    """The codes of contributions by their ids; those without a receipt are left out. One query."""
    rows = db.session.execute(
        select(Receipt.subject_id, Receipt.nonce).where(
            Receipt.subject_type == subject_type, Receipt.subject_id.in_(subject_ids)
        )
    )
    return {subject_id: code_of(nonce) for subject_id, nonce in rows}
