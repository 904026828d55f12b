"""Who may announce, speak and answer."""

from __future__ import annotations

import pytest

from charta.consultation import policies
from charta.consultation.models import Comment
from charta.core.actors import ANYBODY, Actor, Grant, Role

HERE, ELSEWHERE = 1, 2


def somebody(role: Role | None = None, charter_id: int = HERE, person_id: int = 5) -> Actor:
    return Actor(person_id, "X", frozenset({Grant(role, charter_id)} if role else ()))


EDITOR = somebody(Role.EDITOR)


@pytest.mark.parametrize(
    ("actor", "expected"),
    [
        (EDITOR, True),
        (somebody(Role.EDITOR, ELSEWHERE), False),
        (somebody(Role.APPROVER), False),
        (somebody(Role.FACILITATOR), False),
        (somebody(Role.REVIEWER), False),
        (somebody(Role.ADMIN), False),
        (somebody(), False),
        (ANYBODY, False),
    ],
)
def test_editors_of_the_charter_announce_and_answer(actor: Actor, expected: bool) -> None:
    assert policies.may_announce(actor, HERE) is expected
    assert policies.may_answer_in(actor, HERE) is expected


def test_whoever_is_signed_in_may_speak() -> None:
    assert policies.may_comment(somebody())
    assert not policies.may_comment(ANYBODY)


def test_nobody_answers_themselves() -> None:
    own, other = Comment(charter_id=HERE, author_id=5), Comment(charter_id=HERE, author_id=6)
    assert policies.may_answer(EDITOR, [other])
    assert not policies.may_answer(EDITOR, [own])
    assert not policies.may_answer(EDITOR, [other, own])
    assert not policies.may_answer(EDITOR, [Comment(charter_id=ELSEWHERE, author_id=6)])
