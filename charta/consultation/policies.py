"""Who may announce, speak and answer."""

from __future__ import annotations

from collections.abc import Collection

from charta.consultation.models import Comment
from charta.core.actors import Actor, Role


def may_announce(actor: Actor, charter_id: int) -> bool:
    """Announce rounds and move their dates."""
    return actor.has(Role.EDITOR, charter_id)


def may_comment(actor: Actor) -> bool:
    return actor.signed_in


def may_answer_in(actor: Actor, charter_id: int) -> bool:
    """Read what came in and write answers; both are for staff only until they are released."""
    return actor.has(Role.EDITOR, charter_id)


def is_own(actor: Actor, comment: Comment) -> bool:
    return actor.signed_in and comment.author_id == actor.person_id


def may_answer(actor: Actor, comments: Collection[Comment]) -> bool:
    """Write answers; nobody answers what they have said themselves."""
    return all(
        may_answer_in(actor, comment.charter_id) and not is_own(actor, comment)
        for comment in comments
    )


def may_release_in(actor: Actor, charter_id: int) -> bool:
    """Make answers public that have been written."""
    return actor.has(Role.APPROVER, charter_id)


def may_release(actor: Actor, comments: Collection[Comment]) -> bool:
    """Nobody makes the answer public to what they have said themselves."""
    return all(
        may_release_in(actor, comment.charter_id) and not is_own(actor, comment)
        for comment in comments
    )


def may_adopt(actor: Actor, comment: Comment) -> bool:
    """Nobody takes over what they have suggested themselves."""
    return actor.has(Role.EDITOR, comment.charter_id) and not is_own(actor, comment)


def may_settle(actor: Actor, charter_id: int) -> bool:
    """Say where comments stand in a release."""
    return actor.has(Role.EDITOR, charter_id)
