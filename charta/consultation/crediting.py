"""Whom a wording is owed to: the contributors whose suggestions became it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from flask import url_for

from charta.consultation import queries, rules
from charta.drafting.later import Credit


def credits_of(revision_ids: Collection[int]) -> Iterator[tuple[int, Credit]]:
    """Whom revisions are owed to, for the history of the draft. One query."""
    for thanks in queries.thanks_for(revision_ids):
        yield thanks.revision_id, credit_of(thanks)


def credit_of(thanks: queries.Thanks) -> Credit:
    """A contribution with the address of what was said."""
    address = url_for("consultation.comment", number=thanks.comment_number)
    return Credit(thanks.key, thanks.name, address, rules.credit(thanks.key, ""))
