"""Who may use which page: the whole of it as a table, read from the decisions of the routes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import Flask
from werkzeug.routing import Rule

from charta.core.access import READING, decision
from charta.core.actors import ANYBODY, Actor, Grant, Role

HERE, ELSEWHERE = 1, 2
"""Two charters that need not exist: a decision asks only for their ids."""


@dataclass(frozen=True)
class Place:
    """A charter as far as a decision looks at it."""

    id: int


@dataclass(frozen=True)
class Right:
    """One way to use one page, and who may: by the names of :func:`roles`."""

    endpoint: str
    address: str
    writes: bool
    allowed: Mapping[str, bool]


def roles() -> dict[str, Actor]:
    """One actor for each role in the charter, and one who holds every role in another."""

    def holder(*held: Role, charter_id: int = HERE) -> Actor:
        grants = frozenset(
            Grant(role, charter_id, 1 if role is Role.REVIEWER else None) for role in held
        )
        return Actor(1, "", grants)

    staff = [role for role in Role if role is not Role.CITIZEN]
    return {
        "nobody": ANYBODY,
        "citizen": Actor(1),
        **{role.value: holder(role) for role in staff},
        "all, elsewhere": holder(*staff, charter_id=ELSEWHERE),
        "installation": Actor(1, "", frozenset({Grant(Role.ADMIN, None)})),
    }


def rights(app: Flask) -> Iterator[Right]:
    """Every page in the order of its address, reading before writing."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda one: (one.rule, one.endpoint)):
        methods = rule.methods or set()
        for writes in (False, True):
            used = {method for method in methods if (method not in READING) is writes}
            used -= {"OPTIONS", "HEAD"}
            if used:
                yield Right(rule.endpoint, _readable(rule), writes, _allowed(app, rule, used.pop()))


def _allowed(app: Flask, rule: Rule, method: str) -> dict[str, bool]:
    predicate = decision(app, rule.endpoint, method)
    charter = Place(HERE) if "charter" in rule.arguments else None
    return {name: predicate(actor, charter) for name, actor in roles().items()}


def _readable(rule: Rule) -> str:
    """The address with the names of its places, without their converters."""
    return "".join(
        f"<{part}>" if is_place else part for is_place, part in rule._trace if part != "|"
    )


def as_markdown(app: Flask) -> str:
    """The table as it stands in ``SECURITY.md``."""
    names = list(roles())
    lines = [
        f"| address | | {' | '.join(names)} |",
        f"| --- | --- |{' --- |' * len(names)}",
    ]
    for right in rights(app):
        marks = " | ".join("●" if right.allowed[name] else "" for name in names)
        lines.append(f"| `{right.address}` | {'write' if right.writes else 'read'} | {marks} |")
    return "\n".join(lines) + "\n"
