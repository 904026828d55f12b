"""Which of some chosen comments an action changes, and why not the others: values in and out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from charta.core.hashing import digest
from charta.weighing.standing import State


class Action(StrEnum):
    """What can be done with several comments at once; the values stand in addresses."""

    ASSIGN = "zuweisen"
    DUE = "frist"
    ANSWER = "antworten"
    ASK = "fragen"
    GROUP = "gruppe"


class Reason(StrEnum):
    """Why a comment is left out."""

    RELEASED = "released"
    OWN = "own"
    SAME = "same"
    DRAFTED = "drafted"
    GROUPED = "grouped"


@dataclass(frozen=True)
class Candidate:
    """A chosen comment, as far as it matters whether it is changed."""

    id: int
    number: int
    author_id: int
    state: State
    assignee_id: int | None = None
    due_on: date | None = None
    """Its own day, not the round's."""
    draft: str | None = None
    """Names the words of its draft: the draft's id and how often it was saved."""
    group: int | None = None

    @property
    def key(self) -> str:
        return f"S-{self.number}"


@dataclass(frozen=True)
class Intent:
    """What is to be done, by whom; ``assignee_id`` and ``due_on`` as far as they are known."""

    action: Action
    actor_id: int | None
    assignee_id: int | None = None
    due_on: date | None = None
    decided: bool = False
    """Whether assignee or day have been chosen, so that it can be said what stays the same."""


@dataclass
class Selection:
    """What an action will change and what not; ``seen`` names exactly this, so that what is done
    is what was shown."""

    changed: list[Candidate] = field(default_factory=list)
    left_out: dict[Reason, list[Candidate]] = field(default_factory=dict)
    seen: str = ""

    @property
    def total(self) -> int:
        return len(self.changed) + sum(map(len, self.left_out.values()))


def select(candidates: Sequence[Candidate], intent: Intent) -> Selection:
    """Divide the chosen comments into those that change and the rest."""
    found = Selection(seen=fingerprint(candidates, intent))
    for one in candidates:
        reason = _obstacle(one, intent)
        if reason is None:
            found.changed.append(one)
        else:
            found.left_out.setdefault(reason, []).append(one)
    return found


def fingerprint(candidates: Iterable[Candidate], intent: Intent) -> str:
    """Changes as soon as another comment is chosen, something about one of them changes, or
    something else is to be done with them."""
    rows = [
        [
            one.id,
            one.state.value,
            one.assignee_id,
            one.due_on.isoformat() if one.due_on else None,
            one.draft,
            one.group,
        ]
        for one in sorted(candidates, key=lambda one: one.id)
    ]
    due_on = intent.due_on.isoformat() if intent.due_on else None
    wanted = [intent.action.value, intent.actor_id, intent.assignee_id, due_on, intent.decided]
    return digest({"chosen": rows, "wanted": wanted})


def _obstacle(one: Candidate, intent: Intent) -> Reason | None:
    if one.state is State.RELEASED:
        return Reason.RELEASED
    check = OBSTACLES.get(intent.action)
    return check(one, intent) if check else None


def _assigning(one: Candidate, intent: Intent) -> Reason | None:
    if not intent.decided:
        return None
    if one.author_id == intent.assignee_id:
        return Reason.OWN
    return Reason.SAME if one.assignee_id == intent.assignee_id else None


def _dating(one: Candidate, intent: Intent) -> Reason | None:
    return Reason.SAME if intent.decided and one.due_on == intent.due_on else None


def _answering(one: Candidate, intent: Intent) -> Reason | None:
    if one.author_id == intent.actor_id:
        return Reason.OWN
    return Reason.DRAFTED if one.draft else None


def _grouping(one: Candidate, _intent: Intent) -> Reason | None:
    return Reason.GROUPED if one.group else None


OBSTACLES: dict[Action, Callable[[Candidate, Intent], Reason | None]] = {
    Action.ASSIGN: _assigning,
    Action.DUE: _dating,
    Action.ANSWER: _answering,
    Action.GROUP: _grouping,
}
